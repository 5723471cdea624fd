"""Accountability: causes, lessons and changes are found in every trade and style; cues alone are worth nothing."""

import doctest
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.accountability import AccountabilityEvidence, Answer, MarkKind, Role, Sentence
from earnest.records.response import BlindTextResponse
from earnest.records.result import Status
from earnest.screening import assess_line
from earnest.signals import accountability
from earnest.signals.accountability import SIGNAL, extract, training
from earnest.signals.accountability.interviewer import MOST, follow_up
from earnest.signals.accountability.parsed import parse
from earnest.signals.accountability.roles import WEIGHTS_FILE, roles_of
from earnest.signals.signal import Context

CONTEXT = Context(EMPTY_PACK)
NATIVE = (
    "I was shift leader in a warehouse of spare parts. I did not check the labels because I trusted the scanner. "
    "The scanner had an old list, so thirty pallets went to the wrong city and the company paid for the truck twice. "
    "I understood that a scanner only knows what somebody put into it. Since then I compare the first pallet of every "
    "order with the paper before we close the truck."
)
SECOND_LANGUAGE = (
    "I was shift leader in warehouse of spare parts. I did not check labels because I trusted scanner. "
    "Scanner had old list, so thirty pallets went to wrong city and company paid truck two times. "
    "I understood that scanner only knows what somebody put in it. From this day I compare first pallet of every "
    "order with paper before we close truck."
)
BLAMES = (
    "The booking system failed because the developers had not documented anything. Management ignored our warnings, "
    "and the vendor did not answer the phone until Monday. The testers had not tested the labels either. In the end "
    "they had to admit that it was their fault."
)
POSES = (
    "I would say I get too invested in my students. I prepare every lesson from scratch, and I always write long "
    "comments, far more than the school asks. Parents often thank me for it. I simply cannot do things by halves."
)
ENDS = (
    "I packed the parish registers in the wrong order, because I had not read the new plan. It took four people a "
    "week to sort them again. The reading room opened on Monday and the director thanked us all."
)


def assess(text, question="Tell me about a time you failed."):
    return assess_line(SIGNAL, {"id": "x", "question": question, "answer": text}, CONTEXT)


def score(text):
    return assess(text).result.score


def rules_of(text):
    return {finding.rule for finding in assess(text).findings}


def weaknesses(text):
    return {finding.rule for finding in assess(text).findings if finding.effect == "weakness"}


def blind(*answers, prompt=""):
    return BlindApplication(
        interview=tuple(
            BlindTextResponse(
                item=item,
                prompt=prompt,
                document=blind_document(f"interview/{item}", DocumentKind.INTERVIEW, [text]),
            )
            for item, text in answers
        )
    )


@pytest.mark.parametrize("module", [accountability, training], ids=["signal", "training"])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [(BLAMES, "blame-outside"), (POSES, "strength-in-disguise"), (ENDS, "lesson-absent")],
    ids=["blames", "poses", "ends"],
)
def test_each_fault_is_named_and_scores_low(text, fault):
    assert fault in weaknesses(text)
    assert score(text) < 0.4


def test_an_honest_answer_scores_high_and_has_no_weakness():
    assert score(NATIVE) > 0.7
    assert weaknesses(NATIVE) == set()
    assert {"own-cause", "change-held"} <= rules_of(NATIVE)


def test_a_second_language_does_not_cost_points():
    assert abs(score(SECOND_LANGUAGE) - score(NATIVE)) < 0.1
    assert weaknesses(SECOND_LANGUAGE) == set()


def test_a_lesson_that_is_cut_costs_more_than_an_equally_long_other_part():
    told = NATIVE.split(". ")
    without_lesson = ". ".join(told[:3]) + "."
    without_begin = ". ".join([told[1], *told[3:]])
    assert score(without_lesson) < score(without_begin)


@pytest.mark.parametrize(
    "extra",
    [
        "This is the lesson I learned.",
        "I learned a valuable lesson.",
        "In conclusion, I take full responsibility.",
        "The key takeaway is growth.",
        "Looking back, I should have known.",
    ],
)
@pytest.mark.parametrize("text", [BLAMES, POSES, ENDS], ids=["blames", "poses", "ends"])
def test_cues_without_content_do_not_pay(text, extra):
    assert score(f"{text} {extra}") <= score(text) + 0.03


