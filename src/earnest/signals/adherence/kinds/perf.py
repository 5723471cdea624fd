"""Performance: what a run reaches for, whether it repeats itself, and figures for a person.

Time, memory and growth are never a verdict: a busy machine, a small example or a fast library say too little.
Such a kind is undecidable, and its reason holds what was measured.
"""

import math
from typing import Any

from pydantic import Field, model_validator

from earnest.signals.adherence.kinds.behaviour import Call, CallsArgs, Run, called, place, ran
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import (
    ALL,
    PYTHON,
    Args,
    Kind,
    Outcome,
    at,
    kept,
    missed,
    undecidable,
)
from earnest.signals.adherence.testing.calling import Event, Made
from earnest.signals.adherence.trees import matches

_TIMES = 8  # calls in one process
_SEEDS = (0, 1, 2)  # processes, each with another order of sets and another moment
EVIDENCE = "evidence for a person"


class RepeatArgs(Args):
    """Calls of functions or runs of programs (one of the two) that must come out the same every time."""

    calls: tuple[Call, ...] = ()
    runs: tuple[Run, ...] = ()

    @model_validator(mode="after")
    def _one_of_two(self) -> "RepeatArgs":
        if bool(self.calls) == bool(self.runs):
            raise ValueError("calls or runs, one of the two")
        return self


class WriteArgs(CallsArgs):
    """`allow` are globs of files, relative to the tree, that may be written."""

    allow: tuple[str, ...] = ()


class GrowthArgs(Args):
    """A function of one argument; `argument` is a Python expression of the size `n` ("list(range(n))")."""

    call: str = Field(pattern=r"^[\w.]+:[\w.]+$")
    argument: str = Field(min_length=1)
    sizes: tuple[int, ...] = Field(default=(100, 200, 400), min_length=2)


class LimitArgs(GrowthArgs):
    """`limit` is in seconds or in bytes, for the largest size."""

    sizes: tuple[int, ...] = Field(default=(100,), min_length=1)
    limit: float = Field(gt=0)


def _deterministic(case: Case, args: RepeatArgs) -> Outcome:
    if args.runs:
        return _programs_repeat(case, args.runs)
    rounds = [called(case, args.calls, seed=seed, times=_TIMES) for seed in _SEEDS]
    for number, one in enumerate(args.calls):
        made = [found.made[number] for found in rounds]
        if any(each.differs for each in made) or len({_told(each) for each in made}) > 1:
            return missed(f"{one.shown()} gives different results", place(case, made[0]))
        if made[0].unstable:
            raise CannotDecide(
                f"{one.shown()} returns {made[0].classes[0]}, which says nothing of what is in it"
            )
    return kept(f"{_TIMES * len(_SEEDS)} calls gave one result", place(case, rounds[0].made[0]))


def _told(made: Made) -> tuple[str | None, str, tuple[str, ...] | None, str]:
    return made.value, made.unstable, made.raised, made.message


def _programs_repeat(case: Case, runs: tuple[Run, ...]) -> Outcome:
    for run in runs:
        found = {ran(case, run, seed=seed) for seed in (*_SEEDS, *_SEEDS)}
        if len(found) > 1:
            return missed(f"{run.shown()} prints something else the next time")
    return kept(f"{2 * len(_SEEDS)} runs printed the same")


def _no_network(case: Case, args: CallsArgs) -> Outcome:
    return _without(case, args.calls, "network", "opens no connection")


def _no_file_write(case: Case, args: WriteArgs) -> Outcome:
    return _without(case, args.calls, "write", "writes no file", args.allow)


def _without(
    case: Case, calls: tuple[Call, ...], kind: str, said: str, allow: tuple[str, ...] = ()
) -> Outcome:
    """Call what was tried a miss, even where the sandbox refused it; another program leaves it open."""
    found = called(case, calls)
    tried = [one for one in found.events if one.kind == kind and not _may(one, allow)]
    if tried:
        places = [at(one.file, one.line, case.line_of(one.file, one.line)) for one in tried if one.file]
        return missed(f"tries {tried[0].detail[:100]}", places)
    started = [one for one in found.events if one.kind == "start"]
    if started:
        raise CannotDecide(
            f"{started[0].file}:{started[0].line} starts another program, which nobody watches"
        )
    return kept(f"{said} in {len(calls)} calls")


def _may(event: Event, allow: tuple[str, ...]) -> bool:
    return bool(allow) and matches(event.detail.removeprefix("./"), allow)


def _time(case: Case, args: LimitArgs) -> Outcome:
    size, seconds, _peak, _lines = _measured(case, args)[-1]
    return undecidable(f"{EVIDENCE}: n = {size} takes {_against(seconds, args.limit)} {args.limit:g} seconds")


def _memory(case: Case, args: LimitArgs) -> Outcome:
    size, _seconds, peak, _lines = _measured(case, args)[-1]
    return undecidable(f"{EVIDENCE}: n = {size} takes {_against(peak, args.limit)} {args.limit:g} bytes")


def _against(value: float, limit: float) -> str:
    """Say a measure roughly, so that two runs say the same."""
    if value <= limit / 4:
        return "less than a quarter of"
    return "about" if value <= limit * 4 else "more than four times"


def _complexity(case: Case, args: GrowthArgs) -> Outcome:
    found = _measured(case, args)
    sizes, lines = [one[0] for one in found], [one[3] for one in found]
    grows = math.log(max(lines[-1], 1) / max(lines[0], 1)) / math.log(sizes[-1] / sizes[0])
    counted = ", ".join(f"{size}: {count}" for size, count in zip(sizes, lines, strict=True))
    return undecidable(
        f"{EVIDENCE}: lines run grow about as n^{round(grows * 2) / 2:g} ({counted}); "
        "what the library does by itself is not seen"
    )


def _measured(case: Case, args: GrowthArgs) -> tuple[tuple[int, float, int, int], ...]:
    made = called(case, (Call(call=args.call),), growing=args.argument, sizes=list(args.sizes)).made[0]
    return made.measured


KINDS: tuple[Kind[Any], ...] = (
    Kind("perf.deterministic", "The same input gives the same result", RepeatArgs, "X", ALL, _deterministic),
    Kind("perf.no_network", "These calls open no connection", CallsArgs, "X", PYTHON, _no_network),
    Kind("perf.no_file_write", "These calls write no file", WriteArgs, "X", PYTHON, _no_file_write),
    Kind("perf.time", "How long a call takes, for a person", LimitArgs, EVIDENCE, PYTHON, _time),
    Kind("perf.memory", "How much memory a call takes, for a person", LimitArgs, EVIDENCE, PYTHON, _memory),
    Kind(
        "perf.complexity", "How the lines run grow, for a person", GrowthArgs, EVIDENCE, PYTHON, _complexity
    ),
)
