"""PDF -> blocks. PDFium says where each character stands; `pdf_layout` puts lines and paragraphs together.

Characters that a person cannot see on the page (`pdf_seen`) are told apart and are no part of the text.
"""

import ctypes
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median_low
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from earnest.intake.parsers import hyphens
from earnest.intake.parsers.blocks import Bounds, Refused, RefusedTooLarge, Unseen, checked, unseen
from earnest.intake.parsers.pdf_layout import blocks_of
from earnest.intake.parsers.pdf_places import Box, Page, Piece
from earnest.intake.parsers.pdf_seen import Sight
from earnest.intake.parsers.pdf_turned import turn_of, upright, upright_box

_ENCRYPTED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})
_OBJECTS = 20_000
_PROPERTIES = ("Title", "Author", "Subject", "Keywords")
_NOTES = 500
_NOTE_BYTES = 20_000
_BOLD = (b"bold", b"black", b"heavy", b"cmbx")
_UNKNOWN = 0.3
_ALIKE = 0.3
"""In points: the spaces of a justified line differ by no more."""
_GAP = 0.2
"""Of the height of turned letters: a wider gap between two is a space."""
_BLANK = frozenset({0x09, 0x0B, 0x0C, 0xA0, 0x2009, 0x200A, 0x202F})


def prepare() -> None:
    """Read what a fork, which opens no files, may need later."""
    hyphens.prepare()


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"blocks": [[kind, text], ...], "unseen": [[how, text], ...], "aside": [[how, text], ...]}`.

    Raises `Refused` or `RefusedTooLarge`.
    """
    document = _opened(content)
    count = len(document)
    if count > bounds["pages"]:
        raise RefusedTooLarge(
            f"has {count} pages and at most {bounds['pages']} are read; hand in a shorter one"
        )
    if count == 0:
        raise Refused("has no pages; export it again from your editor")
    left = bounds["characters"] * 2
    pages: list[Page] = []
    aslant: list[Page] = []
    hidden: list[Unseen] = []
    aside = list(_properties(document))
    pictures = False
    for index in range(count):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            raise Refused(f"is broken (page {index + 1} cannot be read); export it again") from None
        page.set_rotation(0)  # text of a page that lies on its side is turned as any other turned text
        boxes, picture = _drawn(page)
        turned, not_seen = _pieces(page, left, picture=picture)
        left -= sum(len(piece.text) for pieces in turned.values() for piece in pieces)
        hidden += not_seen
        aside += _notes(page)
        main, *others = _pages(turned, boxes, page.get_width(), page.get_height())
        pages.append(main)
        aslant += others
        pictures = pictures or picture
        page.close()
    blocks = checked(blocks_of([*pages, *aslant]), bounds)
    if not blocks and hidden:
        raise Refused("holds text, but none that can be seen on its pages; export it again")
    if not blocks:
        raise _without_text(pictures=pictures)
    return {"blocks": blocks, "unseen": unseen(hidden), "aside": unseen(aside)}


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        if raw.FPDF_GetLastError() in _ENCRYPTED:
            raise Refused("is encrypted; save it without a password") from None
        raise Refused("is a broken PDF; export it again from your editor") from None


def _properties(document: pypdfium2.PdfDocument) -> Iterator[Unseen]:
    for name in _PROPERTIES:
        yield Unseen(f"the document's {name.lower()}", document.get_metadata_value(name))


def _notes(page: pypdfium2.PdfPage) -> Iterator[Unseen]:
    """Yield what annotations say: a note opens when somebody clicks on it."""
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _NOTES)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        size = min(raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0), _NOTE_BYTES)
        units = (ctypes.c_ushort * (size // 2 + 1))()
        raw.FPDFAnnot_GetStringValue(note, b"Contents", units, size)
        raw.FPDFPage_CloseAnnot(note)
        text = bytes(units).decode("utf-16-le", errors="replace").partition("\0")[0]
        yield Unseen("a note in the margin", text)


def _without_text(*, pictures: bool) -> Refused:
    if pictures:
        return Refused(
            "is a scan, its pages are pictures without text; export it from your editor, or run OCR"
        )
    return Refused("has pages without any text; export it again as text, not as drawings")


def _pages(turned: dict[int, list[Piece]], boxes: list[Box], width: float, height: float) -> Iterator[Page]:
    """Yield a page of what most of the text does, stand upright or be turned; then one of each other turn."""
    sizes = {turn: sum(len(piece.text) for piece in pieces) for turn, pieces in turned.items()}
    for turn in sorted(turned, key=lambda turn: (-sizes[turn], turn)) or [0]:
        pieces = turned.get(turn, [])
        if turn == 0:
            yield Page(pieces, boxes, width, height)
            continue
        corners = [upright(x, y, turn) for x in (0.0, width) for y in (0.0, height)]
        left, bottom = (min(axis) for axis in zip(*corners, strict=True))
        right, top = (max(axis) for axis in zip(*corners, strict=True))
        yield Page([_moved(piece, left, bottom) for piece in pieces], [], right - left, top - bottom)


def _moved(piece: Piece, left: float, bottom: float) -> Piece:
    """Return a piece where the lower left corner of the page is the origin."""
    return piece._replace(
        left=piece.left - left,
        right=piece.right - left,
        base=piece.base - bottom,
        bottom=piece.bottom - bottom,
        top=piece.top - bottom,
        first_right=piece.first_right - left,
        second_left=piece.second_left - left,
        joints=tuple((at, place - left) for at, place in piece.joints),
    )


def _pieces(
    page: pypdfium2.PdfPage, most: int, *, picture: bool
) -> tuple[dict[int, list[Piece]], list[Unseen]]:
    """Return what a person sees on a page, in the order of its content stream, and what nobody sees.

    What a person sees is given by the degrees that it is turned by.
    """
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > most:
            raise RefusedTooLarge("holds more text than is read; hand in a shorter one")
        glyphs = _Glyphs(text, count, Sight(page, text, picture=picture).unseen)
        pieces: dict[int, list[Piece]] = {}
        for turn, piece in glyphs.pieces():
            pieces.setdefault(turn, []).append(piece)
        if glyphs.unknown > _UNKNOWN * count and count > 100:
            raise Refused("its fonts do not say which letters they draw; export it again, fonts with Unicode")
    finally:
        text.close()
    return pieces, glyphs.hidden


def _drawn(page: pypdfium2.PdfPage) -> tuple[list[Box], bool]:
    """Return where lines and small shapes are drawn (bullets, rules), and whether there is a picture."""
    boxes: list[Box] = []
    picture = False
    edges = [ctypes.c_float() for _ in range(4)]
    for at in range(min(raw.FPDFPage_CountObjects(page), _OBJECTS)):
        drawn = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(drawn)
        # A form is a page inside the page, as scanners make them; what it draws has places of its own.
        picture = picture or kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}
        if kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(drawn, *edges):
            boxes.append(Box(*(edge.value for edge in edges)))
    return boxes, picture


class _Letter(NamedTuple):
    """A character, where it stands, its base line, its place in the content stream, and its turn in degrees.

    Box and base line of a turned character are those that it has when it is turned back.
    """

    text: str
    box: Box
    base: float
    place: int
    turn: int = 0


class _Glyphs:
    """The characters of a page in the order of its content stream."""

    def __init__(self, text: pypdfium2.PdfTextPage, count: int, not_seen: dict[int, str]) -> None:
        self.hidden: list[Unseen] = []
        self._text = text
        self._count = count
        self._not_seen = not_seen
        self._rectangle = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._font = ctypes.create_string_buffer(256)
        self._flags = ctypes.c_int()
        self.unknown = 0

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Yield runs of characters that stand side by side on one base line, cut where a column ends.

        Each comes with the degrees that it is turned by.
        """
        run: list[_Letter] = []
        for at in range(self._count):
            text = self._character(at)
            if at in self._not_seen:
                self._hide(text, at)
            elif text == "\n":
                # Between turned letters PDFium sees the end of a line.
                yield from self._piece([] if run and run[-1].turn else run)
                run = run if run and run[-1].turn else []
            elif text == " " and raw.FPDFText_IsGenerated(self._text, at):
                run += [run[-1]._replace(text=" ")] if run else []
            elif text:
                letter = self._letter(text, at)
                if run and _is_apart(run[-1], letter):
                    yield from self._piece(run)
                    run = []
                run += [*_space_between(run, letter), letter]
        yield from self._piece(run)

    def _hide(self, text: str, at: int) -> None:
        """Add a character to what is not seen: a word of its own where other characters stand between."""
        how, before = self._not_seen[at], self.hidden[-1] if self.hidden else None
        if before and before.how == how and at - 1 in self._not_seen:
            self.hidden[-1] = Unseen(how, before.text + text)
        else:
            self.hidden.append(Unseen(how, text))

    def _character(self, at: int) -> str:
        code = raw.FPDFText_GetUnicode(self._text, at)
        if code in {0x0A, 0x0D}:
            return "\n"
        if 0xD800 <= code <= 0xDBFF and at + 1 < self._count:
            # Where wide characters are 16 bits, two places hold one character.
            low = raw.FPDFText_GetUnicode(self._text, at + 1)
            if 0xDC00 <= low <= 0xDFFF:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
        self.unknown += code in {0, 0xFFFD} or 0xE000 <= code <= 0xF8FF
        if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            return ""
        return " " if code in _BLANK else chr(code)

    def _letter(self, text: str, at: int) -> _Letter:
        raw.FPDFText_GetLooseCharBox(self._text, at, self._rectangle)
        raw.FPDFText_GetCharOrigin(self._text, at, self._x, self._y)
        box = Box(self._rectangle.left, self._rectangle.bottom, self._rectangle.right, self._rectangle.top)
        turn = turn_of(self._text, at)
        if not turn:
            return _Letter(text, box, self._y.value, at)
        base = upright(self._x.value, self._y.value, turn)[1]
        return _Letter(text, upright_box(box, self._text, at, turn), base, at, turn)

    def _piece(self, run: list[_Letter]) -> Iterator[tuple[int, Piece]]:
        words = list(_words(run))
        for part in _split(words) if words else ():
            first, last = part[0], part[-1]
            yield (
                first.turn,
                Piece(
                    text=" ".join(word.text for word in part),
                    left=first.box.left,
                    right=last.box.right,
                    base=first.base,
                    bottom=median_low(word.box.bottom for word in part),
                    top=median_low(word.box.top for word in part),
                    first_right=first.box.right,
                    second_left=part[1].box.left if len(part) > 1 else last.box.right,
                    bold=self._is_bold(first.place) and self._is_bold(last.place),
                    joints=tuple(_joints(part)),
                    heights=(min(map(_height, part)), max(map(_height, part))),
                ),
            )

    def _is_bold(self, at: int) -> bool:
        size = raw.FPDFText_GetFontInfo(self._text, at, self._font, len(self._font), self._flags)
        name = self._font.value.lower() if 0 < size <= len(self._font) else b""
        return any(word in name for word in _BOLD)


def _space_between(run: list[_Letter], letter: _Letter) -> list[_Letter]:
    """Return the space before a turned letter that stands apart from the one before: PDFium gives none."""
    wide = run and letter.turn and letter.box.left - run[-1].box.right > _GAP * _height(letter)
    return [run[-1]._replace(text=" ")] if wide else []


def _is_apart(last: _Letter, letter: _Letter) -> bool:
    if last.turn != letter.turn:
        return True
    height = max(last.box.top - last.box.bottom, letter.box.top - letter.box.bottom, 1.0)
    if abs(letter.base - last.base) > 0.15 * height:
        return True
    return letter.box.left < last.box.left - 0.5 * height or letter.box.left > last.box.right + 4 * height


def _words(run: list[_Letter]) -> Iterator[_Letter]:
    """Yield the words of a run, each as one wide letter."""
    for is_space, letters in groupby(run, key=lambda letter: letter.text == " "):
        if is_space:
            continue
        word = list(letters)
        boxes = [letter.box for letter in word]
        box = Box(
            boxes[0].left,
            min(box.bottom for box in boxes),
            max(boxes[0].right, boxes[-1].right),
            max(box.top for box in boxes),
        )
        yield _Letter("".join(letter.text for letter in word), box, word[0].base, word[0].place, word[0].turn)


def _height(word: _Letter) -> float:
    return word.box.top - word.box.bottom


def _joints(words: list[_Letter]) -> Iterator[tuple[int, float]]:
    """Yield the place in the text, and on the page, of each word but the first."""
    at = 0
    for left, right in pairwise(words):
        at += len(left.text) + 1
        yield at, right.box.left


def _split(words: list[_Letter]) -> Iterator[list[_Letter]]:
    """Cut at gaps that are columns, not spaces: justified lines have wide spaces, but all alike."""
    height = max(words[0].box.top - words[0].box.bottom, 1.0)
    gaps = [right.box.left - left.box.right for left, right in pairwise(words)]
    if len(gaps) > 1 and max(gaps) - min(gaps) < _ALIKE:
        yield words
        return
    widest = min(2.0, max(0.9, 2.2 * min(gaps, default=0) / height)) * height
    part = [words[0]]
    for gap, word in zip(gaps, words[1:], strict=True):
        if gap > widest:
            yield part
            part = []
        part.append(word)
    yield part
