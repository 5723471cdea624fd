"""Whether a value flows into the text of an SQL statement that Python code hands to a database.

What counts is where a text flows: the first argument of `execute` and its like, and the names that are bound
in the same function. Constants, placeholders and whatever is put together from them alone are no values.
"""

import ast
from collections.abc import Iterator
from functools import cached_property

from earnest.signals.adherence.syntax.python_measures import Function, constant_text
from earnest.signals.adherence.syntax.sql import is_connection, looks_like_sql

EXECUTES = frozenset({"execute", "executemany", "executescript", "raw", "text", "read_sql", "read_sql_query"})
_SURE = frozenset({"execute", "executemany", "executescript"})
_ARGUMENTS = frozenset({"sql", "query", "statement", "operation"})
_GROWS = frozenset({"append", "extend", "insert", "add"})
_TRIMS = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "dedent", "cleandoc", "get", "replace"})
_TEXTS = (ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.Call, ast.Attribute, ast.IfExp)
_STEPS = 400
_LONG = 4_000


class Flows:
    """What flows into the names that one function or module binds."""

    def __init__(self, node: ast.AST, outer: "Flows | None" = None) -> None:
        """Take one scope; `outer` is the scope around it. It is read when it is first asked."""
        self._node = node
        self._outer = outer
        self._known: dict[int, bool] = {}

    @cached_property
    def given(self) -> frozenset[str]:
        """The parameters."""
        if not isinstance(self._node, Function | ast.Lambda):
            return frozenset()
        return frozenset(one.arg for one in ast.walk(self._node.args) if isinstance(one, ast.arg))

    @cached_property
    def into(self) -> dict[str, list[ast.expr]]:
        """What flows into each name."""
        self._found: dict[str, list[ast.expr]] = {}
        waiting: list[ast.AST] = list(reversed(list(ast.iter_child_nodes(self._node))))
        while waiting:
            child = waiting.pop()
            self._read(child)
            if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
                waiting.extend(reversed(list(ast.iter_child_nodes(child))))
        return self._found

    def _read(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._flow(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            self._flow(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            grown = ast.BinOp(left=node.target, op=node.op, right=node.value)
            self._flow(node.target, ast.copy_location(grown, node))
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            self._flow(node.target, node.iter)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _GROWS:
            for argument in node.args:
                self._flow(node.func.value, argument)

    def _flow(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else []
            pairs = zip(target.elts, values, strict=True) if len(values) == len(target.elts) else ()
            for one, its in pairs or ((one, value) for one in target.elts):
                self._flow(one, its)
        elif isinstance(target, ast.Name):
            self._found.setdefault(target.id, []).append(value)

    @cached_property
    def _values(self) -> frozenset[str]:
        """The names into which a value flows, by however many steps: one walk back along the flows."""
        found: list[str] = []
        users: dict[str, list[str]] = {}
        for name, flows in self.into.items():
            for needed in (one for flow in flows for one in _needs(flow)):
                if needed is not None and needed in self.into and needed not in self.given:
                    users.setdefault(needed, []).append(name)
                elif needed is None or self._is_foreign_value(needed):
                    found.append(name)
        values: set[str] = set()
        while found:
            name = found.pop()
            if name not in values:
                values.add(name)
                found += users.get(name, [])
        return frozenset(values)

    def _is_foreign_value(self, name: str) -> bool:
        return name in self.given or self._outer is None or self._outer.is_value(name)

    def is_value(self, name: str) -> bool:
        """Whether a name may hold something that reading cannot know to be fixed."""
        if name.isupper():
            return False
        if name in self.given or name in self._values:
            return True
        if name in self.into:
            return False
        return self._outer is None or self._outer.is_value(name)

    def flowing(self, name: str) -> list[ast.expr]:
        """Return what flows into a name, here or in the scope around."""
        if name in self.into or name in self.given:
            return self.into.get(name, [])
        return self._outer.flowing(name) if self._outer is not None else []

    def has_value(self, node: ast.AST) -> bool:
        """Whether a value stands in an expression."""
        if id(node) not in self._known:
            self._known[id(node)] = any(name is None or self.is_value(name) for name in _needs(node))
        return self._known[id(node)]


def built_query(node: ast.Call, flows: Flows) -> ast.expr | None:
    """Return the expression that puts a value into the query of a call, or None.

    The text must begin as SQL does, constants read in; where the receiver is a connection or a cursor by
    its name, whatever is put together counts.
    """
    named = [one.value for one in node.keywords if one.arg in _ARGUMENTS]
    argument = next(iter((*node.args, *named)), None)
    if argument is None:
        return None
    sure = (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in _SURE
        and is_connection(_last_name(node.func.value))
    )
    for built in _built(argument, flows):
        if sure or looks_like_sql(_text(built, flows)):
            return built
    return None


def _built(argument: ast.expr, flows: Flows) -> Iterator[ast.expr]:
    """Yield the expressions behind an argument that put a value between pieces of text."""
    waiting = [argument]
    read: set[str] = set()
    for _step in range(_STEPS):
        if not waiting:
            return
        node = waiting.pop()
        pieces = _pieces(node)
        if pieces is not None and any(flows.has_value(piece) for piece in pieces[1:]):
            yield node
        elif isinstance(node, ast.Name):
            waiting += flows.flowing(node.id) if node.id not in read else []
            read.add(node.id)
        else:
            waiting += _leading(node) if pieces is None else pieces[:1]


def _leading(node: ast.expr) -> list[ast.expr]:
    """Return the texts that an expression hands on as they are."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.List | ast.Tuple):
        return node.elts
    if not isinstance(node, ast.Call) or _called(node) not in {*_TRIMS, "text", "join"}:
        return []
    owner = [node.func.value] if isinstance(node.func, ast.Attribute) and not node.args else []
    return [*owner, *node.args[:1]]


def _pieces(node: ast.expr) -> list[ast.expr] | None:
    """Return what a text is put together from, the text that leads first; None for anything else.

    A text that is looked up (`f"{query} LIMIT ?"`) may lead: it is the query, no value in it.
    """
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.FormattedValue) else one for one in node.values]
        return parts or None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        pieces = list(_summed(node))
        return pieces if any(_holds_text(piece) for piece in pieces) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [node.left, node.right]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return [node.func.value, *node.args, *(one.value for one in node.keywords)]
    return None


def _summed(node: ast.expr) -> Iterator[ast.expr]:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left: list[ast.expr] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left.append(node.right)
            node = node.left
        yield node
        yield from reversed(left)
        return
    yield node


def _holds_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.Name) or constant_text(node) is not None


def _needs(node: ast.AST) -> Iterator[str | None]:
    """Yield the names on which it hangs whether a text is fixed, and None for what nobody can know."""
    waiting: list[ast.AST] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, ast.Constant):
            continue
        if isinstance(current, ast.Name):
            if not current.id.isupper():
                yield current.id
        elif isinstance(current, ast.Attribute) and current.attr.isupper():
            continue
        else:
            parts = _parts(current)
            if parts is None:
                yield None
            else:
                waiting += parts


_FIXED_BY: dict[type[ast.AST], tuple[str, ...]] = {
    ast.JoinedStr: ("values",),
    ast.FormattedValue: ("value",),
    ast.BinOp: ("left", "right"),
    ast.List: ("elts",),
    ast.Tuple: ("elts",),
    ast.Set: ("elts",),
    ast.Dict: ("values",),
    ast.Starred: ("value",),
    ast.Subscript: ("value",),
    ast.NamedExpr: ("value",),
    ast.IfExp: ("body", "orelse"),
    ast.BoolOp: ("values",),
    ast.ListComp: ("elt",),
    ast.SetComp: ("elt",),
    ast.GeneratorExp: ("elt",),
}


def _parts(node: ast.AST) -> list[ast.AST] | None:
    """Return what an expression is fixed by; None where it may be anything."""
    if isinstance(node, ast.Call):
        return _parts_of_call(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [node.left]
    fields = _FIXED_BY.get(type(node))
    if fields is None:
        return None
    found: list[ast.AST] = []
    for field in fields:
        held = getattr(node, field)
        found += held if isinstance(held, list) else [held]
    return found


def _parts_of_call(node: ast.Call) -> list[ast.AST] | None:
    called = _called(node)
    if called in {"join", "format", *_TRIMS}:
        owner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        arguments = node.args[1:] if called == "get" else node.args
        return [*owner, *arguments, *(one.value for one in node.keywords)]
    return list(node.args) if called in {"list", "tuple", "set", "sorted", "reversed", "str"} else None


def _called(node: ast.Call) -> str:
    return _last_name(node.func)


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.AST, flows: Flows) -> str:
    """Return the literal pieces that an expression begins with, each name read in once."""
    found: list[str] = []
    waiting: list[ast.AST] = [node]
    read: set[str] = set()
    for _step in range(_STEPS):
        if not waiting:
            break
        current = waiting.pop()
        if isinstance(current, ast.Constant):
            found.append(current.value if isinstance(current.value, str) else "")
        elif isinstance(current, ast.Name) and current.id not in read:
            read.add(current.id)
            waiting += flows.flowing(current.id)[:1]
        elif isinstance(current, _TEXTS):
            waiting += reversed(list(ast.iter_child_nodes(current)))
    return " ".join(found)[:_LONG]
