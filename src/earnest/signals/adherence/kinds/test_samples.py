"""Every kind has three samples in every language that it claims, and each gets its verdict."""

import json

import pytest

from earnest.records.evidence.adherence import TestsOutcome, TestsState, VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.signals.adherence.deciding import decide
from earnest.signals.adherence.kinds import all_kinds, find_kind
from earnest.signals.adherence.kinds.kind import family_of, samples_of
from earnest.signals.adherence.kinds.perf import EVIDENCE
from earnest.signals.adherence.testing import run_item_tests
from earnest.signals.adherence.trees import apply

ENDINGS = {
    "python": "py",
    "javascript": "js",
    "typescript": "ts",
    "go": "go",
    "rust": "rs",
    "java": "java",
    "any": "txt",
}
STATES = {"keeps": VerdictState.KEPT, "misses": VerdictState.MISSED, "lookalike": VerdictState.KEPT}


def tree(texts, language, executable=()):
    def named(text):
        return text.replace(".EXT", "." + ENDINGS[language])

    modes = dict.fromkeys(executable, FileMode.EXECUTABLE)
    files = [
        TreeFile(path=named(path), content=named(text).encode(), mode=modes.get(path, FileMode.REGULAR))
        for path, text in texts.items()
    ]
    return Tree.from_files(files)


def verdict(sample, language):
    args = json.loads(json.dumps(sample.args).replace(".EXT", "." + ENDINGS[language]))
    item = CodingItem(
        id="sample",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language=language,
        constraints=(Constraint(id="one", kind=sample.kind, args=args, quote="as stated"),),
        start=tree(sample.before, language),
        tests=tree(sample.tests, language),
        test_command=sample.test_command,
    )
    handed_in = tree(sample.after, language, sample.executable)
    candidate = apply(CodeResponse(item="sample", form=SampleForm.TREE, tree=handed_in), item.start)
    runs = "X" in find_kind(sample.kind).decided or find_kind(sample.kind).decided == EVIDENCE
    (found,) = decide(item, candidate, run_item_tests if runs else None)
    return found, candidate


def samples():
    for kind in all_kinds().values():
        numbers = {}
        for sample in kind.samples:
            for language in sample.languages:
                numbers[language, sample.role] = numbers.get((language, sample.role), 0) + 1
                number = numbers[language, sample.role]
                yield pytest.param(sample, language, id=f"{kind.id}-{language}-{sample.role}-{number}")


@pytest.mark.parametrize("kind", list(all_kinds().values()), ids=lambda kind: kind.id)
def test_every_kind_has_three_samples_in_every_language_it_claims(kind):
    held = {(language, sample.role) for sample in kind.samples for language in sample.languages}
    assert held >= {(language, role) for language in kind.languages for role in STATES}


@pytest.mark.parametrize(("sample", "language"), list(samples()))
def test_a_sample_gets_its_verdict(sample, language):
    found, candidate = verdict(sample, language)
    if found.reason.startswith(("no isolation", "no Node")):
        pytest.skip(found.reason)
    if find_kind(sample.kind).decided == EVIDENCE:
        assert found.reason.startswith(EVIDENCE), found
        return
    assert found.state is STATES[sample.role], found
    files = candidate.as_dict()
    for place in found.places:
        if place.quote:
            lines = files[place.file].content.decode().split("\n")
            assert lines[place.line - 1].rstrip("\r").startswith(place.quote)


def test_every_sample_belongs_to_a_kind():
    families = {family_of(kind_id) for kind_id in all_kinds()}
    assert {sample.kind for family in families for sample in samples_of(family)} == set(all_kinds())


def test_no_test_run_leaves_tests_pass_open():
    outcome = TestsOutcome(state=TestsState.NOT_RUN, reason="no isolation: nothing here")
    item = CodingItem(
        id="x",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python",
        constraints=(Constraint(id="one", kind="tests.pass"),),
    )
    (without,), (open_,) = decide(item, Tree()), decide(item, Tree(), lambda _item, _tree: outcome)
    assert without.state is VerdictState.UNDECIDABLE
    assert open_.state is VerdictState.UNDECIDABLE
    assert open_.reason == "no isolation: nothing here"
