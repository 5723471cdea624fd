"""The rules of adherence. Each function is one rule; its docstring is its page."""

from collections.abc import Iterator

from earnest.records.evidence.adherence import (
    CodePlace,
    SampleEvidence,
    TestsOutcome,
    TestsState,
    Verdict,
    VerdictState,
)
from earnest.records.finding import Effect, Finding, Place
from earnest.signals.adherence.scoring import Reading, done
from earnest.signals.signal import Rule, rule

_NAMED = 4


def _finding(
    message: str, *, item: str, at: CodePlace | None = None, why: str, change: str = "", weight: float = 0.0
) -> Finding:
    """Make a finding; its rule and effect are filled in by `score`."""
    place = Place(item=item)
    if at is not None:
        place = Place(item=item, file=at.file, line=at.line, end_line=at.line)
    return Finding(
        rule="",
        effect=Effect.NOTE,
        message=message,
        quote=at.quote if at is not None else "",
        place=place,
        why=why,
        change=change,
        weight=round(max(-1.0, min(1.0, weight)), 4),
    )


def _of_state(reading: Reading, state: VerdictState) -> Iterator[tuple[SampleEvidence, Verdict]]:
    return (pair for pair in reading.verdicts if pair[1].state is state)


def _said(verdict: Verdict) -> str:
    """What the prompt says, or the constraint's name where it says nothing."""
    return f"“{verdict.stated}”" if verdict.stated else verdict.constraint


def _elsewhere(verdict: Verdict) -> str:
    """Name the places after the first, which is quoted."""
    more = [f"{one.file}:{one.line}" if one.line else one.file for one in verdict.places[1:]]
    shown = ", ".join(more[:_NAMED])
    left = f" and {len(more) - _NAMED} more" if len(more) > _NAMED else ""
    return f" Also {shown}{left}." if more else ""


def _first(verdict: Verdict) -> CodePlace | None:
    return verdict.places[0] if verdict.places else None


@rule("constraint-missed", Effect.WEAKNESS)
def constraint_missed(reading: Reading) -> Iterator[Finding]:
    r"""A constraint that the prompt states was missed.

    What it finds: a stated constraint whose check fails on the tree that was handed in, with the line that
    shows it.

    Why it matters: the prompt said it once, in plain words. Work that ignores what was asked is thrown away,
    however good it is otherwise; it is the commonest reason for a rejection.

    Example: {"constraints": [{"kind": "deps.forbid_module", "args": {"modules": ["re"]}, "quote": "no re"}],
    "after": {"slug.py": "import re\nSLUG = re.compile('[a-z-]+')\n"}}

    Instead: {"constraints": [{"kind": "deps.forbid_module", "args": {"modules": ["re"]}, "quote": "no re"}],
    "after": {"slug.py": "import string\nSLUG = set(string.ascii_lowercase + '-')\n"}}
    """
    weight = reading.share(reading.rubric.weights.constraint)
    for sample, verdict in _of_state(reading, VerdictState.MISSED):
        yield _finding(
            f"{_said(verdict)} was missed: {verdict.explanation}.{_elsewhere(verdict)}",
            item=sample.item,
            at=_first(verdict),
            why="The prompt states it. Missing what was asked is the commonest reason for a rejection.",
            change=f"Which line of this change does not fit {_said(verdict)}?",
            weight=-weight,
        )


@rule("constraint-kept", Effect.STRENGTH)
def constraint_kept(reading: Reading) -> Iterator[Finding]:
    r"""A constraint that the prompt states was kept.

    What it finds: a stated constraint whose check holds on the tree that was handed in.

    Why it matters: it was stated once, between other things, and it was read.

    Example: {"constraints": [{"kind": "scope.only_paths", "args": {"paths": ["auth.py"]}}],
    "before": {"auth.py": "a = 1\n", "db.py": "b = 1\n"}, "after": {"auth.py": "a = 2\n", "db.py": "b = 1\n"}}

    Instead: {"constraints": [{"kind": "scope.only_paths", "args": {"paths": ["auth.py"]}}],
    "before": {"auth.py": "a = 1\n", "db.py": "b = 1\n"}, "after": {"auth.py": "a = 2\n", "db.py": "b = 2\n"}}
    """
    weight = reading.share(reading.rubric.weights.constraint)
    for sample, verdict in _of_state(reading, VerdictState.KEPT):
        yield _finding(
            f"{_said(verdict)} was kept: {verdict.explanation}.",
            item=sample.item,
            at=_first(verdict),
            why="It was stated once, between other things, and it was read.",
            weight=weight * done(sample),
        )


@rule("constraint-undecidable", Effect.NOTE)
def constraint_undecidable(reading: Reading) -> Iterator[Finding]:
    r"""A constraint could not be decided by machine.

    What it finds: a constraint whose check says that it cannot tell, and why: a file that does not parse, a
    module whose name is put together at run time, a tool that is not there.

    Why it matters: what nobody decided is neither kept nor missed. It does not move the score; a person
    looks.

    Example: {"constraints": [{"kind": "deps.stdlib_only"}], "before": {}, "after": {"a.py": "def f(:\n"}}

    Instead: {"constraints": [{"kind": "deps.stdlib_only"}], "before": {}, "after": {"a.py": "import json\n"}}
    """
    for sample, verdict in _of_state(reading, VerdictState.UNDECIDABLE):
        yield _finding(
            f"{_said(verdict)} was not decided: {verdict.reason}",
            item=sample.item,
            at=_first(verdict),
            why="What was not decided counts neither way; a person has to look.",
        )


def _outcomes(reading: Reading, state: TestsState) -> Iterator[tuple[SampleEvidence, TestsOutcome]]:
    for sample in reading.evidence.samples:
        if sample.tests is not None and sample.tests.state is state:
            yield sample, sample.tests


