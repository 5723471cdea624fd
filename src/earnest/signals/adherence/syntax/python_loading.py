"""What a Python file does when it is imported, what its functions return, and what is new in it."""

import ast
from collections.abc import Iterator

from earnest.signals.adherence.syntax.python_measures import Function

_QUIET = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Pass,
    ast.Global,
)
_LITERALS: dict[type[ast.AST], str] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
    ast.JoinedStr: "string",
    ast.GeneratorExp: "generator",
    ast.Compare: "boolean",
    ast.Lambda: "function",
}
_NODES: dict[type[ast.AST], str] = {
    ast.Match: "match",
    ast.TryStar: "except*",
    ast.NamedExpr: "walrus",
}
_CALLS = {
    "json.dumps": "json",
    "list": "list",
    "sorted": "list",
    "dict": "dict",
    "set": "set",
    "frozenset": "set",
    "tuple": "tuple",
    "str": "string",
    "repr": "string",
    "int": "number",
    "float": "number",
    "len": "number",
    "sum": "number",
    "bool": "boolean",
    "isinstance": "boolean",
    "any": "boolean",
    "all": "boolean",
    "collections.defaultdict": "dict",
    "collections.Counter": "dict",
    "collections.OrderedDict": "dict",
}
_DATED = frozenset(
    {
        *(one.__name__ for one in _NODES),
        *"arguments arg AnnAssign FunctionDef AsyncFunctionDef ClassDef TypeAlias".split(),
    }
)
_GENERICS = frozenset({"list", "dict", "set", "tuple", "frozenset", "type"})


def effects_of(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements that do something when a file is imported, with what they do.

    `effect`: a call for its own sake, a loop, a `with`; `own`: a name that is bound to what a function of
    the same file returns. What stands under `if __name__ == "__main__"` is not done at import.
    """
    own = {one.name for one in tree.body if isinstance(one, Function)}
    waiting: list[ast.stmt] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If):
            if not _is_guard(node.test):
                waiting += reversed([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            handlers = [one for handler in node.handlers for one in handler.body]
            waiting += reversed([*node.body, *handlers, *node.orelse, *node.finalbody])
        elif not isinstance(node, _QUIET):
            yield from ((node, role) for role in _effect(node, own))


def _effect(node: ast.stmt, own: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Expr):
        if any(isinstance(one, ast.Call | ast.Await) for one in ast.walk(node.value)):
            yield "effect"
    elif isinstance(node, ast.For | ast.While | ast.With | ast.Delete | ast.Assert):
        yield "effect"
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
        called = [one.func for one in ast.walk(node.value) if isinstance(one, ast.Call)]
        if any(isinstance(one, ast.Name) and one.id in own for one in called):
            yield "own"


def _is_guard(test: ast.expr) -> bool:
    names = {one.id for one in ast.walk(test) if isinstance(one, ast.Name)}
    return "__name__" in names or "TYPE_CHECKING" in names


def guards_import(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes an import that fails."""
    names = {one.id for one in ast.walk(handler.type) if isinstance(one, ast.Name)} if handler.type else set()
    return handler.type is None or bool(names & {"ImportError", "ModuleNotFoundError", "Exception"})


def kind_of(value: ast.expr | None, called: str = "") -> str:
    """Return what kind of thing an expression is, "?" where reading cannot know; `called` names the call."""
    if value is None:
        return "none"
    if isinstance(value, ast.Constant):
        return _kind_of_constant(value.value)
    if isinstance(value, ast.Call):
        return _CALLS.get(called, "string" if called.endswith((".join", ".format", ".strip")) else "?")
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
        return "boolean"
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mod) and kind_of(value.left) == "string":
        return "string"
    return _LITERALS.get(type(value), "?")


def _kind_of_constant(value: object) -> str:
    if value is None:
        return "none"
    kinds = {bool: "boolean", str: "string", int: "number", float: "number", bytes: "bytes"}
    return kinds.get(type(value), "?")


def structure_of(node: ast.AST) -> str:
    """Return which collection a literal or a comprehension makes, "" for anything else."""
    found = _LITERALS.get(type(node), "")
    if found not in {"list", "dict", "set", "tuple"}:
        return ""
    if isinstance(node, ast.Tuple | ast.List) and not isinstance(node.ctx, ast.Load):
        return ""
    return found


def features_of(node: ast.AST, *, postponed: bool) -> Iterator[str]:
    """Yield what of a node came with a version of Python; `postponed` annotations are never evaluated."""
    if type(node).__name__ not in _DATED:
        return
    if type(node) in _NODES:
        yield _NODES[type(node)]
    if isinstance(node, ast.arguments) and node.posonlyargs:
        yield "positional-only parameters"
    if getattr(node, "type_params", None) or type(node).__name__ == "TypeAlias":
        yield "type parameters"
    if not postponed:
        yield from _in_annotations(node)


def _in_annotations(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.arg | ast.AnnAssign | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    said = [getattr(node, "annotation", None), getattr(node, "returns", None)]
    for one in (part for annotation in said if annotation is not None for part in ast.walk(annotation)):
        if isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitOr):
            yield "X | Y in annotations"
        if isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name) and one.value.id in _GENERICS:
            yield "list[int] in annotations"
