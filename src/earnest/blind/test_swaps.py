"""One person, sixty-four origins: whatever school, country, year, name or number stood there, the same blind text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.blind import separate
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.records.response import TextResponse

CASES = Path(__file__).with_name("cases")
ROWS = [
    line.split("\t")
    for name in ("swaps.tsv", "swaps_more.tsv")
    for line in (CASES / name).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
FIELDS = ("school", "city", "country", "people", "degree", "phone", "host", "name")
ORIGINS = [dict(zip(FIELDS, row, strict=True)) for row in ROWS]

PROFILE = """{name}

{city}, {country} | {phone} | contact.me@{host}

Nationality: {people}

Summary

Engineer with {years} years of experience in search and ranking. Wrote a Rust tokenizer that reads 40 MB/s.

Experience

Senior Engineer, Acme, {city}, {country} - May {later} - Present

Cut p95 latency from 2.1 s to 300 ms by batching writes under the MIT License.

Engineer, Globex | {city} | {first} - {later}

Moved 12 services to Kubernetes in {later}; kept 4 years of logs.

Education

{school}, {city}, {country}

{degree} Computer Science, {first} - {last}

Thesis: wrote a SAT solver in C++ that beat MiniSat on 14 of 20 instances.

Skills

Rust, Java, Go, Python 3.11, Stanford CoreNLP
"""
ONE_LINE = """{name}

{phone}

Experience

Built a crawler that fetched 2 million pages a day with 3 servers.

Education

{degree} in Physics, {school} ({first} - {last})
"""
ANSWER = (
    "I grew up in {city}, {country} and studied at {school} from {first} to {last}. "
    "After {years} years at Acme I shipped a migration in {later} that lost 3 % of the orders, and it was my mistake."
)


def blind(text: str, kind: DocumentKind = DocumentKind.PROFILE) -> str:
    if kind is DocumentKind.PROFILE:
        document = Document(id="profile", kind=kind, text=text)
        return separate(Application(name="", profile=document)).blind.profile.text
    document = Document(id="interview/1", kind=kind, text=text)
    response = TextResponse(item="1", document=document)
    return separate(Application(name="", interview=(response,))).blind.interview[0].document.text


def years(start: int, size: int) -> dict[str, object]:
    return {"first": start, "last": start + 4, "later": start + 7, "years": size}


WHEN = years(2009, 4)


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: origin["school"])
@pytest.mark.parametrize("template", [PROFILE, ONE_LINE], ids=["sections", "one-line"])
def test_a_profile_reads_the_same_from_everywhere(template, origin):
    assert blind(template.format(**origin, **WHEN)) == blind(template.format(**ORIGINS[0], **WHEN))


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: origin["school"])
def test_an_answer_reads_the_same_from_everywhere(origin):
    ours = blind(ANSWER.format(**origin, **WHEN), DocumentKind.INTERVIEW)
    assert ours == blind(ANSWER.format(**ORIGINS[0], **WHEN), DocumentKind.INTERVIEW)


@given(st.sampled_from(ORIGINS), st.integers(1958, 2018), st.integers(2, 45))
def test_years_and_their_number_leave_nothing(origin, start, size):
    text = blind(PROFILE.format(**origin, **years(start, size)))
    assert text == blind(PROFILE.format(**ORIGINS[0], **WHEN))
    assert str(start) not in text


@given(st.lists(st.sampled_from(ORIGINS), min_size=8, max_size=8))
def test_every_field_swaps_by_itself(rows):
    mixed = {field: row[field] for field, row in zip(FIELDS, rows, strict=True)}
    assert blind(PROFILE.format(**mixed, **WHEN)) == blind(PROFILE.format(**ORIGINS[0], **WHEN))


def test_the_work_survives_the_swap():
    text = blind(PROFILE.format(**ORIGINS[1], **WHEN))
    for kept in (
        "40 MB/s",
        "MIT License",
        "4 years of logs",
        "Stanford CoreNLP",
        "14 of 20 instances",
        "Python 3.11",
        "Java",
    ):
        assert kept in text
    for gone in ("Gadjah", "Yogyakarta", "Indonesia", "Pratama", "2009", "ugm"):
        assert gone not in text


def test_how_many_schools_and_places_does_not_show():
    one = "Experience\n\nWrote a parser for 3 teams.\n\nEducation\n\nMIT, 2012 - 2016"
    two = "Experience\n\nWrote a parser for 3 teams.\n\nEducation\n\nUniversity of Lagos\n\nLagos, Lagos State, Nigeria\n\nB.Sc, 2001 - 2005\n\nETH Zürich\n\nMSc 2007"
    assert blind(one) == blind(two)
