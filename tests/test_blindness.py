"""Where somebody is from, studied, and for how long: another origin, and every Evidence is the same, byte for byte.

The applications and the people are invented.
"""

import json
import textwrap
from functools import cache

import pytest

from earnest.bank import find_pack
from earnest.blind import separate
from earnest.blind.test_swaps import ORIGINS
from earnest.intake import read
from earnest.records.application import Submission, SubmittedFile
from earnest.records.result import SignalId
from earnest.signals import Context, all_signals

PLAIN = """{name}
{city}, {country} | {phone} | me.myself@{host}
Nationality: {people}
Date of birth: {day}/{month}/{born}

SUMMARY
Data annotator with {years} years of experience, {people}, based in {city}. I rate answers of language models and write rubrics.

EXPERIENCE
Senior annotator, Acme Labs, {city}, {country} - May {later} - Present
- Rewrote the rubric for 31 refusals after I found that two raters read it in opposite ways; agreement rose from .52 to .78.
- Built a Label Studio queue in Python that shows each pair twice, so 4 % of the ratings check themselves.
Annotator, Globex | {city} | {first} - {later}
- Labelled 12,400 radiology reports and wrote the page on negation that 9 colleagues still use.
- Kept 4 years of logs under the MIT License and parsed them with Stanford CoreNLP.

EDUCATION
{school}, {city}, {country}
{degree} Computer Science, {first} - {last}
Thesis: a SAT solver in C++ that beat MiniSat on 14 of 20 instances.

SKILLS
Python, PostgreSQL, Label Studio, Docker
"""
LETTER = """Dear team,

My name is {name} and I write from {city}, {country}. I studied at {school} until {last} and have worked for {years} years since then.

Last spring I moved 12 services from cron to Airflow at Acme. The nightly job had failed without a word for nine days, so I added a check that compares row counts, and it has caught three bad loads.

Before that I wrote a Rust tokenizer that reads 40 MB/s on one core, and 210 tests for it.

Kind regards,
{name}
{phone}
"""
FORM = """| Name | {name} |
| --- | --- |
| Address | {city}, {country} |
| Phone | {phone} |
| E-mail | me.myself@{host} |
| Nationality | {people} |
| Years of experience | {years} |
| University | {school} |

## Work

**Prompt writer, Initech** ({first} - {later})

- Wrote 180 adversarial prompts for a tutoring model; 41 made it give a wrong proof.
- Halved the time of a review from 26 to 13 minutes with a checklist of seven questions.
"""
FAILURE = """Back home in {city} I ran the nightly import for a clinic; that was in {later}, after {years} years at the company. I dropped the wrong index on a Friday, without a backup, because I had not read the migration to its end. The appointments of 340 patients were gone for six hours, and I told the clinic within ten minutes. When I studied at {school} nobody had taught me to rehearse a rollback. Since then I run every migration against a copy first, and in {later} that copy stopped two more. I'm {people} and my {country} colleagues do the same now."""
LONG = """A cache should be the last thing a team adds, because it hides the cost of the query it covers.

When I worked in {city}, {country}, our endpoint took 900 ms. We put Redis before it and it took 40 ms; the query stayed slow, and each deploy that emptied the cache brought the site down. In {later} we added the missing index instead.

The claim fails where the origin cannot be made faster: a weather service that answers in two seconds needs a cache.

So measure the query first, and cache what is still slow. {name}, {city}, {last}."""
CODE = '''"""Ledger. Written by {name}, {school}, {first}."""

import csv


def total(rows):
    return sum(int(row["amount"]) for row in rows)
'''


def filled(text: str, origin: dict[str, str], start: int, size: int, *, wrap: bool = True) -> str:
    when = {
        "first": start, "last": start + 4, "later": start + 7, "years": size, "born": start - 19,
        "day": 3 + start % 9, "month": 1 + start % 12,
    }  # fmt: skip
    text = text.format(**origin, **when)
    return wrapped(text) if wrap else text


def wrapped(text: str) -> str:
    """Wrap running text the way an editor does: after the words stand there."""
    return "\n".join(_wrapped_line(line) for line in text.split("\n"))


