"""From coding samples and the bank to evidence: apply, decide each constraint, run the tests."""

from earnest.bank import Pack
from earnest.errors import InputError, Unavailable
from earnest.records.evidence.adherence import AdherenceEvidence, SampleEvidence, TestsOutcome, TestsState
from earnest.records.item import CodingItem
from earnest.records.response import CodeResponse
from earnest.signals.adherence.deciding import decide
from earnest.signals.adherence.kinds import find_kind
from earnest.signals.adherence.kinds.behaviour import RUN
from earnest.signals.adherence.testing import run_item_tests
from earnest.signals.adherence.trees import apply, compare


def join(responses: tuple[CodeResponse, ...], pack: Pack) -> AdherenceEvidence:
    """Join each sample with its item; of two samples of one item the first counts.

    Items that the pack does not know as coding items are listed, not scored. An unknown kind of constraint
    is the pack's fault and raises `UnknownName`.
    """
    samples: dict[str, SampleEvidence] = {}
    unknown: set[str] = set()
    for response in responses:
        item = pack.items.get(response.item)
        if not isinstance(item, CodingItem):
            unknown.add(response.item)
        elif response.item not in samples:
            samples[response.item] = _sample(response, item)
    return AdherenceEvidence(
        samples=tuple(samples[item] for item in sorted(samples)), unknown=tuple(sorted(unknown))
    )


def _sample(response: CodeResponse, item: CodingItem) -> SampleEvidence:
    try:
        tree = apply(response, item.start)
    except (InputError, Unavailable) as error:
        return SampleEvidence(item=item.id, form=response.form, unreadable=str(error))
    tests = run_item_tests(item, tree) if item.tests.files else None
    asks = tests is not None or any(find_kind(one.kind).decided == RUN for one in item.constraints)
    verdicts = decide(item, tree, (lambda _item, _tree: tests or _no_tests()) if asks else None)
    return SampleEvidence(
        item=item.id,
        form=response.form,
        verdicts=verdicts,
        tests=tests,
        unchanged=not compare(item.start, tree).all,
    )


def _no_tests() -> TestsOutcome:
    return TestsOutcome(state=TestsState.NOT_RUN, reason="the item has no tests")
