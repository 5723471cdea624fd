"""Pieces of a text -> a file of a kind and a look, the way an editor would write it."""

import html
import io
import random
import re
import textwrap
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from earnest.certificate.pdf_file import Paper, fits, pdf_bytes
from earnest.certificate.pieces import Piece, PieceKind

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~]")
_STARTS = re.compile(r"^(?:(\(?)(\d{1,2}|[a-h])([.)])(?=\s)|([-+])(?=\s))")
_GLYPHS = ("-", "*", "•", "–", "▪", "➢", "○")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Look(StrEnum):
    """How a text is written down."""

    TEXT = "text"
    WRAPPED = "wrapped"
    MARKDOWN = "markdown"
    LETTERS = "letters"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    COLUMNS = "columns"


ENDINGS = {Look.MARKDOWN: "md", Look.HTML: "html", Look.DOCX: "docx", Look.PDF: "pdf", Look.COLUMNS: "pdf"}


def written(pieces: Sequence[Piece], look: Look, rng: random.Random, author: str = "") -> bytes:
    """Return the file, by `author` where it can say so.

    The looks that leave a choice (bullets, width, font, size, paper) draw it from `rng`.
    """
    if look in _SIGNED:
        return _SIGNED[look](pieces, rng, author)
    return _WRITERS[look](pieces, rng)


def can_be_written(pieces: Sequence[Piece], look: Look) -> bool:
    """Say whether a look can hold the words: a PDF sets scripts from right to left by their shapes."""
    if look not in {Look.PDF, Look.COLUMNS}:
        return True
    if not fits((piece.text for piece in pieces), 2 if look is Look.COLUMNS else 1):
        return False
    return not any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
        for piece in pieces
        if not piece.text.isascii()
        for letter in piece.text
    )


def escaped(text: str) -> str:
    r"""Return a text so that no reader of Markdown takes its signs for markup.

    >>> escaped("3. use *args")
    '3\\. use \\*args'
    """
    marked = _SPECIAL.sub(r"\\\g<0>", text)
    return _STARTS.sub(_escaped_start, marked)


def _escaped_start(match: re.Match[str]) -> str:
    if match.group(4):
        return f"\\{match.group(4)}"
    return f"{match.group(1)}{match.group(2)}\\{match.group(3)}"


def _text(pieces: Sequence[Piece], rng: random.Random) -> bytes:
    glyph = rng.choice(_GLYPHS)
    return "".join(_plain(piece, glyph, escaped(piece.text)) for piece in pieces).encode()


def _plain(piece: Piece, glyph: str, body: str) -> str:
    return f"{glyph} {body}\n\n" if piece.kind is PieceKind.ITEM else f"{body}\n\n"


def _wrapped(pieces: Sequence[Piece], rng: random.Random) -> bytes:
    glyph, width = rng.choice(_GLYPHS), rng.randint(68, 100)
    short = sum(len(piece.text) for piece in pieces) < _SHORT
    return "".join(_plain(piece, glyph, _filled(piece, width, short=short)) for piece in pieces).encode()


_SHORT = 800
_PARTING = re.compile(r" (?=(?:\\?[-+*|·•–—»o]|\(?\w[.)]) )")
"""Before a mark that a line would begin with as with a bullet."""
_HYPHEN = re.compile(r"(?<=\w)- ")
"""After it no line ends: there the space would go lost."""
_SENTENCE = re.compile(r"(?<=[.!?:;]) ")


