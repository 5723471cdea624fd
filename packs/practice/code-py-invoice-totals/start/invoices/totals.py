"""Sums of invoices, in cents."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Total:
    """Net and tax in cents."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """Net and tax together."""
        return self.net + self.tax


def line_tax(cents: int, rate: int) -> int:
    """Return the tax of one line, halves up (away from zero for credit notes)."""
    tax = (abs(cents) * rate * 2 + 100) // 200
    return tax if cents >= 0 else -tax


def invoice_total(db: sqlite3.Connection, invoice: int) -> Total:
    """Return the total of one invoice; an invoice without lines, or none at all, is zero."""
    lines = db.execute("SELECT cents, tax FROM line WHERE invoice = ?", (invoice,)).fetchall()
    return Total(sum(cents for cents, _rate in lines), sum(line_tax(cents, rate) for cents, rate in lines))
