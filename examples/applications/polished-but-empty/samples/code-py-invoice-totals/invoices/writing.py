"""Adds customers and invoices."""

import sqlite3
from collections.abc import Iterable


def add_customer(db: sqlite3.Connection, name: str, country: str) -> int:
    """Add a customer; return its id."""
    cursor = db.execute("INSERT INTO customer (name, country) VALUES (?, ?)", (name, country))
    return int(cursor.lastrowid or 0)


def add_invoice(
    db: sqlite3.Connection, customer: int, day: str, lines: Iterable[tuple[str, int, int]], status: str = "sent"
) -> int:
    """Add an invoice with lines of (text, cents, tax in percent); return its id."""
    cursor = db.execute("INSERT INTO invoice (customer, day, status) VALUES (?, ?, ?)", (customer, day, status))
    number = int(cursor.lastrowid or 0)
    db.executemany(
        "INSERT INTO line (invoice, text, cents, tax) VALUES (?, ?, ?, ?)",
        [(number, text, cents, tax) for text, cents, tax in lines],
    )
    return number
