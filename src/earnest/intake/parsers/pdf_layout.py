"""Characters with places -> blocks: columns, lines, paragraphs, list items and table rows of PDF pages.

All distances are in heights of the line at hand (the box of its font, about 1.17 of the font size), so that
nothing depends on the size of page or print. Two lines belong to one paragraph where the next word would not
have fitted on the first, they stand at the usual distance and in one column, and no bullet stands between.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from earnest.intake.parsers.blocks import Block, BlockKind
from earnest.intake.parsers.hyphens import HYPHENS, join, vocabulary
from earnest.intake.parsers.running import says_more, without_numbers
from earnest.text.layout import marker_end

_NEAR = 0.6
"""Two left edges closer than this are one."""
_SPACE = 0.23
"""The width of a space."""
_GUTTER = 0.8
"""The least width of the space between two columns."""
_LEAST_COLUMN = 3
"""The least number of lines of a column."""
_DEEPEST = 6
"""Columns inside columns inside columns ..."""
_MARGIN = 0.12
"""The share of the page at top and bottom where page headers and footers stand."""
_WIDE_PITCH = 1.22
"""Lines further apart than this many usual distances are two paragraphs."""
_OWN_WIDTH = 0.85
"""A text at least fills this share of the page between equal margins."""
_ENDS = frozenset(".!?:;…。！？")


class Box(NamedTuple):
    """A rectangle in points, the origin at the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float


class Piece(NamedTuple):
    """Words side by side: one line of a column, or one cell."""

    text: str
    left: float
    right: float
    base: float
    bottom: float
    top: float
    first_right: float
    second_left: float
    bold: bool
    joints: tuple[tuple[int, float], ...] = ()
    """Where in `text`, and where on the page, words begin that nothing but distance parts from the word before."""

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


class Page(NamedTuple):
    """What stands on a page, in no order."""

    pieces: list[Piece]
    boxes: list[Box]
    width: float
    height: float


@dataclass
class _Line:
    """A line of a column: its cells from left to right. `marked` is where its bullet or number begins."""

    cells: list[Piece]
    column: tuple[int, float] = (0, 0.0)
    page: int = 0
    limit: float = 0.0
    item: bool = False
    number: str = ""
    marked: float = 0.0

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right

    @property
    def base(self) -> float:
        return self.cells[0].base

    @property
    def height(self) -> float:
        return self.cells[0].height

    @property
    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """Return the blocks of a document in reading order."""
    kept, running = _without_running(
        [page._replace(pieces=_with_markers(_parted(page.pieces))) for page in pages]
    )
    lines: list[_Line] = []
    for number, page in enumerate(kept):
        for column, pieces in _columns(page.pieces):
            lines += _column_lines(pieces, page, number, column)
    _set_limits(lines, pages)
    known = vocabulary(cell.text for line in lines for cell in line.cells)
    paragraphs = list(_paragraphs(lines, _pitches(lines), _rules_of(kept)))
    said = " ".join(line.text for line in lines)
    heads = [Block(BlockKind.PARAGRAPH, text) for text in running if says_more(text, said)]
    return heads + [_block(paragraph, known) for paragraph in paragraphs]


def _with_markers(pieces: list[Piece]) -> list[Piece]:
    """Join each bullet or number that stands alone with the text right of it."""
    alone = [piece for piece in pieces if len(piece.text) <= 5 and marker_end(f"{piece.text} ")[0] > len(piece.text)]
    if not alone:
        return pieces
    joined: dict[int, Piece] = {}
    taken: set[int] = set()
    by_base = sorted((piece.base, number) for number, piece in enumerate(pieces))
    for mark in alone:
        near = _text_right_of(mark, pieces, by_base)
        if near >= 0 and near not in taken:
            text = pieces[near]
            taken.add(near)
            joined[id(mark)] = text._replace(
                text=f"{mark.text} {text.text}", left=mark.left, first_right=mark.right, second_left=text.left
            )
    return [joined.get(id(piece), piece) for number, piece in enumerate(pieces) if number not in taken]


