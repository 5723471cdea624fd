"""Dates: graduation, birth, and the years of employment; what only looks like a year stays."""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.vocabulary import alternatives, words
from earnest.records.ledger import MaskKind

_YEARLIKE = re.compile(r"(?:19|20|25|13|14)\d\d|['’]\d\d|\d{1,2}\s?[./\-年]\s?\d{1,4}", re.UNICODE)
_YEAR = r"(?:19[4-9]\d|20(?:[0-2]\d|3[0-2]))"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ISO = rf"{_YEAR}(?:[-/]{_MONTH}(?:[-/]{_DAY})?|\.{_MONTH}\.{_DAY})(?![\d.])"
_DOTTED = rf"{_YEAR}\.(?:0?[1-9]|1[0-2])(?!\d)"  # only in a range: by itself it may be a version
_MONTH_YEAR = rf"(?:0?[1-9]|1[0-2])\s?[./-]\s?{_YEAR}"


@cache
def _single() -> str:
    month = rf"(?:{alternatives('months')})\.?"
    ordinal = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|ª|\.)?"
    named = (
        rf"(?:{ordinal}\s+(?:of\s+|de\s+)?)?{month}(?:,?\s*|\s?[/\-]\s?)(?:{ordinal},?\s+)?"
        rf"(?:of\s+|de\s+|del\s+|')?(?:{_YEAR}|'\d\d)(?:\s?г\.?)?"
    )
    season = (
        rf"(?:{alternatives('seasons')})[\s\-/]*(?:of\s+|semester\s+|term\s+)?(?:{_YEAR}|'\d\d)(?:/\d\d)?"
    )
    cjk = rf"{_YEAR}\s?[年년](?:\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?)?"
    numbers = rf"{_DAY}[./-]\s?{_MONTH}[./-]\s?{_YEAR}|{_YEAR}\.\s{_MONTH}\.\s{_DAY}\.?"
    return rf"(?:{named}|{season}|{cjk}|{_ISO}|{_MONTH_YEAR}|{numbers})"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    now = alternatives("until_now")
    month = rf"(?:{alternatives('months')})\.?"
    link = r"\s*(?:-+|~|/|\b(?:to|until|till|through|a|al|até|hasta|bis|à|po|по|to\s+the)\b|至|から)\s*"
    one = rf"(?:{_single()}|{_DOTTED}|{_YEAR})"
    months = rf"(?<!de )(?<!del ){month}{link}{_single()}"  # not the last word of "Rio de Janeiro"
    range_ = rf"(?:between\s{one}\sand\s{one}|{one}{link}(?:{one}|\d\d\b|{now})|{months})"
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?<![\w.\-/]){range_}(?![\w/])", flags),
        re.compile(rf"(?<![\w.\-/]){_single()}(?![\w/]|-\w|\.\d)", flags),
        re.compile(rf"(?<![\w.\-/$€£#]){_YEAR}(?![\w%/]|-[^\s]|\.\d|,\d{{3}})"),
    )


@cache
def _graduation() -> re.Pattern[str]:
    """Return a year beside a word of entering or leaving school, in three calendars."""
    cues = alternatives("graduation_cues")
    year = rf"((?:{_YEAR}|25[0-9]{{2}}|1[34][0-9]{{2}}))"
    return re.compile(rf"(?<![\w.]){year}\s?年?\s?(?=(?:{cues}))", re.IGNORECASE)


def find_dates(line: Line) -> Iterator[Mask]:
    """Yield dates with a year, ranges of years, and bare years that the words around show to be years."""
    text = line.text
    if not _YEARLIKE.search(text):
        return
    range_, single, year = _patterns()
    yield from (
        Mask(*match.span(), MaskKind.DATE, "date-range")
        for match in range_.finditer(text)
        if not _is_version(text, match.start())
    )
    yield from (
        Mask(*match.span(), MaskKind.DATE, "date")
        for match in single.finditer(text)
        if not _is_quoted(text, match)
    )
    yield from (Mask(*match.span(1), MaskKind.DATE, "year") for match in _graduation().finditer(text))
    for match in year.finditer(text):
        if _is_year(line, match):
            yield Mask(*match.span(), MaskKind.DATE, "year")


def _is_year(line: Line, match: re.Match[str]) -> bool:
    before, after = line.text[: match.start()][-40:], line.text[match.end() :][:24]
    last = re.search(r"([^\W\d_][\w+]*)[\s(]*$", before)
    previous = last.group(1).lower() if last else ""
    following = re.match(r"\s+([a-zа-яё]\w*)", after)
    counted = following is not None and following.group(1) not in words("after_year")
    if previous in words("versioned"):
        return False
    if previous in words("year_cues"):
        return not (counted and following is not None and following.group(1).endswith("s"))
    if counted:
        return False
    enclosed = before.rstrip().endswith(("(", ",", ";", "|", "•", "·", ":", "-")) or not before.strip()
    closes = bool(re.match(r"\s*(?:[),;|•·:.\-]|$)", after))
    return (enclosed and (closes or not before.strip())) or (
        line.in_profile and closes and _short_clause(before, line)
    )


def _is_version(text: str, start: int) -> bool:
    """Say whether a year is part of a name: "Windows Server 2019 to 2022"."""
    last = re.search(r"([^\W\d_][\w+]*)\s$", text[max(0, start - 30) : start])
    return last is not None and last.group(1).lower() in _PRODUCTS


_PRODUCTS = frozenset({"windows", "server", "office", "studio", "excel", "sharepoint", "exchange", "autocad"})


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    """Say whether a date stands in quotes: it is a piece of data."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return around in {'""', "``"}


def _short_clause(before: str, line: Line) -> bool:
    """Say whether the year ends a short line, or a short sentence of nothing but capitals ("TATU 2016.")."""
    if len(line.text) < 80:
        return True
    sentence = re.split(r"\. | - |; | \| ", before)[-1]
    return len(sentence) < 30 and len(sentence.split()) < 5 and sentence[:1].isupper()
