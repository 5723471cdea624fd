"""Explanations: claims that are made, denied, torn apart or heaped up."""

import doctest

import pytest

from earnest.bank import open_answers, word_order
from earnest.bank.open_answers import ClaimState, Verdict, grade, made_share
from earnest.bank.word_order import order_score
from earnest.records.answer_key import Claim, EdgeKey

KEY = EdgeKey(
    item="x",
    answer="",
    points=(
        Claim(says="the guard lives to the end of the match", needs=(("guard", "lock"), ("end of match",))),
        Claim(says="the second lock waits", needs=(("second", "again"), ("wait*", "block*"))),
        Claim(says="bind it first", needs=(("let", "variable"),)),
    ),
    refuted=(Claim(says="it is reentrant", needs=(("is reentrant",),), unless=("not",)),),
)
RIGHT = (
    "The guard is kept until the end of the match. So the second lock waits for ever. "
    "Put the value into a variable before."
)


def states(text):
    return [point.state.value for point in grade(KEY, text).points]


def test_the_doctests_hold():
    assert doctest.testmod(open_answers).failed == 0
    assert doctest.testmod(word_order).failed == 0


def test_an_answer_that_makes_every_claim_is_right_and_quotes_itself():
    found = grade(KEY, RIGHT)
    assert found.verdict is Verdict.RIGHT
    assert [point.quote in RIGHT for point in found.points] == [True] * 3
    assert found.points[1].quote == "So the second lock waits for ever."


@pytest.mark.parametrize(
    "text",
    [
        RIGHT.replace("waits for ever", "is blocking"),
        RIGHT.replace("guard", "GUARDS").replace("variable", "variables"),
        RIGHT.replace(". So the", ", so the"),
        RIGHT.replace("is kept until the end", "isn't released until the end"),
    ],
)
def test_the_same_in_other_words_is_right(text):
    assert grade(KEY, text).verdict is Verdict.RIGHT


def test_half_of_the_claims_or_fewer_are_wrong_and_more_go_to_a_person():
    first, second, third = (sentence + "." for sentence in RIGHT.rstrip(".").split(". "))
    assert grade(KEY, first).verdict is Verdict.WRONG
    assert grade(KEY, f"{first} {second}").verdict is Verdict.PERSON
    assert grade(KEY, f"{first} {second} {third}").verdict is Verdict.RIGHT
    assert grade(KEY, "").verdict is Verdict.WRONG


def test_a_claim_that_is_denied_is_not_made():
    denied = RIGHT.replace("So the second lock waits for ever", "But the second lock never waits")
    assert states(denied) == ["made", "near", "made"]
    assert grade(KEY, denied).verdict is Verdict.PERSON
    assert "denied" in grade(KEY, denied).points[1].reason


def test_parts_that_stand_far_apart_are_near():
    day = (
        "One reads the code on a nice day, which is what a person who has the time for it likes to do best. "
    )
    torn = f"There is a guard. {day}{day}This is the end of the match."
    assert states(torn)[0] == "near"


def test_short_sentences_that_follow_each_other_are_read_together():
    assert (
        states("There is a guard. It lives. How long? That is clear. To the end of the match.")[0] == "near"
    )
    assert states("There is a guard. It lives long. Very long. To the end of the match.")[0] == "made"


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("take", "It was taken by another.", True),
        ("overwritten", "It overwrites the count.", True),
        ("ordered", "The order differs.", False),
        ("keep", "The set retains it.", True),
        ("keep", "The set releases it.", False),
        ("stor*", "It is stored.", True),
        ("copies", "One copy is kept.", False),
        ("copy", "Two copies are kept.", True),
    ],
)
def test_a_word_is_found_in_its_forms_and_by_its_synonyms(phrase, text, found):
    key = EdgeKey(item="x", answer="", points=(Claim(says="", needs=((phrase,),)),))
    assert (grade(key, text).points[0].state is ClaimState.MADE) is found


def test_a_no_before_one_phrase_of_a_group_leaves_the_others_of_the_sentence():
    key = EdgeKey(item="x", answer="", points=(Claim(says="", needs=(("count column", "null"),)),))
    said = "Count the column of the purchase, since that does not count any null."
    assert grade(key, said).points[0].state is ClaimState.MADE
    assert grade(key, "It does not count any null.").points[0].state is ClaimState.NEAR


def test_a_claim_that_asks_for_a_no_is_not_spoilt_by_one():
    key = EdgeKey(item="x", answer="", points=(Claim(says="", needs=(("forecast",), ("not", "no"))),))
    assert grade(key, "The forward is not a forecast.").points[0].state is ClaimState.MADE
    assert grade(key, "The forward is a forecast.").points[0].state is ClaimState.MISSED


def test_an_answer_that_denies_every_verb_goes_to_a_person():
    text = RIGHT + " The map is not read, it is not held, and the key is not there."
    assert grade(KEY, RIGHT + " The map is read.").verdict is Verdict.RIGHT
    assert grade(KEY, text.replace(" is kept", " is not kept")).verdict is Verdict.PERSON


def test_code_in_backticks_does_not_make_a_sentence_a_heap():
    assert not open_answers.is_heap(
        "Then write `def make(i): return lambda: i` and `actions = [make(i) for i in range(3)]`, "
        "so that every call of make has a number of its own."
    )


def test_a_refuted_claim_sends_a_right_answer_to_a_person():
    found = grade(KEY, RIGHT + " A mutex is reentrant.")
    assert found.verdict is Verdict.PERSON
    assert [claim.says for claim in found.refuted] == ["it is reentrant"]
    assert grade(KEY, RIGHT + " A mutex is not reentrant.").verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    "heap",
    [
        "guard, end of match, second, waits, variable, let, lock, again, temporary.",
        "lock variable let waits second again match end of match guard temporary scrutinee block drop hold",
        "It is the guard and the end of the match and the second and the waits and the let for a variable.",
    ],
)
def test_a_heap_of_the_keys_own_words_is_never_right(heap):
    assert grade(KEY, heap).verdict is not Verdict.RIGHT
    assert grade(KEY, f"It is a mistake of the compiler. {heap}").verdict is not Verdict.RIGHT


def test_an_answer_that_is_longer_than_is_read_goes_to_a_person():
    assert grade(KEY, RIGHT + " And so on." * 2000).verdict is Verdict.PERSON


def test_the_share_that_is_made_counts_a_near_claim_one_half():
    points = grade(KEY, RIGHT.replace("waits", "never waits")).points
    assert points[1].state is ClaimState.NEAR
    assert made_share(points) == pytest.approx(2.5 / 3)
    assert made_share(()) == 0.0


def test_words_in_order_score_above_the_same_words_in_a_heap():
    text = "The lambdas look the variable up when they are called, and by then the loop has ended."
    heap = "called variable the loop up then lambdas ended when and they look has by are the"
    assert order_score(text) > 0 > order_score(heap)


def test_articles_make_no_difference():
    with_them = "The guard lives until the end of the match because it is a temporary of the scrutinee."
    without = with_them.replace("the ", "").replace("The ", "").replace(" a ", " ")
    assert order_score(without) == pytest.approx(order_score(with_them), abs=0.15)
