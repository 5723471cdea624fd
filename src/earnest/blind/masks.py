"""Masks: which characters of a canonical line are identity, of which kind, and by which rule."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from earnest.blind.words_of_line import Word, words_in
from earnest.records.document import DocumentKind
from earnest.records.ledger import MaskKind

PLACEHOLDERS = {
    MaskKind.NAME: "[name]",
    MaskKind.CONTACT: "[contact]",
    MaskKind.SCHOOL: "[school]",
    MaskKind.PLACE: "[place]",
    MaskKind.NATIONALITY: "[nationality]",
    MaskKind.DATE: "[date]",
    MaskKind.DURATION: "[duration]",
    MaskKind.BIRTH: "[birth]",
    MaskKind.PHOTO: "[photo]",
}

# Of two masks that overlap, the one that stands first here names the union.
_PRECEDENCE = {
    kind: place
    for place, kind in enumerate(
        (
            MaskKind.CONTACT,
            MaskKind.BIRTH,
            MaskKind.SCHOOL,
            MaskKind.NAME,
            MaskKind.DURATION,
            MaskKind.DATE,
            MaskKind.NATIONALITY,
            MaskKind.PLACE,
            MaskKind.PHOTO,
        )
    )
}
_BETWEEN = re.compile(r"[\s,;|/·•()\-]*(?:\b(?:and|to|in|of)\b[\s,]*)?", re.IGNORECASE)
_ABSORBS = {
    MaskKind.SCHOOL: frozenset({MaskKind.SCHOOL, MaskKind.PLACE, MaskKind.DATE, MaskKind.DURATION}),
    MaskKind.PLACE: frozenset({MaskKind.PLACE}),
    MaskKind.DATE: frozenset({MaskKind.DATE}),
    MaskKind.CONTACT: frozenset({MaskKind.CONTACT}),
    MaskKind.NATIONALITY: frozenset({MaskKind.NATIONALITY, MaskKind.PLACE}),
    MaskKind.BIRTH: frozenset({MaskKind.BIRTH, MaskKind.PLACE, MaskKind.DATE}),
}


VALUE = r"(?:(?!\s[^\W\d_]{2,20}\s?[:：])[^|•·;])"
"""One character of what stands behind a label: up to a separator or the next label of the same line."""


class Section(StrEnum):
    """What part of a profile a line stands in, by the headings above it."""

    HEADER = "header"
    EDUCATION = "education"
    LANGUAGES = "languages"
    BODY = "body"


@dataclass(frozen=True)
class Line:
    """One canonical line and what is known of where it stands.

    `label` is the line before, where that is a label.
    """

    text: str
    kind: DocumentKind
    section: Section = Section.BODY
    label: str = ""

    @cached_property
    def words(self) -> list[Word]:
        """The words of the line, folded."""
        return words_in(self.text)

    @cached_property
    def folds(self) -> frozenset[str]:
        """The folded words of the line: what has none of them need not be sought."""
        return frozenset(word.fold for word in self.words)

    @property
    def in_profile(self) -> bool:
        """Whether the line stands in a profile, where headings, location lines and date ranges are usual."""
        return self.kind is DocumentKind.PROFILE


class Mask(NamedTuple):
    """`text[start:end]` of a canonical line is identity of this kind, found by this rule."""

    start: int
    end: int
    kind: MaskKind
    rule: str


_SOFT_SIGN = re.compile(r"'(?![\w'])")
"""The apostrophe that ends the names of towns as they are transcribed: Ryazan', Tver'."""


def settled(text: str, masks: Iterable[Mask]) -> list[Mask]:
    """Return the masks in order, without overlaps, neighbours that belong together made one.

    A school swallows the place and the years right beside it and places swallow each other, so that "City,
    State, Country" and "City, Country" leave the same line.

    >>> place = MaskKind.PLACE
    >>> settled("Lima, Peru now", [Mask(6, 10, place, "country"), Mask(0, 4, place, "city")])[0][:2]
    (0, 10)
    """
    result: list[Mask] = []
    for found in sorted(_without_namesakes(list(masks)), key=lambda mask: (mask.start, -mask.end)):
        if found.start >= found.end:
            continue
        mask = _with_soft_sign(text, found)
        if result and mask.start < result[-1].end:
            result[-1] = _union(result[-1], mask)
        else:
            result.append(mask)
    return _joined(text, result)


def _without_namesakes(masks: Sequence[Mask]) -> Iterator[Mask]:
    """Leave out the candidate's name inside of a place: "Banja Luka" is no mention of Luka."""
    places = [mask for mask in masks if mask.kind is MaskKind.PLACE and mask.rule != "header-part"]
    for mask in masks:
        inside = any(place.start <= mask.start and mask.end <= place.end for place in places)
        if mask.kind is not MaskKind.NAME or not inside:
            yield mask


