"""Texts: as the candidate gave them, and as the signals may see them."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class DocumentKind(StrEnum):
    """Which part of an application a text is."""

    PROFILE = "profile"
    INTERVIEW = "interview"
    WRITING = "writing"
    SPECIALTY = "specialty"


class Document(Record):
    """A text exactly as it was given or as the parser read it; every quote in a report stands here.

    `id` is unique in one application ("profile", "interview/failure-1", "writing/long-2").
    `file` is what a person would open, relative to the application; "" where there is none.
    """

    id: str
    kind: DocumentKind
    text: str
    file: str = ""


class Block(Record):
    """One paragraph, bullet, heading or table cell of a `BlindDocument`: `text[start:end]`.

    `id` is made from the text alone (`records.document.block_id`), so it does not know where it stands.
    """

    id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class BlindDocument(Record):
    """The canonical text of a document: formatting levelled, identity replaced by fixed placeholders.

    Blocks stand one a line, in reading order, without bullets, markup or wrapping. Two files with the
    same content give the same `text`, whatever their format.
    """

    id: str
    kind: DocumentKind
    text: str
    blocks: tuple[Block, ...] = ()

    def block_text(self, block: Block) -> str:
        """Return the text of one block."""
        return self.text[block.start : block.end]
