"""Where things stand on a page of a PDF. Distances are in points, the origin is the lower left corner."""

from typing import NamedTuple

SPACE = 0.23
"""The width of a space, in heights of the line."""


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
    """Where in `text`, and where on the page, each word but the first begins."""
    heights: tuple[float, float] = (0.0, 0.0)
    """The least and the greatest height of its words: a line can hold more than one font."""
    cell: bool = False
    """Whether other lines show that a cell begins here."""

    @property
    def height(self) -> float:
        """Return the height of the font's box, at least one point."""
        return max(self.top - self.bottom, 1.0)


class Page(NamedTuple):
    """What stands on a page, in no order."""

    pieces: list[Piece]
    boxes: list[Box]
    width: float
    height: float


def on_one_line(line: Piece, piece: Piece) -> bool:
    """Say whether a piece belongs to a line: raised and lowered letters do."""
    shared = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    return shared > 0.5 * min(line.height, piece.height)
