"""How much of what must go is masked, and how much of what must stay survives.

`python -m earnest.blind.measure`.

All sets were written for this project (`cases/`): phrases in a sentence, and whole texts in which some
words must go and others must stay. The plain gazetteer masks every hit of the same lists (schools, places
but the long list of towns, peoples, months, four-digit years, numbers of years) and stands beside each
number.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from earnest.blind.schools import school_names
from earnest.blind.separation import separate
from earnest.blind.vocabulary import alternatives, entries
from earnest.blind.words_of_line import keys, longest_by_first, phrases_in, words_in
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.records.response import TextResponse

CASES = Path(__file__).with_name("cases")
_MARK = re.compile("[⟦⟧⟪⟫]")


class Case(NamedTuple):
    """A text and what is marked in it: the spans that must go and those that must stay.

    `country` may be "".
    """

    country: str
    kind: DocumentKind
    text: str
    gone: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...]


class Outcome(NamedTuple):
    """One marked span.

    Its words, its country, and whether each method masked the whole of it or any of it.
    """

    country: str
    words: str
    ours_whole: bool
    ours_any: bool
    plain_whole: bool
    plain_any: bool


def targets(name: str = "targets.tsv") -> list[Case]:
    """Return sentences in which the marked words must be masked."""
    rows = (row.split("\t", 1) for row in _rows(name))
    return [_case(country, DocumentKind.PROFILE, _under_heading(text)) for country, text in rows]


def survivors(name: str = "survivors.txt") -> list[Case]:
    """Return sentences in which the marked words must stay."""
    turned = (row.replace("⟦", "⟪").replace("⟧", "⟫") for row in _rows(name))
    return [_case("", DocumentKind.PROFILE, _under_heading(row)) for row in turned]


def documents(name: str = "documents.tsv") -> list[Case]:
    """Return whole texts in which some words must be masked and others must stay."""
    rows = (row.split("\t") for row in _rows(name))
    return [_case(country, DocumentKind(kind), text) for country, kind, text in rows]


def _rows(name: str) -> list[str]:
    rows = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("#")]


def _under_heading(text: str) -> str:
    return text if text.casefold().startswith(("education", "educação")) else f"Experience¶{text}"


def _case(country: str, kind: DocumentKind, marked: str) -> Case:
    marked = marked.replace("¶", "\n\n").replace("⏎", "\n")
    parts: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {"⟧": [], "⟫": []}
    length, at, opened = 0, 0, 0
    for match in _MARK.finditer(marked):
        parts.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match.group() in spans:
            spans[match.group()].append((opened, length))
        else:
            opened = length
    text = "".join((*parts, marked[at:]))
    return Case(country, kind, text, tuple(spans["⟧"]), tuple(spans["⟫"]))


def outcomes(cases: list[Case], marked: Callable[[Case], tuple[tuple[int, int], ...]]) -> Iterator[Outcome]:
    """Yield the outcome of every marked span (`Case.gone` or `Case.kept`)."""
    for case in cases:
        ours, plain = masked_characters(case.text, case.kind), plain_characters(case.text)
        for start, end in marked(case):
            needed = {at for at in range(start, end) if case.text[at].isalnum()}
            yield Outcome(
                case.country,
                case.text[start:end],
                needed <= ours,
                bool(needed & ours),
                needed <= plain,
                bool(needed & plain),
            )


def application_of(text: str, kind: DocumentKind) -> Application:
    """Return an application that is this one text."""
    if kind is DocumentKind.PROFILE:
        return Application(name="", profile=Document(id="profile", kind=kind, text=text))
    document = Document(id=f"{kind.value}/1", kind=kind, text=text)
    return Application(name="", interview=(TextResponse(item="1", document=document),))


def masked_characters(text: str, kind: DocumentKind = DocumentKind.PROFILE) -> set[int]:
    """Return the offsets of a text that `separate` masks."""
    masked = separate(application_of(text, kind)).ledger.masked
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


_SETS: tuple[tuple[str, Callable[[], list[Case]]], ...] = (
    ("sentences", lambda: [*targets(), *survivors()]),
    ("sentences, written later", lambda: [*targets("targets_later.tsv"), *survivors("survivors_later.txt")]),
    ("whole texts and phrases", documents),
    ("whole texts and phrases, later half", lambda: documents("documents_later.tsv")),
    ("whole texts and phrases, untouched", lambda: documents("documents_untouched.tsv")),
    ("fresh: a school of 46 countries", lambda: documents("documents_fresh.tsv")),
    ("fresh: phrases that must stay", lambda: survivors("survivors_fresh.txt")),
    ("tricky phrases that must stay", lambda: survivors("survivors_tricky.txt")),
    ("last: schools, exams and services", lambda: documents("documents_last.tsv")),
)


def main() -> None:
    """Print every number with the baseline, and everything missed or destroyed."""
    for name, read in _SETS:
        cases = read()
        gone = list(outcomes(cases, lambda case: case.gone))
        kept = list(outcomes(cases, lambda case: case.kept))
        countries = len({one.country for one in gone})
        rows = [
            f"{name}: {len(gone)} words or phrases of {countries} countries must go, {len(kept)} must stay",
            _row("masked whole", (one.ours_whole for one in gone), (one.plain_whole for one in gone)),
            _row("masked in part", (one.ours_any for one in gone), (one.plain_any for one in gone)),
            _row("untouched", (not one.ours_any for one in kept), (not one.plain_any for one in kept)),
            *_by_country(gone),
            *(f"  missed: {one.country}: {one.words}" for one in gone if not one.ours_whole),
            *(f"  destroyed: {one.words}" for one in kept if one.ours_any),
        ]
        sys.stdout.write("\n".join(rows) + "\n")


def _by_country(gone: list[Outcome]) -> Iterator[str]:
    """Yield how many countries have everything masked whole, and each that has not, the worst first."""
    found: dict[str, list[bool]] = {}
    for one in gone:
        found.setdefault(one.country, []).append(one.ours_whole)
    worse = sorted(
        (sum(values) / len(values), country) for country, values in found.items() if not all(values)
    )
    if len(found) > 1:
        worst = ", ".join(f"{country} {100 * part:.0f} %" for part, country in worse)
        yield f"  all masked in {len(found) - len(worse)} of {len(found)} countries; worst: {worst or 'none'}"


def _row(name: str, ours: Iterator[bool], plain: Iterator[bool]) -> str:
    return f"  {name:14} earnest {share(ours)}   plain gazetteer {share(plain)}"


def share(values: Iterator[bool]) -> str:
    """Return how many of the values are true, as a fraction and in per cent."""
    listed = list(values)
    if not listed:
        return "none"
    return f"{sum(listed)}/{len(listed)} ({100 * sum(listed) / len(listed):.1f} %)"


if __name__ == "__main__":
    main()