def _text_right_of(mark: Piece, pieces: list[Piece], by_base: list[tuple[float, int]]) -> int:
    """Return the number of the nearest piece right of a bullet on its line, -1 where there is none."""
    low = bisect_left(by_base, (mark.bottom - mark.height, -1))
    high = bisect_left(by_base, (mark.top + mark.height, -1))
    found = [
        (pieces[number].left, number)
        for _, number in by_base[low:high]
        if mark.right - 1 < pieces[number].left < mark.right + 3 * mark.height
        and _on_one_line(mark, pieces[number])
    ]
    return min(found)[1] if found else -1


def _without_running(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without what is on the margin of several of them, and what that says."""
    counts = Counter(key for page in pages for key in {_running_key(piece, page) for piece in page.pieces})
    repeated = {key for key, count in counts.items() if key and count >= 2}
    first = " ".join(piece.text for piece in pages[0].pieces) if pages else ""
    running: dict[str, None] = {}
    kept: list[Page] = []
    for number, page in enumerate(pages):
        head = _head_line(page) if number else math.inf
        marks = [piece for piece in page.pieces if _is_date_mark(piece.text) and _running_key(piece, page)]
        rest: list[Piece] = []
        for piece in page.pieces:
            key = _running_key(piece, page)
            again = piece.base > head and not says_more(piece.text, first)
            mark = _is_page_mark(piece.text) or any(_on_one_line(date, piece) for date in marks)
            if key and (key in repeated or again or mark):
                running |= {} if mark else {piece.text: None}
            else:
                rest.append(piece)
        kept.append(page._replace(pieces=rest))
    return kept, list(running)


def _head_line(page: Page) -> float:
    """Return a height on the page above which nothing but its topmost line stands, which a wide space parts."""
    tops = sorted((piece.top for piece in page.pieces), reverse=True)
    first = next((piece for piece in page.pieces if piece.top == tops[0]), None) if tops else None
    if first is None:
        return math.inf
    below = [piece.top for piece in page.pieces if not _on_one_line(first, piece)]
    return first.bottom - 0.1 if below and first.bottom - max(below) > 0.8 * first.height else math.inf


_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|-|–)?\s*+\d{1,3}(?:\s*+(?:/|of|von|de|-|–)\s*+\d{0,3})?+|(?:https?|file)://\S++", re.IGNORECASE
)
_DATE_MARK = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4},?\s\d{1,2}:\d{2}(?:\s?[AP]M)?+", re.IGNORECASE)


def _is_page_mark(text: str) -> bool:
    """Say whether a browser or an editor put this on the margin: a page number, when and from where."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None or _is_date_mark(text)


def _is_date_mark(text: str) -> bool:
    """Say whether this is when a page was printed, which a browser puts beside the page's title."""
    return _DATE_MARK.fullmatch(text.strip()) is not None


def _running_key(piece: Piece, page: Page) -> str:
    """Return what a piece on the margin says and where, without numbers; "" for the rest of the page."""
    margin = _MARGIN * page.height
    if margin < piece.base < page.height - margin:
        return ""
    return f"{round(piece.base / 4)} {without_numbers(piece.text)}"


# Columns ------------------------------------------------------------------------------------------------------


_Column = tuple[int, float]
"""How often the page was parted to reach a column (0: not at all), and about where it begins."""


def _columns(pieces: list[Piece], column: _Column = (0, 0.0)) -> Iterator[tuple[_Column, list[Piece]]]:
    """Yield the pieces of each column in reading order: what stands above columns, then left, right and below."""
    band = _best_band(pieces) if column[0] < _DEEPEST else None
    if band is None:
        if pieces:
            yield column, pieces
        return
    edge, bottom, top = band
    inside = [piece for piece in pieces if bottom <= piece.base <= top]
    left = [piece for piece in inside if piece.left < edge - 0.01]
    right = [piece for piece in inside if piece.left >= edge - 0.01]
    yield from _columns([piece for piece in pieces if piece.base > top], column)
    for part in (left, right):
        begins = round(min(piece.left for piece in part) / 8) * 8.0
        yield from _columns(part, (column[0] + 1, begins))
    yield from _columns([piece for piece in pieces if piece.base < bottom], column)


def _best_band(pieces: list[Piece]) -> tuple[float, float, float] | None:
    """Return (left edge of the right column, lowest and highest base line) of the largest pair of columns."""
    found: list[tuple[int, float, float, float]] = []
    by_height = sorted(pieces, key=lambda piece: (-piece.base, piece.left))
    for edge in _edges(pieces):
        for band in _bands(by_height, edge):
            left = [piece for piece in band if piece.right <= edge]
            right = [piece for piece in band if piece.left >= edge - 0.01]
            if _are_columns(left, right, edge):
                weight = sum(len(piece.text) for piece in (left if len(left) < len(right) else right))
                found.append((weight, edge, min(p.base for p in band), max(p.base for p in band)))
    if not found:
        return None
    _, edge, bottom, top = max(found)
    return edge, bottom, top


def _edges(pieces: list[Piece]) -> list[float]:
    """Return the left edges that several pieces share, but for the first one of the page."""
    counts = Counter(round(piece.left) for piece in pieces)
    first = min((piece.left for piece in pieces), default=0.0)
    edges: list[float] = []
    for at, count in sorted(counts.items()):
        near = [piece.left for piece in pieces if abs(piece.left - at) <= 1.0]
        if count >= _LEAST_COLUMN and at > first + 20 and near:
            edges.append(min(near))
    return edges[:24]


def _bands(by_height: list[Piece], edge: float) -> Iterator[list[Piece]]:
    """Yield runs of pieces, from top to bottom, of which none reaches into the gutter left of `edge`."""
    band: list[Piece] = []
    for piece in by_height:
        if piece.left < edge - 0.01 and piece.right > edge - _GUTTER * piece.height * 0.8:
            yield band
            band = []
        else:
            band.append(piece)
    yield band


def _are_columns(left: list[Piece], right: list[Piece], edge: float) -> bool:
    """Say whether two stacks of pieces are read one after the other, not line by line as a table is."""
    if len(left) < _LEAST_COLUMN or sum(piece.left < edge + 1 for piece in right) < _LEAST_COLUMN:
        return False
    lefts, rights = _bases(left), _bases(right)
    tolerance = 0.2 * median(piece.height for piece in left)
    if max(_matched(lefts, rights, tolerance), _matched(rights, lefts, tolerance)) < 0.9:
        return True
    return min(_fullness(left), _fullness(right)) >= 0.3


def _matched(bases: list[float], others: list[float], tolerance: float) -> float:
    """Return the share of base lines, as far up and down as the other stack goes, that the other stack has too."""
    low, high = others[0] - tolerance, others[-1] + tolerance
    inside = [base for base in bases if low <= base <= high]
    near = sum(any(abs(base - other) <= tolerance for other in others) for base in inside)
    return near / len(inside) if inside else 0.0


def _bases(pieces: list[Piece]) -> list[float]:
    found: list[float] = []
    for base in sorted(piece.base for piece in pieces):
        if not found or base - found[-1] > 1.0:
            found.append(base)
    return found


def _fullness(pieces: list[Piece]) -> float:
    """Return the share of lines of a column that the first word of the line below would not have fitted on."""
    (edge, count), *_ = Counter(round(piece.left / 2) for piece in pieces).most_common(1)
    if count < 2 * _LEAST_COLUMN:
        return 0.0
    ordered = sorted((piece for piece in pieces if round(piece.left / 2) == edge), key=lambda piece: -piece.base)
    widest = max(piece.right for piece in ordered)
    full = sum(
        upper.right + _SPACE * upper.height + (lower.first_right - lower.left) > widest
        for upper, lower in pairwise(ordered)
    )
    return full / (count - 1)


# Lines --------------------------------------------------------------------------------------------------------


def _column_lines(pieces: list[Piece], page: Page, number: int, column: _Column) -> Iterator[_Line]:
    dots = [box for box in page.boxes if _is_dot(box)]
    for cells in _stacked(pieces):
        yield _marked(_Line(_side_by_side(cells), column, number), dots)


def _stacked(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line, from top to bottom; raised and lowered letters belong to their line."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.height * (len(piece.text) > 2), -piece.base)):
        rows_near = [row for row in rows if _on_one_line(row[0], piece)]
        if rows_near:
            min(rows_near, key=lambda row: abs(row[0].base - piece.base)).append(piece)
        else:
            rows.append([piece])
    for row in sorted(rows, key=lambda row: -row[0].base):
        yield sorted(row, key=lambda piece: piece.left)


def _on_one_line(line: Piece, piece: Piece) -> bool:
    shared = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    return shared > 0.5 * min(line.height, piece.height)


def _parted(pieces: list[Piece]) -> list[Piece]:
    """Cut pieces where a cell of a table begins: nothing but distance is there, and another line begins there too."""
    edges = Counter(round(piece.left) for piece in pieces)
    return [part for piece in pieces for part in _parts(piece, edges)]


def _parts(piece: Piece, edges: Counter[int]) -> Iterator[Piece]:
    for offset, left in reversed(piece.joints):
        if any(edges[round(left) + near] for near in (-1, 0, 1)):
            text, right = piece.text[offset:], piece.right
            yield piece._replace(text=text, left=left, first_right=right, second_left=right, joints=())
            piece = piece._replace(text=piece.text[:offset].rstrip(), right=left - 1)
    yield piece


def _side_by_side(pieces: list[Piece]) -> list[Piece]:
    """Join pieces with no more than a space between them."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        gap = piece.left - last.right if last else 0.0
        if last is None or gap > 0.9 * last.height:
            joined.append(piece)
            continue
        space = " " if gap > 0.12 * last.height else ""
        alone = " " not in last.text
        joined[-1] = last._replace(
            text=f"{last.text}{space}{piece.text}",
            right=max(last.right, piece.right),
            first_right=piece.first_right if alone and not space else last.first_right,
            second_left=(piece.left if space else piece.second_left) if alone else last.second_left,
            bold=last.bold and piece.bold,
        )
    return joined


def _is_dot(box: Box) -> bool:
    return 0.8 < box.right - box.left < 9 and 0.8 < box.top - box.bottom < 9


def _marked(line: _Line, dots: Iterable[Box]) -> _Line:
    """Find the bullet or number of a line, written or drawn, and take it away."""
    first = line.cells[0]
    for dot in dots:
        middle = (dot.bottom + dot.top) / 2
        near = first.left - 3 * first.height < dot.right <= first.left + 1
        if near and first.base - 0.1 * first.height < middle < first.top:
            return replace(line, item=True, marked=dot.left)
    end, number = marker_end(first.text if len(line.cells) == 1 else f"{first.text} ")
    if not end:
        return line
    rest = first.text[end:]
    if not rest.strip() and len(line.cells) > 1:
        return replace(line, cells=line.cells[1:], item=True, number=number, marked=first.left)
    if not rest.strip():
        return line
    glued = " " not in first.text[:end]
    cell = first._replace(text=rest, left=first.left if glued else first.second_left)
    return replace(line, cells=[cell, *line.cells[1:]], item=True, number=number, marked=first.left)


# Paragraphs ---------------------------------------------------------------------------------------------------


def _set_limits(lines: list[_Line], pages: Sequence[Page]) -> None:
    """Set where each line would have had to end, by the longest one of its kind of column and the page.

    Short lines alone do not show how wide a column is: unless sentences run over their ends, or several end at
    one place, the text is taken to be as wide as equal margins leave it.
    """
    by_column: dict[tuple[int, float], list[_Line]] = {}
    for line in lines:
        by_column.setdefault(line.column, []).append(line)
    for (narrow, _), column in by_column.items():
        running = [line for line in column if len(line.cells) == 1]
        longest = max(line.right for line in (running if narrow and running else column))
        for line in column:
            line.limit = longest
        if not narrow and not _is_wrapped(column):
            first = min(line.marked if line.item else line.left for line in column)
            width = pages[column[0].page].width
            for line in column:
                line.limit = max(longest, first + _OWN_WIDTH * (width - 2 * first))


def _is_wrapped(lines: list[_Line]) -> bool:
    """Say whether the longest line shows the width of the column."""
    inside = sum(
        _starts_inside(lower) and _same_place(upper, lower) and _was_full(upper, lower)
        for upper, lower in pairwise(lines)
    )
    even = sum(line.right > line.limit - 0.5 for line in lines)
    return inside >= 2 or (even >= 3 and even * 4 > len(lines))


def _starts_inside(line: _Line) -> bool:
    word = line.cells[0].text.partition(" ")[0]
    if _is_ideograph(word[:1]):
        return not line.item
    return word[:1].islower() and "@" not in word and "." not in word[:-1] and not line.item


def _pitches(lines: list[_Line]) -> dict[int, float]:
    """Return the usual distance of two lines of a paragraph, for each height of line."""
    found: dict[int, list[float]] = {}
    for upper, lower in pairwise(lines):
        if lower.item or not _same_place(upper, lower) or not _was_full(upper, lower):
            continue
        found.setdefault(round(upper.height), []).append(upper.base - lower.base)
    return {height: _commonest(distances) for height, distances in found.items()}


def _commonest(distances: list[float]) -> float:
    counts = Counter(round(distance * 2) for distance in distances)
    best = max(counts.values())
    return min(value for value, count in counts.items() if count == best) / 2


def _same_place(upper: _Line, lower: _Line) -> bool:
    same = upper.page == lower.page and upper.column == lower.column
    return same and 0.5 * upper.height < upper.base - lower.base < 2.2 * upper.height


def _was_full(upper: _Line, lower: _Line) -> bool:
    """Say whether the first word of the lower line would not have fitted on the upper one."""
    first = lower.cells[0]
    width = first.first_right - first.left
    if _is_ideograph(first.text[:1]):
        width = min(width, 2 * first.height)  # a stop is never the first of a line
    return upper.right + _SPACE * upper.height + width > upper.limit


def _is_ideograph(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff"


def _rules_of(pages: Sequence[Page]) -> list[list[Box]]:
    return [[box for box in page.boxes if box.top - box.bottom < 3 and box.right - box.left > 12] for page in pages]


@dataclass
class _Paragraph:
    """Lines of one block. `rows` holds the lines of each cell where there is more than one cell."""

    lines: list[_Line]
    cells: list[list[Piece]] = field(default_factory=list)

    @classmethod
    def begun(cls, line: _Line) -> "_Paragraph":
        return cls([line], [[cell] for cell in line.cells])


def _paragraphs(
    lines: list[_Line], pitches: dict[int, float], rules: list[list[Box]]
) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    number = ""
    for line in lines:
        if current is not None and len(current.cells) > 1 and _in_cells(current, line, rules):
            continue
        late = line.item and _is_late(line, number)
        if current is not None and (not line.item or late) and _goes_on(current, line, pitches):
            _append(current, line)
            continue
        if current is not None:
            yield current
        number = line.number if line.item else number
        current = _Paragraph.begun(line)
    if current is not None:
        yield current


def _append(paragraph: _Paragraph, line: _Line) -> None:
    paragraph.lines.append(line)
    text = f"{line.number}. {line.cells[0].text}" if line.item and line.number else line.cells[0].text
    paragraph.cells[0].append(line.cells[0]._replace(text=text))


def _is_late(line: _Line, last: str) -> bool:
    """Say whether a number at the start of a line may belong to the sentence before it."""
    if not line.number.isdigit() or line.number == "1":
        return False
    return not (last.isdigit() and int(last) + 1 == int(line.number))


def _in_cells(row: _Paragraph, line: _Line, rules: list[list[Box]]) -> bool:
    """Add a line to the cells of the table row above it, where it goes on in them."""
    last = row.lines[-1]
    starts = [cell[0].left for cell in row.cells]
    where = [_column_of(starts, cell.left) for cell in line.cells]
    if line.item or line.page != last.page or not 0 < last.base - line.base < 1.6 * line.height:
        return False
    if _index_near(starts, line.left, line.height) < 0:
        return False
    between = [rule for rule in rules[line.page] if line.base < rule.bottom < last.base]
    ruled = any(rule.left <= cell.left and rule.right >= cell.right - 1 for rule in between for cell in line.cells)
    if ruled or (0 in where and not _is_inside_table(row, line, rules)):
        return False
    for index, cell in zip(where, line.cells, strict=True):
        row.cells[index].append(cell)
    row.lines.append(line)
    return True


def _is_inside_table(row: _Paragraph, line: _Line, rules: list[list[Box]]) -> bool:
    """Say whether a rule above the row and one below the line show that both are one row of a table."""
    top, bottom = row.lines[0].base, line.base
    near = 2.5 * line.height
    covering = [rule for rule in rules[line.page] if rule.left <= line.left and rule.right >= line.cells[0].right - 1]
    above = any(top < rule.bottom < top + near for rule in covering)
    return above and any(bottom - near < rule.bottom < bottom for rule in covering)


def _index_near(starts: list[float], left: float, height: float) -> int:
    for index, start in enumerate(starts):
        if abs(start - left) < _NEAR * height:
            return index
    return -1


def _column_of(starts: list[float], left: float) -> int:
    return max(0, sum(start <= left + 1 for start in starts) - 1)


def _goes_on(paragraph: _Paragraph, line: _Line, pitches: dict[int, float]) -> bool:
    last = paragraph.lines[-1]
    if len(line.cells) > 1 or len(last.cells) > 1:
        return False
    if abs(last.height - line.height) > 0.12 * last.height or last.cells[0].bold != line.cells[0].bold:
        return False
    broken = last.page != line.page or last.column != line.column or line.base > last.base
    if not broken and last.base - line.base > _pitch(last, pitches):
        return False
    if not broken and not _is_aligned(paragraph, line):
        return False
    if broken and not _is_aligned_elsewhere(paragraph, line):
        return False
    if _was_full(last, line):
        return True
    letter = line.cells[0].text[:1]
    if last.cells[0].text[-1:] in HYPHENS and letter.islower():
        return True
    return letter.islower() and not broken and last.cells[0].text[-1:] not in _ENDS


def _pitch(line: _Line, pitches: dict[int, float]) -> float:
    """Return how far apart two lines of one paragraph can be."""
    return _WIDE_PITCH * pitches.get(round(line.height), 1.15 * line.height)


def _is_aligned(paragraph: _Paragraph, line: _Line) -> bool:
    """Say whether a line begins where the paragraph's next line would."""
    first, near = paragraph.lines[0], _NEAR * line.height
    if len(paragraph.lines) > 1:
        starts = [paragraph.lines[-1].left]
    else:
        starts = [first.left, first.marked] if first.item else [first.left]
    if any(abs(line.left - start) < near for start in starts):
        return True
    if len(paragraph.lines) == 1 and not first.item and 0 < first.left - line.left < 4 * line.height:
        return True
    middle = (line.left + line.right) / 2 - (first.left + first.right) / 2
    return abs(middle) < 0.2 * line.height and not first.item


def _is_aligned_elsewhere(paragraph: _Paragraph, line: _Line) -> bool:
    """The same on the next page or in the next column, where the whole column may have moved."""
    last = paragraph.lines[-1]
    if last.column == line.column:
        return _is_aligned(paragraph, line)
    return not paragraph.lines[0].item or line.cells[0].text[:1].islower()


def _block(paragraph: _Paragraph, known: frozenset[str]) -> Block:
    cells: list[str] = []
    for pieces in paragraph.cells:
        text = pieces[0].text
        for piece in pieces[1:]:
            text = join(text, piece.text, known)
        cells.append(text.replace("\x02", "-"))
    first = paragraph.lines[0]
    text = "\t".join(cells)
    if first.item:
        return Block(BlockKind.ITEM, text)
    if len(cells) > 1:
        return Block(BlockKind.ROW, text)
    heading = len(paragraph.lines) == 1 and first.cells[0].bold
    return Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, text)
