"""A text comes back with the same blocks out of every look that the certificate writes it in."""

import random

import pytest

from earnest.blind.separation import Found, marked_blocks
from earnest.certificate.pieces import Piece, PieceKind
from earnest.certificate.rendering import ENDINGS, Look, written
from earnest.intake.profile import read_document
from earnest.records.application import Application, SubmittedFile
from earnest.records.document import Document, DocumentKind

JOBS = (
    "Rebuilt the intake of a housing office - from paper forms to one queue - with Postgres and Elixir.",
    "Wrote 31 rules for refusals; agreement of two readers rose from .52 to .78.",
    "Moved the nightly export (CCTV, fire alarms, access control, attendance) off one machine that nobody owned.",
    "Taught four people how to read a flame graph.",
)
LISTS = (
    "Security Frameworks: Harbour, Lantern, Marram, Kestrel, Tideway, Osprey, Quayside Standards, Breakwater",
    "Technologies: Java · Swing · Open Street Map · Apache Derby · JDBC · Gradle · Flyway · Quarkus · Jenkins",
    "Data for an AI pair- Programming desk, September 2019 - March 2021 : Tutor - Team Lead @ Lantern College",
    "Code at https://example.org/a/b",
    "MSc Computer & Network Security",
)


def pieces() -> list[Piece]:
    """Return a profile of several pages: titles, dates alone, lists that break at a separator."""
    found = [Piece(PieceKind.TEXT, "Ada Example", ()), Piece(PieceKind.TEXT, "Teaching Assistant", ())]
    for number, mark in enumerate("ABCDEFGHIJKLMNOPQRSTUVWX"):
        found += [
            Piece(PieceKind.HEADING, f"Work {'I' * number}.", ()),
            Piece(PieceKind.TEXT, f"Teaching Assistant, {mark}", ()),
            Piece(PieceKind.TEXT, f"20{number:02}-09 - 2031-06", ()),
            *(Piece(PieceKind.ITEM, f"{mark}: {job}", ()) for job in JOBS[: number % 4]),
            Piece(PieceKind.TEXT, f"{LISTS[number % len(LISTS)]}, {mark}", ()),
        ]
    return found


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("seed", range(3))
def test_every_look_gives_the_same_blocks(look, seed):
    given = pieces()
    file = SubmittedFile(
        path=f"a.{ENDINGS.get(look, 'txt')}",
        content=written(given, look, random.Random(seed)),  # noqa: S311 - repeatable
    )
    text = read_document(file).text
    document = Document(id="profile", kind=DocumentKind.PROFILE, text=text)
    blocks = marked_blocks(Application(name="x", profile=document), Found())["profile"]
    assert [marked.block.text for marked in blocks] == [piece.text for piece in given]
