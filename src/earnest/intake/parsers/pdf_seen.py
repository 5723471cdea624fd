"""Which characters of a PDF page a person can see: the page is drawn with its text and without it.

A character that leaves no trace where it stands is not seen, whatever made it so: its colour, a render mode,
a shape or picture over it, a clip, a layer that is off, transparency, a place beyond the edge of the page. No
rule about colours is needed, so white letters on a dark banner are seen and black ones under it are not.

Texts that stand on top of each other are drawn one after the other, so that the ink of one is not taken for
the ink of the other. A scan whose text lies over its picture (OCR) is seen where the picture has ink under
the letters; that the picture says the same words is not checked.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, floor, sqrt
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

_SCALE = 1.0
"""Pixels in a point."""
_PIXELS = 12_000_000
_TRACE = 16
"""Of 255, in any colour: thin strokes that differ by less have a contrast of at most 1.3 to 1."""
_INK = 48
_LEAST_POINTS = 3.0
"""A font box lower than this (2.5 point type) is too small to be read on paper."""
_THIN = 0.025
"""Of its height: a letter that is narrower is pressed into a stroke (the l of a hairline font is wider)."""
_CELL = 5
_CELLS_ACROSS = 12
_SHARED = 0.2
_LAYERS = 6
_TEST_POINTS = 20.0
_SCANNED = 0.9
_INKED = 0.6

BEYOND = "off the page"
SMALL = "too small to read"
TRACELESS = "leaves no trace on the page"


class _Place(NamedTuple):
    """The pixels of a character; `right` and `bottom` are outside."""

    left: int
    top: int
    right: int
    bottom: int


class _Character(NamedTuple):
    at: int
    text_object: int
    place: _Place


class _Picture:
    """A page as pixels, four bytes each."""

    def __init__(self, page: pypdfium2.PdfPage, width: int, height: int) -> None:
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, raw.FPDF_ANNOT)
            self._stride = raw.FPDFBitmap_GetStride(bitmap)
            self._bytes = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), self._stride * height)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def rows(self, place: _Place) -> Iterator[bytes]:
        """Yield the bytes of each row of a place."""
        for row in range(place.top, place.bottom):
            start = row * self._stride
            yield self._bytes[start + 4 * place.left : start + 4 * place.right]

    def differs(self, other: "_Picture", place: _Place) -> bool:
        """Say whether a person would see a difference there."""
        middle = (place.top + place.bottom) // 2
        halves = (place._replace(top=middle), place._replace(bottom=middle))
        return any(
            mine != others and any(abs(a - b) >= _TRACE for a, b in zip(mine, others, strict=True))
            for half in halves
            for mine, others in zip(self.rows(half), other.rows(half), strict=True)
        )

    def middle(self, place: _Place) -> bytes:
        """Return blue, green and red in the middle of a place."""
        row, column = (place.top + place.bottom) // 2, (place.left + place.right) // 2
        start = row * self._stride + 4 * column
        return self._bytes[start : start + 3]

    def has_ink(self, place: _Place) -> bool:
        """Say whether something light and something dark is there."""
        greens = [row[1::4] for row in self.rows(place)]
        return max(map(max, greens)) - min(map(min, greens)) >= _INK


class Sight:
    """What a person sees of the characters of one page, by their index in the text page."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, *, picture: bool) -> None:
        self.unseen: dict[int, str] = {}
        self._page, self._text = page, text
        self._objects: dict[int, object] = {}
        self._blanks: list[int] = []
        self._blank: dict[tuple[int, int], bool] = {}
        width, height = max(page.get_width(), 1.0), max(page.get_height(), 1.0)
        scale = min(_SCALE, sqrt(_PIXELS / (width * height)))
        self._width, self._height = max(1, floor(width * scale)), max(1, floor(height * scale))
        characters = list(self._characters())
        if characters:
            self._look(characters, picture=picture)
        for at in self._blanks:
            # Nobody sees a space; it belongs to the word before it.
            if at - 1 in self.unseen:
                self.unseen[at] = self.unseen[at - 1]

    def _characters(self) -> Iterator[_Character]:
        """Yield what has to be looked at; what cannot be seen for its size or place is settled here."""
        across, down = self._axes()
        box = [ctypes.c_double() for _ in range(4)]
        loose = raw.FS_RECTF()
        for at in range(self._text.count_chars()):
            found = raw.FPDFText_GetTextObject(self._text, at)
            if not found or not raw.FPDFText_GetCharBox(self._text, at, *box):
                continue
            raw.FPDFText_GetLooseCharBox(self._text, at, loose)
            left, right, bottom, top = (edge.value for edge in box)
            if chr(raw.FPDFText_GetUnicode(self._text, at) or 32).isspace():
                self._blanks.append(at)
                continue
            if right <= left or top <= bottom:
                left, right, bottom, top = loose.left, loose.right, loose.bottom, loose.top
            if (
                self._is_pressed(at, right - left, top - bottom)
                or max(loose.top - loose.bottom, loose.right - loose.left) < _LEAST_POINTS
            ):
                self.unseen[at] = SMALL
                continue
            place = self._place((left, right), (bottom, top), across, down)
            if place is None:
                self.unseen[at] = BEYOND
                continue
            key = ctypes.cast(found, ctypes.c_void_p).value or 0
            self._objects.setdefault(key, found)
            yield _Character(at, key, place)

    def _is_pressed(self, at: int, width: float, height: float) -> bool:
        """Say whether a letter is so narrow that nobody can tell which it is."""
        narrow = width < _THIN * height and chr(raw.FPDFText_GetUnicode(self._text, at) or 32).isalnum()
        return narrow and raw.FPDFText_GetCharAngle(self._text, at) == 0

    def _axes(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Return how pixels follow from points: (origin, per x, per y) across and down."""
        fine = 1024
        x, y = ctypes.c_int(), ctypes.c_int()
        size = (0, 0, self._width * fine, self._height * fine, 0)

        def pixel(left: float, bottom: float) -> tuple[float, float]:
            raw.FPDF_PageToDevice(self._page, *size, left, bottom, x, y)
            return x.value / fine, y.value / fine

        origin, right, up = pixel(0, 0), pixel(100, 0), pixel(0, 100)
        across, down = (
            (origin[axis], (right[axis] - origin[axis]) / 100, (up[axis] - origin[axis]) / 100)
            for axis in (0, 1)
        )
        return across, down

    def _place(
        self,
        lefts: tuple[float, float],
        bottoms: tuple[float, float],
        across: tuple[float, float, float],
        down: tuple[float, float, float],
    ) -> _Place | None:
        """Return the pixels of a box and one around it, None where not one of them is on the page."""
        corners = [(x, y) for x in lefts for y in bottoms]
        xs = [across[0] + across[1] * x + across[2] * y for x, y in corners]
        ys = [down[0] + down[1] * x + down[2] * y for x, y in corners]
        if max(xs) <= 0 or min(xs) >= self._width or max(ys) <= 0 or min(ys) >= self._height:
            return None
        return _Place(
            max(0, floor(min(xs)) - 1),
            max(0, floor(min(ys)) - 1),
            min(self._width, ceil(max(xs)) + 1),
            min(self._height, ceil(max(ys)) + 1),
        )

    def _look(self, characters: list[_Character], *, picture: bool) -> None:
        modes = {key: raw.FPDFTextObj_GetTextRenderMode(found) for key, found in self._objects.items()}
        layers = _layers(characters)
        whole = self._drawn()
        with self._without(modes):
            bare = self._drawn()
        traced: set[int] = set()
        for layer in layers:
            with self._without({key: mode for key, mode in modes.items() if key not in layer}):
                drawn = whole if len(layers) == 1 else self._drawn()
            traced |= {
                character.at
                for character in characters
                if character.text_object in layer and drawn.differs(bare, character.place)
            }
        traceless = [character for character in characters if character.at not in traced]
        traceless = [one for one in traceless if not self._lacks_only_glyphs(one, bare)]
        scanned = picture and len(traceless) >= _SCANNED * len(characters)
        read = _over_ink(traceless, whole) if scanned else set()
        self.unseen |= {one.at: TRACELESS for one in traceless if one.text_object not in read}

    def _lacks_only_glyphs(self, character: _Character, bare: _Picture) -> bool:
        """Say whether a character would be seen where its font is installed, by the colour of its text.

        A font that is not in the file may be missing here; then nothing is drawn, whatever the colour.
        """
        found = self._objects[character.text_object]
        font = raw.FPDFTextObj_GetFont(found)
        if raw.FPDFFont_GetIsEmbedded(font) == 1 or not self._is_blank(character):
            return False
        colour = [ctypes.c_uint() for _ in range(4)]
        if not raw.FPDFPageObj_GetFillColor(found, *colour) or colour[3].value < _TRACE:
            return False
        mode = raw.FPDFTextObj_GetTextRenderMode(found)
        red, green, blue = (part.value for part in colour[:3])
        around = bare.middle(character.place)
        apart = max(abs(a - b) for a, b in zip(around, (blue, green, red), strict=True))
        return mode != raw.FPDF_TEXTRENDERMODE_INVISIBLE and apart >= _TRACE

    def _is_blank(self, character: _Character) -> bool:
        """Say whether the font of a character draws nothing for it, on a sheet of its own and in black."""
        font = raw.FPDFTextObj_GetFont(self._objects[character.text_object])
        code = raw.FPDFText_GetUnicode(self._text, character.at)
        key = (ctypes.cast(font, ctypes.c_void_p).value or 0, code)
        if key not in self._blank:
            self._blank[key] = not _has_glyph(self._page, font, code)
        return self._blank[key]

    def _drawn(self) -> _Picture:
        return _Picture(self._page, self._width, self._height)

    @contextmanager
    def _without(self, modes: dict[int, int]) -> Iterator[None]:
        """Leave out the text objects of `modes`, and put them back as they were."""
        for key in modes:
            raw.FPDFTextObj_SetTextRenderMode(self._objects[key], raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        try:
            yield
        finally:
            for key, mode in modes.items():
                raw.FPDFTextObj_SetTextRenderMode(self._objects[key], mode)


def _has_glyph(page: pypdfium2.PdfPage, font: object, code: int) -> bool:
    """Say whether a font draws anything for a character."""
    letter = raw.FPDFPageObj_CreateTextObj(page.pdf, font, _TEST_POINTS)
    if not letter:
        return False
    try:
        units = chr(code).encode("utf-16-le", errors="surrogatepass") + b"\0\0"
        raw.FPDFText_SetText(letter, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
        return _has_paint(page, letter)
    finally:
        raw.FPDFPageObj_Destroy(letter)


def _has_paint(page: pypdfium2.PdfPage, text_object: object) -> bool:
    bitmap = raw.FPDFTextObj_GetRenderedBitmap(page.pdf, page, text_object, 1.0)
    if not bitmap:
        return False
    try:
        size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
        return any(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size))
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _layers(characters: list[_Character]) -> list[set[int]]:
    """Part text objects so that those of one layer do not stand on each other.

    What would need a layer more than `_LAYERS` is in none: nobody reads so many texts in one place.
    """
    cells: dict[int, set[tuple[int, int]]] = {}
    for character in characters:
        cells.setdefault(character.text_object, set()).update(_cells(character.place))
    layers: list[tuple[set[int], set[tuple[int, int]]]] = []
    for key, own in cells.items():
        for objects, taken in layers:
            if len(own & taken) <= _SHARED * len(own):
                objects.add(key)
                taken.update(own)
                break
        else:
            if len(layers) < _LAYERS:
                layers.append(({key}, set(own)))
    return [objects for objects, _ in layers]


def _cells(place: _Place) -> Iterator[tuple[int, int]]:
    """Yield the cells inside a place, at most `_CELLS_ACROSS` each way."""
    lefts, tops = (
        range((start + 1) // _CELL, max((start + 1) // _CELL, (end - 2) // _CELL) + 1)
        for start, end in ((place.left, place.right), (place.top, place.bottom))
    )
    for left in lefts[:: 1 + len(lefts) // _CELLS_ACROSS]:
        for top in tops[:: 1 + len(tops) // _CELLS_ACROSS]:
            yield left, top


def _over_ink(characters: list[_Character], whole: _Picture) -> set[int]:
    """Return the text objects most of whose letters lie over ink."""
    inked: dict[int, list[bool]] = {}
    for character in characters:
        inked.setdefault(character.text_object, []).append(whole.has_ink(character.place))
    return {key for key, found in inked.items() if sum(found) >= _INKED * len(found)}
