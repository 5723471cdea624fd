"""The head of a profile, where nothing but a title speaks of work: parts of it go as a whole.

No list holds every street, district, town and identity number of the world, and a part masked by half
("Flat 4, [contact], Lekki, [place]") tells as much as one not masked at all. So a part between separators
goes when something in it is identity or when nothing in it is work: a title, a technology, a word of
ordinary prose.
"""

import re
from collections.abc import Iterator, Sequence

from earnest.blind.labels import headings
from earnest.blind.masks import Line, Mask, Section
from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import Word
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind

_PART = re.compile(r"(?:[^|•·;]|[|•·;](?! ))+")
_LONGEST_PART = 12
_SIGNS = frozenset({MaskKind.CONTACT, MaskKind.BIRTH, MaskKind.NATIONALITY, MaskKind.NAME})
_PERSONAL = frozenset(
    {MaskKind.NAME, MaskKind.CONTACT, MaskKind.BIRTH, MaskKind.NATIONALITY, MaskKind.PLACE, MaskKind.SCHOOL}
)
_SMALL = frozenset(
    "de da do dos das del della di du des la le les van von der den ter al el st y e o of the and und et no "
    "nr".split()
)

_LINKING = frozenset("the and of for with in at to a an".split())


def header_masks(lines: Sequence[Line], found: Sequence[Sequence[Mask]]) -> list[list[Mask]]:
    """Return, for each line, the masks that widen to whole parts of the header.

    None where nobody shows in it.
    """
    if lines and lines[0].in_profile and lines[0].section is Section.BODY:
        return [list(_after_name(lines[0], found[0])), *([] for _ in lines[1:])]
    headed = [line.section is Section.HEADER for line in lines]
    shown = {mask.kind for head, masks in zip(headed, found, strict=True) if head for mask in masks}
    if not shown & _SIGNS:
        return [[] for _ in lines]
    return [
        list(_parts(line, masks)) if head else []
        for head, line, masks in zip(headed, lines, found, strict=True)
    ]


def _parts(line: Line, masks: Sequence[Mask]) -> Iterator[Mask]:
    if line.text.strip(" :").casefold() in headings():
        return
    for match in _PART.finditer(line.text):
        start, end = match.start(), match.end()
        while start < end and line.text[start] in " -,:":
            start += 1
        while end > start and line.text[end - 1] in " -,":
            end -= 1
        inside = [mask for mask in masks if mask.start < end and start < mask.end]
        rest = [
            word
            for word in line.words
            if start <= word.start < end
            and not any(mask.start <= word.start and word.end <= mask.end for mask in inside)
        ]
        if not rest or len(rest) > _LONGEST_PART or _speaks_of_work(rest):
            continue
        if any(mask.kind in _PERSONAL for mask in inside) or not inside:
            kind = next((mask.kind for mask in inside if mask.kind in _PERSONAL), MaskKind.PLACE)
            yield Mask(start, end, kind, "header-part")


_SLOT = re.compile(r",\s([^\W\d_][\w'\- ]{1,40}?)(?=\s?[.,;(])")


def _after_name(line: Line, masks: Sequence[Mask]) -> Iterator[Mask]:
    """Yield what stands between the name and the first sentence of a profile of one paragraph.

    "Jane Doe, Gulu. ...".
    """
    end = min((mask.end for mask in masks if mask.kind is MaskKind.NAME and mask.start == 0), default=0)
    slot = _SLOT.match(line.text, end) if end else None
    if slot is None:
        return
    rest = [word for word in line.words if slot.start(1) <= word.start < slot.end(1)]
    if len(rest) <= 3 and all(word.capital for word in rest) and not _speaks_of_work(rest):
        yield Mask(*slot.span(1), MaskKind.PLACE, "header-part")


def _speaks_of_work(rest: Sequence[Word]) -> bool:
    if any(word.fold in words("not_names") and word.fold not in _LINKING for word in rest):
        return True
    if any(_is_ordinary(word) for word in rest):
        return True
    return bool(gazetteer().plain(" ".join(word.text for word in rest)))


def _is_ordinary(word: Word) -> bool:
    """Say whether a word is one of prose.

    Written small, and neither a particle of names nor a single letter.
    """
    small = word.text[0].islower() and len(word.text) > 2 and word.fold not in _SMALL
    return small and word.text.lower() not in words("address_words")