def test_saying_it_twice_changes_nothing():
    assert score(f"{NATIVE} {NATIVE}") == score(NATIVE)


def test_articles_do_not_matter():
    assert abs(score(re.sub(r"\b(?:the|a|an) ", "", NATIVE)) - score(NATIVE)) < 0.02


def test_answers_are_ordered_by_item_and_questions_about_other_things_are_left_out():
    held = extract(blind(("b", NATIVE), ("a", ENDS)), CONTEXT)
    assert [answer.item for answer in held.answers] == ["a", "b"]
    assert extract(blind(("a", NATIVE), prompt="Why do you want to work here?"), CONTEXT) is None
    assert extract(BlindApplication(), CONTEXT) is None


def test_evidence_holds_sentences_and_what_the_readers_saw_and_nothing_else():
    assert set(AccountabilityEvidence.model_fields) == {"answers", "foreign"}
    assert set(Answer.model_fields) == {"item", "words", "sentences"}
    assert set(Sentence.model_fields) == {
        *("block", "start", "end", "text", "marks", "roles", "content"),
        *("own_past", "own_present", "present", "for_others"),
    }
    for sentence in extract(blind(("a", NATIVE)), CONTEXT).answers[0].sentences:
        assert NATIVE[sentence.start : sentence.end] == sentence.text
        assert set(sentence.roles) == set(Role)
        assert all(0 <= value <= 1 for value in sentence.roles.values())
        assert all(sentence.start <= mark.start < mark.end <= sentence.end for mark in sentence.marks)


def test_equal_evidence_gives_equal_results():
    one, other = (extract(blind(("a", NATIVE), ("b", BLAMES)), CONTEXT) for _ in range(2))
    assert one.canonical_bytes() == other.canonical_bytes()
    rubric = SIGNAL.loaded_rubric
    assert SIGNAL.score(one, rubric) == SIGNAL.score(other, rubric)


def test_readers_that_exclude_each_other_send_the_answer_to_a_person():
    own = "I underestimated the migration, and I had not asked for the old labels because I was in a hurry. "
    details = assess(own + BLAMES).result.details
    assert details["review"] is True
    assert details["answers"][0]["disagreements"]


@pytest.mark.parametrize("text", ["", "   ", "No.", "Not really."])
def test_an_answer_that_holds_nothing_carries_no_score(text):
    result = assess(text).result
    assert result.status in {Status.INSUFFICIENT_EVIDENCE, Status.NOT_ADMINISTERED}
    assert result.reason


@pytest.mark.parametrize(
    "line", [{"id": "x"}, {"id": "x", "answer": 3}, {"id": "x", "answer": "a", "question": 1}]
)
def test_a_malformed_line_is_refused(line):
    with pytest.raises(BadRecord, match="accountability needs"):
        SIGNAL.read_line(line, CONTEXT)


def test_a_question_that_does_not_ask_for_a_failure_is_no_reason_to_refuse_a_line():
    assert assess(NATIVE, question="What else?").result.status is Status.SCORED


def test_every_finding_quotes_the_answer_and_a_weakness_asks_a_question():
    for text in (NATIVE, BLAMES, POSES, ENDS):
        for finding in assess(text).findings:
            assert finding.quote in text
            assert finding.effect != "weakness" or finding.change.endswith("?")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("cost-named", "He wanted to remove the limits from his service because it was killed now and then."),
        ("cost-named", "They told us that it needed a database and a queue."),
        ("own-cause", "I explained that his service had a leak and that limits protect the others."),
        ("change-held", "The developers now have to attend a training."),
        (
            "change-held",
            "Purchasing now has a deadline of five days and the project lead must report weekly.",
        ),
        (
            "change-held",
            "Since then they are required to fill in a form before we touch any of their services.",
        ),
    ],
)
def test_what_others_want_know_or_have_to_do_is_not_quoted_for_the_writer(rule, text):
    assert rule not in rules_of(text)
    assert rule not in rules_of(f"{BLAMES} {text}")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("cost-named", "The 29 families waited nine days for their money."),
        ("cost-named", "The neighbours had to send forty letters again."),
        ("cost-named", "We paid 1,300 euros in late fees."),
        ("own-cause", "I had the rule open in another tab and did not read the second paragraph."),
        ("change-held", "We now open every annex before a quote leaves the desk."),
    ],
)
def test_what_was_paid_left_undone_and_changed_is_quoted_whole(rule, text):
    found = [
        one for one in assess(f"My import failed and broke the list. {text}").findings if one.rule == rule
    ]
    assert [one.quote for one in found] == [text]


