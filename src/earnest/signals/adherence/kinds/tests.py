"""Tests: that they pass, and that one was added."""

from typing import Any

from pydantic import Field

from earnest.records.evidence.adherence import TestsState
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ALL, ANY, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.syntax import Source, Use, language_of
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs

_CASES = frozenset(
    {"it", "test", "node:test", "node:test.test", "node:test.it", "Deno.test", "vitest.it", "vitest.test"}
)


class AddedArgs(Args):
    """How many at least; words of which each must stand in an added line."""

    least: int = Field(default=1, ge=1)
    mentions: tuple[str, ...] = ()


def _pass(case: Case, _args: Args) -> Outcome:
    if case.run is None:
        return undecidable("the tests were not run")
    outcome = case.run()
    if outcome.state is TestsState.NOT_RUN:
        return undecidable(outcome.reason)
    if outcome.state is TestsState.FAILED:
        return missed(
            outcome.reason
            or f"{len(outcome.failed)} of {outcome.expected} fail: {', '.join(outcome.failed[:4])}"
        )
    return kept(f"all {outcome.expected} pass")


def _added(case: Case, args: AddedArgs) -> Outcome:
    globs = args.paths or path_globs("tests")
    paths = [path for path in case.changes.present if matches(path, globs) and language_of(path)]
    found = []
    for path in paths:
        source, before = case.source(path), case.source_before(path)
        known = {name for name, _line in _names(before)} if before else set()
        found += [at(path, line, source.line(line)) for name, line in _names(source) if name not in known]
    if len(found) < args.least:
        return missed(f"{len(found)} tests were added, {args.least} are asked for", found)
    said = " ".join(text for path in paths for _number, text in case.new_lines(path)).casefold()
    absent = [word for word in args.mentions if word.casefold() not in said]
    if absent:
        return missed(f"no added test mentions {', '.join(absent)}", found)
    return kept(f"{len(found)} tests were added", found)


def _names(source: Source) -> list[tuple[str, int]]:
    """Return tests with something in them, by name: functions `test*`, and calls of `it` and `test` with
    their title.
    """
    if source.language == "python":
        functions = [one for one in source.definitions if one.name.startswith("test") and not one.stub]
        return [(one.qualname, one.line) for one in functions if one.what in {"function", "method"}]
    return [(source.line(use.line).strip(), use.line) for use in source.calls if _is_case(use)]


def _is_case(use: Use) -> bool:
    return use.role == "called" and (use.name in _CASES or use.name.removesuffix(".each") in _CASES)


KINDS: tuple[Kind[Any], ...] = (
    Kind("tests.pass", "The item's tests pass on the candidate's tree", Args, "X", ANY, _pass),
    Kind("tests.added", "Tests were added", AddedArgs, "D+S", ALL, _added),
)
