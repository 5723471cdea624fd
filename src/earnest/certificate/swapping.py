"""What stands where something was masked, exchanged for what somebody else would have written there."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from earnest.blind.answers import OwnWords, replaced
from earnest.blind.masks import Mask
from earnest.blind.words_of_line import fold
from earnest.certificate.origins import Origin, handle
from earnest.certificate.pieces import Piece, PieceKind
from earnest.records.ledger import MaskKind

_YEAR = re.compile(r"(?<!\d)(?:19[4-9]\d|20[0-3]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=['’])\d\d(?!\d)")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_TAIL = re.compile(
    rf"\s?(?:[,;|(·•\-]\s?)?(?:\b(?:in|from|until|of|since|bis|von|en|em|class|graduated|expected|{_MONTH})\b\s?"
    r"|\b\d{1,2}[./])*(?<!\d)(?:19|20)\d\d(?!\d).*$",
    re.IGNORECASE,
)
"""From the first year of a school's line on, with what joins it to the name."""
_NUMBER = re.compile(r"\d+(?:[.,]\d)?")
_DIGIT = re.compile(r"\d")
_TITLE = re.compile(r"^(?:(?:mr|mrs|ms|dr|prof|eng)\.?\s+)+", re.IGNORECASE)
_PARTS_OF_YEARS = ("", "", ".5", ",5")
_MONTH_AND_YEAR = re.compile(r"(?<!\d )(?<!\d\. )\b([A-Z][a-z]{2})[a-z]*\.? (?=(?:19|20)\d\d\b)")
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_EARLIEST, _LATEST = 1950, 2029
_IN_CAPITALS = 5
"""One whole name in so many is written in capitals."""


class Field(StrEnum):
    """What a swap exchanges."""

    SCHOOL = "school"
    COUNTRY = "country"
    YEARS = "years"
    NAME = "name"


_FIELDS = {
    MaskKind.NAME: Field.NAME,
    MaskKind.SCHOOL: Field.SCHOOL,
    MaskKind.PLACE: Field.COUNTRY,
    MaskKind.NATIONALITY: Field.COUNTRY,
    MaskKind.DATE: Field.YEARS,
    MaskKind.DURATION: Field.YEARS,
    MaskKind.BIRTH: Field.YEARS,
}