def test_questions_do_not_give_the_words_that_would_score():
    cues = {"learned", "since then", "every", "i now", "my fault", "my mistake", "responsibility"}
    for text in (BLAMES, POSES, ENDS, "I never miss a deadline and I do not make mistakes."):
        for finding in assess(text).findings:
            assert not any(cue in finding.change.lower() for cue in cues)


def test_the_weights_are_those_of_the_training_answers():
    stories = training.read_stories(training.TRAINING_FILE)
    design = training.design_of(stories)
    assert WEIGHTS_FILE.read_text(encoding="utf-8") == training.written(design)


@pytest.mark.parametrize("name", ["held_out", "untouched", "fresh", "last", "development"])
def test_the_held_out_answers_are_not_among_the_training_answers(name):
    held_out = Path(__file__).parents[1] / "benchmarks" / f"accountability_{name}.txt"
    if not held_out.exists():
        pytest.skip("the benchmarks are not installed with the package")
    seen = {text for story in training.read_stories(training.TRAINING_FILE) for _, text in story.sentences}
    for story in training.read_stories(held_out):
        assert not seen & {text for _, text in story.sentences}


def test_an_unknown_role_of_a_training_answer_is_an_error(tmp_path):
    path = tmp_path / "training.txt"
    path.write_text("@ one good\nz\tI broke it.\n", encoding="utf-8")
    with pytest.raises(KeyError):
        training.read_stories(path)


def test_a_sentence_without_content_leaves_the_roles_of_others_alone():
    plain, stuffed = (
        list(parse(blind_document("x", DocumentKind.INTERVIEW, [text])))
        for text in (ENDS, ENDS + " In conclusion, this was very important.")
    )
    assert roles_of(stuffed)[: len(plain)] == roles_of(plain)


def test_denying_any_failure_is_named():
    assert "failure-absent" in weaknesses("I never miss a deadline and I do not make mistakes.")
    assert (
        MarkKind.DENIAL.value
        in assess("I do not make mistakes, and I never fail.").result.details["answers"][0]["detectors"]
    )


OWN_FAILURE = (
    "I merged the change without a test run. The next morning about 600 customers had been charged twice. "
)


@pytest.mark.parametrize(
    "repair",
    [
        "I rolled the release back, wrote the refund script and sent an apology to every affected customer.",
        "I wrote a report to the safety office in the same night.",
        "I also proposed a contingency plan for the rest of the week.",
    ],
)
def test_a_step_of_the_repair_is_no_change(repair):
    assert "lesson-absent" in rules_of(OWN_FAILURE + repair)
    assert "change-held" not in rules_of(OWN_FAILURE + repair)


def test_a_step_that_holds_for_later_work_is_a_change():
    text = "I added a checklist of the totals and changed how we review releases on subsequent projects."
    assert "lesson-absent" not in rules_of(OWN_FAILURE + text)


def test_how_long_one_works_somewhere_is_no_habit():
    opening = "I am working in this clinic since five years, first in my country and now here. "
    strength = assess(opening + OWN_FAILURE).result.details["answers"][0]["detectors"]
    assert strength["change"] < SIGNAL.loaded_rubric.rules.present


def test_a_common_lesson_counts_where_the_story_is_about_it():
    tied = "This experience taught me the importance of testing."
    loose = "This experience taught me the importance of patience."
    failure = (
        "I rushed through the testing and skipped two of the steps. The release failed for 300 customers. "
    )
    assert "lesson-absent" not in rules_of(failure + tied)
    assert "lesson-absent" in rules_of(failure + loose)
    assert assess(failure + tied).result.score > assess(failure + loose).result.score


