"""Page headers, footers and page numbers of a PDF: told apart from the text between them."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from earnest.intake.parsers.pdf_places import Page, Piece, on_one_line
from earnest.intake.parsers.running import says_more, without_numbers

_MARGIN = 0.12
"""The share of the page at top and bottom where page headers and footers stand."""
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|-|–)?\s*+\d{1,3}(?:\s*+(?:/|of|von|de|-|–)\s*+\d{0,3})?+|(?:https?|file)://\S++",
    re.IGNORECASE,
)
_DATE_MARK = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4},?\s\d{1,2}:\d{2}(?:\s?[AP]M)?+", re.IGNORECASE)


def without_running(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
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
            mark = _is_page_mark(piece.text) or any(on_one_line(date, piece) for date in marks)
            if key and (key in repeated or again or mark):
                running |= {} if mark else {piece.text: None}
            else:
                rest.append(piece)
        kept.append(page._replace(pieces=rest))
    return kept, list(running)


def _head_line(page: Page) -> float:
    """Return a height above which nothing but the topmost line stands, parted by a wide space."""
    tops = sorted((piece.top for piece in page.pieces), reverse=True)
    first = next((piece for piece in page.pieces if piece.top == tops[0]), None) if tops else None
    if first is None:
        return math.inf
    below = [piece.top for piece in page.pieces if not on_one_line(first, piece)]
    return first.bottom - 0.1 if below and first.bottom - max(below) > 0.8 * first.height else math.inf


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
