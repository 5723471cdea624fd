"""What was masked and why, and the way back from the blind text to what the candidate gave."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class MaskKind(StrEnum):
    """Why a span was separated. Each kind has one placeholder of fixed length (`blind.placeholders`)."""

    NAME = "name"
    CONTACT = "contact"
    SCHOOL = "school"
    PLACE = "place"
    NATIONALITY = "nationality"
    DATE = "date"
    DURATION = "duration"
    BIRTH = "birth"
    PHOTO = "photo"


class Masked(Record):
    """One masked span. `start`/`end` point into the original document text, `blind_start`/`blind_end`
    into the blind text. The masked words themselves stand only in `Identity` and in the original.
    """

    document: str
    kind: MaskKind
    rule: str
    why: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    blind_start: int = Field(ge=0)
    blind_end: int = Field(ge=0)


class Anchor(Record):
    """`length` characters of the blind text from `blind_start` came from `[start, end)` of the original.

    Where `end - start == length` the run is character for character; otherwise it was replaced as a whole.
    """

    blind_start: int = Field(ge=0)
    length: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class DocumentMap(Record):
    """The anchors of one document, in the order of the blind text."""

    document: str
    anchors: tuple[Anchor, ...]


class Ledger(Record):
    """The record of separation for one application."""

    masked: tuple[Masked, ...] = ()
    maps: tuple[DocumentMap, ...] = ()
