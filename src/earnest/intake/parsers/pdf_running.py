"""Page headers, footers and page numbers of a PDF: told apart from the text between them."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low

from earnest.intake.parsers.pdf_places import Page, Piece, on_one_line
from earnest.intake.parsers.running import says_again, without_numbers

_TOP = 0.2
_WIDE = 0.8
_WIDER = 1.25
_MARGIN = 0.12
"""The share of the page at top and bottom where page headers and footers stand."""
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|-|–)?\s*+\d{1,3}(?:\s*+(?:/|of|von|de|-|–)\s*+\d{0,3})?+", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?|file)://\S++", re.IGNORECASE)
_ANYTHING = re.compile(r".*", re.DOTALL)
_DATE_MARK = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4},?\s\d{1,2}:\d{2}(?:\s?[AP]M)?+", re.IGNORECASE)


def without_running(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """Return the pages without what is on the margin of several of them, and what that says."""
    counts = Counter(key for page in pages for key in {_running_key(piece, page) for piece in page.pieces})
    repeated = {key for key, count in counts.items() if key and count >= 2}
    head_of_first = _top(pages[0]) if pages else ""
    running: dict[str, None] = {}
    kept: list[Page] = []
    for number, page in enumerate(pages):
        head = _head_line(page) if number else math.inf
        marks = [piece for piece in page.pieces if _is_mark(piece.text) and _running_key(piece, page)]
        printed = {id(piece) for piece in page.pieces if any(_is_beside(mark, piece) for mark in marks)}
        printed |= {id(mark) for mark in marks}
        again = {
            id(piece)
            for piece in page.pieces
            if _running_key(piece, page) in repeated
            or (piece.base > head and says_again(piece.text, head_of_first))
        }
        outer = _outermost(page, printed | again)
        running |= {piece.text: None for piece in page.pieces if id(piece) in outer - printed}
        kept.append(page._replace(pieces=[piece for piece in page.pieces if id(piece) not in outer]))
    return kept, list(running)


def _outermost(page: Page, told: set[int]) -> set[int]:
    """Return those of `told` (by id) between which and the edge of the page no other piece stands."""
    found: set[int] = set()
    for ordered in (sorted(page.pieces, key=lambda piece: sign * piece.base) for sign in (1, -1)):
        for piece in ordered:
            if id(piece) not in told or not _running_key(piece, page):
                break
            found.add(id(piece))
    return found


def _head_line(page: Page) -> float:
    """Return a height above which nothing but the topmost line stands, parted by an unusually wide space."""
    rows: list[Piece] = []
    for piece in sorted(page.pieces, key=lambda piece: -piece.top):
        if not rows or not on_one_line(rows[-1], piece):
            rows.append(piece)
    spaces = [upper.bottom - lower.top for upper, lower in pairwise(rows)]
    if not spaces or spaces[0] <= _WIDE * rows[0].height:
        return math.inf
    usual = [space for space in spaces[1:] if space > _WIDE * rows[0].height]
    unusual = not usual or spaces[0] > _WIDER * median_low(usual)
    return rows[0].bottom - 0.1 if unusual else math.inf


def _top(page: Page) -> str:
    """Return what stands at the top of a page: what a later page would repeat."""
    return " ".join(piece.text for piece in page.pieces if piece.base > (1 - _TOP) * page.height)


def _is_mark(text: str) -> bool:
    """Say whether a browser or an editor put this on the margin: a page number, or when it was printed."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()) or _DATE_MARK.fullmatch(text.strip()))


def _is_beside(mark: Piece, piece: Piece) -> bool:
    """Say whether a piece is what a browser puts beside the date and the page number: title and address."""
    kind = _ADDRESS if _PAGE_NUMBER.fullmatch(mark.text.strip()) else _ANYTHING
    return on_one_line(mark, piece) and kind.fullmatch(piece.text.strip()) is not None


def _running_key(piece: Piece, page: Page) -> str:
    """Return what a piece on the margin says and where, without numbers; "" for the rest of the page."""
    margin = _MARGIN * page.height
    if margin < piece.base < page.height - margin:
        return ""
    return f"{round(piece.base / 4)} {without_numbers(piece.text)}"
