"""Sums of invoices, in cents."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
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


@dataclass(frozen=True)
class CustomerTotal:
    """One row of the quarter's list."""

    customer: int
    name: str
    invoices: int
    total: Total


def customer_totals(
    db: sqlite3.Connection,
    first: str,
    last: str,
    order: str = "name",
    status: str | None = None,
    country: str | None = None,
) -> list[CustomerTotal]:
    """Return what each customer was billed between two ISO dates, both included.

    Raises `ValueError` for an order or a status that there is not. Two queries, whatever the number of customers.
    """
    if order not in ("name", "gross", "invoices"):
        raise ValueError(f"order is name, gross or invoices, not {order!r}")
    if status not in (None, "sent", "paid"):
        raise ValueError(f"status is sent or paid, not {status!r}")
    counted = _counted(db, first, last, status, country)
    totals = _totals(db, [invoice for invoice, _customer, _name in counted])
    rows: dict[int, CustomerTotal] = {}
    for invoice, customer, name in counted:
        before = rows.get(customer, CustomerTotal(customer, name, 0, Total(0, 0)))
        total = totals[invoice]
        summed = Total(before.total.net + total.net, before.total.tax + total.tax)
        rows[customer] = CustomerTotal(customer, name, before.invoices + 1, summed)
    return _in_order(rows.values(), order)


def _counted(
    db: sqlite3.Connection, first: str, last: str, status: str | None, country: str | None
) -> list[tuple[int, int, str]]:
    return db.execute(
        """
        SELECT invoice.id, customer.id, customer.name
        FROM invoice JOIN customer ON customer.id = invoice.customer
        WHERE invoice.day >= ? AND invoice.day <= ?
          AND invoice.status IN ('sent', 'paid') AND invoice.status = coalesce(?, invoice.status)
          AND customer.country = coalesce(?, customer.country)
        """,
        (first, last, status, country),
    ).fetchall()


def _totals(db: sqlite3.Connection, invoices: Iterable[int]) -> dict[int, Total]:
    """Read all lines once and keep those of these invoices; an invoice without lines is zero."""
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for invoice, cents, rate in db.execute("SELECT invoice, cents, tax FROM line"):
        sums[invoice][0] += cents
        sums[invoice][1] += line_tax(cents, rate)
    return {invoice: Total(*sums[invoice]) for invoice in invoices}


def _in_order(rows: Iterable[CustomerTotal], order: str) -> list[CustomerTotal]:
    found = sorted(rows, key=lambda row: (row.name, row.customer))
    if order == "gross":
        found.sort(key=lambda row: row.total.gross, reverse=True)  # stable, also with reverse
    elif order == "invoices":
        found.sort(key=lambda row: row.invoices, reverse=True)
    return found
