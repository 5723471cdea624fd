"""How much of what must go is masked, and how much of what must stay survives: `python -m earnest.blind.measure`.

Both sets were written for this project (`cases/`). The plain gazetteer masks every hit of the same lists (schools,
places, peoples, months, four-digit years, numbers of years) and stands beside both numbers.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from earnest.blind.separation import separate
from earnest.blind.vocabulary import alternatives, entries
from earnest.blind.words_of_line import keys, longest_by_first, phrases_in, words_in
from earnest.blind.schools import school_names
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind

CASES = Path(__file__).with_name("cases")
_MARKED = re.compile(r"⟦([^⟧]*)⟧")


class Case(NamedTuple):
    """A text, the spans of it that are marked, and the country it is about ("" where none)."""

    country: str
    text: str
    spans: tuple[tuple[int, int], ...]


class Outcome(NamedTuple):
    """One marked span: its words, its country, and whether each method masked the whole of it or any of it."""

    country: str
    words: str
    ours_whole: bool
    ours_any: bool
    plain_whole: bool
    plain_any: bool


def targets() -> list[Case]:
    """Return what must be masked."""
    return [_case(*row.split("\t", 1)) for row in _rows("targets.tsv")]


def survivors() -> list[Case]:
    """Return what must survive."""
    return [_case("", row) for row in _rows("survivors.txt")]


def _rows(name: str) -> list[str]:
    rows = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("#")]


def _case(country: str, marked: str) -> Case:
    text = marked.replace("¶", "\n\n")
    if not text.casefold().startswith(("education", "educação")):
        text = f"Experience\n\n{text}"
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length, at = 0, 0
    for match in _MARKED.finditer(text):
        before = text[at : match.start()]
        start = length + len(before)
        parts += (before, match.group(1))
        length = start + len(match.group(1))
        spans.append((start, length))
        at = match.end()
    return Case(country, "".join((*parts, text[at:])), tuple(spans))


def outcomes(cases: list[Case]) -> Iterator[Outcome]:
    """Yield the outcome of every marked span."""
    for case in cases:
        ours, plain = masked_characters(case.text), plain_characters(case.text)
        for start, end in case.spans:
            needed = {at for at in range(start, end) if case.text[at].isalnum()}
            yield Outcome(
                case.country,
                case.text[start:end],
                needed <= ours,
                bool(needed & ours),
                needed <= plain,
                bool(needed & plain),
            )


def masked_characters(text: str) -> set[int]:
    """Return the offsets of a profile's text that `separate` masks."""
    document = Document(id="profile", kind=DocumentKind.PROFILE, text=text)
    masked = separate(Application(name="", profile=document)).ledger.masked
    return {at for mask in masked for at in range(mask.start, mask.end)}


def plain_characters(text: str) -> set[int]:
    """Return the offsets that a gazetteer without context masks."""
    places = [name for name in _PLACE_LISTS for name in entries(name, "places")]
    schools = [name for name in ("short", "ambiguous_short") for name in entries(name, "schools")]
    phrases = keys([*places, *schools, *entries("months")]) | school_names()
    words = words_in(text)
    found = phrases_in(text, words, phrases, longest_by_first(phrases))
    hits = [(words[first].start, words[last - 1].end) for first, last in found if words[first].capital]
    hits += [match.span() for match in _PLAIN.finditer(text)]
    hits += [
        match.span()
        for match in re.finditer(rf"\b(?:\d+|{alternatives('number_words')})\+?\s+(?:years|months)", text)
    ]
    return {at for start, end in hits for at in range(start, end)}


_PLACE_LISTS = (
    "countries",
    "regions",
    "cities",
    "ambiguous_countries",
    "ambiguous_regions",
    "ambiguous_cities",
    "demonyms",
    "languages_too",
)
_PLAIN = re.compile(r"\b(?:19|20)\d\d\b|[\w.+-]+@[\w.-]+|https?://\S+|\+\d[\d ()-]{7,}")


def main() -> None:
    """Print both numbers with the baseline, recall by country, and everything missed."""
    wanted, kept = list(outcomes(targets())), list(outcomes(survivors()))
    report = [
        f"must be masked: {len(wanted)} targets, {len({one.country for one in wanted})} countries",
        f"  masked whole        earnest {_share(one.ours_whole for one in wanted)}   plain gazetteer {_share(one.plain_whole for one in wanted)}",
        f"  masked in part      earnest {_share(one.ours_any for one in wanted)}   plain gazetteer {_share(one.plain_any for one in wanted)}",
        f"must survive: {len(kept)} phrases",
        f"  untouched           earnest {_share(not one.ours_any for one in kept)}   plain gazetteer {_share(not one.plain_any for one in kept)}",
    ]
    total = Counter(one.country for one in wanted)
    missed = Counter(one.country for one in wanted if not one.ours_whole)
    report += [
        f"  {country}: {total[country] - missed[country]} of {total[country]}" for country in sorted(missed)
    ]
    report += [f"missed: {one.country}: {one.words}" for one in wanted if not one.ours_whole]
    report += [f"destroyed: {one.words}" for one in kept if one.ours_any]
    sys.stdout.write("\n".join(report) + "\n")


def _share(values: Iterator[bool]) -> str:
    listed = list(values)
    return f"{sum(listed)}/{len(listed)} ({100 * sum(listed) / len(listed):.1f} %)"


if __name__ == "__main__":
    main()
