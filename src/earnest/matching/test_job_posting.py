import json

import pytest

from earnest.errors import BadRecord, TooLarge
from earnest.matching import job_posting
from earnest.matching.job_posting import Offer, problems_of, read_postings, to_posting
from earnest.records.listing import Listing

GOOD = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Grade Rust answers",
    "description": "<p>You grade <b>Rust</b> &amp; C++.</p><ul><li>Miri</li></ul>",
    "identifier": {"value": "rust 7"},
    "datePosted": "2026-11-02",
    "hiringOrganization": {"name": "Example (invented)"},
    "jobLocationType": "TELECOMMUTE",
    "educationRequirements": "A degree of Nowhere University",
    "applicantLocationRequirements": {"@type": "Country", "name": "Nowhere"},
    "baseSalary": {"currency": "USD", "value": {"minValue": 45, "maxValue": "60", "unitText": "HOUR"}},
}


def read(value, name="file"):
    return read_postings(value if isinstance(value, bytes) else json.dumps(value).encode(), name)


def changed(**fields):
    return {**GOOD, **fields}


def test_a_posting_becomes_a_listing_without_school_and_country():
    (posting,) = read(GOOD)
    assert posting.listing == Listing(
        id="rust-7",
        title="Grade Rust answers",
        text="You grade Rust & C++.\n\nMiri\n\nPay: 45-60 USD per hour",
    )
    assert posting.problems == ()


@pytest.mark.parametrize(
    "raw",
    [
        [GOOD, GOOD],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, GOOD, GOOD]},
        {"@type": "ItemList", "itemListElement": [{"item": GOOD}, {"item": GOOD}]},
    ],
)
def test_postings_are_found_in_lists_graphs_and_items(raw):
    assert [posting.listing.title for posting in read(raw)] == ["Grade Rust answers"] * 2


def test_json_ld_is_found_in_a_page_and_nothing_else_is():
    page = (
        '<html><script>var x = {"@type": "JobPosting"};</script><!-- <script type="application/ld+json">{}</script> -->'
        f"<SCRIPT type='application/ld+json; charset=utf-8'>{json.dumps(GOOD)}</script></html>"
    )
    assert len(read(page.encode())) == 1


@pytest.mark.parametrize(
    ("posting", "field"),
    [
        (changed(title=""), "title"),
        (changed(datePosted="2.11.2026"), "datePosted"),
        (changed(datePosted="2026-02-30"), "datePosted"),
        (changed(validThrough="2026-01-01"), "validThrough"),
        (changed(employmentType="FREELANCE"), "employmentType"),
        (changed(jobLocationType=None), "jobLocation"),
        (changed(baseSalary=None), "baseSalary"),
        (
            changed(baseSalary={"currency": "dollars", "value": {"value": 4, "unitText": "HOUR"}}),
            "baseSalary.currency",
        ),
        (changed(baseSalary={"currency": "USD", "value": {"unitText": "HOUR"}}), "baseSalary.value"),
        (
            changed(
                baseSalary={"currency": "USD", "value": {"minValue": 9, "maxValue": 4, "unitText": "HOUR"}}
            ),
            "baseSalary.value",
        ),
        (
            changed(baseSalary={"currency": "USD", "value": {"value": True, "unitText": "ITEM"}}),
            "baseSalary.value.unitText",
        ),
        (changed(**{"@context": "https://example.org/"}), "@context"),
    ],
)
def test_what_is_wrong_is_said_with_its_field(posting, field):
    assert field in [problem.field for problem in read(posting)[0].problems]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[NaN]",
        b"<html></html>",
        b'{"@type": "Person"}',
        b'<script type="application/ld+json">{"@type": "JobPosting"',
        json.dumps({"@type": ["Thing", 4]}).encode(),
    ],
)
def test_bytes_without_a_posting_are_refused(raw):
    with pytest.raises(BadRecord, match="file: "):
        read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 100_000,
        b" " * (job_posting.MOST_BYTES + 1),
        json.dumps([{"@type": "JobPosting"}] * 600).encode(),
    ],
)
def test_limits(raw):
    with pytest.raises(TooLarge):
        read(raw)


@pytest.mark.parametrize(
    "value",
    [None, 4, True, [], {}, [[["x"]]], "<script>" * 9_000, "&amp;lt;" * 9_000, "\ud800", "x" * 300_000],
)
@pytest.mark.parametrize(
    "field", ["title", "description", "identifier", "baseSalary", "skills", "employmentType"]
)
def test_no_value_of_a_field_breaks_the_reader(field, value):
    (posting,) = read(changed(**{field: value}))
    assert len(posting.listing.text) < 400_000


def test_out_and_in_again():
    listing = Listing(
        id="x-1",
        title="SQL rater",
        text="You rate **SQL** in DuckDB & PostgreSQL, `a < b`.\n\n- 30 USD an hour, specialist 45, expert 60.",
    )
    data = to_posting(listing, Offer(organization="Example (invented)", posted="2026-11-02"))
    assert problems_of(data) == ()
    assert data["skills"] == "DuckDB, PostgreSQL, SQL"
    assert data["baseSalary"]["value"]["minValue"] == 30
    assert data["baseSalary"]["value"]["maxValue"] == 60
    (again,) = read(data)
    assert (again.listing.id, again.listing.title) == ("x-1", "SQL rater")
    assert again.listing.text.startswith("You rate SQL in DuckDB & PostgreSQL, a < b.")


def test_html_of_a_listing_stays_text():
    data = to_posting(Listing(id="x", text="<script>alert(1)</script> [a](javascript:alert(1))"))
    assert "<script" not in data["description"]
    assert 'href="javascript' not in data["description"]


def test_what_is_missing_is_said():
    fields = [problem.field for problem in problems_of(to_posting(Listing(id="x", text="Join us!")))]
    assert fields == ["datePosted", "hiringOrganization", "baseSalary"]