@pytest.mark.parametrize(
    "text",
    [
        "I like better to eat in restaurant than at home. I can meet my friends there and choose what I want.",
        "In ten years I want to live near the sea. I can walk on the beach and have more time for my family.",
    ],
)
def test_what_tells_no_failure_is_named_so_and_not_taken_for_praise(text):
    named = weaknesses(text)
    assert "failure-absent" in named
    assert not named & {"strength-in-disguise", "lesson-absent", "blame-outside"}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("cost-named", "He was angry and complained to his team lead."),
        (
            "cost-named",
            "Later I changed my mind because I saw how much information was lost between the shifts.",
        ),
        (
            "own-cause",
            "Later I changed my mind because I saw how much information was lost between the shifts.",
        ),
        ("specific-lesson", "In our system times after midnight are written as 24:10."),
        ("change-held", "In our system times after midnight are written as 24:10."),
        ("specific-lesson", "He showed me the machine and the manual of it."),
    ],
)
def test_what_is_reported_on_the_way_is_quoted_for_nothing(rule, text):
    answer = f"I wrote my comments in the public channel, which was not fair. {text} We talked the next day."
    quoted = {one.quote for one in assess(answer).findings if one.rule == rule}
    assert text not in quoted


@pytest.mark.parametrize(
    "others",
    [
        "The club would not pay for a second pitch, and the referee gave them two penalties.",
        "The agency had sent us waiters who had never carried a plate, and the supplier was late.",
        "The lecturer couldn't explain anything, and the tutors never answered our emails.",
    ],
)
def test_refusals_and_neglect_of_others_are_blame(others):
    assert "blame-outside" in weaknesses(f"We lost the contract. {others} It was decided by others.")


@given(st.text(alphabet="ab I.,;'\n?!because not my wasn", max_size=120))
def test_any_text_gives_a_score_in_bounds_or_a_reason(text):
    result = assess(text).result
    assert result.score is None or 0 <= result.score <= 1
    assert result.score is not None or result.reason


@pytest.mark.parametrize(
    "unit", ["I forgot the key because they ", "a,", "I. ", "too ", "because ", "word ", "not "]
)
def test_no_text_takes_more_than_linear_time(unit):
    # Not a timing: a quadratic step would need hours for these, and the run would never end.
    held = extract(blind(("a", unit * (60_000 // len(unit)))), CONTEXT)
    assert SIGNAL.score(held, SIGNAL.loaded_rubric).status in set(Status)


def test_an_answer_in_another_language_is_asked_nothing():
    text = "Ich habe die Datenbank gelöscht und alle Kunden waren weg, das war sehr schlimm für uns alle gewesen."
    assert follow_up(assess(text).result, SIGNAL.loaded_rubric) is None


@pytest.mark.parametrize(
    ("text", "asks_for"),
    [
        (BLAMES, MarkKind.OWN_CAUSE),
        (POSES, MarkKind.FAILURE),
        (ENDS, MarkKind.CHANGE),
        ("I like cooking and football on the beach.", MarkKind.FAILURE),
    ],
    ids=["blames", "poses", "ends", "off"],
)
def test_a_follow_up_asks_for_what_is_missing_and_never_twice(text, asks_for):
    rubric, asked = SIGNAL.loaded_rubric, []
    while following := follow_up(assess(text).result, rubric, asked):
        asked.append(following.asks_for)
        assert len(asked) <= MOST
    assert asked[0] is asks_for
    assert len(set(asked)) == len(asked)


PLAIN = (
    "I organised blood donations for a district. I announced the wrong school as the place. Eighty donors stood at a "
    "locked gate, and the hospital had to postpone operations. "
)


@pytest.mark.parametrize(
    "told",
    [
        "Announcements go to two people before they leave the house, and both sign.",
        "I read the address aloud to the caretaker on the phone before anything is printed.",
        "A place that nobody has phoned is only a guess.",
        "The printer gets nothing without the caretaker's signature these days.",
    ],
)
def test_a_lesson_or_change_without_a_cue_counts_more_than_an_end_without_one(told):
    ends = (
        "The director thanked all of us in the newspaper.",
        "I still work there and I like my colleagues.",
    )
    for end in ends:
        assert score(PLAIN + told) > score(PLAIN + end) + 0.15
