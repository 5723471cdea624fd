"""How a Python file is laid out: comments, the marks around strings, by what blocks are set in."""

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator

from earnest.signals.adherence.syntax.python_measures import Function, blocks
from earnest.signals.adherence.syntax.shapes import Marks, Text, Use

_STRINGS = frozenset({"STRING", "FSTRING_START"})
_BODIES = ("body", "orelse", "finalbody")


def marks_of(text: str) -> Marks:
    """Return the comments and the marks around strings, with their lines.

    The role of a mark is `docstring` for a string in three marks, `holds` where it holds the other mark, so
    that another would need a backslash. Of a file that does not split into tokens, those before the fault.
    """
    comments: list[Text] = []
    marks: list[Use] = []
    for token in _tokens(text):
        name = tokenize.tok_name[token.type]
        if name == "COMMENT":
            comments.append(Text(token.string, token.start[0]))
        elif name in _STRINGS:
            marks.append(_mark(token))
    return Marks(tuple(comments), tuple(marks))


def _mark(token: tokenize.TokenInfo) -> Use:
    body = token.string.lstrip("rRbBuUfF")
    mark = body[:3] if body[:3] in {'"""', "'''"} else body[:1]
    other = "'" if mark.startswith('"') else '"'
    role = "docstring" if len(mark) == 3 else "holds" if other in body[1:] else "plain"
    return Use(mark, token.start[0], "", role)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def indents_of(text: str) -> tuple[Use, ...]:
    """Return by what the statements of a text that parses are set in."""
    return tuple(_indents(text))


def _indents(text: str) -> Iterator[Use]:
    lines = text.split("\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        waiting: list[tuple[ast.AST, str]] = [(ast.parse(text), "")]
    while waiting:
        node, outer = waiting.pop()
        inside = outer
        if isinstance(node, Function | ast.ClassDef):
            inside = f"{outer}.{node.name}".lstrip(".")
        yield from _indents_of(node, lines, inside)
        waiting.extend((one, inside) for one in reversed(list(blocks(node))))


def _indents_of(node: ast.AST, lines: list[str], inside: str) -> Iterator[Use]:
    """Yield, for every statement of a node's blocks that begins its line, by what it is set in."""
    if isinstance(node, ast.Module):
        return
    begin = getattr(node.pattern if isinstance(node, ast.match_case) else node, "lineno", 0)
    outer = _margin(lines, begin)
    for block in _BODIES:
        statements = getattr(node, block, None)
        for one in statements if isinstance(statements, list) else ():
            line = min([one.lineno, *(d.lineno for d in getattr(one, "decorator_list", ()))])
            own = lines[line - 1][: _column(lines[line - 1], one.col_offset)]
            chained = block == "orelse" and isinstance(one, ast.If) and own == outer
            if not own.strip() and not chained and line > begin:
                yield Use(own.removeprefix(outer), line, inside, "indent")


def _margin(lines: list[str], number: int) -> str:
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return line[: len(line) - len(line.lstrip())]


def _column(line: str, offset: int) -> int:
    """Turn an offset in bytes into one in characters."""
    return len(line.encode("utf-8")[:offset].decode("utf-8", errors="ignore"))
