"""Specificity: concrete claims beat polished ones in every trade, and style and stuffing do not move a score."""

import doctest
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.evidence.specificity import Claim, FeatureKind, SpecificityEvidence
from earnest.records.result import Status
from earnest.screening import assess_line
from earnest.signals.signal import Context
from earnest.signals.specificity import SIGNAL, claims, extract, scoring

CONTEXT = Context(EMPTY_PACK)
EMPTY = (
    "Results-driven professional with a proven track record of delivering innovative solutions in fast-paced "
    "environments."
)


def assess(text):
    return assess_line(SIGNAL, SIGNAL.example(text), CONTEXT)


def score(text):
    return assess(text).result.score


def rules_of(text):
    return {finding.rule for finding in assess(text).findings}


def features(text):
    held = extract(BlindApplication(profile=blind_document("p", DocumentKind.PROFILE, [text])), CONTEXT)
    return {feature.kind for claim in held.claims for feature in claim.features}


@pytest.mark.parametrize("module", [claims, scoring], ids=["claims", "scoring"])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (
            "Rewrote the retry queue so a crashed worker re-reads its lease from Postgres.",
            "Increased efficiency by 300%.",
        ),
        (
            "Taught long division with paper strips after two pupils kept losing the place value.",
            "Taught over 500 students with 100% dedication.",
        ),
        (
            "Moved the insulin chart to the bedside so that the night shift sees the last dose.",
            "10+ years of excellent patient care.",
        ),
        (
            "Negotiated the break clause in the warehouse lease so the tenant could leave early.",
            "Handled 200+ legal matters successfully.",
        ),
        (
            "Replaced the chromium catalyst with an iron salt and saw the side product vanish.",
            "Improved lab productivity by 50%.",
        ),
        (
            "Had two farmers read the translated manual of a milking robot aloud to find unclear steps.",
            "Translated 1000+ documents with top quality.",
        ),
    ],
)
def test_a_strong_claim_without_a_digit_beats_a_weak_one_with_one(strong, weak):
    assert score(strong) > 0.55
    assert score(strong) - score(weak) > 0.1


@pytest.mark.parametrize(
    "vague",
    [
        EMPTY,
        "Collaborated with various teams to support the improvement of processes and ensured that tasks were completed.",
        "Provided support to the team in many areas so that the project could be finished successfully.",
        "Successfully increased performance by 45% and productivity by 30% through strong teamwork.",
        "Ensured that lessons were interesting and useful for everybody and always a positive experience.",
    ],
)
def test_length_and_polish_do_not_make_a_claim_concrete(vague):
    assert score(vague) < 0.45


@pytest.mark.parametrize(
    "extra",
    [
        ", 47, 312, 4.",
        ", multifaceted heterogeneous institutionalization.",
        ", synergy, best practices.",
        ". This is the lesson I learned.",
        ". In conclusion, this was very important.",
    ],
)
@pytest.mark.parametrize(
    "claim",
    [
        "Worked on various projects",
        "Managed a team",
        "Built the importer that reads the harbour's tide tables",
    ],
)
def test_stuffing_does_not_pay(claim, extra):
    assert score(claim + extra) <= score(claim + ".") + 0.02


@pytest.mark.parametrize(
    "text",
    [
        "Moved the shelf plan of a library to the database that the readers use, because the cards were wrong.",
        "Cut the bill of the cold store by a third by defrosting at night.",
    ],
)
def test_articles_do_not_matter(text):
    assert score(re.sub(r"\b(?:the|a) ", "", text)) == score(text)


def test_the_length_of_a_tenure_does_not_matter():
    blocks = ["Led the survey of the harbour walls for [duration] with a borrowed echo sounder."]
    profile = blind_document("p", DocumentKind.PROFILE, blocks)
    held = extract(BlindApplication(profile=profile), CONTEXT).claims
    assert FeatureKind.DURATION in {feature.kind for feature in held[0].features}
    assert score("Led the survey for 2 years with a sounder.") == score(
        "Led the survey for 31 years with a sounder."
    )


def test_evidence_holds_claims_and_what_stands_in_them_and_nothing_else():
    assert set(SpecificityEvidence.model_fields) == {"claims", "foreign"}
    assert set(Claim.model_fields) == {"block", "start", "end", "text", "words", "features"}
    text = "Wrote the SQL that finds late ferries, with 14 views, because the harbour office asked for it."
    profile = blind_document("p", DocumentKind.PROFILE, ["Ada", text])
    for claim in extract(BlindApplication(profile=profile), CONTEXT).claims:
        block = next(text for text in profile.text.split("\n") if claim.text in text)
        assert block[claim.start : claim.end] == claim.text
        assert all(claim.start <= one.start < one.end <= claim.end for one in claim.features)


def test_the_order_of_sections_does_not_matter():
    lines = ["Wrote the tide importer.", "Fixed 14 leaks in the dam gate.", "Taught knots to the new crew."]
    one, other = (
        extract(BlindApplication(profile=blind_document("p", DocumentKind.PROFILE, order)), CONTEXT)
        for order in (lines, lines[::-1])
    )
    scores = [SIGNAL.score(held, SIGNAL.loaded_rubric).score for held in (one, other)]
    assert scores[0] == scores[1]


def test_what_claims_nothing_is_left_out():
    lines = [
        "Ada Example",
        "Experience",
        "Lead developer, Some Harbour Company ([date])",
        "Python, PostgreSQL, Kafka, Docker, Terraform",
        "[date] - [date]",
        "Wrote the tide importer for the harbour office.",
    ]
    profile = blind_document("p", DocumentKind.PROFILE, lines)
    held = extract(BlindApplication(profile=profile), CONTEXT).claims
    assert [claim.text for claim in held] == [lines[-1]]


