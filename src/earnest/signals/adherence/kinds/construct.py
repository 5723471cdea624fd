"""Constructs and calls: what code may or must be made of."""

import builtins
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ALL, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.syntax import Source, Use, belongs

Construct = Literal[
    "for", "while", "loop", "comprehension", "if", "ternary", "try", "with", "lambda", "class", "recursion",
    "global", "async", "eval", "switch", "any", "assert", "raise", "decorator", "generator", "var",
    "default_export",
]  # fmt: skip


class ConstructArgs(Args):
    """Constructs by name; `symbol` narrows the search to one definition."""

    constructs: tuple[Construct, ...] = Field(min_length=1)
    symbol: str = ""


class CallArgs(Args):
    """Calls by name: `print`, `os.system`, or `.sort` for a method of anything."""

    calls: tuple[str, ...] = Field(min_length=1)
    symbol: str = ""


_BUILTINS = frozenset(dir(builtins)) | {
    "alert",
    "fetch",
    "parseInt",
    "parseFloat",
    "setTimeout",
    "setInterval",
}


def names_call(wanted: str, use: Use) -> bool:
    """Whether a call is the one that is named.

    A builtin's name means that builtin and no method; any other name means the last part of a dotted name.

    >>> names_call("print", Use("print", 1, "", "called"))
    True
    >>> names_call("print", Use("log.print", 1, "", "method"))
    False
    >>> names_call("sort", Use("?.sort", 1, "", "method")), names_call("os.system", Use("os.system", 1))
    (True, True)
    """
    wanted = wanted.removesuffix("()")
    if wanted.startswith("."):
        return use.role == "method" and use.name.endswith(wanted)
    if wanted in _BUILTINS:
        return use.name == wanted
    name = use.name.lstrip(".").removeprefix("node:")
    return name == wanted.removeprefix("node:") or name.endswith(f".{wanted}")


def _chosen(case: Case, symbol: str, paths: tuple[str, ...]) -> list[Source]:
    sources = case.sources(paths)
    if not symbol:
        return sources
    holding = [source for source in sources if source.find(symbol) is not None]
    if not holding:
        raise CannotDecide(f"no changed file defines {symbol}")
    return holding


def _uses(case: Case, sources: list[Source], uses: str, symbol: str) -> Iterator[tuple[Source, Use]]:
    """Yield the uses that count: inside the symbol that is named, else whatever the candidate touched."""
    for source in sources:
        found: tuple[Use, ...] = getattr(source, uses)
        for use in found:
            if belongs(use.inside, symbol) if symbol else case.is_touched(source, use):
                yield source, use


def _forbid(case: Case, args: ConstructArgs) -> Outcome:
    sources = _chosen(case, args.symbol, args.paths)
    found = [
        (s, use) for s, use in _uses(case, sources, "constructs", args.symbol) if use.name in args.constructs
    ]
    if found:
        names = ", ".join(sorted({use.name for _source, use in found}))
        return missed(f"uses {names}", [at(s.path, use.line, s.line(use.line)) for s, use in found])
    return _open(case, sources, args.symbol, "import") or kept(f"no {', '.join(args.constructs)}")


def _open(case: Case, sources: list[Source], symbol: str, *roles: str) -> Outcome | None:
    """Code that is chosen at run time leaves every absence open."""
    for source, use in _uses(case, sources, "opaque", symbol):
        if use.role in roles and (use.role == "call" or use.name.startswith("code")):
            return undecidable(f"{source.path}:{use.line}: {use.name}")
    return None


def _require(case: Case, args: ConstructArgs) -> Outcome:
    sources = _chosen(case, args.symbol, args.paths)
    if not sources:
        return missed("no file of code was changed")
    found = [
        (s, use) for s, use in _uses(case, sources, "constructs", args.symbol) if use.name in args.constructs
    ]
    absent = [name for name in args.constructs if name not in {use.name for _source, use in found}]
    if absent:
        return missed(f"no {', '.join(absent)}")
    return kept(
        f"uses {', '.join(args.constructs)}", [at(s.path, use.line, s.line(use.line)) for s, use in found]
    )


def _calls(
    case: Case, sources: list[Source], args: CallArgs, *, mentions: bool
) -> list[tuple[Source, Use, str]]:
    return [
        (source, use, wanted)
        for source, use in _uses(case, sources, "calls", args.symbol)
        for wanted in args.calls
        if (mentions or use.role != "mentioned") and names_call(wanted, use)
    ]


def _forbid_call(case: Case, args: CallArgs) -> Outcome:
    sources = _chosen(case, args.symbol, args.paths)
    found = _calls(case, sources, args, mentions=True)
    if found:
        names = ", ".join(sorted({wanted for _source, _use, wanted in found}))
        return missed(f"calls {names}", [at(s.path, use.line, s.line(use.line)) for s, use, _wanted in found])
    return _open(case, sources, args.symbol, "import", "call") or kept(f"no call of {', '.join(args.calls)}")


def _require_call(case: Case, args: CallArgs) -> Outcome:
    sources = _chosen(case, args.symbol, args.paths)
    found = _calls(case, sources, args, mentions=True)
    absent = [name for name in args.calls if name not in {wanted for _source, _use, wanted in found}]
    if absent:
        return missed(f"no call of {', '.join(absent)}")
    return kept(
        f"calls {', '.join(args.calls)}",
        [at(s.path, use.line, s.line(use.line)) for s, use, _wanted in found],
    )


KINDS: tuple[Kind[Any], ...] = (
    Kind("construct.forbid", "These constructs are not used", ConstructArgs, "S", ALL, _forbid),
    Kind("construct.require", "These constructs are used", ConstructArgs, "S", ALL, _require),
    Kind("construct.forbid_call", "These are not called", CallArgs, "S", ALL, _forbid_call),
    Kind("construct.require_call", "These are called", CallArgs, "S", ALL, _require_call),
)
