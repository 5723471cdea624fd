"""Tests: that they pass, that one was added, and what they run."""

from typing import Any

from pydantic import Field

from earnest.records.evidence.adherence import TestsState
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import (
    ALL,
    ANY,
    PYTHON,
    Args,
    Kind,
    Outcome,
    at,
    kept,
    missed,
    undecidable,
)
from earnest.signals.adherence.syntax import Source, Use, language_of
from earnest.signals.adherence.testing.calling import NoAnswer, cover
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs

_CASES = frozenset(
    {"it", "test", "node:test", "node:test.test", "node:test.it", "Deno.test", "vitest.it", "vitest.test"}
)


class AddedArgs(Args):
    """How many at least; words of which each must stand in an added line."""

    least: int = Field(default=1, ge=1)
    mentions: tuple[str, ...] = ()


class CoverageArgs(Args):
    """The least share of changed lines, in percent."""

    least: float = Field(default=80.0, gt=0, le=100)


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


def _coverage(case: Case, args: CoverageArgs) -> Outcome:
    """Count the changed lines of code that the tests of the candidate's tree run."""
    if case.run is None:
        return undecidable("the tests were not run")
    sources = [one.path for one in case.sources(args.paths) if not case.is_test(one.path)]
    tests = [path for path in case.tree.as_dict() if path.endswith(".py") and _is_test_file(case, path)]
    if not sources:
        return undecidable("no file of code was changed")
    try:
        found = cover(case.start, case.tree, tests, sources)
    except NoAnswer as reason:
        return undecidable(str(reason))
    if found.other:
        return undecidable(f"not every test can be run here: {found.other[0]}")
    fresh = {path: {number for number, _text in case.new_lines(path)} for path in sources}
    asked = {(path, n) for path, (can, _ran) in found.lines.items() for n in can & fresh[path]}
    idle = sorted((path, n) for path, n in asked if n not in found.lines[path][1])
    if not asked:
        return undecidable("no changed line can be run")
    share = 100 * (1 - len(idle) / len(asked))
    said = f"{found.count} tests run {len(asked) - len(idle)} of {len(asked)} changed lines"
    places = [at(path, n, case.line_of(path, n)) for path, n in idle]
    return kept(said) if share >= args.least else missed(said, places)


def _is_test_file(case: Case, path: str) -> bool:
    name = path.rpartition("/")[2]
    return case.is_test(path) and (name.startswith("test") or name.endswith("_test.py"))


KINDS: tuple[Kind[Any], ...] = (
    Kind("tests.pass", "The item's tests pass on the candidate's tree", Args, "X", ANY, _pass),
    Kind(
        "tests.coverage",
        "The tests that stand in the tree run the changed lines",
        CoverageArgs,
        "X",
        PYTHON,
        _coverage,
    ),
    Kind("tests.added", "Tests were added", AddedArgs, "D+S", ALL, _added),
)
