"""An administered form: repeatable, adaptive, open items among the others, an end that the rubric decides."""

from collections import Counter

import pytest

from earnest.bank import Pack
from earnest.bank.exposure import ExposureCounts
from earnest.errors import UnknownName
from earnest.records.answer_key import Claim, EdgeKey
from earnest.records.item import Ask, EdgeItem, ItemKind, Pool, Provenance
from earnest.records.response import EdgeResponse
from earnest.signals.depth import SIGNAL
from earnest.signals.depth.forms import DepthForm, Ended, specialties_of
from earnest.signals.depth.scoring import known_share

HERE = Provenance(licence="CC0-1.0", source="this file")
OPTIONS = {"a": "first", "b": "second", "c": "third", "d": "fourth"}
RUBRIC = SIGNAL.loaded_rubric
POINT = Claim(says="it waits", needs=(("wait*",),))


def item(number, ask=Ask.PREDICT, specialty="rust"):
    return EdgeItem(
        id=f"item-{number:02}",
        kind=ItemKind.EDGE,
        prompt="?",
        specialty=specialty,
        ask=ask,
        options={} if ask is Ask.EXPLAIN else OPTIONS,
        difficulty=-1.5 + number / 10,
        provenance=HERE,
    )


ITEMS = [item(number, Ask.EXPLAIN if number % 5 == 0 else Ask.PREDICT) for number in range(30)]
KEYS = {
    one.id: EdgeKey(item=one.id, answer="It waits for the lock.", points=(POINT,))
    if one.ask is Ask.EXPLAIN
    else EdgeKey(item=one.id, answer="b")
    for one in ITEMS
}
PACK = Pack(
    id="edges",
    version="1",
    title="Edges",
    pool=Pool.PRACTICE,
    items={one.id: one for one in [*ITEMS, item(40, specialty="sql")]},
    keys=KEYS | {"item-40": EdgeKey(item="item-40", answer="b")},
)


def form(**changes):
    return DepthForm(**{"pack": PACK, "specialty": "rust", "rubric": RUBRIC, **changes})


def take(one, knows):
    """Answer a form; `knows` says of an item whether it is answered right."""
    responses = []
    while not isinstance(step := one.step(responses), Ended):
        wrong = "I do not know." if step.item.ask is Ask.EXPLAIN else "a"
        answer = KEYS[step.item.id].answer if knows(step.item) else wrong
        responses.append(EdgeResponse(item=step.item.id, answer=answer))
    return step, responses


def test_the_same_answers_give_the_same_form_and_another_seed_another():
    one, two = take(form(), lambda _: True), take(form(), lambda _: True)
    assert one == two
    assert take(form(seed="2"), lambda _: True)[1] != one[1]


def test_who_knows_all_ends_early_and_sure():
    ended, responses = take(form(), lambda _: True)
    assert ended.known.mean > 0.8
    assert ended.known.deviation <= RUBRIC.form.standard_error
    assert RUBRIC.form.least_items <= len(responses) < RUBRIC.form.most_items
    assert "sure enough" in ended.why


def test_who_knows_the_easy_half_is_placed_in_the_middle_and_asked_near_it():
    ended, responses = take(form(), lambda one: one.difficulty < 0)
    assert 0.3 < ended.known.mean < 0.7
    asked = [PACK.items[one.item].difficulty for one in responses[6:] if PACK.items[one.item].options]
    assert sum(abs(difficulty) < 1 for difficulty in asked) > 0.7 * len(asked)


def test_the_cap_and_the_end_of_the_pack_end_it():
    short = RUBRIC.but(form=RUBRIC.form.but(standard_error=0.01))
    ended, responses = take(form(rubric=short), lambda one: one.difficulty < 0)
    assert (len(responses), ended.why) == (20, "the cap of 20 items")
    long = RUBRIC.but(form=RUBRIC.form.but(standard_error=0.01, most_items=99))
    ended, responses = take(form(rubric=long), lambda one: one.difficulty < 0)
    assert (len(responses), ended.why) == (30, "all 30 items of the pack are answered")
    assert len({one.item for one in responses}) == 30


def test_explanations_come_in_their_share_or_not_at_all():
    long = RUBRIC.but(form=RUBRIC.form.but(standard_error=0.01))
    _, responses = take(form(rubric=long), lambda one: one.difficulty < 0)
    kinds = Counter(PACK.items[one.item].ask for one in responses)
    assert kinds[Ask.EXPLAIN] == pytest.approx(0.2 * len(responses), abs=1)
    _, responses = take(form(rubric=long, open_items=False), lambda one: one.difficulty < 0)
    assert all(PACK.items[one.item].ask is not Ask.EXPLAIN for one in responses)


def test_an_answer_for_a_person_moves_nothing():
    one = form()
    near = EdgeResponse(item="item-00", answer="It never waits for it.")
    (answer,) = one.answers([near])
    assert (answer.right, answer.undecided) == (False, True)
    plain = known_share([], RUBRIC.score)
    person = answer.but(undecided=True)
    assert known_share([person], RUBRIC.score) == plain


def test_items_that_were_given_too_often_are_passed_over():
    first = form().step([]).item.id
    worn = ExposureCounts(100, {first: 60})
    assert form(exposure=worn).step([]).item.id != first


def test_the_form_scores_as_the_signal_does():
    ended, responses = take(form(), lambda one: one.difficulty < 0)
    answers = form().answers(responses)
    assert known_share(answers, RUBRIC.score) == ended.known


def test_only_the_first_answer_to_an_item_of_the_specialty_counts():
    given = [
        EdgeResponse(item=name, answer=text)
        for name, text in (("item-01", "b"), ("item-01", "a"), ("item-40", "b"))
    ]
    assert [(answer.item, answer.right) for answer in form().answers(given)] == [("item-01", True)]


def test_a_specialty_without_items_is_unknown():
    with pytest.raises(UnknownName, match="rust, sql"):
        form(specialty="cobol")
    assert specialties_of(PACK) == ["rust", "sql"]


def test_difficulty_counts():
    hard = list(form().answers([EdgeResponse(item="item-29", answer="b")]))
    easy = list(form().answers([EdgeResponse(item="item-01", answer="b")]))
    assert known_share(hard, RUBRIC.score).mean > known_share(easy, RUBRIC.score).mean
