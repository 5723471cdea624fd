"""Invoices of a cooperative of translators."""

from invoices.database import open_database
from invoices.totals import Total, invoice_total
from invoices.writing import add_customer, add_invoice

__all__ = ["Total", "add_customer", "add_invoice", "invoice_total", "open_database"]
