"""Invented applications, as varied as people write them: what the benchmarks of the certificate run over.

`application(number)` is the same on every machine. Each has a profile (one of nine layouts), two answers and
a long text; schools, towns and names come from the pools of the certificate, the rest from invented.toml.
"""

import json
import random
import tomllib
from pathlib import Path

from earnest.certificate.origins import Origin, drawn_origin, handle
from earnest.records.application import Submission, SubmittedFile

_TEXTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
TITLES, EMPLOYERS, CLAIMS, SKILLS = (_TEXTS[name] for name in ("titles", "employers", "claims", "skills"))
SUMMARIES, SCHOOLING, HEADS, JOBS = (_TEXTS[name] for name in ("summaries", "schooling", "heads", "jobs"))
ANSWERS, CONFLICTS, ESSAYS = (_TEXTS[name] for name in ("answers", "conflicts", "essays"))


def origin_of(number: int) -> tuple[Origin, random.Random]:
    rng = random.Random(f"invented/{number}")  # noqa: S311 - repeatable
    return drawn_origin(rng, frozenset()), rng


def values(one: Origin, rng: random.Random) -> dict[str, object]:
    first = rng.randint(1984, 2014)
    title = rng.choice(TITLES)
    return {
        "name": one.name, "town": one.town, "country": one.country.name, "people": one.country.people,
        "degree": one.country.degree, "school": one.school, "phone": one.phone,
        "mail": f"{handle(one.name)}@{one.host}", "first": first, "last": first + 4, "later": first + 7,
        "now": first + 9, "born": first - 19, "years": rng.randint(2, 24), "title": title,
        "small": title.lower(), "employer": rng.choice(EMPLOYERS),
    }  # fmt: skip


def profile(number: int) -> tuple[str, str]:
    """Return the ending of the file and its text."""
    one, rng = origin_of(number)
    known = values(one, rng)

    def fill(text: str) -> str:
        return text.format(**{**known, "employer": rng.choice(EMPLOYERS)})

    claims = rng.sample(CLAIMS, rng.randint(3, 6))
    head, summary = fill(rng.choice(HEADS)), fill(rng.choice(SUMMARIES))
    jobs = [fill(text) for text in rng.sample(JOBS, 2)]
    school, skills = fill(rng.choice(SCHOOLING)), rng.choice(SKILLS)
    layout = number % 9
    if layout == 8:
        return "json", _json(known, claims, skills)
    if layout == 7:
        return "txt", _letter(known, summary, claims)
    parts = [
        ("Summary", [summary], ""),
        ("Experience", [jobs[0], *claims[:2], jobs[1], *claims[2:]], "- "),
        ("Education", [school], ""),
        ("Skills", [skills], ""),
    ]
    if layout % 2:
        parts = [parts[0], parts[2], parts[1], parts[3]]
    if layout in {2, 5}:
        parts.append(("Languages", ["English (fluent), French (basic)"], ""))
    body = "\n\n".join(_part(name, lines, mark, layout) for name, lines, mark in parts)
    return ("md" if layout in {3, 4} else "txt"), f"{head}\n\n{body}\n"


def _part(name: str, lines: list[str], mark: str, layout: int) -> str:
    heading = {3: f"## {name}", 4: f"### {name}", 1: name.upper(), 6: f"{name}\n{'-' * len(name)}"}.get(
        layout, name
    )
    texts = [f"{mark if line.endswith('.') else ''}{line}" for line in lines]
    gap = "\n\n" if layout in {3, 4} else "\n"
    return f"{heading}\n\n{gap.join(texts)}"


def _letter(known: dict[str, object], summary: str, claims: list[str]) -> str:
    text = (
        "Dear team,\n\nMy name is {name} and I write from {town}, {country}. " + summary + "\n\n"
        + "\n\n".join(claims)
        + "\n\nI studied at {school} until {last}.\n\nKind regards,\n{name}\n{phone}\n"
    )  # fmt: skip
    return text.format(**known)


def _json(known: dict[str, object], claims: list[str], skills: str) -> str:
    return json.dumps(
        {
            "basics": {
                "name": known["name"],
                "email": known["mail"],
                "phone": known["phone"],
                "location": {"city": known["town"], "region": known["country"]},
                "summary": f"I have {known['years']} years of experience and live in {known['town']}.",
            },
            "work": [
                {
                    "name": "Acme Labs",
                    "position": known["title"],
                    "startDate": f"{known['later']}-05-01",
                    "highlights": claims,
                }
            ],
            "education": [
                {
                    "institution": known["school"],
                    "area": "Physics",
                    "studyType": known["degree"],
                    "startDate": f"{known['first']}-09-01",
                    "endDate": f"{known['last']}-06-30",
                }
            ],
            "skills": [{"name": "Tools", "keywords": skills.split(", ")}],
        },
        ensure_ascii=False,
    )


def application(number: int) -> Submission:
    ending, text = profile(number)
    one, rng = origin_of(number)
    known = values(one, rng)
    failure, conflict = ANSWERS[number % len(ANSWERS)].format(**known), CONFLICTS[number % 3].format(**known)
    interview = f"## interview-failure\n\n{failure}\n\n## interview-conflict\n\n{conflict}\n"
    files = {
        f"profile.{ending}": text,
        "interview.md": interview,
        "writing/long-caching.md": ESSAYS[number % len(ESSAYS)].format(**known),
    }
    given = tuple(SubmittedFile(path=path, content=body.encode()) for path, body in files.items())
    return Submission(name=f"invented-{number:03}", files=given)
