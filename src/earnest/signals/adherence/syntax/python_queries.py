"""Whether a Python expression puts values into the text of an SQL statement."""

import ast

from earnest.signals.adherence.syntax.python_measures import constant_text
from earnest.signals.adherence.syntax.sql import looks_like_sql

_MARKS = frozenset("?%s, ():")


def is_built_query(node: ast.AST, safe: set[str]) -> bool:
    """Whether an expression is a query with values in it: f-string, `+`, `%` or `.format()`.

    Constants (`TABLE`) and the names in `safe`, which hold placeholders alone, are no values.
    """
    if constant_text(node) is not None:
        return False
    if isinstance(node, ast.JoinedStr):
        values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return looks_like_sql(_texts(node)) and not all(_is_fixed(value, safe) for value in values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        pieces = [
            one for one in ast.walk(node) if isinstance(one, ast.expr) and not isinstance(one, ast.BinOp)
        ]
        return looks_like_sql(_texts(node)) and not all(_is_fixed(piece, safe) for piece in pieces)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return looks_like_sql(constant_text(node.func.value) or "") and not all(
            _is_fixed(value, safe) for value in (*node.args, *(one.value for one in node.keywords))
        )
    return False


def is_marks(node: ast.AST) -> bool:
    """Whether an expression makes placeholders and nothing else, as `", ".join("?" for _ in ids)` does."""
    texts = [
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    made = isinstance(node, ast.Call | ast.BinOp)
    return (
        made
        and any("?" in text or "%s" in text for text in texts)
        and all(set(text) <= _MARKS for text in texts)
    )


def _is_fixed(node: ast.AST, safe: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id.isupper() or node.id in safe
    return constant_text(node) is not None or is_marks(node)


def _texts(node: ast.AST) -> str:
    """Return the literal pieces in the order in which they stand."""
    found = [one for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return " ".join(str(one.value) for one in sorted(found, key=lambda one: (one.lineno, one.col_offset)))