@rule("nothing-changed", Effect.WEAKNESS)
def nothing_changed(reading: Reading) -> Iterator[Finding]:
    r"""What was handed in is what the ticket started from.

    What it finds: a tree that equals the start tree of its item.

    Why it matters: whoever touches nothing breaks no constraint. What is kept that way shows nothing and does
    not count.

    Example: {"constraints": [{"kind": "scope.no_new_files"}], "before": {"a.py": "A = 1\n"},
    "after": {"a.py": "A = 1\n"}}

    Instead: {"constraints": [{"kind": "scope.no_new_files"}], "before": {"a.py": "A = 1\n"},
    "after": {"a.py": "A = 2\n"}}
    """
    for sample in reading.evidence.samples:
        if sample.unchanged:
            yield _finding(
                "The files of the ticket came back as they were.",
                item=sample.item,
                why="Whoever touches nothing breaks no constraint; that shows nothing.",
                change="Was the right folder handed in?",
            )


@rule("tests-fail", Effect.WEAKNESS)
def tests_fail(reading: Reading) -> Iterator[Finding]:
    r"""The item's own tests fail on what was handed in.

    What it finds: tests of the item that failed, did not run to their end or were kept from running, in a
    sandbox without network.

    Why it matters: a change that keeps every constraint and does not work is no answer to the ticket.

    Example: {"constraints": [], "after": {"add.py": "def add(a, b):\n return a - b\n"},
    "tests": {"test_add.py":
    "import unittest as u, add\nclass C(u.TestCase):\n def test(s): s.assertEqual(add.add(1, 1), 2)\n"},
    "test_command": ["python", "-m", "unittest"]}

    Instead: {"constraints": [], "after": {"add.py": "def add(a, b):\n return a + b\n"},
    "tests": {"test_add.py":
    "import unittest as u, add\nclass C(u.TestCase):\n def test(s): s.assertEqual(add.add(1, 1), 2)\n"},
    "test_command": ["python", "-m", "unittest"]}
    """
    weight = reading.share(reading.rubric.weights.tests)
    for sample, tests in _outcomes(reading, TestsState.FAILED):
        named = ", ".join(tests.failed[:_NAMED])
        more = f" and {len(tests.failed) - _NAMED} more" if len(tests.failed) > _NAMED else ""
        why = f": {tests.reason}" if tests.reason else ""
        count = f"{len(tests.failed)} of {tests.expected} tests"
        yield _finding(
            f"{count} of {sample.item} do not pass ({named}{more}){why}",
            item=sample.item,
            why="A change that does not work is no answer to the ticket, whatever constraints it keeps.",
            change="Run the tests that came with the ticket before you hand it in.",
            weight=-weight,
        )


@rule("tests-not-run", Effect.NOTE)
def tests_not_run(reading: Reading) -> Iterator[Finding]:
    r"""The item's tests were not run.

    What it finds: tests that this machine could not run: no sandbox, no interpreter, no runner for the
    command, a run without end, or code that reaches for whatever runs it.

    Why it matters: code is never run without the sandbox. What was not run counts neither way.

    Example: {"constraints": [], "before": {}, "after": {"a.py": "A = 1\n"}, "tests": {"check.mk": "all:\n"},
    "test_command": ["make"]}

    Instead: {"constraints": [], "before": {}, "after": {"a.py": "A = 1\n"}}
    """
    for sample, tests in _outcomes(reading, TestsState.NOT_RUN):
        yield _finding(
            f"the tests of {sample.item} were not run: {tests.reason}",
            item=sample.item,
            why="What was not run counts neither way.",
        )


@rule("sample-unreadable", Effect.NOTE)
def sample_unreadable(reading: Reading) -> Iterator[Finding]:
    r"""No tree could be made of what was handed in.

    What it finds: a diff that does not apply to the item's start tree, a broken bundle, a path outside the
    tree; with the first hunk that is wrong.

    Why it matters: nothing can be decided on it. It is an error of the submission and is not scored.

    Example: {"constraints": [{"kind": "deps.no_imports"}], "before": {"a.py": "A = 1\n"},
    "diff": "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-A = 3\n+A = 2\n"}

    Instead: {"constraints": [{"kind": "deps.no_imports"}], "before": {"a.py": "A = 1\n"},
    "diff": "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-A = 1\n+A = 2\n"}
    """
    for sample in reading.evidence.samples:
        if sample.unreadable:
            yield _finding(
                f"{sample.item} could not be read: {sample.unreadable}",
                item=sample.item,
                why="Nothing can be decided on it, so nothing is.",
                change="Hand in the whole tree, or make the diff again against the files of the ticket.",
            )


@rule("unknown-coding-item", Effect.NOTE)
def unknown_coding_item(reading: Reading) -> Iterator[Finding]:
    r"""A sample names an item that the pack does not hold.

    What it finds: samples in an application whose item is no coding item of the pack; they are left out.

    Why it matters: they may belong to another pack. Without its item a sample has no constraints to keep.

    Example: {"item": "elsewhere", "after": {"a.py": "A = 1\n"}, "skip_unknown": true}

    Instead: {"constraints": [], "before": {}, "after": {"a.py": "A = 1\n"}}
    """
    for item in reading.evidence.unknown:
        yield _finding(
            f"item {item!r} is no coding item of this pack and was left out",
            item=item,
            why="Without its item a sample has no constraints to keep.",
            change="Which pack was this item taken from?",
        )


RULES: tuple[Rule, ...] = (
    constraint_missed,
    nothing_changed,
    tests_fail,
    constraint_kept,
    constraint_undecidable,
    tests_not_run,
    sample_unreadable,
    unknown_coding_item,
)
