"""What the kinds of constraints may know about a source file, the same for every language.

A language is one file that turns text into a `Source`; a kind of constraint reads `Source` and nothing else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property


class CannotParse(Exception):
    """A file that its own language refuses; whatever needs its syntax tree is undecidable."""

    def __init__(self, path: str, line: int, message: str) -> None:
        """Keep where it failed: `line` counts from 1, 0 where unknown."""
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module. `module` is as written ("os.path", "../db"); `relative` says it lies in the
    tree, `guarded` that the code says what to do where it is absent.
    """

    module: str
    line: int
    relative: bool = False
    guarded: bool = False


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
    meaning: str | Callable[[], str] = field(default="", compare=False)
    params: tuple[Param, ...] = ()
    returns: str = ""
    public: bool = False
    documented: bool = False
    stub: bool = False
    complexity: int = 1
    nesting: int = 0
    is_async: bool = False

    @property
    def fingerprint(self) -> str:
        """A hash of what it means; made when it is first asked for, where `meaning` says how."""
        return self.meaning if isinstance(self.meaning, str) else self.meaning()


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
    """A comment, a string literal or a query.

    `target` is the name it is assigned to, "" where there is none, and "doc" of a comment that documents;
    `end_line` is its last line, 0 for the first.
    """

    value: str
    line: int
    target: str = ""
    end_line: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement without a block of its own, or the head of one. `fingerprint` is of its meaning."""

    fingerprint: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The comments of a file and the marks around its strings."""

    comments: tuple[Text, ...] = ()
    quotes: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Source:
    """One parsed file.

    - `opaque`: places where code is chosen at run time, so that reading cannot decide.
    - `types`: names of types; `structures`: literals and types of collections, by the structure they are.
    - `features`: what came with a version of the language, by its name in `data/versions.toml`.
    - `effects`: what happens when the file is loaded. `returned`: what a function returns, by its kind.
    - `marked`, `set_in`: what `comments`, `quotes`, `indents` hold, or what reads it when a kind first asks.
    - `braces`: whether a block opens on the `same_line` or the `next_line`. `package`: as it is declared.
    """

    path: str
    language: str
    lines: tuple[str, ...]
    imports: tuple[Import, ...] = ()
    definitions: tuple[Definition, ...] = ()
    constructs: tuple[Use, ...] = ()
    calls: tuple[Use, ...] = ()
    names: tuple[Use, ...] = ()
    marked: Marks | Callable[[], Marks] = Marks()
    set_in: tuple[Use, ...] | Callable[[], tuple[Use, ...]] = ()
    strings: tuple[Text, ...] = ()
    queries: tuple[Text, ...] = ()
    opaque: tuple[Use, ...] = ()
    exports: tuple[str, ...] = ()
    placeholders: tuple[Use, ...] = ()
    swallowed: tuple[Use, ...] = ()
    types: tuple[Use, ...] = ()
    structures: tuple[Use, ...] = ()
    features: tuple[Use, ...] = ()
    effects: tuple[Use, ...] = ()
    returned: tuple[Use, ...] = ()
    braces: tuple[Use, ...] = ()
    package: str = ""

    @cached_property
    def _marks(self) -> Marks:
        return self.marked if isinstance(self.marked, Marks) else self.marked()

    @property
    def comments(self) -> tuple[Text, ...]:
        """The comments, in order."""
        return self._marks.comments

    @property
    def quotes(self) -> tuple[Use, ...]:
        """The marks around strings."""
        return self._marks.quotes

    @cached_property
    def indents(self) -> tuple[Use, ...]:
        """By what every statement that begins its line is set in from its block."""
        return self.set_in if isinstance(self.set_in, tuple) else self.set_in()

    def find(self, symbol: str) -> Definition | None:
        """Return the definition with this name or dotted name; the outermost one where several share it."""
        return self.by_qualname.get(symbol) or self._by_name.get(symbol)

    @cached_property
    def by_qualname(self) -> dict[str, Definition]:
        """The definitions by dotted name; of several with one name the first."""
        return {one.qualname: one for one in reversed(self._outer_first)}

    @cached_property
    def _by_name(self) -> dict[str, Definition]:
        return {one.name: one for one in reversed(self._outer_first)}

    @cached_property
    def _outer_first(self) -> list[Definition]:
        return sorted(self.definitions, key=lambda one: (one.qualname.count("."), one.line))

    @cached_property
    def said(self) -> frozenset[str]:
        """The lines, without the blanks around them."""
        return frozenset(line.strip() for line in self.lines)

    @cached_property
    def meanings(self) -> frozenset[tuple[str, str]]:
        """Every dotted name with its fingerprint; a name may be defined more than once."""
        return frozenset((one.qualname, one.fingerprint) for one in self.definitions)

    @cached_property
    def places(self) -> dict[tuple[str, str, str], list[int]]:
        """The lines of every construct, call, name and handler by definition, name and role."""
        uses = (
            *self.constructs, *self.calls, *self.names, *self.swallowed, *self.opaque, *self.placeholders,
            *self.types, *self.structures, *self.features, *self.effects, *self.returned, *self.quotes,
            *self.indents, *self.braces,
        )  # fmt: skip
        found: dict[tuple[str, str, str], list[int]] = {}
        for use in uses:
            found.setdefault((use.inside, use.name, use.role), []).append(use.line)
        return found

    @cached_property
    def insides(self) -> frozenset[str]:
        """The dotted names inside which something stands, defined here or not (as a function's own name)."""
        return frozenset((*self.by_qualname, *(inside for inside, _name, _role in self.places)))

    @cached_property
    def named(self) -> frozenset[tuple[str, str]]:
        """Every name with its role."""
        return frozenset((one.name, one.role) for one in self.names)

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
    graph: dict[str, list[str]] = {}
    for caller, callee, _line in calls:
        graph.setdefault(caller, []).append(callee)
        graph.setdefault(callee, [])
    group = _groups(graph)
    return [(caller, line) for caller, callee, line in calls if group[caller] == group[callee]]


def _groups(graph: dict[str, list[str]]) -> dict[str, str]:
    """Give names that reach each other one group: Kosaraju's two walks, each linear in the calls."""
    backwards: dict[str, list[str]] = {name: [] for name in graph}
    for caller, callees in graph.items():
        for callee in callees:
            backwards[callee].append(caller)
    group: dict[str, str] = {}
    for root in reversed(_finished(graph)):
        waiting = [root]
        while waiting:
            name = waiting.pop()
            if name not in group:
                group[name] = root
                waiting += backwards[name]
    return group


def _finished(graph: dict[str, list[str]]) -> list[str]:
    """Return the names in the order in which a walk down the calls leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for root in graph:
        waiting = [(root, False)]
        while waiting:
            name, left = waiting.pop()
            if left:
                order.append(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                waiting += [(callee, False) for callee in graph[name]]
    return order
