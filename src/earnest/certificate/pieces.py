"""The texts of an application as pieces: heading, item or text, its words, what is masked in it."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from earnest.blind.education import is_heading
from earnest.blind.masks import Mask
from earnest.blind.separation import Found, marked_blocks
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.text.layout import marker_end

_HASHES = re.compile(r"\s*#{1,6}\s")


class PieceKind(StrEnum):
    """What a block is in the eyes of a reader."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"


class Piece(NamedTuple):
    """One block of a text: its canonical words and the masks in them."""

    kind: PieceKind
    text: str
    masks: tuple[Mask, ...]


def pieces_of(application: Application, found: Found) -> dict[str, list[Piece]]:
    """Return the pieces of every document by its id."""
    documents = documents_of(application)
    marked = marked_blocks(application, found)
    return {
        name: [
            Piece(_kind(documents[name], block.runs[0].start, block.text), block.text, tuple(masks))
            for block, masks in blocks
        ]
        for name, blocks in marked.items()
    }


def documents_of(application: Application) -> dict[str, Document]:
    """Return the texts of an application by their ids."""
    texts = [response.document for response in (*application.interview, *application.writing)]
    profile = [application.profile] if application.profile is not None else []
    return {document.id: document for document in (*profile, *texts)}


def _kind(document: Document, start: int, text: str) -> PieceKind:
    line = document.text[document.text.rfind("\n", 0, start) + 1 : start]
    if _HASHES.match(line) or (document.kind is DocumentKind.PROFILE and is_heading(text)):
        return PieceKind.HEADING
    return PieceKind.ITEM if marker_end(line.lstrip() + " x")[0] else PieceKind.TEXT


def sections(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return a profile cut before each known heading; what stands before the first is the first part."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if is_heading(piece.text):
            parts.append([])
        parts[-1].append(piece)
    return parts
