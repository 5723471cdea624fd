"""How blocks of a file are laid out: by what their statements are set in, and where their braces stand."""

from collections.abc import Iterator

from tree_sitter import Node

from earnest.signals.adherence.syntax.nodes import is_comment, line_of, text_of
from earnest.signals.adherence.syntax.shapes import Use

_NO_STATEMENTS = frozenset({"switch_block_statement_group", "switch_rule", "switch_case", "switch_default"})


class Layout:
    """Gathers the layout of one file, block by block."""

    def __init__(self, text: str) -> None:
        """Keep the lines as bytes: columns of nodes count bytes."""
        self._rows = text.encode("utf-8", errors="replace").split(b"\n")
        self.indents: list[Use] = []
        self.braces: list[Use] = []

    def note(self, block: Node, inside: str) -> None:
        """Note every statement of a block that begins its line, and the block's own brace."""
        outer = self._margin(block)
        for child in _statements(block):
            before = self._rows[child.start_point[0]][: child.start_point[1]]
            if not before.strip() and child.start_point[0] > block.start_point[0]:
                own = before.decode("utf-8", errors="replace")
                self.indents.append(Use(own.removeprefix(outer), line_of(child), inside, "indent"))
        self.braces += _brace(block, inside)

    def _margin(self, node: Node) -> str:
        """Return the blanks with which the line of a node begins."""
        row = self._rows[node.start_point[0]]
        return row[: len(row) - len(row.lstrip())].decode("utf-8", errors="replace")


def _statements(block: Node) -> Iterator[Node]:
    for child in block.named_children:
        if child.type == "statement_list":
            yield from child.named_children
        elif not is_comment(child) and child.type not in _NO_STATEMENTS:
            yield child


def _brace(block: Node, inside: str) -> Iterator[Use]:
    before = block.prev_sibling
    while before is not None and is_comment(before):
        before = before.prev_sibling
    if before is None or not text_of(block).startswith("{") or before.type in {"{", ";", "}"}:
        return
    same = before.end_point[0] == block.start_point[0]
    yield Use("same_line" if same else "next_line", line_of(block), inside, "brace")
