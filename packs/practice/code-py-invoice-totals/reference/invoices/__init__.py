"""Invoices of a cooperative of translators."""

from invoices.database import open_database
from invoices.totals import @@cls@@, Total, @@fn@@, invoice_total
from invoices.writing import add_customer, add_invoice

__all__ = [
    "@@cls@@",
    "Total",
    "add_customer",
    "add_invoice",
    "@@fn@@",
    "invoice_total",
    "open_database",
]
