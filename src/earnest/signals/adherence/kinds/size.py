"""Sizes: lines, parameters, nesting and complexity of what the candidate touched."""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ALL, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.syntax import Definition, Source, belongs

_FUNCTIONS = frozenset({"function", "method", "property"})


class SizeArgs(Args):
    """An upper limit, itself allowed; `symbol` narrows it to one definition."""

    limit: int = Field(ge=0)
    symbol: str = ""


class TotalArgs(Args):
    """An upper limit, itself allowed."""

    limit: int = Field(ge=0)


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


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        "size.max_function_lines", "A function has at most so many lines", SizeArgs, "S", ALL,
        _measured(lambda one: one.end_line - one.line + 1, "lines of a function"),
    ),
    Kind("size.total_lines", "A file has at most so many lines", TotalArgs, "S", ALL, _total_lines),
    Kind(
        "size.params", "A function has at most so many parameters, self not counted", SizeArgs, "S", ALL,
        _measured(_params, "parameters"),
    ),
    Kind(
        "size.nesting", "Blocks are nested at most so deep", SizeArgs, "S", ALL,
        _measured(lambda one: one.nesting, "nested blocks"),
    ),
    Kind(
        "size.complexity", "McCabe's number is at most this", SizeArgs, "S", ALL,
        _measured(lambda one: one.complexity, "cyclomatic complexity"),
    ),
)  # fmt: skip
