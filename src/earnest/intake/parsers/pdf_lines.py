"""Lines of a column: pieces side by side, table cells apart, bullets and numbers taken off."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from earnest.intake.parsers.pdf_columns import Column
from earnest.intake.parsers.pdf_places import Box, Page, Piece, on_one_line
from earnest.text.layout import marker_end

_VERY_NEAR = 0.15
"""In points: cells of one column begin at one place, words do so by chance."""
_GAP = 0.9
"""The least width of a space that parts two cells, in heights of the line."""


@dataclass
class Line:
    """A line of a column: its cells from left to right. `marked` is where its bullet or number begins.

    `marker` is the bullet as it is written, "" for one that is drawn.
    """

    cells: list[Piece]
    column: tuple[int, float] = (0, 0.0)
    page: int = 0
    limit: float = 0.0
    item: bool = False
    number: str = ""
    marked: float = 0.0
    marker: str = ""

    @property
    def left(self) -> float:
        """Return where the line begins, without its bullet."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Return where the line ends."""
        return self.cells[-1].right

    @property
    def base(self) -> float:
        """Return the base line of the first cell."""
        return self.cells[0].base

    @property
    def height(self) -> float:
        """Return the height of the first cell."""
        return self.cells[0].height

    @property
    def text(self) -> str:
        """Return the cells with tabs between them."""
        return "\t".join(cell.text for cell in self.cells)


def with_markers(pieces: list[Piece]) -> list[Piece]:
    """Join each bullet or number that stands alone with the text right of it."""
    alone = [
        piece
        for piece in pieces
        if len(piece.text) <= 5 and marker_end(f"{piece.text} ")[0] > len(piece.text)
    ]
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
        and on_one_line(mark, pieces[number])
    ]
    return min(found)[1] if found else -1


def column_lines(pieces: list[Piece], page: Page, number: int, column: Column) -> Iterator[Line]:
    """Yield the lines of a column from top to bottom."""
    dots = [box for box in page.boxes if _is_dot(box)]
    for cells in _stacked(pieces):
        yield _marked(Line(_side_by_side(cells), column, number), dots)


def _stacked(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line, from top to bottom; raised and lowered letters belong to their line."""
    bases: list[float] = []
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.height * (len(piece.text) > 2), -piece.base)):
        at = bisect_left(bases, piece.base)
        near = [n for n in range(max(0, at - 2), min(len(rows), at + 2)) if on_one_line(rows[n][0], piece)]
        if near:
            rows[min(near, key=lambda n: abs(bases[n] - piece.base))].append(piece)
        else:
            bases.insert(at, piece.base)
            rows.insert(at, [piece])
    for row in reversed(rows):
        yield sorted(row, key=lambda piece: piece.left)


def parted(pieces: list[Piece]) -> list[Piece]:
    """Cut pieces where a cell of a table begins though the gap is no wider than a space.

    On two lines nearby a cell begins at the very same place.
    """
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        lines.setdefault(round(piece.base), []).append(piece)
    begins: dict[int, list[tuple[float, float]]] = {}
    for line in lines.values():
        for piece in sorted(line, key=lambda piece: piece.left)[1:]:
            begins.setdefault(round(piece.left), []).append((piece.left, piece.base))
    return [part for piece in pieces for part in _parts(piece, begins)] if begins else pieces


def _parts(piece: Piece, begins: dict[int, list[tuple[float, float]]]) -> Iterator[Piece]:
    far = 6 * piece.height
    for offset, left in reversed(piece.joints):
        near = (place for at in (-1, 0, 1) for place in begins.get(round(left) + at, ()))
        found = sum(
            abs(begin - left) < _VERY_NEAR and 1 < abs(base - piece.base) < far for begin, base in near
        )
        if found >= 2:
            text, right = piece.text[offset:], piece.right
            yield piece._replace(
                text=text, left=left, first_right=right, second_left=right, joints=(), cell=True
            )
            piece = piece._replace(text=piece.text[:offset].rstrip(), right=left - 1)
    yield piece


def _side_by_side(pieces: list[Piece]) -> list[Piece]:
    """Join pieces with no more than a space between them."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        gap = piece.left - last.right if last else 0.0
        if last is None or piece.cell or gap > _GAP * last.height:
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
            heights=(min(last.heights[0], piece.heights[0]), max(last.heights[1], piece.heights[1])),
        )
    return joined


def _is_dot(box: Box) -> bool:
    return 0.8 < box.right - box.left < 9 and 0.8 < box.top - box.bottom < 9


def _marked(line: Line, dots: Iterable[Box]) -> Line:
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
    marker = first.text[:end].strip()
    cells = [cell, *line.cells[1:]]
    return replace(line, cells=cells, item=True, number=number, marked=first.left, marker=marker)
