"""Birth, age and personal status: labelled fields of a profile, and ages in a sentence."""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import VALUE, Line, Mask, Section
from earnest.blind.vocabulary import alternatives
from earnest.records.ledger import MaskKind


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·,;]\s*)(?:{alternatives('birth_labels')})\s*(?:[:：]|\bon\b)\s*({VALUE}{{1,60}})",
        re.IGNORECASE,
    )


@cache
def _age() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:aged?\s+(?:of\s+)?\d{{1,2}}(?![\d.])|(?:\d{{2}}|twenty|thirty|forty|fifty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?[\s-]?(?:{alternatives('ages')}))(?!\w)",
        re.IGNORECASE,
    )


@cache
def _told() -> re.Pattern[str]:
    """Return a label with a date and no colon: "née en 1990 à Lille"."""
    return re.compile(
        rf"(?:^|[|•·,;(]\s*|\s-\s)(?:{alternatives('birth_labels')})\s+(?=[^|•·;]{{0,24}}\d)([^|•·;]{{1,40}})",
        re.IGNORECASE,
    )


@cache
def _at_age() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:since|when|before|until|after|at age|from the age of|since the age of)\s"
        r"(?:I was\s)?(?:about\s)?"
        rf"(\d{{1,2}}|{alternatives('ages_in_words')})(?=\s*(?:$|[.,;)!?]|years? old|and\b))",
        re.IGNORECASE,
    )


def _fields(line: Line) -> Iterator[Mask]:
    for match in _label().finditer(line.text):
        end = match.start(1) + len(match.group(1).rstrip(" ."))
        yield Mask(match.start(1), end, MaskKind.BIRTH, "birth-field")
    for match in _told().finditer(line.text):
        if line.section is Section.HEADER or match.group(1)[0].isdigit():
            yield Mask(*match.span(1), MaskKind.BIRTH, "birth-field")


def find_birth(line: Line) -> Iterator[Mask]:
    """Yield dates and places of birth, ages, and personal status."""
    if line.in_profile:
        yield from _fields(line)
    for match in _at_age().finditer(line.text):
        if "I was" in match.group() or "age" in match.group():
            yield Mask(*match.span(1), MaskKind.BIRTH, "age")
    for match in _age().finditer(line.text):
        around = line.text[max(0, match.start() - 25) : match.start()].lower()
        if line.in_profile or re.search(r"\b(?:i'm|i am|i was|my|me|at)\b", around):
            yield Mask(*match.span(), MaskKind.BIRTH, "age")
