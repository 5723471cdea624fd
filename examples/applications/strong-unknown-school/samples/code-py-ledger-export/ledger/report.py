"""Sums and lists over postings."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from ledger.model import Posting


def balances(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """Return the sum of each account, by account."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        sums[posting.account] = sums.get(posting.account, Decimal(0)) + posting.amount
    return dict(sorted(sums.items()))


# Enough digits for any sum that a workshop can have; halves go away from zero.
_MONEY = Context(prec=40, rounding=ROUND_HALF_UP)


def to_cent(amount: Decimal) -> Decimal:
    """Round to the cent."""
    return _MONEY.quantize(amount, Decimal("0.01"))


def month_rows(postings: Iterable[Posting], year: int, month: int) -> list[tuple[Posting, Decimal, Decimal, Decimal]]:
    """Return (posting, net, tax, gross) of a month by day and account; net + tax is gross in every row."""
    found = []
    for posting in postings:
        if (posting.day.year, posting.day.month) == (year, month):
            gross = to_cent(posting.amount)
            net = to_cent(_MONEY.divide(_MONEY.multiply(gross, Decimal(100)), 100 + (posting.tax or Decimal(0))))
            found.append((posting, net, _MONEY.subtract(gross, net), gross))
    found.sort(key=lambda row: (row[0].day, row[0].account))
    return found
