"""Preference: what pulls a rater is found, what does not is left alone, and a pack's gaps are errors."""

import doctest
import re

import pytest

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord, PackError, UnknownName
from earnest.records.application import BlindApplication
from earnest.records.result import Status
from earnest.signals.preference import SIGNAL, joining, scoring
from earnest.signals.preference.examples import example
from earnest.signals.signal import Context

CAREFUL = "18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong; 90 % sure; 40 s"
MAXIMALIST = "20 x longer: right; 20 x shorter: longer; 95 % sure; 40 s"


def evidence(line):
    application, context = SIGNAL.read_line(line, Context(EMPTY_PACK))
    return SIGNAL.extract(BlindApplication(preferences=application.preferences), context)


def assess(text):
    return SIGNAL.score(evidence(SIGNAL.example(text)), SIGNAL.loaded_rubric)


def rules_of(result):
    return {finding.rule for finding in result.findings}


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


@pytest.mark.parametrize("module", [joining, scoring], ids=["joining", "scoring"])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    assert rule.id in rules_of(assess(part(rule, "Example")))
    assert rule.id not in rules_of(assess(part(rule, "Instead")))


def test_a_maximalist_stands_clearly_below_a_careful_rater():
    careful, maximalist = assess(CAREFUL), assess(MAXIMALIST)
    assert careful.score - maximalist.score > 2 * (careful.standard_error + maximalist.standard_error)
    assert {"pulled-by-length", "overconfident"} <= rules_of(maximalist)
    message = next(one.message for one in maximalist.findings if one.rule == "pulled-by-length")
    assert "longer answer in 40 of 40 pairs" in message
    assert "the better in 20" in message


def test_always_longer_earns_no_more_on_a_form_that_favours_it():
    """30 of 40 keys are longer: raw accuracy would be .75, balanced by length it is near .5."""
    result = assess("30 x longer: longer; 10 x shorter: longer")
    assert result.details["accuracy"] == 0.75
    assert result.score < 0.6


def test_the_order_of_responses_does_not_matter():
    line = SIGNAL.example(MAXIMALIST)
    shuffled = {**line, "responses": line["responses"][::-1]}
    assert evidence(line).canonical_bytes() == evidence(shuffled).canonical_bytes()


def test_the_second_of_two_answers_to_one_item_does_not_count():
    line = SIGNAL.example("12 x longer: right")
    again = [{**one, "choice": "b" if one["choice"] == "a" else "a"} for one in line["responses"]]
    held = evidence({**line, "responses": [*line["responses"], *again]})
    assert len(held.answers) == 12
    assert all(one.correct for one in held.answers)


def test_few_answers_carry_no_score():
    result = assess("6 x longer: right; 5 x shorter: right")
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "11" in result.reason


def test_what_needs_more_answers_is_not_shown():
    result = assess("12 x longer: right; 4 x shorter: right; 95 % sure")
    assert result.details["lure_gap"] is None
    assert result.details["overconfidence"] is None


def test_the_score_stays_within_its_bounds():
    for text in ("20 x longer: wrong; 20 x shorter: wrong", "100 x longer: right; 100 x shorter: right"):
        result = assess(text)
        assert 0 < result.score < 1
        assert result.standard_error > 0


def test_an_unknown_item_is_an_error_of_its_line():
    line = SIGNAL.example("12 x longer: right")
    with pytest.raises(UnknownName, match="elsewhere"):
        SIGNAL.read_line({**line, "responses": [{"item": "elsewhere", "choice": "a"}]}, Context(EMPTY_PACK))


@pytest.mark.parametrize(
    "change",
    [
        {"responses": None},
        {"responses": ["a"]},
        {"responses": [{"item": "pair-001", "choice": "c"}]},
        {"responses": [{"item": "pair-001", "choice": "a", "confidence": 3}]},
        {"responses": [{"item": "pair-001", "choice": "a", "seconds": float("inf")}]},
        {"items": [{"id": "x", "prompt": "p", "option_a": "1", "option_b": "2", "key": "first"}]},
        {"items": "none"},
    ],
)
def test_a_malformed_line_is_refused(change):
    with pytest.raises(BadRecord):
        SIGNAL.read_line({**SIGNAL.example("12 x longer: right"), **change}, Context(EMPTY_PACK))


def test_an_item_without_its_key_is_the_fault_of_the_pack():
    _, context = SIGNAL.read_line(SIGNAL.example("12 x longer: right"), Context(EMPTY_PACK))
    keyless = type(context.pack)(**{**vars(context.pack), "keys": {}})
    responses = SIGNAL.read_line(SIGNAL.example("12 x longer: right"), context)[0].preferences
    with pytest.raises(PackError):
        SIGNAL.extract(BlindApplication(preferences=responses), Context(keyless))


def test_not_administered_without_responses():
    assert SIGNAL.extract(BlindApplication(), Context(EMPTY_PACK)) is None


def test_an_example_that_is_no_example_is_refused():
    with pytest.raises(BadRecord):
        example("twenty times right")


def test_a_low_score_names_the_pairs_that_made_it():
    result = assess("20 x longer: wrong; 20 x shorter: right")
    assert "often-wrong" in {finding.rule for finding in result.findings}


def test_open_and_pretest_pairs_and_second_showings_are_listed_and_never_scored():
    line = dict(SIGNAL.example("12 x longer: right; 12 x shorter: right; 5 x mirrored: kept"))
    plain = assess("12 x longer: right; 12 x shorter: right")
    items = [dict(item) for item in line["items"]]
    extra = {**items[0], "id": "pair-open", "key": None}, {**items[0], "id": "pair-try", "pretest": True}
    given = [{"item": "pair-open", "choice": "b"}, {"item": "pair-try", "choice": "b"}]
    held = evidence({**line, "items": [*items, *extra], "responses": [*line["responses"], *given]})
    result = SIGNAL.score(held, SIGNAL.loaded_rubric)
    assert (result.score, result.standard_error) == (plain.score, plain.standard_error)
    assert [one["item"] for one in result.details["open"]] == ["pair-open"]
    assert result.details["pretest"] == ["pair-try"]
    assert result.details["swaps"] == {"n": 5, "steady": 5}


def test_choices_that_change_with_the_places_are_a_flag_and_move_no_score():
    steady = assess("12 x longer: right; 12 x shorter: right; 5 x mirrored: kept")
    fickle = assess("12 x longer: right; 12 x shorter: right; 5 x mirrored: changed")
    assert steady.score == fickle.score
    flag = next(one for one in fickle.findings if one.rule == "swap-changes-choice")
    assert flag.weight == 0
    assert "in 5 of 5 pairs" in flag.message


def test_confidence_that_tells_right_from_wrong_is_measured_from_twenty_on():
    line = SIGNAL.example("18 x longer: right; 2 x longer: wrong; 18 x shorter: right; 2 x shorter: wrong")
    keys = {item["id"]: item["key"] for item in line["items"]}
    sure = [
        {**one, "confidence": 0.9 if one["choice"] == keys[one["item"]] else 0.6} for one in line["responses"]
    ]
    assert SIGNAL.score(evidence({**line, "responses": sure}), SIGNAL.loaded_rubric).details["auroc2"] == 1.0
    assert SIGNAL.score(evidence(line), SIGNAL.loaded_rubric).details["auroc2"] is None
