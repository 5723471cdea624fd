"""Sums over postings."""

from collections.abc import Iterable
from decimal import Decimal

from ledger.model import Posting


def balances(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """Return the sum of each account, by account."""
    sums: dict[str, Decimal] = {}
    for posting in postings:
        sums[posting.account] = sums.get(posting.account, Decimal(0)) + posting.amount
    return dict(sorted(sums.items()))
