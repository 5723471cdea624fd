"""What the kinds of constraints may know about a source file, the same for every language.

A language is one file that turns text into a `Source`; a kind of constraint reads `Source` and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


class CannotParse(Exception):
    """A file that its own language refuses; whatever needs its syntax tree is undecidable."""

    def __init__(self, path: str, line: int, message: str) -> None:
        """Keep where it failed: `line` counts from 1, 0 where unknown."""
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module. `module` is as written ("os.path", "../db"); `relative` says it lies in the
    tree.
    """

    module: str
    line: int
    relative: bool = False
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. `kind` is plain, positional, keyword, star, starstar or optional; "" stands for
    absent.
    """

    name: str
    kind: str = "plain"
    annotation: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A named thing. `what` is function, method, class, variable, constant, enum, interface, type or
    property.

    `line` and `end_line` count from 1 and include the body, `first_line` the decorators too. `fingerprint`
    changes with the meaning, not with the layout. `complexity` is McCabe's number, `nesting` the depth of
    nested blocks.
    """

    name: str
    qualname: str
    what: str
    line: int
    end_line: int
    first_line: int
    fingerprint: str = ""
    params: tuple[Param, ...] = ()
    returns: str = ""
    exported: bool = False
    public: bool = False
    documented: bool = False
    stub: bool = False
    complexity: int = 1
    nesting: int = 0
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A construct, a call or a name at a line, inside the definition `inside` ("" at the top of the file).

    Of a call, `name` is the dotted name with aliases resolved; `role` says what a name names, or `called`
    or `mentioned` (handed on without being called), or `method` where the receiver is no imported module;
    `title` is the text of its first argument, where that is a text (JavaScript and TypeScript alone).
    """

    name: str
    line: int
    inside: str = ""
    role: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A comment or a string literal. `target` is the name it is assigned to, "" where there is none."""

    value: str
    line: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file. `opaque` are places where code is chosen at run time: reading cannot decide."""

    path: str
    language: str
    lines: tuple[str, ...]
    imports: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()
    constructs: tuple[Use, ...] = ()
    calls: tuple[Use, ...] = ()
    names: tuple[Use, ...] = ()
    comments: tuple[Text, ...] = ()
    strings: tuple[Text, ...] = ()
    queries: tuple[Text, ...] = ()
    opaque: tuple[Use, ...] = ()
    exports: tuple[str, ...] = ()
    placeholders: tuple[Use, ...] = ()
    swallowed: tuple[Use, ...] = ()
    module_documented: bool = False
    top_level: frozenset[int] = field(default=frozenset())

    def find(self, symbol: str) -> Definition | None:
        """Return the definition with this name or dotted name; the outermost one where several share it."""
        exact = [one for one in self.definitions if one.qualname == symbol]
        short = [one for one in self.definitions if one.name == symbol]
        found = sorted(exact or short, key=lambda one: (one.qualname.count("."), one.line))
        return found[0] if found else None

    def line(self, number: int) -> str:
        """Return one line; "" outside the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


def belongs(inside: str, symbol: str) -> bool:
    """Whether a place inside `inside` lies in `symbol` (or in something defined within it).

    >>> belongs("Cart.total", "Cart"), belongs("Cart.total", "total"), belongs("totals", "total")
    (True, True, False)
    """
    return inside == symbol or f".{symbol}." in f".{inside}."


def recursive(edges: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """Return `(caller, line)` of every call that can come back to its caller, from (caller, callee, line).

    >>> recursive([("a", "b", 2), ("b", "a", 5), ("c", "a", 9)])
    [('a', 2), ('b', 5)]
    """
    calls = sorted(set(edges))
    graph: dict[str, set[str]] = {}
    for caller, callee, _line in calls:
        graph.setdefault(caller, set()).add(callee)
    return [(caller, line) for caller, callee, line in calls if _reaches(graph, callee, caller)]


def _reaches(graph: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return False
