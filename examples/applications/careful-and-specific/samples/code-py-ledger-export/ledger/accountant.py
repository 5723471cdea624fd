"""The month as the accountant's program reads it (format: ticket "Export a month for the accountant").

Everything here is `Decimal` or an integer number of cents. See the changelog, 0.3.1, for why.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TextIO

from ledger.model import Posting

COLUMNS = ["date", "account", "text", "net", "tax", "gross"]
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class BadMonth(ValueError):
    """A month that is not written YYYY-MM."""


def check_month(text: str) -> str:
    """Return `text` if it is a month."""
    if _MONTH.fullmatch(text) is None:
        raise BadMonth(f"{text!r} is no month, write it like 2024-03")
    return text


def rows_of(postings: Iterable[Posting], month: str) -> Iterator[list[str]]:
    """Yield the rows of a month. `sorted` is stable, so equal days and accounts keep the order of the books."""
    chosen = (one for one in postings if f"{one.day:%Y-%m}" == month)
    for one in sorted(chosen, key=lambda posting: (posting.day, posting.account)):
        net, tax, gross = split(one)
        amounts = [in_euros(cents) for cents in (net, tax, gross)]
        yield [one.day.isoformat(), one.account, one.text, *amounts]


def split(posting: Posting) -> tuple[int, int, int]:
    """Return net, tax and gross in cents. Tax is what is left of gross, so the three always add up."""
    with localcontext() as context:
        context.prec = 60  # the default of 28 digits would round before we do
        gross = round_cents(posting.amount)
        net = round_cents(Decimal(gross) / (100 + (posting.tax or 0)))
    return net, gross - net, gross


def round_cents(euros: Decimal) -> int:
    """Return cents, halves away from zero (ROUND_HALF_UP rounds the magnitude)."""
    return int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def in_euros(cents: int) -> str:
    """Return cents with a decimal comma.

    >>> in_euros(-85005), in_euros(-7)
    ('-850,05', '-0,07')
    """
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02}"


def write(postings: Iterable[Posting], month: str, out: TextIO) -> None:
    """Write the header and the rows; an empty month is the header alone."""
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows_of(postings, month))
