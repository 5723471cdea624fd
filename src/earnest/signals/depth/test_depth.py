import doctest
import re
from dataclasses import replace

import pytest

from earnest.bank import EMPTY_PACK, Pack
from earnest.errors import BadRecord, PackError, UnknownName
from earnest.records.answer_key import EdgeKey
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.depth import EdgeAnswer
from earnest.records.item import EdgeItem, InterviewItem, ItemKind, Pool, Provenance
from earnest.records.response import EdgeResponse
from earnest.records.result import Status
from earnest.signals.depth import SIGNAL, answers
from earnest.signals.depth.scoring import known_share
from earnest.signals.signal import Context

HERE = Provenance(licence="CC0-1.0", source="this file")
OPTIONS = {"A": "first", "B": "second", "C": "third", "D": "neither"}


def edge(number, specialty="rust", options=OPTIONS):
    return EdgeItem(
        id=f"edge-{number}",
        kind=ItemKind.EDGE,
        prompt="?",
        specialty=specialty,
        options=options,
        provenance=HERE,
    )


ITEMS = [edge(number) for number in range(1, 11)] + [edge(20, "sql"), edge(30, options={})]
PACK = Pack(
    id="edges",
    version="1",
    title="Edges",
    pool=Pool.PRACTICE,
    items={item.id: item for item in ITEMS}
    | {"talk": InterviewItem(id="talk", kind=ItemKind.INTERVIEW, prompt="?", provenance=HERE)},
    keys={item.id: EdgeKey(item=item.id, answer="B", why="Because.") for item in ITEMS}
    | {"edge-30": EdgeKey(item="edge-30", answer="[1, 2]", accepted=("1 2",))},
)


def blind(given, profile=(), specialty=""):
    document = blind_document("profile", DocumentKind.PROFILE, profile) if profile else None
    responses = tuple(EdgeResponse(item=item, answer=answer) for item, answer in given.items())
    return BlindApplication(profile=document, specialty=responses, specialty_name=specialty)


def assess(given, profile=(), specialty="", pack=PACK):
    evidence = SIGNAL.extract(blind(given, profile, specialty), Context(pack))
    return SIGNAL.score(evidence, SIGNAL.loaded_rubric)


def answered(right, wrong):
    letters = ["B"] * right + ["A"] * wrong
    return {f"edge-{number}": letter for number, letter in enumerate(letters, 1)}


def rules_of(result):
    return {finding.rule for finding in result.findings}


def run_example(text):
    application, context = SIGNAL.read_line(SIGNAL.example(text), Context(EMPTY_PACK))
    profile = application.profile.text.splitlines() if application.profile else ()
    return assess({one.item: one.answer for one in application.specialty}, profile, pack=context.pack)


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


def test_the_doctests_hold():
    assert doctest.testmod(answers).failed == 0


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    assert rule.id in rules_of(run_example(part(rule, "Example")))
    assert rule.id not in rules_of(run_example(part(rule, "Instead")))


def test_guessing_is_worth_little_and_knowing_much():
    guessed, known = assess(answered(2, 8)), assess(answered(10, 0))
    assert guessed.score < 0.2
    assert known.score > 0.85
    assert assess(answered(5, 5)).score == pytest.approx((5 - 2.5) / 7.5, abs=0.06)


def test_more_answers_make_it_surer():
    assert assess(answered(4, 1)).standard_error > assess(answered(8, 2)).standard_error > 0


def test_the_posterior_agrees_with_a_beta_distribution_where_nothing_is_guessed():
    rubric = SIGNAL.loaded_rubric.score.but(guess_open=1e-9)
    given = [EdgeAnswer(item=str(n), specialty="s", answer="", right=n < 3, chance=0.0) for n in range(5)]
    known = known_share(given, rubric)
    assert known.mean == pytest.approx(4 / 7, abs=1e-3)
    assert known.deviation == pytest.approx((4 * 3 / (49 * 8)) ** 0.5, abs=1e-3)


def test_fewer_than_the_rubric_asks_is_not_enough():
    result = assess(answered(3, 0))
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "3 edge-case items" in result.reason
    assert assess(answered(4, 0)).status is Status.SCORED