def _filled(piece: Piece, width: int, *, short: bool) -> str:
    """Wrap as an editor does; no line begins with what would be a bullet there, a dash or "2.".

    A short text has too few lines to tell its width: there no line ends with a sentence, which could as well
    be the end of a paragraph.
    """
    body = _HYPHEN.sub("-\u00a0", _PARTING.sub("\u00a0", escaped(piece.text)))
    body = _SENTENCE.sub("\u00a0", body) if short else body
    hang = "  " if piece.kind is PieceKind.ITEM else ""
    lines = textwrap.wrap(
        body, width - len(hang), break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    return f"\n{hang}".join(lines)


def _markdown(pieces: Sequence[Piece], rng: random.Random) -> bytes:
    glyph = rng.choice(("-", "*", "+"))
    marks = {PieceKind.HEADING: "## ", PieceKind.ITEM: f"{glyph} ", PieceKind.TEXT: ""}
    return "".join(f"{marks[piece.kind]}{escaped(piece.text)}\n\n" for piece in pieces).encode()


_SMART = str.maketrans({"'": "\u2019", " ": "\u00a0"})


def _letters(pieces: Sequence[Piece], rng: random.Random) -> bytes:
    """Write the same letters in other forms: decomposed, curly apostrophes, spaces that do not break."""
    text = _text(pieces, rng).decode()
    smart = "\n".join(line[:2] + line[2:].translate(_SMART) for line in text.split("\n"))
    return unicodedata.normalize("NFD", smart).encode()


_TAGS = {PieceKind.HEADING: "h2", PieceKind.ITEM: "li", PieceKind.TEXT: "p"}


def _html(pieces: Sequence[Piece], _rng: random.Random, author: str) -> bytes:
    body = "".join(
        f"<{_TAGS[piece.kind]}>{html.escape(piece.text)}</{_TAGS[piece.kind]}>\n" for piece in pieces
    )
    named = f"<meta name='author' content='{html.escape(author)}'>" if author else ""
    head = f"<head><meta charset='utf-8'>{named}</head>"
    return f"<!doctype html>\n<html>{head}<body>\n{body}</body></html>".encode()


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles {_WORD}>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def _docx(pieces: Sequence[Piece], _rng: random.Random, author: str) -> bytes:
    body = "".join(_paragraph(piece) for piece in pieces)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {_WORD}><w:body>{body}</w:body></w:document>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        properties = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f"<cp:coreProperties {_CORE}><dc:creator>{html.escape(author)}</dc:creator></cp:coreProperties>"
        )
        files = {"word/document.xml": document, "word/styles.xml": _STYLES, "docProps/core.xml": properties}
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return file.getvalue()


_NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
_HEADED = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
_PROPERTIES = {PieceKind.HEADING: _HEADED, PieceKind.ITEM: _NUMBERED, PieceKind.TEXT: ""}


def _paragraph(piece: Piece) -> str:
    text = html.escape(piece.text, quote=False)
    return f'<w:p>{_PROPERTIES[piece.kind]}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


_FONTS = ("Helvetica", "Arial", "Times", "Calibri")


def _pdf(pieces: Sequence[Piece], rng: random.Random, author: str) -> bytes:
    return _printed(pieces, rng, author, columns=1, sizes=(9.0, 10.0, 11.0, 12.0))


def _columns(pieces: Sequence[Piece], rng: random.Random, author: str) -> bytes:
    return _printed(pieces, rng, author, columns=2, sizes=(8.0, 9.0, 10.0))


def _printed(
    pieces: Sequence[Piece], rng: random.Random, author: str, *, columns: int, sizes: Sequence[float]
) -> bytes:
    paper = Paper(rng.choice(_FONTS), rng.choice(("a4", "letter")), author)
    return pdf_bytes(list(_set(pieces)), columns=columns, size=rng.choice(sizes), paper=paper)


def _set(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    return ((piece.kind.value, piece.text) for piece in pieces)


_WRITERS: dict[Look, Callable[[Sequence[Piece], random.Random], bytes]] = {
    Look.TEXT: _text,
    Look.WRAPPED: _wrapped,
    Look.MARKDOWN: _markdown,
    Look.LETTERS: _letters,
}
_SIGNED: dict[Look, Callable[[Sequence[Piece], random.Random, str], bytes]] = {
    Look.HTML: _html,
    Look.DOCX: _docx,
    Look.PDF: _pdf,
    Look.COLUMNS: _columns,
}
