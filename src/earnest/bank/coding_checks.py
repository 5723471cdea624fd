"""What proves a coding item: stated constraints, a reference that keeps them all, a violation for each."""

from collections import Counter
from collections.abc import Callable, Iterator

from earnest.bank.check_line import CheckLine, failed, not_run, passed
from earnest.bank.contradictions import contradictions
from earnest.bank.statements import unstated
from earnest.errors import BadRecord, UnknownName
from earnest.records.answer_key import AnswerKey, CodingKey, Violation
from earnest.records.evidence.adherence import TestsOutcome, TestsState, Verdict, VerdictState
from earnest.records.item import CodingItem
from earnest.records.tree import Tree

RunTests = Callable[[CodingItem, Tree], TestsOutcome]
Decide = Callable[[CodingItem, Tree, RunTests | None], tuple[Verdict, ...]]


def check_coding(
    item: CodingItem, key: AnswerKey | None, decide: Decide, run: RunTests, *, start_too: bool = True
) -> Iterator[CheckLine]:
    """Check one coding item; what cannot be decided because the tests cannot run is `NOT_RUN`.

    Without `start_too` the tests are not run on the start tree, as in a second variant of an item.
    """
    yield from _statements(item)
    problem = undecided(item, decide)
    if problem:
        yield failed(item.id, problem)
        return
    if not isinstance(key, CodingKey):
        yield failed(item.id, "no reference; write the solution that keeps every constraint into reference/")
        return
    run = _remembering(run)
    outcome = run(item, key.reference)
    yield _reference_tests(item, outcome)
    if start_too:
        yield from _start_tests(item, run)
    verdicts = decide(item, key.reference, run)
    yield _reference_verdicts(item, verdicts, outcome)
    yield from _violations(item, key, decide, run)


def undecided(item: CodingItem, decide: Decide) -> str:
    """Say why constraints cannot be decided at all (unknown kinds, arguments none takes); else ""."""
    try:
        decide(item, item.start, None)
    except (UnknownName, BadRecord) as error:
        return str(error)
    return ""


def _statements(item: CodingItem) -> Iterator[CheckLine]:
    """See that every constraint is stated in the prompt, has an id of its own and contradicts no other."""
    problems = []
    if not item.constraints:
        problems.append("no constraints; declare at least one in item.toml")
    counts = Counter(constraint.id for constraint in item.constraints)
    problems += [f"{count} constraints are called {name!r}" for name, count in counts.items() if count > 1]
    for constraint in item.constraints:
        problems += unstated(constraint, item.prompt)
    problems += contradictions(item)
    yield from (failed(item.id, problem) for problem in problems)
    if not problems:
        yield passed(item.id, f"{len(item.constraints)} constraints, each in the prompt's own words")


def _remembering(run: RunTests) -> RunTests:
    """Run the tests of one tree once."""
    known: dict[str, TestsOutcome] = {}

    def remembered(item: CodingItem, tree: Tree) -> TestsOutcome:
        digest = tree.sha256()
        if digest not in known:
            known[digest] = run(item, tree)
        return known[digest]

    return remembered


def _reference_tests(item: CodingItem, outcome: TestsOutcome) -> CheckLine:
    if not item.test_command:
        return failed(item.id, "no tests; name a test_command in item.toml")
    if outcome.state is TestsState.NOT_RUN:
        return not_run(item.id, f"the tests of the reference: {outcome.reason}")
    if outcome.state is TestsState.FAILED:
        what = ", ".join(outcome.failed) or outcome.reason
        return failed(item.id, f"the reference fails the item's own tests: {what}")
    return passed(item.id, f"the reference passes all {outcome.expected} tests")


def _start_tests(item: CodingItem, run: RunTests) -> Iterator[CheckLine]:
    """Refuse tests that pass before anything was done: they prove nothing about what was done."""
    if item.test_command and run(item, item.start).state is TestsState.PASSED:
        yield failed(item.id, "the tests pass on the start tree already; test what the ticket asks for")


def _reference_verdicts(item: CodingItem, verdicts: tuple[Verdict, ...], outcome: TestsOutcome) -> CheckLine:
    wrong = [verdict for verdict in verdicts if verdict.state is not VerdictState.KEPT]
    if not wrong:
        return passed(item.id, f"the reference keeps all {len(verdicts)} constraints")
    said = "; ".join(_said(verdict) for verdict in wrong)
    if _only_waiting(wrong, outcome):
        return not_run(item.id, f"the reference: {said}")
    return failed(item.id, f"the reference does not keep every constraint: {said}")


def _violations(item: CodingItem, key: CodingKey, decide: Decide, run: RunTests) -> Iterator[CheckLine]:
    declared = {constraint.id for constraint in item.constraints}
    there = {violation.constraint for violation in key.violations}
    for name in sorted(declared - there):
        yield failed(item.id, f"constraint {name!r} has no violation; write one into violations/{name}/")
    for name in sorted(there - declared):
        yield failed(item.id, f"violations/{name}: item.toml declares no such constraint")
    for violation in key.violations:
        if violation.constraint in declared:
            yield _violation(item, violation, decide, run)


def _violation(item: CodingItem, violation: Violation, decide: Decide, run: RunTests) -> CheckLine:
    """See that a violation misses its own constraint and keeps the others."""
    verdicts = decide(item, violation.tree, run)
    wrong = [
        verdict
        for verdict in verdicts
        if (verdict.state is VerdictState.MISSED) != (verdict.constraint == violation.constraint)
        or verdict.state is VerdictState.UNDECIDABLE
    ]
    if not wrong:
        return passed(
            item.id, f"violations/{violation.constraint} misses its constraint and keeps the others"
        )
    said = "; ".join(_said(verdict) for verdict in wrong)
    if _only_waiting(wrong, run(item, violation.tree)):
        return not_run(item.id, f"violations/{violation.constraint}: {said}")
    return failed(item.id, f"violations/{violation.constraint} must miss it and nothing else: {said}")


def _only_waiting(wrong: list[Verdict], outcome: TestsOutcome) -> bool:
    """Whether all that is missing are verdicts that need tests which could not be run."""
    undecided = all(verdict.state is VerdictState.UNDECIDABLE for verdict in wrong)
    return undecided and outcome.state is TestsState.NOT_RUN


def _said(verdict: Verdict) -> str:
    why = verdict.reason or verdict.explanation
    return f"{verdict.constraint} ({verdict.kind}) {verdict.state.value}: {why}"