@dataclass(frozen=True)
class Swapper:
    """Exchanges the given fields for those of `origin`; years move by `shift`, tenure becomes `tenure`."""

    fields: frozenset[Field]
    origin: Origin
    shift: int
    tenure: int
    own_name: tuple[str, ...]
    mentions: tuple[tuple[re.Pattern[str], Field], ...] = ()

    def pieces(self, piece: Piece) -> list[Piece]:
        """Return the piece exchanged; a line that is all school comes twice in some swaps."""
        whole = len(piece.masks) == 1 and piece.masks[0][:2] == (0, len(piece.text))
        twice = whole and piece.masks[0].kind is MaskKind.SCHOOL and self.tenure % 2
        return [self.piece(piece)] * (2 if twice and Field.SCHOOL in self.fields else 1)

    def piece(self, piece: Piece) -> Piece:
        """Return the piece with what was masked exchanged; the masks of the answer are not told."""
        parts: list[str] = []
        at = 0
        for mask in piece.masks:
            parts += (self._kept(piece.text[at : mask.start]), self._exchanged(piece, mask))
            at = mask.end
        parts.append(self._kept(piece.text[at:]))
        return Piece(piece.kind, "".join(parts), ())

    def answer(self, answer: str, words: Iterable[OwnWords]) -> str:
        """Return an explanation of an edge case with what it tells of its writer exchanged."""
        return replaced(
            answer,
            (
                (word.span, self._exchanged(Piece(PieceKind.TEXT, word.block.text, ()), word.mask))
                for word in words
            ),
        )

    def _kept(self, text: str) -> str:
        """Exchange what stands unmasked although it is masked elsewhere: the same school, place or name."""
        for pattern, field in self.mentions:
            if field in self.fields:
                text = pattern.sub(self._mention(field), text)
        return text

    def _mention(self, field: Field) -> str:
        if field is Field.NAME:
            return self.given
        return self.origin.school if field is Field.SCHOOL else self.origin.country.name

    def _exchanged(self, piece: Piece, mask: Mask) -> str:
        text = piece.text[mask.start : mask.end]
        if mask.kind is MaskKind.CONTACT:
            return self._contact(text, mask.rule)
        field = _FIELDS.get(mask.kind)
        if field not in self.fields:
            return self._moved(text) if Field.YEARS in self.fields else text
        return self._makers[mask.kind](text, mask.rule)

    @cached_property
    def _makers(self) -> dict[MaskKind, Callable[[str, str], str]]:
        return {
            MaskKind.NAME: self._name,
            MaskKind.SCHOOL: self._school,
            MaskKind.PLACE: self._place,
            MaskKind.NATIONALITY: self._people,
            MaskKind.DATE: lambda text, _: self._noted(self._moved(text)),
            MaskKind.BIRTH: lambda text, _: self._moved(text),
            MaskKind.DURATION: self._tenure,
        }

    @property
    def given(self) -> str:
        """The given name, or the whole name where it cannot be parted."""
        words = [word for word in self.origin.name.split() if len(word) > 2 and word.isascii()]
        return words[0] if words and not self.origin.name.isupper() else self.origin.name

    def _name(self, text: str, _rule: str) -> str:
        bare = _TITLE.sub("", text)
        if len(bare.split()) > 1 or len(self.own_name) < 2:
            return self.origin.name.upper() if self.shift % _IN_CAPITALS == 0 else self.origin.name
        words = [word for word in self.origin.name.split() if len(word) > 2]
        if not words or not self.origin.name.isascii():
            return self.origin.name
        return words[-1] if fold(bare) == self.own_name[-1] else words[0]

    def _school(self, text: str, rule: str) -> str:
        if rule == "degree-name" and "," not in text:
            return self.origin.country.degree if Field.COUNTRY in self.fields else text
        tail = _TAIL.search(text)
        years = (
            self._moved(tail.group()) if tail and Field.YEARS in self.fields else tail.group() if tail else ""
        )
        if tail is not None and not text[: tail.start()].strip():
            return years  # years that stand alone in an education section
        return f"{self.origin.school}{years}"

    def _place(self, text: str, _rule: str) -> str:
        whole = f"{self.origin.town}, {self.origin.country.name}"
        return whole if "," in text or "/" in text else self.origin.country.name

    def _people(self, _text: str, rule: str) -> str:
        return f"{self.origin.country.people} citizen" if rule == "people" else self.origin.country.people

    def _moved(self, text: str) -> str:
        """Move every year, in two digits or four."""
        moved = _YEAR.sub(lambda match: str(self._within(int(match.group()) + self.shift)), text)
        return _SHORT_YEAR.sub(lambda match: f"{(int(match.group()) + self.shift) % 100:02}", moved)

    def _noted(self, text: str) -> str:
        """Write months in digits in every other swap."""
        if self.shift % 2:
            return text
        return _MONTH_AND_YEAR.sub(
            lambda match: (
                f"{_MONTHS.index(match.group(1)) + 1:02}/" if match.group(1) in _MONTHS else match.group()
            ),
            text,
        )

    @staticmethod
    def _within(year: int) -> int:
        span = _LATEST - _EARLIEST
        return _EARLIEST + (year - _EARLIEST) % span

    def _tenure(self, text: str, _rule: str) -> str:
        if not _DIGIT.search(text):
            return f"{self.tenure} years" if text.isascii() and "year" in text else text
        told = f"{self.tenure}{_PARTS_OF_YEARS[self.shift % len(_PARTS_OF_YEARS)]}"
        return _NUMBER.sub(told, text, count=1) if len(_NUMBER.findall(text)) == 1 else text

    def _contact(self, text: str, rule: str) -> str:
        if "@" in text and Field.NAME in self.fields:
            return f"{handle(self.origin.name)}@{self.origin.host}"
        if rule == "telephone" and Field.COUNTRY in self.fields:
            return self.origin.phone
        return text


def fields_of(number: int) -> frozenset[Field]:
    """Return what swap `number` (from 0) exchanges: each field by itself, then all together, and so on."""
    plan = (*Field, None)
    chosen = plan[number % len(plan)]
    return frozenset(Field) if chosen is None else frozenset({chosen})


def mentions_of(
    pieces: Sequence[Piece], is_common: Callable[[str], bool]
) -> tuple[tuple[re.Pattern[str], Field], ...]:
    """Return what was masked somewhere and is no ordinary word: it counts wherever else it stands."""
    found: dict[str, Field] = {}
    for piece in pieces:
        for mask in piece.masks:
            field = _FIELDS.get(mask.kind)
            words = piece.text[mask.start : mask.end].strip(" ,.;:()")
            if (
                field in {Field.NAME, Field.SCHOOL, Field.COUNTRY}
                and _telling(words)
                and not is_common(words)
            ):
                found[words] = field
    ordered = sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))
    return tuple(
        (re.compile(rf"(?<![\w./@-]){re.escape(words)}(?![\w@/-])(?! [A-Z])"), field)
        for words, field in ordered
    )


def _telling(words: str) -> bool:
    return len(words) > 3 and words[0].isupper() and not _DIGIT.search(words)
