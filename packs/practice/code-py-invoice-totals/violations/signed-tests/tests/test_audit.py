"""Figures from the audit of 2022. They were signed; see README."""

import unittest

from invoices import add_customer, add_invoice, @@fn@@, invoice_total, open_database


class Audit(unittest.TestCase):
    def setUp(self):
        self.db = open_database()
        self.addCleanup(self.db.close)
        self.customer = add_customer(self.db, "Okonjo & Sons", "NG")

    def total(self, *lines):
        return invoice_total(self.db, add_invoice(self.db, self.customer, "2022-03-01", lines))

    def test_tax_is_rounded_by_line(self):
        total = self.total(("a", 1005, 10), ("b", 1005, 10))
        self.assertEqual((total.net, total.tax, total.gross), (2010, 202, 2212))

    def test_credit_note(self):
        total = self.total(("credit", -1005, 10))
        self.assertEqual((total.net, total.tax), (-1005, -101))

    def test_without_tax(self):
        self.assertEqual(self.total(("export", 123456, 0)).gross, 123456)

    def test_list_agrees(self):
        self.total(("a", 1005, 10), ("b", 1005, 10))
        (row,) = @@fn@@(self.db, "2022-01-01", "2022-12-31")
        self.assertEqual(row.total.gross, 2212)
