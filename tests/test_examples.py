"""The eight examples come out apart, each for the one thing that it gets wrong."""

from functools import cache
from pathlib import Path

import pytest

from earnest.bank import find_pack
from earnest.cli.paths import read_listings
from earnest.decide import load_policy
from earnest.intake import read, read_submission
from earnest.records.application import Application
from earnest.records.decision import Outcome
from earnest.records.ledger import MaskKind
from earnest.records.response import SampleForm
from earnest.records.screening import Screening
from earnest.screening import screen
from earnest.signals import Context

EXAMPLES = Path(__file__).parents[1] / "examples"
LIMITING = {
    "polished-but-empty": "specificity",
    "careless-with-a-constraint": "adherence",
    "maximalist": "preference",
    "blames-others": "accountability",
    "drifts-after-600-words": "coherence",
    "keyword-stuffed": "stack",
}
STRONG = ("careful-and-specific", "strong-unknown-school")
NAMES = (*LIMITING, *STRONG)


@cache
def application(name: str) -> Application:
    return read(read_submission(EXAMPLES / "applications" / name))


@cache
def screening(name: str) -> Screening:
    context = Context(pack=find_pack("practice"), listings=read_listings((EXAMPLES / "listings",)))
    return screen(read_submission(EXAMPLES / "applications" / name), context, load_policy("default"))


def test_these_are_all_examples():
    assert {folder.name for folder in (EXAMPLES / "applications").iterdir()} == set(NAMES)
    assert len(list((EXAMPLES / "listings").glob("*.md"))) == 12


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_whole(name):
    read_one, pack = application(name), find_pack("practice")
    assert read_one.problems == ()
    assert read_one.profile is not None
    assert [len(part) for part in (read_one.samples, read_one.interview, read_one.writing)] == [2, 3, 1]
    assert len(read_one.preferences) == 40
    assert len(read_one.specialty) >= 8
    assert 900 <= len(read_one.writing[0].document.text.split()) <= 1300
    parts = (
        *read_one.samples, *read_one.interview, *read_one.writing, *read_one.preferences, *read_one.specialty,
    )  # fmt: skip
    assert {response.item for response in parts} <= set(pack.items)


def test_the_examples_show_every_form_and_format():
    forms = {sample.form for name in NAMES for sample in application(name).samples}
    assert forms == set(SampleForm)
    endings = {next((EXAMPLES / "applications" / name).glob("profile.*")).suffix for name in NAMES}
    assert endings == {".md", ".docx", ".pdf", ".html", ".txt", ".json"}


def test_no_text_is_used_twice():
    lines: dict[str, str] = {}
    for name in NAMES:
        read_one = application(name)
        for response in (*read_one.interview, *read_one.writing):
            for line in response.document.text.splitlines():
                if len(line) > 60:
                    assert lines.setdefault(line, name) == name


@pytest.mark.parametrize(("name", "signal"), LIMITING.items())
def test_the_one_flaw_limits(name, signal):
    decision = screening(name).decision
    assert decision.limiting is not None
    assert decision.limiting.value == signal
    assert decision.outcome is Outcome.REVIEW or decision.tier != "expert"


@pytest.mark.parametrize("name", STRONG)
def test_the_strong_advance(name):
    decision = screening(name).decision
    assert decision.outcome is Outcome.ADVANCE
    assert decision.tier in {"specialist", "expert"}


def test_the_unknown_school_is_masked():
    name = "strong-unknown-school"
    profile = application(name).profile.text
    school = profile.index("Naryn Regional Polytechnic Institute")
    masked = [one for one in screening(name).masked if one.document == "profile"]
    assert any(one.kind is MaskKind.SCHOOL and one.start <= school < one.end for one in masked)
