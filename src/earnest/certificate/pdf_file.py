"""A plain writer of PDF: paragraphs, headings and items in one column or two, letters of any script.

The font is named and not embedded; its letters are told by a table (`ToUnicode`) and their widths by ours, so
that a reader finds the words where they stand. Nothing here needs a font file.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_SIZES = {"a4": (595.0, 842.0), "letter": (612.0, 792.0)}
_MARGIN, _GUTTER = 50.0, 24.0
_LEADING = 1.25
_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 "
    "556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 "
    "778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 "
    "556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584 "
)
_WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_ASCII.split())}
"""Advances of the letters of Helvetica, which a reader puts in the place of a font that is not embedded."""
_ENDS = frozenset(".!?:;)")
_IDEOGRAPHS = ("\u2e80", "\uffef")
_AFTER = 1.0
_TRIES = 24
_STEP = 0.07
_LARGEST = 12.0
"""The largest size that is asked for; in two columns 10 is."""
_INDENT = 1.4
_FULL = 0.7
_SPARSE = 0.3

_Line = tuple[float, float, float, str, str]


class Paper(NamedTuple):
    """What a PDF says of itself: the font it names, its paper (a4, letter) and its author."""

    font: str = "Helvetica"
    size: str = "a4"
    author: str = ""


_PLAIN = Paper()


def pdf_bytes(
    blocks: Sequence[tuple[str, str]], *, columns: int, size: float, paper: Paper = _PLAIN
) -> bytes:
    """Return a PDF of (kind, text) blocks; kind is heading, item or text."""
    for step in range(_TRIES):
        press = _set(blocks, columns, size + _STEP * step, paper)
        if not press.torn and not press.is_sparse:
            break
    pages = press.pages
    letters = sorted({letter for page in pages for line in page for letter in line[4]})
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    return _file([_content(page, codes) for page in pages], codes, paper)


def fits(texts: Iterable[str], columns: int) -> bool:
    """Say whether every word fits on a line: a word that is broken comes back as two."""
    size = _LARGEST + _STEP * _TRIES
    room = _Press(columns, size).column - _INDENT * size
    return all(_length(word.rstrip(), size) <= room for text in texts for word in _words(text))


@lru_cache(maxsize=4096)
def _advance(letter: str) -> int:
    if _IDEOGRAPHS[0] <= letter <= _IDEOGRAPHS[1]:
        return 1000
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(letter) or _WIDTHS.get(base, 560)


def _length(text: str, size: float) -> float:
    return _units(text) * size / 1000


@lru_cache(maxsize=65536)
def _units(text: str) -> int:
    return sum(map(_advance, text))


def _broken(text: str, size: float, width: float) -> Iterator[str]:
    line, used = "", 0.0
    for word in _words(text):
        bare = _length(word.rstrip(), size)
        if line and used + bare > width:
            yield line.rstrip()
            line, used = "", 0.0
        line += word
        used += _length(word, size)
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Yield words with the space after them; ideographs one by one.

    After a hyphen no line ends: there a space would go lost.
    """
    word = ""
    for letter in text:
        ended = word[-1:] == " " and (word[-2:] != "- " or word == "- ")
        if word and (ended or _IDEOGRAPHS[0] <= letter <= _IDEOGRAPHS[1]):
            yield word
            word = ""
        word += letter
    if word:
        yield word


