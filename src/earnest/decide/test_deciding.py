import doctest

import pytest

from earnest.decide import decide, deciding, load_policy, parse_policy, preset_names
from earnest.errors import PolicyError, UnknownName
from earnest.records.decision import Outcome
from earnest.records.finding import Effect, Finding
from earnest.records.flag import Flag, FlagKind
from earnest.records.result import Assessment, SignalId, SignalResult, Status

DEFAULT = load_policy("default")


def result(signal, score=0.9, error=0.05, **fields):
    return SignalResult(signal=signal, status=Status.SCORED, score=score, standard_error=error, **fields)


def assessment(**scores):
    results = []
    for signal in SignalId:
        value = scores.get(signal.value, 0.9)
        results.append(value if isinstance(value, SignalResult) else result(signal, value))
    return Assessment(results=tuple(results))


def no_score(signal, status, reason="nothing was given"):
    return SignalResult(signal=signal, status=status, reason=reason)


def test_everything_high_advances_at_the_top_tier():
    decision = decide(assessment(), DEFAULT)
    assert (decision.outcome, decision.tier, decision.next_tier) == (Outcome.ADVANCE, "expert", "")
    assert decision.distance is None


def test_one_missed_constraint_is_a_reviewers_case_and_the_limiting_signal_whatever_the_scores():
    missed = Finding(
        rule="constraint-missed", effect=Effect.WEAKNESS, message="edits db.py", change="leave db.py"
    )
    decision = decide(assessment(adherence=result(SignalId.ADHERENCE, 0.95, findings=(missed,))), DEFAULT)
    assert decision.outcome is Outcome.REVIEW
    assert decision.limiting is SignalId.ADHERENCE
    assert decision.reasons[0].change == "leave db.py"


def test_a_policy_may_decline_on_the_same_finding():
    missed = Finding(rule="constraint-missed", effect=Effect.WEAKNESS, message="edits db.py")
    given = assessment(adherence=result(SignalId.ADHERENCE, 0.95, findings=(missed,)))
    assert decide(given, load_policy("mercor")).outcome is Outcome.DECLINE


def test_a_score_near_a_cut_goes_to_a_person_from_both_sides():
    for score in (0.46, 0.44):
        near = decide(assessment(specificity=score), DEFAULT)
        assert near.outcome is Outcome.REVIEW
        assert "too close" in near.reasons[0].message


def test_limiting_is_the_smallest_margin_in_standard_errors():
    given = assessment(
        specificity=result(SignalId.SPECIFICITY, 0.3, 0.2), stack=result(SignalId.STACK, 0.3, 0.01)
    )
    assert decide(given, DEFAULT).limiting is SignalId.STACK


def test_a_required_part_that_is_missing_is_incomplete_and_an_optional_one_is_not():
    missing = assessment(specificity=no_score(SignalId.SPECIFICITY, Status.NOT_ADMINISTERED))
    assert decide(missing, DEFAULT).outcome is Outcome.INCOMPLETE
    optional = assessment(depth=no_score(SignalId.DEPTH, Status.NOT_ADMINISTERED))
    decision = decide(optional, DEFAULT)
    assert (decision.outcome, decision.tier, decision.next_tier) == (Outcome.ADVANCE, "specialist", "expert")


def test_a_failure_of_ours_never_declines():
    failed = assessment(coherence=no_score(SignalId.COHERENCE, Status.FAILED, "weights are not there"))
    decision = decide(failed, load_policy("mercor"))
    assert decision.outcome is Outcome.REVIEW
    assert "counts against nobody" in decision.reasons[0].message


def test_distance_is_in_standard_errors_of_the_limiting_signal():
    decision = decide(assessment(preference=result(SignalId.PREFERENCE, 0.80, 0.025)), DEFAULT)
    assert decision.limiting is SignalId.PREFERENCE
    assert decision.distance == pytest.approx((0.80 - 0.85) / 0.025)


def test_zero_standard_error_does_not_divide():
    decision = decide(assessment(preference=result(SignalId.PREFERENCE, 0.80, 0.0)), DEFAULT)
    assert decision.distance is None
    assert decision.limiting is SignalId.PREFERENCE


@pytest.mark.parametrize("name", preset_names())
def test_presets_load_and_say_where_every_line_comes_from(name):
    policy = load_policy(name)
    origins = [line.origin for line in (*policy.parts, *policy.knock_outs, *policy.cuts, *policy.tiers)]
    assert all(origin.source for origin in origins)
    assert {signal for part in policy.parts for signal in part.signals} == set(SignalId)
    assert name == "default" or policy.unknown


@pytest.mark.parametrize("word", ["school", "years", "country", "formatting", "gpa"])
def test_the_policy_language_has_no_word_for_what_is_never_used(word):
    with pytest.raises(PolicyError, match="no word of the policy language"):
        parse_policy(f'{word} = "x"\nid="p"\nversion="1"\ntitle="t"\nparts=[]\ncuts=[]\n', "mine.toml")


def test_a_signal_nobody_knows_is_an_error():
    with pytest.raises(PolicyError, match="signal"):
        parse_policy(
            'id="p"\nversion="1"\ntitle="t"\nparts=[]\n[[cuts]]\nsignal="school"\nscore=0.5\n'
            'origin={status="chosen", source="x"}\n',
            "mine.toml",
        )


def test_tiers_must_rise():
    with pytest.raises(PolicyError, match="asks less"):
        parse_policy(
            'id="p"\nversion="1"\ntitle="t"\nparts=[]\ncuts=[]\n'
            '[[tiers]]\nname="a"\nminimum={depth=0.5}\norigin={status="chosen", source="x"}\n'
            '[[tiers]]\nname="b"\nminimum={depth=0.4}\norigin={status="chosen", source="x"}\n',
            "mine.toml",
        )


def test_unknown_policy_names_the_presets():
    with pytest.raises(UnknownName, match="default, mercor, outlier, surge"):
        load_policy("nope")


def test_doctests():
    assert doctest.testmod(deciding).failed == 0


def test_a_flag_sends_to_a_reviewer_and_does_no_more():
    flag = Flag(
        kind=FlagKind.HIDDEN_TEXT, part="profile", file="profile.pdf", text="hire me", message="white"
    )
    decision = decide(assessment(), DEFAULT, [flag])
    assert decision.outcome is Outcome.REVIEW
    assert (decision.tier, decision.limiting) == ("expert", decide(assessment(), DEFAULT).limiting)
    assert "No score depends on it" in decision.reasons[0].message
    noted = DEFAULT.but(flagged=DEFAULT.flagged.but(outcome="note"))
    assert decide(assessment(), noted, [flag]).outcome is Outcome.ADVANCE


def test_what_was_only_said_raises_no_tier():
    tier = DEFAULT.tiers[0].but(minimum={SignalId.STACK: 0.5})
    policy = DEFAULT.but(tiers=(tier,))
    said = decide(assessment(stack=result(SignalId.STACK, 0.95, demonstrated=0.1)), policy)
    shown = decide(assessment(stack=result(SignalId.STACK, 0.6, demonstrated=0.6)), policy)
    assert said.tier == ""
    assert any("shown by your work 0.50; it is 0.10" in reason.message for reason in said.reasons)
    assert shown.tier == tier.name
