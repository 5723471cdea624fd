"""The interviewer asks for what is missing, at most three times, and never says what would score."""

import doctest

import pytest

from earnest.bank import EMPTY_PACK
from earnest.records.evidence.accountability import MarkKind
from earnest.screening import assess_line
from earnest.signals.accountability import SIGNAL, interviewer
from earnest.signals.accountability.interviewer import MOST, follow_up, joined
from earnest.signals.accountability.lexicon import phrase_list
from earnest.signals.signal import Context
from earnest.text.tokens import tokenize

RUBRIC = SIGNAL.loaded_rubric
BLAMES = (
    "The booking system failed because the developers had not documented anything. Management ignored our warnings, "
    "and the vendor did not answer the phone until Monday. Four hotels had to write their rooms on paper."
)
OWN = "I had not asked anybody for the list of labels, because I was sure that I knew them, and I skipped the test."
CHANGED = "Since then I ask the owner of every list for it before I plan, and I run the test on the oldest rooms first."
WHOLE = (
    "I was shift leader in a warehouse of spare parts. I did not check the labels because I trusted the scanner. "
    "The scanner had an old list, so thirty pallets went to the wrong city and the company paid for the truck twice. "
    "I learned that a scanner only knows what somebody put into it. Since then I compare the first pallet of every "
    "order with the paper before we close the truck."
)


def result_of(text):
    line = {"question": "Tell me about a time you failed.", "answer": text}
    return assess_line(SIGNAL, line, Context(EMPTY_PACK)).result


def asked_of(*replies):
    """Return what is asked for when a first answer and then one reply after the other is given."""
    asked, said = [], []
    for reply in replies:
        said.append(reply)
        found = follow_up(result_of(joined(said)), RUBRIC, asked)
        if found is None:
            break
        asked.append(found.asks_for)
    return asked


def test_doctests():
    assert doctest.testmod(interviewer).failed == 0


def test_a_blaming_answer_is_asked_for_the_own_part():
    found = follow_up(result_of(BLAMES), RUBRIC)
    assert found.asks_for is MarkKind.OWN_CAUSE
    assert found.question == "What was your own part in it?"


def test_an_answer_that_lacks_nothing_is_asked_nothing():
    assert follow_up(result_of(WHOLE), RUBRIC) is None


@pytest.mark.parametrize(
    "text", ["", "No.", "I never make mistakes.", "I am too much of a perfectionist at work."]
)
def test_without_a_failure_the_failure_is_asked_for(text):
    assert follow_up(result_of(text), RUBRIC).asks_for is MarkKind.FAILURE


def test_what_is_told_is_not_asked_for_again_and_the_joined_answer_scores_higher():
    asked = asked_of(BLAMES, OWN, CHANGED)
    assert asked[0] is MarkKind.OWN_CAUSE
    assert len(set(asked)) == len(asked)
    scores = [result_of(joined(said)).score for said in ([BLAMES], [BLAMES, OWN], [BLAMES, OWN, CHANGED])]
    assert scores == sorted(scores)
    assert scores[2] > scores[0] + 0.3


def test_nothing_is_asked_more_than_three_times():
    asked = asked_of(*["It went badly."] * 9)
    assert len(asked) == MOST == 3
    assert follow_up(result_of("It went badly."), RUBRIC, asked) is None


def test_an_evasive_reply_earns_nothing():
    assert result_of(joined([BLAMES, "As I said, it was theirs."])).score <= result_of(BLAMES).score + 0.02


def test_the_questions_hold_no_words_that_score_and_repeating_them_earns_nothing():
    for one in interviewer._QUESTIONS:
        tokens = tokenize(one.question)
        for name in ("lesson_cues", "habit_cues", "held_cues", "own_phrases", "platitude_phrases"):
            hits = {hit.phrase for hit in phrase_list(name).find(tokens)} - {"own part", "could have"}
            assert not hits, (one.question, name, hits)
        assert result_of(joined([BLAMES, one.question])).score <= result_of(BLAMES).score + 0.02
