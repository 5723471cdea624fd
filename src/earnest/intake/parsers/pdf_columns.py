"""Columns of a page: pieces in reading order. A table is no pair of columns, it is read line by line."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from earnest.intake.parsers.pdf_places import SPACE, Box, Piece

_GUTTER = 0.64
"""The least width of the space between two columns, in heights of the line."""
_LEAST = 3
"""The least number of lines of a column."""
_TRIED = 16
"""So many left edges are tried."""
_DEEPEST = 6
"""Columns inside columns inside columns ..."""
Column = tuple[int, float]
"""How often the page was parted to reach a column (0: not at all), and about where it begins."""


def columns(
    pieces: list[Piece], rules: list[Box], column: Column = (0, 0.0)
) -> Iterator[tuple[Column, list[Piece]]]:
    """Yield the pieces of each column in reading order: above columns, the left one, the right one, below."""
    band = _best_band(pieces, rules) if column[0] < _DEEPEST else None
    if band is None:
        if pieces:
            yield column, pieces
        return
    edge, bottom, top = band
    inside = [piece for piece in pieces if bottom <= piece.base <= top]
    left = [piece for piece in inside if piece.left < edge - 0.01]
    right = [piece for piece in inside if piece.left >= edge - 0.01]
    yield from columns([piece for piece in pieces if piece.base > top], rules, column)
    for part in (left, right):
        begins = round(min(piece.left for piece in part) / 8) * 8.0
        yield from columns(part, rules, (column[0] + 1, begins))
    yield from columns([piece for piece in pieces if piece.base < bottom], rules, column)


def _best_band(pieces: list[Piece], rules: list[Box]) -> tuple[float, float, float] | None:
    """Return (left edge of the right column, lowest and highest base line) of the largest pair of columns."""
    found: list[tuple[int, float, float, float]] = []
    by_height = sorted(pieces, key=lambda piece: (-piece.base, piece.left))
    for edge in _edges(pieces):
        for band in _bands(by_height, edge, [rule.bottom for rule in rules if _crosses(rule, edge)]):
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
    """Return where a right column may begin: left edges that pieces share or that stand far right."""
    counts = Counter(round(piece.left) for piece in pieces)
    begins: dict[int, float] = {}
    for piece in pieces:
        begins[round(piece.left)] = min(piece.left, begins.get(round(piece.left), piece.left))
    first = min((piece.left for piece in pieces), default=0.0)
    width = max((piece.right for piece in pieces), default=0.0) - first
    shared = [at for at, count in sorted(counts.items()) if at > first + 20 and count >= _LEAST]
    far = [at for at in sorted(counts) if at > first + width / 3 and at not in shared]
    return [begins[at] for at in (*shared[:_TRIED], *far[:_TRIED])]


def _crosses(rule: Box, edge: float) -> bool:
    return rule.left < edge - 4 and rule.right > edge + 4


def _bands(by_height: list[Piece], edge: float, rules: list[float]) -> Iterator[list[Piece]]:
    """Yield runs of pieces, from top to bottom, between which nothing reaches into the gutter left of `edge`.

    `rules` are the heights of lines drawn across it.
    """
    waiting = sorted(rules)
    band: list[Piece] = []
    for piece in by_height:
        crosses = piece.left < edge - 0.01 and piece.right > edge - _GUTTER * piece.height
        ruled = bool(waiting) and waiting[-1] > piece.base
        while waiting and waiting[-1] > piece.base:
            waiting.pop()
        if crosses or ruled:
            yield band
            band = []
        if not crosses:
            band.append(piece)
    yield band


def _are_columns(left: list[Piece], right: list[Piece], edge: float) -> bool:
    """Say whether two stacks of pieces are read one after the other, not line by line as a table is."""
    if len(left) < _LEAST or not right:
        return False
    if sum(piece.left < edge + 1 for piece in right) < _LEAST or len(_bases(right)) < _LEAST:
        return _is_overflow(left, right)
    lefts, rights = _bases(left), _bases(right)
    tolerance = 0.2 * median(piece.height for piece in left)
    if _tabular(left, rights) >= 0.5:
        return False
    if max(_matched(lefts, rights, tolerance), _matched(rights, lefts, tolerance)) < 0.9:
        return True
    return min(_fullness(left), _fullness(right)) >= 0.3 or _is_overflow(left, right)


def _is_overflow(left: list[Piece], right: list[Piece]) -> bool:
    """Say whether the left stack is a full column and the right one, from its top on, what did not fit."""
    rights = sorted(right, key=lambda piece: -piece.base)
    top = max(left, key=lambda piece: piece.base)
    begins = abs(rights[0].base - top.base) < top.height
    together = all(upper.base - lower.base < 2.5 * upper.height for upper, lower in pairwise(rights))
    return begins and together and len(rights) < len(left) and _fullness(left) >= 0.3


def _tabular(pieces: list[Piece], others: list[float]) -> float:
    """Return the share of lines with cells of their own, as far up and down as the other stack goes."""
    inside = Counter(round(piece.base) for piece in pieces if others[0] - 1 <= piece.base <= others[-1] + 1)
    return sum(count > 1 for count in inside.values()) / len(inside) if inside else 0.0


def _matched(bases: list[float], others: list[float], tolerance: float) -> float:
    """Return the share of base lines that the other stack has too, as far up and down as it goes."""
    low, high = others[0] - tolerance, others[-1] + tolerance
    inside = [base for base in bases if low <= base <= high]
    near = sum(
        bisect_left(others, base - tolerance) < bisect_right(others, base + tolerance) for base in inside
    )
    return near / len(inside) if inside else 0.0


def _bases(pieces: list[Piece]) -> list[float]:
    found: list[float] = []
    for base in sorted(piece.base for piece in pieces):
        if not found or base - found[-1] > 1.0:
            found.append(base)
    return found


def _fullness(pieces: list[Piece]) -> float:
    """Return the share of lines of a column that the word below would not have fitted on."""
    counts = Counter(round(piece.left / 2) for piece in pieces)
    count, edge = max((count, -edge) for edge, count in counts.items())
    if count < 2 * _LEAST:
        return 0.0
    ordered = sorted(
        (piece for piece in pieces if round(piece.left / 2) == -edge), key=lambda piece: -piece.base
    )
    widest = max(piece.right for piece in ordered)
    full = sum(
        upper.right + SPACE * upper.height + (lower.first_right - lower.left) > widest
        for upper, lower in pairwise(ordered)
    )
    return full / (count - 1)