def test_none_answered_is_not_administered():
    assert SIGNAL.extract(blind({}), Context(PACK)) is None


def test_only_the_main_specialty_is_scored():
    given = {**answered(4, 0), "edge-20": "A"}
    assert assess(given).score == assess(answered(4, 0)).score
    assert assess(given).details["specialty"] == "rust"
    assert assess(given, specialty="sql").status is Status.INSUFFICIENT_EVIDENCE
    assert assess(given, specialty="unheard of").status is Status.SCORED


def test_the_profile_never_changes_the_score():
    rare = ["Tokio, serde, Axum and sqlx; hazard pointers, epoch reclamation, quiescent states."]
    assert assess(answered(3, 2), rare).score == assess(answered(3, 2)).score
    assert assess(answered(3, 2), rare).details["concentration"] == 1.0


def test_short_answers_are_levelled():
    for text in ("[1, 2]", " `[1,  2]`.", "1 2"):
        assert "edge-case-answered" in rules_of(assess({"edge-30": text}))
    assert "edge-case-missed" in rules_of(assess({"edge-30": "[1, 3]"}))


def test_a_letter_outside_the_options_is_wrong():
    assert rules_of(assess({"edge-1": "Z"})) == {"edge-case-missed"}
    assert rules_of(assess({"edge-1": ""})) == {"edge-case-missed"}


def test_the_reason_is_shown_for_practice_alone():
    hidden = replace(PACK, pool=Pool.OPERATIONAL)
    (shown,) = assess({"edge-1": "A"}).findings
    (closed,) = assess({"edge-1": "A"}, pack=hidden).findings
    assert shown.why == "Because."
    assert "Because" not in closed.why


def test_a_finding_quotes_the_answer_and_names_its_item():
    (found,) = assess({"edge-1": " b) "}).findings
    assert (found.rule, found.quote, found.place.item) == ("edge-case-answered", " b) ", "edge-1")


def test_the_order_of_answers_does_not_matter():
    given = answered(3, 2)
    turned = dict(reversed(given.items()))
    one, other = (SIGNAL.extract(blind(which), Context(PACK)) for which in (given, turned))
    assert one.canonical_bytes() == other.canonical_bytes()


def test_an_unknown_item_is_an_error():
    for name in ("nonesuch", "talk"):
        with pytest.raises(UnknownName):
            assess({name: "A"})
    with pytest.raises(UnknownName):
        SIGNAL.read_line({"id": "x", "responses": [{"item": "nonesuch", "answer": "A"}]}, Context(PACK))
    with pytest.raises(PackError):
        assess({"edge-1": "A"}, pack=replace(PACK, keys={}))


@pytest.mark.parametrize(
    "line",
    [
        {"items": 3},
        {"responses": 3},
        {"responses": ["x"]},
        {"responses": [{"item": "edge-1", "answer": ["B"]}]},
    ],
)
def test_a_line_that_cannot_be_used_says_why(line):
    with pytest.raises(BadRecord):
        SIGNAL.read_line(line, Context(PACK))


def test_items_may_come_with_the_line_but_not_twice():
    item = {"id": "own", "specialty": "x", "answer": "4"}
    line = {"responses": [{"item": "own", "answer": "4"}], "items": [item]}
    application, context = SIGNAL.read_line(line, Context(PACK))
    assert SIGNAL.extract(blind({"own": "4"}), context).answers[0].right
    assert application.specialty[0].item == "own"
    with pytest.raises(BadRecord, match="edge-1"):
        SIGNAL.read_line({**line, "items": [{**item, "id": "edge-1"}]}, Context(PACK))


README = SIGNAL.rubric_file.with_name("README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(?:text|json) (finds|silent)=([a-z-]+)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("how", "rule", "text"), FENCE.findall(README))
def test_the_examples_of_the_page_hold(how, rule, text):
    assert (rule in rules_of(run_example(text.strip()))) == (how == "finds")


def test_a_blank_answer_is_told_as_one_and_a_long_one_is_quoted_in_part():
    result = assess({"edge-1": " ", "edge-2": "x" * 9000})
    messages = {finding.place.item: finding.message for finding in result.findings}
    assert messages["edge-1"].endswith("left blank")
    assert max(len(finding.quote) for finding in result.findings) <= 200
