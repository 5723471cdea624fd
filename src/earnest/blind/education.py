"""Sections of a profile, and the lines of an education section, which go as a whole.

Degrees, grades and the shape of such lines differ by country ("B.Tech, 8.7 CGPA", "Licenciatura"), so
masking only the school's name would leave the country. What an education section says about work done (a
thesis, a project) stays.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from earnest.blind.canonical import CanonicalBlock
from earnest.blind.labels import label_before
from earnest.blind.masks import Line, Mask, Section
from earnest.blind.places import may_be_place
from earnest.blind.vocabulary import entries, words
from earnest.blind.words_of_line import fold, words_in
from earnest.matching.gazetteer import gazetteer
from earnest.records.document import DocumentKind
from earnest.records.ledger import MaskKind

_LONGEST_LINE = 30
_MOST_OTHER_WORDS = 9
_LONGEST_HEADING = 6
_LONGEST_HEADER = 12
_PROSE = 25


def lines_of(blocks: Sequence[CanonicalBlock], kind: DocumentKind) -> Iterator[Line]:
    """Yield the line of every block with the section it stands in; only profiles have sections."""
    section = Section.HEADER if kind is DocumentKind.PROFILE and len(blocks) > 1 else Section.BODY
    before = ""
    for place, block in enumerate(blocks):
        label = ""
        if kind is DocumentKind.PROFILE:
            section = _section_after(block.text, section, place)
            label = label_before(block.text, before, place)
        yield Line(block.text, kind, section, label)
        before = block.text


def is_heading(text: str) -> bool:
    """Say whether a line is a known heading of a profile."""
    return heading_section(text) is not None


def heading_section(text: str) -> Section | None:
    """Return the section a heading opens, None for a line that is no heading."""
    bare = text.strip(" :.#*-_=|•·0123456789").casefold()
    if not bare or len(bare.split()) > _LONGEST_HEADING:
        return None
    bare = fold(bare)
    if bare in _headings("education_headings"):
        return Section.EDUCATION
    if bare in _headings("language_headings"):
        return Section.LANGUAGES
    return Section.BODY if bare in _headings("other_headings") else None


@cache
def _headings(name: str) -> frozenset[str]:
    """Return headings without accents: who writes in capitals leaves them out."""
    return frozenset(fold(entry) for entry in entries(name))


def _section_after(text: str, section: Section, place: int) -> Section:
    opened = heading_section(text)
    if opened is not None:
        return opened
    if section is Section.HEADER and (place >= _LONGEST_HEADER or len(text.split()) > _PROSE):
        return Section.BODY
    return section


def whole_lines(lines: Sequence[Line], masks: Sequence[Sequence[Mask]]) -> list[list[Mask]]:
    """Return the masks with those lines masked whole that only say where and when somebody studied."""
    gone = _gone(lines, masks)
    result: list[list[Mask]] = []
    for place, (line, found) in enumerate(zip(lines, masks, strict=True)):
        if heading_section(line.text) is Section.EDUCATION:
            result.append([])
        elif gone[place] or _is_nothing_else(line, found):
            result.append([Mask(0, len(line.text), MaskKind.SCHOOL, "education-line")])
        elif _is_town_of_entry(lines, masks, place):
            result.append([Mask(0, len(line.text), MaskKind.PLACE, "city")])
        else:
            result.append(list(found))
    return result


def _is_town_of_entry(lines: Sequence[Line], masks: Sequence[Sequence[Mask]], place: int) -> bool:
    """Say whether a line is a town and nothing else, beside a line of dates: where an entry of work was."""
    line = lines[place]
    if not line.in_profile or not may_be_place(line.text):
        return False
    return any(
        _is_dates(lines[near], masks[near]) for near in (place - 1, place + 1) if 0 <= near < len(lines)
    )


def _is_dates(line: Line, masks: Sequence[Mask]) -> bool:
    dates = [mask for mask in masks if mask.kind is MaskKind.DATE]
    rest = "".join(line.text[mask.start : mask.end] for mask in dates)
    return bool(dates) and sum(map(str.isalnum, rest)) == sum(map(str.isalnum, line.text))


def _gone(lines: Sequence[Line], masks: Sequence[Sequence[Mask]]) -> list[bool]:
    """Return which lines go as a whole.

    A line that goes tells as much as one that names a school, whatever made it go; so it takes those beside
    it along that look like the rest of the entry, and these theirs. Otherwise the school would decide how
    much goes.
    """
    gone = [
        _goes(line, found) or _opens_entry(lines, found, place)
        for place, (line, found) in enumerate(zip(lines, masks, strict=True))
    ]
    rest = [_is_rest(line, found) for line, found in zip(lines, masks, strict=True)]
    for order in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        for place in order:
            near = place - order.step
            gone[place] = gone[place] or (
                rest[place] and gone[near] and lines[near].section is Section.EDUCATION
            )
    return gone


_SHORT = 14
_LONGEST_NAME = 120
_LONGEST_UNCASED = 40
_SHORT_SENTENCE = 4
_SMALL = 4
"""A word in small letters of fewer letters joins the words of a name."""
_LABEL = re.compile(r"[^\W\d_][^:：]{1,30}\s?[:：]")


def _opens_entry(lines: Sequence[Line], masks: Sequence[Mask], place: int) -> bool:
    """Say whether a line stands where an education section names a school: no list has to know it.

    Under the heading or with a date; written as names are; not about work.
    """
    line = lines[place]
    if line.section is not Section.EDUCATION or is_heading(line.text):
        return False
    headed = place > 0 and heading_section(lines[place - 1].text) is Section.EDUCATION
    dated = any(mask.kind is MaskKind.DATE for mask in masks)
    return (headed or dated) and (_is_name_like(line) or (dated and not _other_words(line, masks)))


def _is_rest(line: Line, masks: Sequence[Mask]) -> bool:
    """Say whether a line beside one that goes belongs to the same entry."""
    if line.section is not Section.EDUCATION or is_heading(line.text):
        return False
    kinds = {mask.kind for mask in masks}
    told = bool(kinds & {MaskKind.DATE, MaskKind.PLACE, MaskKind.DURATION})
    return _is_name_like(line) or (told and _other_words(line, masks) <= _MOST_OTHER_WORDS)


def _is_name_like(line: Line) -> bool:
    """Say whether a line is a name rather than a sentence: short, and few words of it in small letters."""
    folds = [word.fold for word in line.words]
    cased = any(word.text[0].upper() != word.text[0].lower() for word in line.words)
    if not folds or len(folds) > _SHORT or len(line.text) > (_LONGEST_NAME if cased else _LONGEST_UNCASED):
        return False
    if _LABEL.match(line.text):
        return False
    if line.text.endswith(".") and len(folds) > _SHORT_SENTENCE:
        return False
    small = sum(word.text[0].islower() and len(word.text) >= _SMALL for word in line.words)
    if (
        folds[0].endswith(("ed", "ing"))
        or small * 2 > len(folds)
        or not words("about_work").isdisjoint(folds[:3])
    ):
        return False
    return not gazetteer().plain(line.text)


def _is_nothing_else(line: Line, masks: Sequence[Mask]) -> bool:
    """Say whether a line is a school and punctuation."""
    return len(masks) == 1 and masks[0].kind is MaskKind.SCHOOL and not _other_words(line, masks)


def _says_school(line: Line, masks: Sequence[Mask]) -> bool:
    if any(mask.kind is MaskKind.SCHOOL for mask in masks):
        return True
    folds = [word.fold for word in line.words]
    return line.section is Section.EDUCATION and not (
        words("grades").isdisjoint(folds) and words("degree_words").isdisjoint(folds[:2])
    )


def _goes(line: Line, masks: Sequence[Mask]) -> bool:
    """Say whether a line goes whatever stands beside it."""
    if not line.in_profile or is_heading(line.text):
        return False
    if line.section is Section.EDUCATION:
        return _says_school(line, masks) and len(line.words) <= _LONGEST_LINE
    return (
        any(mask.rule == "degree-name" for mask in masks)
        and len(masks) > 1
        and _other_words(line, masks) <= _MOST_OTHER_WORDS
        and not line.text.endswith(".")
        and line.section is not Section.HEADER
    )


def _other_words(line: Line, masks: Sequence[Mask]) -> int:
    at, rest = 0, 0
    for mask in masks:
        rest += len(words_in(line.text[at : mask.start]))
        at = mask.end
    return rest + len(words_in(line.text[at:]))