def test_copies_count_once():
    line = "Increased page speed by {} % through caching of the tide tables."
    once, thrice = line.format(20), "\n\n".join(line.format(number) for number in (20, 35, 60))
    assert score(thrice) == score(once)
    assert "copied-claim" in rules_of(thrice)


def test_not_administered_without_a_profile_and_insufficient_without_claims():
    assert extract(BlindApplication(), CONTEXT) is None
    profile = blind_document("p", DocumentKind.PROFILE, ["Ada", "Experience"])
    held = extract(BlindApplication(profile=profile), CONTEXT)
    result = SIGNAL.score(held, SIGNAL.loaded_rubric)
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "claims" in result.reason


@pytest.mark.parametrize("line", [{"id": "x"}, {"id": "x", "text": 3}, {"id": "x", "text": None}])
def test_a_malformed_line_is_refused(line):
    with pytest.raises(BadRecord, match="text"):
        SIGNAL.read_line(line, CONTEXT)


def test_every_finding_quotes_the_text_and_a_weakness_asks_a_question():
    text = f"{EMPTY} Responsible for 24/7 support. We built the reporting for 40%."
    for finding in assess(text).findings:
        assert finding.quote in text
        if finding.effect == "weakness":
            assert finding.change.endswith("?")


def test_a_finding_quotes_the_sentence_and_not_a_word_of_it():
    text = "I am outstanding at whatever you need. Responsible for mission-critical solutions of every kind."
    quotes = {finding.quote for finding in assess(text).findings}
    assert quotes
    assert quotes <= {text, *(part if part.endswith(".") else f"{part}." for part in text.split(". "))}


@pytest.mark.parametrize(
    "text",
    ["Complaints fell from 20 or so a month.", "I checked 9 of them again.", "They loaded all 40 into it."],
)
def test_a_number_beside_its_object_is_no_number_of_nothing(text):
    assert "number-without-object" not in {finding.rule for finding in assess(text).findings}


@given(st.text(alphabet="ab 1.,;-%'\n[]()AZé", max_size=80))
def test_any_text_gives_a_score_in_bounds_or_a_reason(text):
    result = assess(text).result
    assert result.status in {Status.SCORED, Status.INSUFFICIENT_EVIDENCE}
    assert result.score is None or 0 <= result.score <= 1
    assert assess(text).result == result


@pytest.mark.parametrize(
    "unit", ["Cut costs by 3% because ", "a,", "1.", "that keeps ", "word ", "Built x. ", "(", "-", "20 % "]
)
def test_no_text_takes_more_than_linear_time(unit):
    # Not a timing: a quadratic step would need hours for these, and the run would never end.
    block = unit * (60_000 // len(unit))
    profile = blind_document("p", DocumentKind.PROFILE, [block])
    held = extract(BlindApplication(profile=profile), CONTEXT)
    assert SIGNAL.score(held, SIGNAL.loaded_rubric).status in set(Status)


LADDERS = {
    "news": (
        "The situation remains difficult.",
        "The union called off its strike after a long night of talks.",
        "The union called off its strike on Friday after the railway agreed to hire 220 conductors by June.",
    ),
    "review": (
        "Great service and a lovely atmosphere.",
        "The battery lasts longer than my old one.",
        "The left shift key sticks after two hours of typing, and the shop in Leith sent a spare cap.",
    ),
    "tweet": (
        "lol same",
        "Forgot my umbrella again and the meeting is across town",
        "Just saw a fox carry a whole baguette across Camden High Street.",
    ),
    "resume": (
        "Responsible for various projects.",
        "Wrote tests for the date parser.",
        "Wrote tests for the date parser after it read 3 April as 4 March in the payroll of two offices.",
    ),
}


@pytest.mark.parametrize("sentences", LADDERS.values(), ids=LADDERS)
def test_any_sentence_is_graded_by_how_much_it_names(sentences):
    scores = [score(text) for text in sentences]
    assert scores == sorted(scores)
    assert min(after - before for before, after in pairwise(scores)) > 0.05


@pytest.mark.parametrize(
    "text",
    [
        "Loved it!",
        "so what?",
        "player.",
        "@you thanks",
        "YAY",
        "Google, Oracle, Redis, Kafka",
        "Berlin, 2019",
    ],
)
def test_a_bare_sentence_always_gets_a_score(text):
    assert assess(text).result.status is Status.SCORED


def test_when_and_where_count_by_being_said_and_not_by_what_they_are():
    told = [f"Moved the archive from {place} to the cellar on {day}." for place, day in PLACES]
    assert len({round(score(text), 6) for text in told}) == 1
    assert score(told[0]) > score("Moved the archive to the cellar.")


PLACES = (("Lagos", "4 March 2021"), ("Zurich", "17 June 2004"))


def test_praise_and_long_words_add_no_detail():
    plain = "Split the migration into one table a night."
    assert score(plain) >= score(
        "Orchestrated a highly complex transformation with zero compromise on quality."
    )
    stuffed = (
        plain.removesuffix(".") + ", interoperability institutionalization heterogeneous comprehensiveness."
    )
    assert score(stuffed) <= score(plain) + 0.02
    assert FeatureKind.QUANTITY not in features("Delivered the platform with zero compromise.")


@pytest.mark.parametrize(
    "text", ["The parser now fails on 1 in 5.", "Sold the bread for $5.", "Nine out of ten callers hung up."]
)
def test_a_part_of_a_whole_and_a_price_measure_something(text):
    assert "number-without-object" not in rules_of(text)
