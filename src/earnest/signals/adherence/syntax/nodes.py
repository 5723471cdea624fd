"""Nodes of tree-sitter, the same for every grammar: text, lines, walks, and a fingerprint of a meaning."""

import hashlib
from collections.abc import Iterator

from tree_sitter import Node

_CLOSING = frozenset({")", "]", "}", ">"})
_QUOTES = {"'": '"'}
_DEEPEST = 480


def text_of(node: Node | None) -> str:
    """Return the text of a node, "" for None."""
    return node.text.decode("utf-8", errors="replace") if node is not None and node.text is not None else ""


def line_of(node: Node) -> int:
    """Return the line on which a node begins, counted from 1."""
    return node.start_point[0] + 1


def end_line_of(node: Node) -> int:
    """Return the line on which a node ends; a line break at its end belongs to it."""
    return node.end_point[0] + (1 if node.end_point[1] or node.end_point[0] == node.start_point[0] else 0)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def is_comment(node: Node) -> bool:
    """Whether a node is a comment, or the first line that names an interpreter."""
    return "comment" in node.type or node.type in {"hash_bang_line", "shebang"}


def fingerprint(node: Node, layout: frozenset[str] = frozenset({";"})) -> str:
    """Return a hash over the shape and the tokens, without comments, layout and what a formatter may change.

    That is commas before a closing bracket, the kind of quotes and the tokens that are named as `layout`.
    """
    digest = hashlib.sha256()
    waiting: list[tuple[Node, Node | None]] = [(node, None)]
    while waiting:
        child, after = waiting.pop()
        inner = child.children
        if is_comment(child) or (not inner and _is_layout(child, after, layout)):
            continue
        said = child.type if inner else _QUOTES.get(child.type, text_of(child))
        digest.update(said.encode("utf-8", errors="replace") + b"\0")
        waiting.extend(reversed(list(zip(inner, [*inner[1:], None], strict=False))))
    return digest.hexdigest()


def is_deep(root: Node) -> bool:
    """Whether a tree is deeper than a walk by calls can go: such a file is refused before it is walked.

    A node's parent and sibling are found from the root down, so that deep trees would cost their square.
    """
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST:
            return True
        waiting += [(child, depth + 1) for child in node.children]
    return False


def _is_layout(token: Node, after: Node | None, layout: frozenset[str]) -> bool:
    return (
        token.type in layout
        or (not token.is_named and not text_of(token).strip())
        or (token.type == "," and after is not None and after.type in _CLOSING)
    )
