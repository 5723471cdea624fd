"""The statements of a file, one by one, so that a change of layout can be told from a change of meaning."""

import ast
import hashlib
import warnings
from collections.abc import Iterator

from tree_sitter import Node

from earnest.signals.adherence.syntax.compiled import root_of
from earnest.signals.adherence.syntax.go import GO
from earnest.signals.adherence.syntax.java import JAVA
from earnest.signals.adherence.syntax.nodes import end_line_of, fingerprint, is_comment, line_of
from earnest.signals.adherence.syntax.rust import RUST
from earnest.signals.adherence.syntax.shapes import Source, Statement
from earnest.signals.adherence.syntax.typescript import root_of_script

_GRAMMARS = {"go": GO, "rust": RUST, "java": JAVA}
_ENDINGS = ("_statement", "_declaration", "_item", "_definition", "_spec", "_elem")
_LISTS = frozenset("statement_list declaration_list field_declaration_list enum_variant_list".split())


def statements_of(source: Source) -> tuple[Statement, ...]:
    """Return the statements of a file that has been parsed, in the order in which they stand."""
    text = "\n".join(source.lines)
    if source.language == "python":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(_python(ast.parse(text)))
    grammar = _GRAMMARS.get(source.language)
    if grammar is not None:
        return tuple(_nodes(root_of(text, grammar.grammar), grammar.layout))
    return tuple(_nodes(root_of_script(text, source.path), frozenset({";"})))


def _python(tree: ast.Module) -> Iterator[Statement]:
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        inner = _inner(node)
        waiting += reversed(inner)
        if not isinstance(node, ast.stmt):
            continue
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        heads = [getattr(one, "lineno", 0) for one in inner[:1]]
        last = max(node.lineno, heads[0] - 1) if heads and heads[0] else node.end_lineno or node.lineno
        said = "".join(ast.dump(part) for part in _head(node)) if inner else ast.dump(node)
        digest = hashlib.sha256(f"{type(node).__name__} {said}".encode("utf-8", errors="surrogatepass"))
        yield Statement(digest.hexdigest(), first, last)


def _inner(node: ast.AST) -> list[ast.AST]:
    blocks = ("body", "handlers", "cases", "orelse", "finalbody")
    found: list[ast.AST] = []
    for block in blocks:
        held = getattr(node, block, None)
        found += held if isinstance(held, list) else []
    return found


def _head(node: ast.stmt) -> Iterator[ast.AST]:
    inner = _inner(node)
    return (child for child in ast.iter_child_nodes(node) if child not in inner)


def _nodes(root: Node, layout: frozenset[str]) -> Iterator[Statement]:
    waiting = list(reversed(root.named_children))
    while waiting:
        node = waiting.pop()
        held = [child for child in node.named_children if _holds_statements(child)]
        waiting += reversed(node.named_children)
        if is_comment(node) or not node.type.endswith(_ENDINGS) or held:
            continue
        yield Statement(fingerprint(node, layout), line_of(node), end_line_of(node))


def _holds_statements(node: Node) -> bool:
    """Whether something below a node is a statement of its own: then the node is no single one."""
    waiting = [node]
    for _step in range(400):
        if not waiting:
            return False
        current = waiting.pop()
        if current.type in _LISTS or current.type.endswith(("_statement", "block", "_body")):
            return True
        waiting += current.named_children
    return True
