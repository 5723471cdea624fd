import doctest

import pytest

from earnest.records.decision import Outcome
from earnest.records.document import DocumentKind
from earnest.records.evidence.adherence import VerdictState
from earnest.records.finding import Effect
from earnest.records.flag import FlagKind
from earnest.records.ledger import MaskKind
from earnest.records.result import SignalId, Status
from earnest.report import html, visible
from earnest.report.views import words


@pytest.mark.parametrize("signal", list(SignalId))
def test_every_signal_has_its_words(signal):
    described = words()["signals"][signal.value]
    assert described["title"]
    assert described["about"].endswith(".")
    assert len(described["short"]) <= 7


def test_no_word_describes_what_is_not_there():
    assert set(words()["signals"]) == {signal.value for signal in SignalId}
    assert set(words()["outcomes"]) == {outcome.value for outcome in Outcome}
    assert set(words()["statuses"]) == {status.value for status in Status} - {"scored"}
    assert set(words()["states"]) == {state.value for state in VerdictState}
    assert set(words()["masks"]) == {kind.value for kind in MaskKind}
    assert set(words()["flags"]) == {kind.value for kind in FlagKind}
    assert set(words()["documents"]) == {kind.value for kind in DocumentKind}
    for table in ("effects", "reviewer_effects", "marks"):
        assert set(words()[table]) == {effect.value for effect in Effect}


@pytest.mark.parametrize("module", [html, visible])
def test_examples_in_docstrings_run(module):
    assert doctest.testmod(module).failed == 0


def test_what_could_deceive_is_visible_and_writing_of_the_world_stays():
    assert visible.visible("a\u2066b\U000e0041\ud800") == "a‹U+2066›b‹U+E0041›‹U+D800›"
    for kept in ("שלום\u200f", "می\u200cخواهم", "👩\u200d💻", "a\tb\nc", "naïve – “x”"):
        assert visible.visible(kept) == kept