def _wrapped_line(line: str) -> str:
    hanging = "  " if line.startswith("- ") else ""
    return textwrap.fill(line, 96, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def resume_json(origin: dict[str, str], start: int, size: int) -> str:
    """The profile as JSON Resume; the words of work are the same for everybody."""
    return json.dumps(
        {
            "basics": {
                "name": origin["name"],
                "email": f"me.myself@{origin['host']}",
                "phone": origin["phone"],
                "location": {"city": origin["city"], "region": origin["country"]},
                "summary": filled(
                    "I have {years} years of experience and live in {city}.", origin, start, size
                ).replace("\n", " "),
            },
            "work": [
                {
                    "name": "Acme",
                    "position": "Annotator",
                    "location": origin["city"],
                    "startDate": f"{start + 4}-05-01",
                    "endDate": f"{start + 9}-03-31",
                    "highlights": [
                        "Moved 12 services to Kubernetes and cut the deploy from 40 to 6 minutes."
                    ],
                }
            ],
            "education": [
                {
                    "institution": origin["school"],
                    "area": "Physics",
                    "studyType": origin["degree"],
                    "startDate": f"{start}-09-01",
                    "endDate": f"{start + 4}-06-30",
                }
            ],
            "skills": [{"name": "Data", "keywords": ["PostgreSQL", "Docker"]}],
        },
        ensure_ascii=False,
    )


def files(profile: str, origin: dict[str, str], start: int, size: int) -> dict[str, str]:
    code = filled(CODE, origin, start, size, wrap=False)
    name = {"json": "profile.json", "form": "profile.md"}.get(profile, "profile.txt")
    template = {"plain": PLAIN, "letter": LETTER, "form": FORM}
    text = (
        resume_json(origin, start, size)
        if profile == "json"
        else filled(template[profile], origin, start, size)
    )
    return {
        name: text,
        "interview.md": f"## interview-failure\n\n{filled(FAILURE, origin, start, size)}\n",
        "writing/long-caching.md": filled(LONG, origin, start, size, wrap=False),
        "samples/code-py-ledger-export/ledger/export.py": code,
        "preferences.jsonl": json.dumps({"item": "pair-arithmetic-01", "choice": "a", "confidence": 0.8}),
        "specialty.jsonl": json.dumps({"item": "edge-python-01", "answer": "b"}),
        "application.toml": 'specialty = "python"\n',
    }


@cache
def context() -> Context:
    return Context(pack=find_pack("practice"))


def evidence(
    profile: str, origin: dict[str, str], start: int = 2009, size: int = 4, *, run_code: bool = False
) -> dict[str, str]:
    """The Evidence of every signal as JSON, by the signal's id; adherence, which runs the sample, where asked."""
    given = tuple(
        SubmittedFile(path=path, content=text.encode())
        for path, text in files(profile, origin, start, size).items()
    )
    application = read(Submission(name="application", files=given))
    assert not application.problems, application.problems
    blind = separate(application).blind
    found = {
        signal.id.value: signal.extract(blind, context())
        for signal in all_signals()
        if signal.id is not SignalId.ADHERENCE or run_code
    }
    return {name: one.model_dump_json() for name, one in found.items() if one is not None}


@cache
def first(profile: str) -> dict[str, str]:
    return evidence(profile, ORIGINS[0])


@pytest.mark.parametrize("profile", ["plain", "letter", "form", "json"])
@pytest.mark.parametrize("place", range(1, len(ORIGINS)), ids=lambda place: ORIGINS[place]["school"])
def test_another_origin_leaves_the_same_evidence(profile, place):
    assert evidence(profile, ORIGINS[place], 1975 + place % 40, 2 + place % 30) == first(profile)


def test_all_seven_are_in_the_swap_with_the_code_run():
    one = evidence("plain", ORIGINS[0], run_code=True)
    other = evidence("plain", ORIGINS[-1], 1988, 21, run_code=True)
    assert set(one) == {signal.id.value for signal in all_signals()}
    assert one == other