def _with_soft_sign(text: str, mask: Mask) -> Mask:
    quoted = text[max(0, mask.start - 1) : mask.start] == "'"
    if mask.kind is MaskKind.PLACE and not quoted and _SOFT_SIGN.match(text, mask.end):
        return mask._replace(end=mask.end + 1)
    return mask


def _union(left: Mask, right: Mask) -> Mask:
    """Return one mask for both; the street in a school's name says no more than the name."""
    first = min(left, right, key=lambda mask: (mask.rule == "street-address", _PRECEDENCE[mask.kind]))
    return Mask(left.start, max(left.end, right.end), first.kind, first.rule)


def _joined(text: str, masks: list[Mask]) -> list[Mask]:
    joined: list[Mask] = []
    for found in masks:
        mask = _with_bracket(text, found)
        if joined and joined[-1].end > mask.start:
            mask = mask._replace(start=joined[-1].end)
        if joined and _belong_together(text, joined[-1], mask):
            joined[-1] = _union(joined[-1], mask)
        else:
            joined.append(mask)
    return [_with_bracket(text, mask) for mask in joined]


def _belong_together(text: str, left: Mask, right: Mask) -> bool:
    gap = text[left.end : right.start]
    if len(gap) > 12 or not _BETWEEN.fullmatch(gap):
        return False
    inside = text[left.start : right.end]
    if ")" in gap and inside.count(")") > inside.count("("):
        return False
    return right.kind in _ABSORBS.get(left.kind, ()) or left.kind in _ABSORBS.get(right.kind, ())


def _with_bracket(text: str, mask: Mask) -> Mask:
    """Take along the bracket or the quotation mark that closes what was opened inside of the mask."""
    inside = text[mask.start : mask.end]
    closing = _CLOSING.match(text, mask.end)
    if closing and inside.count(_OPENED[closing.group(1)]) > inside.count(closing.group(1)):
        return mask._replace(end=closing.end())
    if mask.kind is MaskKind.SCHOOL:
        return _with_quotes(text, mask)
    mark = text[mask.end : mask.end + 1]
    if (
        mark in {"'", '"'}
        and inside.count(f" {mark}") == 1
        and not text[mask.end + 1 : mask.end + 2].isalnum()
    ):
        return mask._replace(end=mask.end + 1)
    return mask


def _with_quotes(text: str, mask: Mask) -> Mask:
    """Take along the rest of what stands in quotation marks: a school's name does not end inside of them."""
    inside = text[mask.start : mask.end]
    opened = inside.rfind('"')
    if opened == 0 or (opened > 0 and inside[opened - 1] in " (-"):
        closing = text.find('"', mask.end, mask.end + _LONGEST_QUOTE)
        return mask._replace(end=closing + 1) if closing >= 0 else mask
    if opened < 0 and text[max(0, mask.start - 1) : mask.start] == '"' == text[mask.end : mask.end + 1]:
        return mask._replace(start=mask.start - 1, end=mask.end + 1)
    mark = text[mask.end : mask.end + 1]
    if mark == "'" and inside.count(" '") == 1 and not text[mask.end + 1 : mask.end + 2].isalnum():
        return mask._replace(end=mask.end + 1)
    return mask


_LONGEST_QUOTE = 60
_CLOSING = re.compile(r"\s?([)\]])")
_OPENED = {")": "(", "]": "["}
