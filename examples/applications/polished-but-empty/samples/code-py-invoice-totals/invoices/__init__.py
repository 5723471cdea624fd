"""Invoices of a cooperative of translators."""

from invoices.database import open_database
from invoices.totals import CustomerTotal, Total, customer_totals, invoice_total
from invoices.writing import add_customer, add_invoice

__all__ = [
    "CustomerTotal", "Total", "add_customer", "add_invoice", "customer_totals", "invoice_total", "open_database",
]
