"""Constructs and calls: what code may or must be made of."""

import builtins
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import EVERY, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.syntax import Source, Use, belongs

Construct = Literal[
    "for", "while", "loop", "comprehension", "if", "ternary", "try", "with", "lambda", "class", "recursion",
    "global", "async", "eval", "switch", "any", "assert", "raise", "decorator", "generator", "var",
    "default_export", "goto", "defer", "unsafe", "macro",
]  # fmt: skip
Structure = Literal[
    "list", "dict", "map", "set", "tuple", "deque", "queue", "heap", "array", "linked_list", "stack",
    "counter", "defaultdict", "namedtuple", "dataclass",
]  # fmt: skip


class ConstructArgs(Args):
    """Constructs by name; `symbol` narrows the search to one definition."""

    constructs: tuple[Construct, ...] = Field(min_length=1)
    symbol: str = ""


class CallArgs(Args):
    """Calls by name: `print`, `os.system`, or `.sort` for a method of anything."""

    calls: tuple[str, ...] = Field(min_length=1)
    symbol: str = ""


class StructureArgs(Args):
    """A collection by what it is, and whether it must be used or must not; `symbol` narrows the search."""

    structures: tuple[Structure, ...] = Field(min_length=1)
    use: Literal["required", "forbidden"] = "required"
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
    wanted = wanted.removesuffix("()").removesuffix("!").replace("::", ".")
    if wanted.startswith("."):
        return use.role == "method" and use.name.endswith(wanted)
    if wanted in _BUILTINS:
        return use.name.removesuffix("!") == wanted
    name = use.name.lstrip(".").removeprefix("node:").removesuffix("!")
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


@cache
def _structures() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(
        (Path(__file__).parents[1] / "data" / "structures.toml").read_text(encoding="utf-8")
    )
    return loaded


def _made(case: Case, sources: list[Source], args: StructureArgs) -> Iterator[tuple[Source, Use, str]]:
    """Yield where a structure is written, made by a call or named as a type."""
    for source, use in _uses(case, sources, "structures", args.symbol):
        if use.name in args.structures:
            yield source, use, use.name
    for kind in ("calls", "types"):
        for source, use in _uses(case, sources, kind, args.symbol):
            table = _structures()["javascript" if source.language == "typescript" else source.language]
            for structure in args.structures:
                names = table.get(structure, ())
                called = kind == "types" or use.role != "mentioned"
                if called and any(names_call(name, use) for name in names):
                    yield source, use, structure


def _datastructure(case: Case, args: StructureArgs) -> Outcome:
    sources = _chosen(case, args.symbol, args.paths)
    found = list(_made(case, sources, args))
    places = [at(s.path, use.line, s.line(use.line)) for s, use, _structure in found]
    used = {structure for _source, _use, structure in found}
    if args.use == "forbidden":
        if found:
            return missed(f"uses {', '.join(sorted(used))}", places)
        return _open(case, sources, args.symbol, "import") or kept(f"no {', '.join(args.structures)}")
    absent = [name for name in args.structures if name not in used]
    if absent:
        return missed(f"no {', '.join(absent)}")
    return kept(f"uses {', '.join(args.structures)}", places)


KINDS: tuple[Kind[Any], ...] = (
    Kind("construct.forbid", "These constructs are not used", ConstructArgs, "S", EVERY, _forbid),
    Kind("construct.require", "These constructs are used", ConstructArgs, "S", EVERY, _require),
    Kind("construct.forbid_call", "These are not called", CallArgs, "S", EVERY, _forbid_call),
    Kind("construct.require_call", "These are called", CallArgs, "S", EVERY, _require_call),
    Kind(
        "construct.datastructure",
        "These collections are used, or are not",
        StructureArgs,
        "S",
        EVERY,
        _datastructure,
    ),
)
