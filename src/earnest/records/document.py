"""Texts: as the candidate gave them, and as the signals may see them."""

import hashlib
from collections.abc import Iterable
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


def block_id(text: str, occurrence: int = 0) -> str:
    """Return the id of a block: 12 hex digits of SHA-256 of its text; a repeated text gets "-1", "-2" ...

    >>> block_id("Built a parser.") == block_id("Built a parser."), block_id("x", 2)[-2:]
    (True, '-2')
    """
    digest = hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()[:12]
    return f"{digest}-{occurrence}" if occurrence else digest


def blind_document(document_id: str, kind: DocumentKind, lines: Iterable[str]) -> BlindDocument:
    """Build a blind document of one block a line; blank lines are dropped."""
    text_parts: list[str] = []
    blocks: list[Block] = []
    seen: dict[str, int] = {}
    offset = 0
    for line in lines:
        if not line.strip():
            continue
        occurrence = seen.get(line, 0)
        seen[line] = occurrence + 1
        blocks.append(Block(id=block_id(line, occurrence), start=offset, end=offset + len(line)))
        text_parts.append(line)
        offset += len(line) + 1
    return BlindDocument(id=document_id, kind=kind, text="\n".join(text_parts), blocks=tuple(blocks))
