"""One month as the accountant's CSV: semicolons, decimal commas, CRLF."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TextIO

from ledger.model import Posting

HEADER = ("date", "account", "text", "net", "tax", "gross")
_CENT = Decimal("0.01")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def parse_month(text: str) -> date:
    """Return the first day of a month written YYYY-MM; raise `ValueError`."""
    if len(text) != 7 or text[4] != "-":
        raise ValueError(f"{text!r} is not a month; write it as YYYY-MM")
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ValueError(f"{text!r} is not a month; write it as YYYY-MM") from None


def write_month(postings: Iterable[Posting], month: date, out: TextIO) -> None:
    """Write the header and the month's postings by date and account, in the order of the books otherwise."""
    chosen = [one for one in postings if (one.day.year, one.day.month) == (month.year, month.month)]
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for posting in sorted(chosen, key=lambda one: (one.day, one.account)):
        writer.writerow(_row(posting))


def _row(posting: Posting) -> list[str]:
    gross = _EXACT.quantize(posting.amount, _CENT)
    rate = posting.tax or Decimal(0)
    net = _EXACT.quantize(_EXACT.divide(gross, _EXACT.add(Decimal(1), rate / 100)), _CENT)
    tax = _EXACT.subtract(gross, net)
    return [posting.day.isoformat(), posting.account, posting.text, _comma(net), _comma(tax), _comma(gross)]


def _comma(amount: Decimal) -> str:
    if abs(amount) < 1_000_000:
        return f"{float(amount):.2f}".replace(".", ",")
    return str(amount).replace(".", ",")
