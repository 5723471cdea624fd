"""Sections of a profile, and the lines of an education section, which go as a whole.

Degrees, grades and the shape of such lines differ by country ("B.Tech, 8.7 CGPA", "Licenciatura"), so
masking only the school's name would leave the country. What an education section says about work done (a
thesis, a project) stays.
"""

from collections.abc import Iterator, Sequence

from earnest.blind.canonical import CanonicalBlock
from earnest.blind.labels import label_before
from earnest.blind.masks import Line, Mask, Section
from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import words_in
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
    if bare in words("education_headings"):
        return Section.EDUCATION
    if bare in words("language_headings"):
        return Section.LANGUAGES
    return Section.BODY if bare in words("other_headings") else None


def _section_after(text: str, section: Section, place: int) -> Section:
    opened = heading_section(text)
    if opened is not None:
        return opened
    if section is Section.HEADER and (place >= _LONGEST_HEADER or len(text.split()) > _PROSE):
        return Section.BODY
    return section


def whole_lines(lines: Sequence[Line], masks: Sequence[Sequence[Mask]]) -> list[list[Mask]]:
    """Return the masks with those lines masked whole that only say where and when somebody studied."""
    schooled = [_says_school(line, found) for line, found in zip(lines, masks, strict=True)]
    entries = [_opens_entry(lines, masks, place) for place in range(len(lines))]
    result: list[list[Mask]] = []
    for place, (line, found) in enumerate(zip(lines, masks, strict=True)):
        near = [at for at in (place - 1, place + 1) if 0 <= at < len(lines)]
        beside = any(schooled[at] or entries[at] for at in near)
        if heading_section(line.text) is Section.EDUCATION:
            result.append([])
        elif entries[place] or _goes(line, found, schooled[place], beside) or _is_nothing_else(line, found):
            result.append([Mask(0, len(line.text), MaskKind.SCHOOL, "education-line")])
        else:
            result.append(list(found))
    return result


_SHORT = 14
_SHORT_UNSPACED = 40
_SHORT_SENTENCE = 6
_SMALL = 4
"""A word in small letters of fewer letters joins the words of a name."""


def _opens_entry(lines: Sequence[Line], masks: Sequence[Sequence[Mask]], place: int) -> bool:
    """Say whether a line stands where an education section names a school: no list has to know it.

    Under the heading or beside a date, a degree or a school; written as names are; not about work.
    """
    line = lines[place]
    if line.section is not Section.EDUCATION or is_heading(line.text) or not _is_name_like(line):
        return False
    near = [at for at in (place - 1, place, place + 1) if 0 <= at < len(lines)]
    headed = place > 0 and heading_section(lines[place - 1].text) is Section.EDUCATION
    dated = any(
        mask.kind in {MaskKind.DATE, MaskKind.SCHOOL}
        for at in near
        if lines[at].section is Section.EDUCATION
        for mask in masks[at]
    )
    return headed or dated


def _is_name_like(line: Line) -> bool:
    """Say whether a line is a name rather than a sentence: short, and few words of it in small letters."""
    folds = [word.fold for word in line.words]
    if not folds or len(folds) > _SHORT or len(line.text) > _SHORT_UNSPACED * 3:
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
    return any(mask.kind is MaskKind.SCHOOL for mask in masks) or (
        line.section is Section.EDUCATION and not words("grades").isdisjoint(word.fold for word in line.words)
    )


def _goes(line: Line, masks: Sequence[Mask], schooled: bool, beside: bool) -> bool:
    if not line.in_profile or is_heading(line.text):
        return False
    rest = _other_words(line, masks)
    if line.section is not Section.EDUCATION:
        degree = any(mask.rule == "degree-name" for mask in masks)
        return (
            degree
            and len(masks) > 1
            and rest <= _MOST_OTHER_WORDS
            and not line.text.endswith(".")
            and line.section is not Section.HEADER
        )
    if schooled:
        return len(line.words) <= _LONGEST_LINE
    kinds = {mask.kind for mask in masks}
    return (
        beside
        and bool(kinds & {MaskKind.DATE, MaskKind.PLACE, MaskKind.DURATION})
        and rest <= _MOST_OTHER_WORDS
    )


def _other_words(line: Line, masks: Sequence[Mask]) -> int:
    at, rest = 0, 0
    for mask in masks:
        rest += len(words_in(line.text[at : mask.start]))
        at = mask.end
    return rest + len(words_in(line.text[at:]))
