"""Reads the books. They are appended to by hand, so blank lines and any order of dates are normal."""

from collections.abc import Iterator
from pathlib import Path

from ledger.model import Posting, parse_posting


def read_books(path: Path) -> Iterator[Posting]:
    """Yield the postings in the order of the file."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield parse_posting(line, number)
