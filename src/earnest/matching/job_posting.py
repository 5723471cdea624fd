"""Listings as schema.org JobPosting, in and out: JSON-LD by itself or inside HTML.

What comes in may be anything: size, depth, number and length of fields are limited, nothing is fetched, no
context is loaded, and what is not understood is a problem with a place, not a guess. School, years and
country are left out of a listing: matching must not read them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from markdown_it import MarkdownIt
from pydantic import JsonValue

from earnest.errors import BadRecord, TooLarge
from earnest.matching.gazetteer import FIELDS, find_technologies, gazetteer
from earnest.matching.pay import Amount, amounts
from earnest.matching.surface import plain_text
from earnest.records.base import Record
from earnest.records.listing import Listing

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
MOST_BYTES = 4_000_000
_MOST_DEPTH = 40
_MOST_NODES = 200_000
_MOST_POSTINGS = 500
_MOST_TEXT = 100_000  # characters of one field
_CONTEXT = re.compile(r"https?://(?:www\.)?schema\.org/?")
_UNITS = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}
_EMPLOYMENT = frozenset("FULL_TIME PART_TIME CONTRACTOR TEMPORARY INTERN VOLUNTEER PER_DIEM OTHER".split())
_REQUIRED = ("title", "description", "datePosted", "hiringOrganization")
_READ = ("responsibilities", "skills", "qualifications", "workHours", "incentiveCompensation", "jobBenefits")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.,+\-Z]{1,32})?")


class Problem(Record):
    """What is wrong with one field of a posting."""

    field: str
    says: str


class Posting(Record):
    """One JobPosting: the listing that matching reads, its data, and what is wrong with it."""

    listing: Listing
    data: dict[str, JsonValue]
    problems: tuple[Problem, ...] = ()


class Offer(NamedTuple):
    """What a listing's text does not say and a JobPosting asks for; "" where it is not known."""

    organization: str = ""
    posted: str = ""
    valid_through: str = ""
    url: str = ""


def read_postings(raw: bytes, name: str = "posting") -> tuple[Posting, ...]:
    """Return the postings of a JSON document, JSON-LD or HTML page, in order.

    Raises `TooLarge` over a limit, `BadRecord` where the bytes hold no JobPosting.
    """
    if len(raw) > MOST_BYTES:
        raise TooLarge(f"{name}: {len(raw):,} bytes, more than {MOST_BYTES:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRecord(f"{name}: not UTF-8 (byte {error.start})") from error
    found: list[Mapping[str, JsonValue]] = []
    for piece in _documents(text, name):
        found += _postings(_parsed(piece, name))
        if len(found) > _MOST_POSTINGS:
            raise TooLarge(f"{name}: more than {_MOST_POSTINGS} postings")
    if not found:
        raise BadRecord(f"{name}: no schema.org JobPosting in it")
    return tuple(
        _posting(data, f"{name}-{place}" if len(found) > 1 else name) for place, data in enumerate(found, 1)
    )


def to_posting(listing: Listing, offer: Offer | None = None) -> dict[str, JsonValue]:
    """Return a listing as a JobPosting; `problems_of` says what a job board will miss.

    Pay becomes `baseSalary` where the text names it for an hour or longer in one currency; technologies
    become `skills`.
    """
    told = offer or Offer()
    data: dict[str, JsonValue] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": listing.title or listing.id,
        "description": _MARKDOWN.render(listing.text).strip(),
        "identifier": {"@type": "PropertyValue", "name": told.organization or "listing", "value": listing.id},
        "employmentType": "CONTRACTOR",
        "jobLocationType": "TELECOMMUTE",
    }
    skills = _skills(f"{listing.title}\n{listing.text}")
    data |= {"skills": skills} if skills else {}
    data |= _salary(amounts(listing.text))
    data |= {"datePosted": told.posted} if told.posted else {}
    data |= {"validThrough": told.valid_through} if told.valid_through else {}
    data |= {"url": told.url} if told.url else {}
    if told.organization:
        data["hiringOrganization"] = {"@type": "Organization", "name": told.organization}
    return data


