"""Sizes and shapes of one Python definition, read off its syntax tree."""

import ast
import hashlib

from earnest.signals.adherence.syntax.shapes import Param

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Match)
_DECISIONS = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.comprehension,
    ast.match_case,
)


def complexity(node: ast.AST) -> int:
    """Return McCabe's number: decisions + 1, each `and`/`or` and each filter of a comprehension counted.

    Source: T. J. McCabe, A Complexity Measure, IEEE Transactions on Software Engineering SE-2(4), 1976.
    """
    count = 1
    for child in ast.walk(node):
        if isinstance(child, _DECISIONS):
            count += 1
        if isinstance(child, ast.BoolOp):
            count += len(child.values) - 1
        if isinstance(child, ast.comprehension):
            count += len(child.ifs)
    return count


def nesting(node: ast.AST) -> int:
    """Return the depth of nested blocks; `elif` is as deep as its `if`, an inner function starts at zero."""
    deepest = 0
    waiting = [(child, 0) for child in ast.iter_child_nodes(node)]
    while waiting:
        current, depth = waiting.pop()
        if isinstance(current, Function | ast.ClassDef | ast.Lambda):
            continue
        inner = depth + 1 if isinstance(current, _BLOCKS) else depth
        deepest = max(deepest, inner)
        chained = _elif_of(current)
        waiting.extend(
            (child, depth if child is chained else inner) for child in ast.iter_child_nodes(current)
        )
    return deepest


def _elif_of(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        inner = node.orelse[0]
        return inner if inner.col_offset == node.col_offset else None
    return None


def fingerprint(node: ast.AST) -> str:
    """Return a hash that changes with the meaning of a definition and not with its layout or comments."""
    return hashlib.sha256(ast.dump(node).encode("utf-8", errors="surrogatepass")).hexdigest()


def params(arguments: ast.arguments) -> tuple[Param, ...]:
    """Return the parameters in order, with annotations and defaults as they read."""
    plain = [(one, "positional") for one in arguments.posonlyargs] + [
        (one, "plain") for one in arguments.args
    ]
    missing: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
    found = [
        _param(one, kind, default)
        for (one, kind), default in zip(plain, [*missing, *arguments.defaults], strict=True)
    ]
    if arguments.vararg:
        found.append(_param(arguments.vararg, "star", None))
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found.append(_param(one, "keyword", default))
    if arguments.kwarg:
        found.append(_param(arguments.kwarg, "starstar", None))
    return tuple(found)


def _param(argument: ast.arg, kind: str, default: ast.expr | None) -> Param:
    annotation = ast.unparse(argument.annotation) if argument.annotation else ""
    return Param(argument.arg, kind, annotation, ast.unparse(default) if default else "")


def is_stub(node: Function) -> bool:
    """Whether a body is nothing but a docstring, `pass`, `...` or `raise NotImplementedError`.

    Abstract methods, overloads and methods of a protocol are meant to be empty; the caller knows those.
    """
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return all(_says_nothing(statement) for statement in body)


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and statement.value.value is Ellipsis
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return False


def swallows(handler: ast.ExceptHandler) -> str:
    """Return "bare", "broad" (Exception, BaseException) or "" for a handler that names what it catches.

    A handler that raises again swallows nothing and is "" too.
    """
    if any(isinstance(node, ast.Raise) for statement in handler.body for node in ast.walk(statement)):
        return ""
    if handler.type is None:
        return "bare"
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {ast.unparse(one).rpartition(".")[2] for one in caught}
    return "broad" if names & {"Exception", "BaseException"} else ""


def constant_text(node: ast.AST | None) -> str | None:
    """Return the text of a string that reading alone can know: a literal, a sum of literals, or None."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = constant_text(node.left), constant_text(node.right)
        return left + right if left is not None and right is not None else None
    if isinstance(node, ast.JoinedStr):
        parts = [constant_text(part) for part in node.values]
        return "".join(part for part in parts if part is not None) if None not in parts else None
    return None