@dataclass
class _Press:
    """Sets blocks into columns; parts none after a sentence, where nobody could tell that it goes on.

    `torn` says that a block begins a column and the one before ended in a full line: nobody could tell that
    either. `last` is how long the last line is.
    """

    columns: int
    size: float
    paper: tuple[float, float] = _SIZES["a4"]
    foot: float = _MARGIN
    pages: list[list[_Line]] = field(default_factory=lambda: [[]])
    place: int = 0
    top: float = 0.0
    torn: bool = False
    last: float = 0.0

    def __post_init__(self) -> None:
        """Begin at the top."""
        self.top = self.head

    @property
    def head(self) -> float:
        """Where the first line of a column hangs."""
        return self.paper[1] - _MARGIN

    @property
    def column(self) -> float:
        """The width of a column."""
        return (self.paper[0] - 2 * _MARGIN - _GUTTER * (self.columns - 1)) / self.columns

    @property
    def is_sparse(self) -> bool:
        """Whether few lines stand in the last column beside a full one: they could as well be a table's."""
        return self.place > 0 and self.top > self.foot + (1 - _SPARSE) * (self.head - self.foot)

    def add(self, kind: str, text: str) -> None:
        """Set one block."""
        points = self.size * 1.3 if kind == "heading" else self.size
        indent = self.size * _INDENT if kind == "item" else 0.0
        lines = list(_broken(text, points, self.column - indent))
        first = True
        while lines:
            fit = self._fitting(lines, points)
            if not fit:
                self.torn = self.torn or (first and self.last > _FULL * self.column)
                self._turn()
                continue
            for line in lines[:fit]:
                self._put(line, kind, points, indent, first=first)
                first = False
            lines = lines[fit:]
            if lines:
                self._turn()
        self.top -= self.size * _AFTER

    def _fitting(self, lines: list[str], points: float) -> int:
        """Return how many lines go here: all, or as many as leave a sentence open; at the top some do."""
        room = int((self.top - self.foot) / (points * _LEADING))
        if len(lines) < room:
            return len(lines)
        fit = min(room, len(lines) - 1)
        while fit and lines[fit - 1][-1:] in _ENDS:
            fit -= 1
        return fit or (min(max(room, 1), len(lines)) if self.top == self.head else 0)

    def _turn(self) -> None:
        self.place, self.top = self.place + 1, self.head
        if self.place == self.columns:
            self.pages.append([])
            self.place = 0

    def _put(self, line: str, kind: str, points: float, indent: float, *, first: bool) -> None:
        left = _MARGIN + self.place * (self.column + _GUTTER)
        face = "F2" if kind == "heading" else "F1"
        if kind == "item" and first:
            self.pages[-1].append((left, self.top - points, points, face, "•"))
        self.pages[-1].append((left + indent, self.top - points, points, face, line))
        self.top -= points * _LEADING
        self.last = indent + _length(line, points)


def _set(blocks: Sequence[tuple[str, str]], columns: int, size: float, paper: Paper) -> _Press:
    """Set all blocks; what would fill but one column of several is set in shorter ones."""
    sides = _SIZES[paper.size]
    press = _pressed(blocks, _Press(columns, size, sides))
    if columns > 1 and press.place == 0 and len(press.pages) == 1:
        foot = press.top + 0.42 * (press.head - press.top)
        press = _pressed(blocks, _Press(columns, size, sides, foot=foot))
    return press


def _pressed(blocks: Sequence[tuple[str, str]], press: _Press) -> _Press:
    for kind, text in blocks:
        press.add(kind, text)
    return press


def _content(page: Iterable[_Line], codes: dict[str, int]) -> bytes:
    rows = [
        f"BT /{face} {points:g} Tf {left:.2f} {bottom:.2f} Td <{_hex(text, codes)}> Tj ET"
        for left, bottom, points, face, text in page
    ]
    return "\n".join(rows).encode()


def _hex(text: str, codes: dict[str, int]) -> str:
    return "".join(f"{codes[letter]:04x}" for letter in text)


def _file(contents: list[bytes], codes: dict[str, int], paper: Paper) -> bytes:
    fonts = (paper.font, f"{paper.font}-Bold")
    width, height = _SIZES[paper.size]
    first_page = 3 + 3 * len(fonts) + 1
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
    ]
    objects.append(_stream(_to_unicode(codes)))
    for number, name in enumerate(fonts):
        objects += _font(name, 4 + 3 * number, codes)
    resources = "<< /Font << /F1 4 0 R /F2 7 0 R >> >>"
    for number, content in enumerate(contents):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] /Resources {resources}"
            f" /Contents {first_page + 2 * number + 1} 0 R >>"
        )
        objects += [page.encode(), _stream(content)]
    author = ("\ufeff" + paper.author).encode("utf-16-be", "surrogatepass").hex()
    objects.append(f"<< /Author <{author}> >>".encode())
    return _assembled(objects)


def _font(name: str, number: int, codes: dict[str, int]) -> list[bytes]:
    """Return the font, its descendant and its descriptor; they are objects `number` and the two after it."""
    widths = " ".join(str(_advance(letter)) for letter in sorted(codes))
    flags = 262176 if name.endswith("Bold") else 32
    return [
        (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{number + 1} 0 R] /ToUnicode 3 0 R >>"
        ).encode(),
        (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name}"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {number + 2} 0 R /DW 560 /W [1 [{widths}]] >>"
        ).encode(),
        (
            f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [-170 -230 1000 930]"
            " /ItalicAngle 0 /Ascent 720 /Descent -210 /CapHeight 720 /StemV 88 >>"
        ).encode(),
    ]


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    table = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Letters def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{table}\nendcmap end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: list[bytes]) -> bytes:
    parts, offsets, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        offsets.append(at)
        part = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        parts.append(part)
        at += len(part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, len(objects)))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % at)
    return b"".join(parts)
