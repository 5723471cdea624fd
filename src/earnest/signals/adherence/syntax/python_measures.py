"""Sizes and shapes of one Python definition, read off its syntax tree."""

import ast
import hashlib
import warnings
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import accumulate

from earnest.signals.adherence.syntax.shapes import Param

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.With, ast.AsyncWith, ast.Match)
_DECISIONS = frozenset(
    {
        ast.If,
        ast.For,
        ast.AsyncFor,
        ast.While,
        ast.ExceptHandler,
        ast.IfExp,
        ast.comprehension,
        ast.match_case,
    }
)
_INNER = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda})
_PARTS = ("body", "handlers", "orelse", "finalbody", "cases")


class Flat:
    """All nodes of a tree in the order of the text, walked once; a part of the tree is a part of the list."""

    def __init__(self, tree: ast.AST) -> None:
        """Walk the tree."""
        self._nodes: list[ast.AST] = []
        self._places: dict[int, tuple[int, int]] = {}
        self._sums = [0]
        self._walk(tree)

    def _walk(self, tree: ast.AST) -> None:
        first = len(self._nodes)
        waiting: list[tuple[ast.AST, int]] = [(tree, -1)]
        while waiting:
            node, begin = waiting.pop()
            if begin >= 0:
                self._places[id(node)] = (begin, len(self._nodes))
                continue
            if isinstance(node, ast.stmt):
                waiting.append((node, len(self._nodes)))
            self._nodes.append(node)
            waiting.extend([(child, -1) for child in reversed(children(node))])
        sums = accumulate(map(_weight, self._nodes[first:]), initial=self._sums.pop())
        self._sums.extend(sums)

    def _place(self, node: ast.stmt) -> tuple[int, int]:
        """Return where a statement begins and ends; one that was made of a text is walked when it is met."""
        if id(node) not in self._places:
            self._walk(node)
        return self._places[id(node)]

    def complexity(self, node: ast.stmt) -> int:
        """Return McCabe's number: decisions + 1, each `and`/`or` and each filter of a comprehension counted.

        Source: T. J. McCabe, A Complexity Measure, IEEE Transactions on Software Engineering SE-2(4), 1976.
        """
        begin, end = self._place(node)
        return 1 + self._sums[end] - self._sums[begin]

    def own(self, body: list[ast.stmt]) -> Iterator[ast.AST]:
        """Yield what stands in statements; of a function, lambda or class in them the node alone."""
        for statement in body:
            place, end = self._place(statement)
            while place < end:
                node = self._nodes[place]
                yield node
                place = self._after(node, place) if type(node) in _INNER else place + 1

    def _after(self, node: ast.AST, place: int) -> int:
        if isinstance(node, ast.stmt):
            return self._place(node)[1]
        return place + sum(1 for _ in ast.walk(node))


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right below a node."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif type(value) is list:
            found += [one for one in value if isinstance(one, ast.AST)]
    return found


def _weight(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return 1 if type(node) in _DECISIONS else 0


def nesting(node: ast.AST) -> int:
    """Return the depth of nested blocks; `elif` is as deep as its `if`, an inner function starts at zero."""
    deepest = 0
    waiting = [(child, 0) for child in blocks(node)]
    while waiting:
        current, depth = waiting.pop()
        if type(current) in _INNER:
            continue
        inner = depth + 1 if isinstance(current, _BLOCKS) else depth
        deepest = max(deepest, inner)
        chained = _elif_of(current)
        waiting.extend((child, depth if child is chained else inner) for child in blocks(current))
    return deepest


def blocks(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements, handlers and cases of a node: no block stands in anything else."""
    if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case | ast.Module):
        for name in _PARTS:
            part = getattr(node, name, None)
            if isinstance(part, list):
                yield from part


def _elif_of(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
        inner = node.orelse[0]
        return inner if inner.col_offset == node.col_offset else None
    return None


def fingerprint(node: ast.AST) -> str:
    """Return a hash that changes with the meaning of a definition and not with its layout or comments."""
    return hashlib.sha256(ast.dump(node).encode("utf-8", errors="surrogatepass")).hexdigest()


class Meanings:
    """The fingerprints of the statements of one text, by where they begin; it is parsed when first asked.

    So nothing holds on to a syntax tree that may never be needed.
    """

    def __init__(self, text: str) -> None:
        """Keep the text, which parses."""
        self._text = text

    @cached_property
    def _statements(self) -> dict[tuple[int, int], ast.stmt]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(self._text)
        nodes = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
        return {(node.lineno, node.col_offset): node for node in nodes}

    def of(self, node: ast.stmt) -> Callable[[], str]:
        """Return what makes the fingerprint of a statement of the text, once, when it is asked."""
        place = node.lineno, node.col_offset
        return cache(lambda: fingerprint(self._statements[place]))


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
