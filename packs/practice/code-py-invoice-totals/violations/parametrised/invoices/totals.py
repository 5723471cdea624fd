"""Sums of invoices, in cents."""

import sqlite3
from collections.abc import Callable
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


_BILLED = ("sent", "paid")
@dataclass(frozen=True)
class @@cls@@:
    """What one customer was billed."""

    customer: int
    name: str
    invoices: int
    total: Total


_ORDERS: dict[str, Callable[[@@cls@@], int]] = {
    "name": lambda row: 0,
    "gross": lambda row: -row.total.gross,
    "invoices": lambda row: -row.invoices,
}


def @@fn@@(
    db: sqlite3.Connection,
    first: str,
    last: str,
    order: str = "name",
    status: str | None = None,
    country: str | None = None,
) -> list[@@cls@@]:
    """Return what each customer was billed from `first` to `last`, both included; raise `ValueError`."""
    if order not in _ORDERS:
        raise ValueError(f"order {order!r}: choose one of {', '.join(_ORDERS)}")
    if status is not None and status not in _BILLED:
        raise ValueError(f"status {status!r}: only {' and '.join(_BILLED)} are billed")
    statuses = f"'{status}'" if status is not None else "'sent', 'paid'"  # one of ours, checked above
    rows = db.execute(
        f"""
        SELECT customer.id, customer.name, invoice.id, line.cents, line.tax
        FROM invoice
        JOIN customer ON customer.id = invoice.customer
        LEFT JOIN line ON line.invoice = invoice.id
        WHERE invoice.day BETWEEN :first AND :last
          AND invoice.status IN ({statuses})
          AND (:country IS NULL OR customer.country = :country)
        """,
        {"first": first, "last": last, "country": country},
    )
    found = _add_up(rows)
    return sorted(found, key=lambda row: (_ORDERS[order](row), row.name, row.customer))


def _add_up(rows: sqlite3.Cursor) -> list[@@cls@@]:
    """Add up lines by customer. An invoice without lines comes as one row without amounts."""
    names: dict[int, str] = {}
    numbers: dict[int, set[int]] = {}
    sums: dict[int, tuple[int, int]] = {}
    for customer, name, invoice, cents, rate in rows:
        names[customer] = name
        numbers.setdefault(customer, set()).add(invoice)
        net, tax = sums.get(customer, (0, 0))
        sums[customer] = (net + (cents or 0), tax + line_tax(cents or 0, rate or 0))
    return [@@cls@@(one, names[one], len(numbers[one]), Total(*sums[one])) for one in names]
