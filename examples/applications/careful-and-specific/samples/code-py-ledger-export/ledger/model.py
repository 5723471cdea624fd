"""A posting and how one is read from a line of JSON."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation


class BadPosting(ValueError):
    """A line that is no posting; the message names the line."""


@dataclass(frozen=True)
class Posting:
    """One line of the books. `tax` is a rate in percent, None where the posting carries none."""

    day: date
    account: str
    text: str
    amount: Decimal
    tax: Decimal | None = None


def parse_posting(line: str, number: int) -> Posting:
    """Read one line; raise `BadPosting`."""
    try:
        raw = json.loads(line)
        tax = raw.get("tax")
        return Posting(
            day=date.fromisoformat(raw["date"]),
            account=str(raw["account"]),
            text=str(raw.get("text", "")),
            amount=Decimal(raw["amount"]),
            tax=None if tax is None else Decimal(tax),
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise BadPosting(f"line {number}: {error}") from error
