"""Sizes: lines, parameters, nesting and complexity of what was touched, and how often what occurs."""

from collections.abc import Callable
from typing import Any, Self

from pydantic import Field, model_validator

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.construct import names_call
from earnest.signals.adherence.kinds.kind import EVERY, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.syntax import Definition, Source, Use, belongs

_FUNCTIONS = frozenset({"function", "method", "property"})
_CLASSES = frozenset({"class", "enum", "interface"})


class SizeArgs(Args):
    """An upper limit, itself allowed; `symbol` narrows it to one definition."""

    limit: int = Field(ge=0)
    symbol: str = ""


class TotalArgs(Args):
    """An upper limit, itself allowed."""

    limit: int = Field(ge=0)


class CountArgs(Args):
    """How many there may be, at least and at most; `symbol` narrows it to one definition."""

    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=0)
    symbol: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.least == 0 and self.most is None:
            raise ValueError("give least or most")
        if self.most is not None and self.most < self.least:
            raise ValueError("most is under least")
        return self


class CallCountArgs(CountArgs):
    """Which calls are counted: `print`, `os.system`, or `.sort` for a method of anything."""

    calls: tuple[str, ...] = Field(min_length=1)


def _functions(case: Case, args: SizeArgs) -> list[tuple[Source, Definition]]:
    found = []
    for source in case.sources(args.paths):
        for one in source.definitions:
            if one.what not in _FUNCTIONS:
                continue
            if belongs(one.qualname, args.symbol) if args.symbol else case.is_changed(source, one):
                found.append((source, one))
    if args.symbol and not found:
        raise CannotDecide(f"no changed file defines {args.symbol}")
    return found


def _measured(measure: Callable[[Definition], int], word: str) -> Callable[[Case, SizeArgs], Outcome]:
    def check(case: Case, args: SizeArgs) -> Outcome:
        functions = _functions(case, args)
        over = [(source, one) for source, one in functions if measure(one) > args.limit]
        if over:
            said = ", ".join(f"{one.qualname} {measure(one)}" for _source, one in over[:4])
            return missed(
                f"{word}: {said}; {args.limit} allowed",
                [at(s.path, one.line, s.line(one.line)) for s, one in over],
            )
        most = max((measure(one) for _source, one in functions), default=0)
        return kept(f"{word}: {most} at most, {args.limit} allowed")

    return check


def _params(one: Definition) -> int:
    receivers = one.what != "function" and one.params and one.params[0].name in {"self", "cls"}
    return len(one.params) - bool(receivers)


def _total_lines(case: Case, args: TotalArgs) -> Outcome:
    sources = case.sources(args.paths)
    if not sources:
        raise CannotDecide("no file of code was changed")
    lengths = {source.path: len(source.lines) - (source.lines[-1:] == ("",)) for source in sources}
    over = [source for source in sources if lengths[source.path] > args.limit]
    if over:
        said = ", ".join(f"{source.path} {lengths[source.path]}" for source in over[:4])
        places = [at(source.path, args.limit + 1, source.line(args.limit + 1)) for source in over]
        return missed(f"lines of a file: {said}; {args.limit} allowed", places)
    return kept(f"lines of a file: {max(lengths.values())} at most, {args.limit} allowed")


Found = list[tuple[Source, int]]


def _counted(found: Found, args: CountArgs, word: str) -> Outcome:
    """Compare a number of places with what is allowed; the places over the limit are shown."""
    count, most = len(found), args.most
    said = f"{count} {word}"
    if most is not None and count > most:
        places = [at(source.path, line, source.line(line)) for source, line in found[most:]]
        return missed(f"{said}, {most} allowed", places)
    if count < args.least:
        return missed(f"{said}, {args.least} wanted")
    return kept(
        f"{said}, as it should be", [at(source.path, line, source.line(line)) for source, line in found]
    )


def _sources(case: Case, args: CountArgs) -> list[Source]:
    """Return the files in which is counted: those that define the symbol, else every one that was changed."""
    sources = case.sources(args.paths)
    chosen = [one for one in sources if one.find(args.symbol) is not None] if args.symbol else sources
    if not chosen:
        raise CannotDecide(
            f"no changed file defines {args.symbol}" if args.symbol else "no file of code was changed"
        )
    return chosen


def _count_definitions(case: Case, args: CountArgs, what: frozenset[str]) -> Found:
    return [
        (source, one.line)
        for source in _sources(case, args)
        for one in source.definitions
        if one.what in what
        and (not args.symbol or (belongs(one.qualname, args.symbol) and one != source.find(args.symbol)))
    ]


def _count_functions(case: Case, args: CountArgs) -> Outcome:
    return _counted(_count_definitions(case, args, _FUNCTIONS), args, "functions")


def _count_classes(case: Case, args: CountArgs) -> Outcome:
    return _counted(_count_definitions(case, args, _CLASSES), args, "classes")


def _inside(uses: tuple[Use, ...], symbol: str) -> list[Use]:
    return [use for use in uses if not symbol or belongs(use.inside, symbol)]


def _count_loops(case: Case, args: CountArgs) -> Outcome:
    """Count loops that are written as statements; a comprehension is none."""
    found = [
        (source, use.line)
        for source in _sources(case, args)
        for use in _inside(source.constructs, args.symbol)
        if use.name in {"for", "while"}
    ]
    return _counted(found, args, "loops")


def _count_calls(case: Case, args: CallCountArgs) -> Outcome:
    found = [
        (source, use.line)
        for source in _sources(case, args)
        for use in _inside(source.calls, args.symbol)
        if use.role != "mentioned" and any(names_call(wanted, use) for wanted in args.calls)
    ]
    return _counted(found, args, f"calls of {', '.join(args.calls)}")


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        "size.max_function_lines", "A function has at most so many lines", SizeArgs, "S", EVERY,
        _measured(lambda one: one.end_line - one.line + 1, "lines of a function"),
    ),
    Kind("size.total_lines", "A file has at most so many lines", TotalArgs, "S", EVERY, _total_lines),
    Kind(
        "size.params", "A function has at most so many parameters, self not counted", SizeArgs, "S", EVERY,
        _measured(_params, "parameters"),
    ),
    Kind(
        "size.nesting", "Blocks are nested at most so deep", SizeArgs, "S", EVERY,
        _measured(lambda one: one.nesting, "nested blocks"),
    ),
    Kind(
        "size.complexity", "McCabe's number is at most this", SizeArgs, "S", EVERY,
        _measured(lambda one: one.complexity, "cyclomatic complexity"),
    ),
    Kind("size.functions", "There are so many functions", CountArgs, "S", EVERY, _count_functions),
    Kind("size.classes", "There are so many classes", CountArgs, "S", EVERY, _count_classes),
    Kind("size.loops", "There are so many loops", CountArgs, "S", EVERY, _count_loops),
    Kind("size.calls", "There are so many of these calls", CallCountArgs, "S", EVERY, _count_calls),
)  # fmt: skip
