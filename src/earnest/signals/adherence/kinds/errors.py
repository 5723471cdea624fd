"""Errors: no failure is swallowed unseen."""

from typing import Any

from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ALL, Args, Kind, Outcome, at, kept, missed


class HandlerArgs(Args):
    """`also_broad` forbids `except Exception` too."""

    also_broad: bool = False


def _no_bare_except(case: Case, args: HandlerArgs) -> Outcome:
    wrong = {"bare", "broad"} if args.also_broad else {"bare"}
    found = [
        (source, use)
        for source in case.sources(args.paths)
        for use in source.swallowed
        if use.name in wrong and case.is_touched(source, use)
    ]
    if found:
        return missed(
            "a failure of any kind is caught and swallowed",
            [at(s.path, use.line, s.line(use.line)) for s, use in found],
        )
    return kept("no handler swallows every failure")


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        "errors.no_bare_except",
        "No handler swallows every failure (or is empty, in JavaScript)",
        HandlerArgs,
        "S",
        ALL,
        _no_bare_except,
    ),
)
