"""Birth, age and personal status: labelled fields of a profile, and ages in a sentence."""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.vocabulary import alternatives
from earnest.records.ledger import MaskKind


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[|•·,;]\s*)(?:{alternatives('birth_labels')})\s*(?:[:：]|\bon\b)\s*([^|•·;]{{1,60}})",
        re.IGNORECASE,
    )


@cache
def _age() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:aged?\s+(?:of\s+)?\d{{1,2}}(?![\d.])|(?:\d{{2}}|twenty|thirty|forty|fifty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?[\s-]?(?:{alternatives('ages')}))(?!\w)",
        re.IGNORECASE,
    )


def find_birth(line: Line) -> Iterator[Mask]:
    """Yield dates and places of birth, ages, and personal status."""
    if line.in_profile and (":" in line.text or "：" in line.text or "born" in line.text.lower()):
        for match in _label().finditer(line.text):
            yield Mask(
                match.start(1),
                match.start(1) + len(match.group(1).rstrip(" .")),
                MaskKind.BIRTH,
                "birth-field",
            )
    for match in _age().finditer(line.text):
        around = line.text[max(0, match.start() - 25) : match.start()].lower()
        if line.in_profile or re.search(r"\b(?:i'm|i am|i was|my|me|at)\b", around):
            yield Mask(*match.span(), MaskKind.BIRTH, "age")