def problems_of(data: Mapping[str, JsonValue]) -> tuple[Problem, ...]:
    """Return what is wrong with a JobPosting: missing fields, dates, kinds of employment, pay."""
    found = [Problem(field=name, says="missing") for name in _REQUIRED if not data.get(name)]
    found += _date_problems(data)
    kinds = data.get("employmentType")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind is not None and (not isinstance(kind, str) or kind.upper() not in _EMPLOYMENT):
            found.append(Problem(field="employmentType", says=f"{_short(kind)} is no kind of employment"))
    if not data.get("jobLocation") and data.get("jobLocationType") != "TELECOMMUTE":
        found.append(Problem(field="jobLocation", says="missing, and jobLocationType is not TELECOMMUTE"))
    found += _salary_problems(data.get("baseSalary"))
    return tuple(found)


def _documents(text: str, name: str) -> Iterator[str]:
    """Yield the JSON of a page's JSON-LD scripts, or the text itself where it begins as JSON does."""
    if text.lstrip()[:1] in {"{", "["}:
        yield text
        return
    reader = _Scripts()
    reader.feed(text)
    reader.close()
    if not reader.found:
        raise BadRecord(f"{name}: neither JSON nor a page with a script of type application/ld+json")
    yield from reader.found


class _Scripts(HTMLParser):
    """Collects the bodies of JSON-LD scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._parts: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = next((value for name, value in attrs if name == "type"), "") or ""
        if tag == "script" and kind.split(";")[0].strip().lower() == "application/ld+json":
            self._parts = []

    def handle_data(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._parts is not None:
            self.found.append("".join(self._parts))
            self._parts = None


def _parsed(text: str, name: str) -> JsonValue:
    if _depth(text) > _MOST_DEPTH:
        raise TooLarge(f"{name}: JSON nested more than {_MOST_DEPTH} deep")
    try:
        value: JsonValue = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"{name}: not JSON ({_short(str(error))})") from error
    return value


def _no_constant(written: str) -> JsonValue:
    raise ValueError(f"{written} is no JSON")


def _depth(text: str) -> int:
    """Return how deep brackets nest outside strings, without parsing."""
    deepest = depth = 0
    inside = escaped = False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = inside
        elif char == '"':
            inside = not inside
        elif not inside and char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not inside and char in "]}":
            depth -= 1
    return deepest


def _postings(value: JsonValue) -> list[Mapping[str, JsonValue]]:
    """Return the JobPosting objects of a document in order: itself, of a list, of a graph, or nested."""
    found: list[Mapping[str, JsonValue]] = []
    waiting: list[JsonValue] = [value]
    seen = 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        one = waiting.pop()
        if isinstance(one, dict) and _is_posting(one):
            found.append(one)
        elif isinstance(one, dict):
            waiting.extend(reversed([each for each in one.values() if isinstance(each, dict | list)]))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
    return found


def _is_posting(value: Mapping[str, JsonValue]) -> bool:
    kinds = value.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.rsplit("/", 1)[-1] == "JobPosting" for name in names)


def _posting(data: Mapping[str, JsonValue], name: str) -> Posting:
    kept = {key: _cut(value) for key, value in data.items() if isinstance(key, str)}
    parts = [_plain(_text(kept.get("description")))]
    parts += [told for field in _READ if (told := _plain(_text(kept.get(field))))]
    parts += _pay_line(kept.get("baseSalary"))
    listing = Listing(
        id=_identifier(kept.get("identifier")) or name,
        title=_plain(_text(kept.get("title"))),
        text="\n\n".join(part for part in dict.fromkeys(parts) if part),
    )
    context = json.dumps(kept.get("@context", ""))
    strange = [] if _CONTEXT.search(context) or not kept.get("@context") else ["@context"]
    problems = [Problem(field=field, says="is not schema.org") for field in strange]
    return Posting(listing=listing, data=kept, problems=(*problems, *problems_of(kept)))


def _cut(value: JsonValue) -> JsonValue:
    return value[:_MOST_TEXT] if isinstance(value, str) else value


def _text(value: JsonValue) -> str:
    """Return a field as text: a string, a list of them, or the name of an object."""
    if isinstance(value, str):
        return value[:_MOST_TEXT]
    if isinstance(value, list):
        return ", ".join(told for each in value[:_MOST_POSTINGS] if (told := _text(each)))
    if isinstance(value, dict):
        named = value.get("name")
        return named[:_MOST_TEXT] if isinstance(named, str) else ""
    return ""


def _plain(text: str) -> str:
    """Return HTML, also HTML that was escaped once more, as plain text."""
    return plain_text(unescape(text) if "&lt;" in text else text)


def _identifier(value: JsonValue) -> str:
    told = value.get("value") if isinstance(value, dict) else value
    return re.sub(r"[^\w.-]+", "-", str(told))[:80].strip("-") if isinstance(told, str | int) else ""


def _skills(text: str) -> str:
    names = {mention.name for mention in find_technologies(text)}
    return ", ".join(sorted(name for name in names if gazetteer().technology(name).category not in FIELDS))


def _salary(found: Sequence[Amount]) -> dict[str, JsonValue]:
    """Return `baseSalary` from the amounts of the first currency and unit that a JobPosting can say."""
    usable = [one for one in found if one.unit in _UNITS]
    same = [one for one in usable if (one.currency, one.unit) == (usable[0].currency, usable[0].unit)]
    if not same:
        return {}
    low, high = min(one.low for one in same), max(one.high for one in same)
    value: dict[str, JsonValue] = {"@type": "QuantitativeValue", "unitText": _UNITS[same[0].unit]}
    value |= {"minValue": low, "maxValue": high} if high > low else {"value": low}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": same[0].currency, "value": value}}


def _pay_line(salary: JsonValue) -> list[str]:
    """Return the pay of a posting as a line of text, as far as it can be read."""
    if not isinstance(salary, dict):
        return []
    value = salary.get("value")
    held = value if isinstance(value, dict) else {"value": value}
    numbers = [_number(held.get(name)) for name in ("minValue", "maxValue", "value")]
    told = list(dict.fromkeys(f"{number:g}" for number in numbers if number is not None))
    unit = held.get("unitText")
    names = {code: name for name, code in _UNITS.items()}
    per = f" per {names[unit.upper()]}" if isinstance(unit, str) and unit.upper() in names else ""
    return [f"Pay: {'-'.join(told[:2])} {_text(salary.get('currency'))}{per}"] if told else []


def _number(value: JsonValue) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}(?:\.\d{1,4})?", value.strip()):
        return float(value)
    return None


def _date_problems(data: Mapping[str, JsonValue]) -> list[Problem]:
    read: dict[str, date] = {}
    found: list[Problem] = []
    for field in ("datePosted", "validThrough"):
        value = data.get(field)
        if value is None or value == "":
            continue
        day = _day(value)
        if day is None:
            found.append(Problem(field=field, says=f"{_short(value)} is no date (YYYY-MM-DD)"))
        else:
            read[field] = day
    if len(read) > 1 and read["validThrough"] < read["datePosted"]:
        found.append(Problem(field="validThrough", says="lies before datePosted"))
    return found


def _day(value: JsonValue) -> date | None:
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _salary_problems(salary: JsonValue) -> list[Problem]:
    if salary is None:
        return [Problem(field="baseSalary", says="missing: a listing without pay is passed over")]
    if not isinstance(salary, dict):
        return [Problem(field="baseSalary", says="is no MonetaryAmount")]
    found: list[Problem] = []
    currency = salary.get("currency")
    if not isinstance(currency, str) or not re.fullmatch(r"[A-Z]{3}", currency):
        found.append(Problem(field="baseSalary.currency", says="is no ISO 4217 code"))
    value = salary.get("value")
    held = value if isinstance(value, dict) else {"value": value}
    numbers = {name: _number(held.get(name)) for name in ("minValue", "maxValue", "value")}
    low, high = numbers["minValue"], numbers["maxValue"]
    if all(number is None for number in numbers.values()):
        found.append(Problem(field="baseSalary.value", says="has no number"))
    if any(number is not None and number < 0 for number in numbers.values()) or (
        low is not None and high is not None and high < low
    ):
        found.append(Problem(field="baseSalary.value", says="is no range"))
    unit = held.get("unitText")
    if not isinstance(unit, str) or unit.upper() not in _UNITS.values():
        found.append(
            Problem(
                field="baseSalary.value.unitText",
                says=f"{_short(unit)} is none of {', '.join(_UNITS.values())}",
            )
        )
    return found


def _short(value: object) -> str:
    written = repr(value) if isinstance(value, str) else str(value)
    return written[:60]
