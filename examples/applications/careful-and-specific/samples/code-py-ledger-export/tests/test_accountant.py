"""Figures worked out by hand from the ticket, before the code was there."""

import unittest
from datetime import date
from decimal import Decimal

from ledger.accountant import BadMonth, check_month, in_euros, rows_of, split
from ledger.model import Posting


def posting(amount, tax=None, day=date(2024, 3, 5), account="4400", text="x"):
    return Posting(day, account, text, Decimal(amount), None if tax is None else Decimal(tax))


class Split(unittest.TestCase):
    def test_by_hand(self):
        for amount, tax, expected in [
            ("119.00", "19", (10000, 1900, 11900)),
            ("142.80", "19", (12000, 2280, 14280)),
            ("0.10", "7", (9, 1, 10)),
            ("-850.00", None, (-85000, 0, -85000)),
            ("0.05", "100", (3, 2, 5)),
            ("-0.05", "100", (-3, -2, -5)),
        ]:
            with self.subTest(amount=amount, tax=tax):
                self.assertEqual(split(posting(amount, tax)), expected)

    def test_always_adds_up(self):
        for cents in range(-300, 300):
            net, tax, gross = split(posting(f"{Decimal(cents) / 100}", "19"))
            self.assertEqual(net + tax, gross)


class Rows(unittest.TestCase):
    def test_last_day_of_february_in_a_leap_year(self):
        rows = list(rows_of([posting("1.00", day=date(2024, 2, 29)), posting("1.00", day=date(2024, 3, 1))], "2024-02"))
        self.assertEqual([row[0] for row in rows], ["2024-02-29"])

    def test_ties_keep_the_order_of_the_books(self):
        rows = list(rows_of([posting("1.00", text="first"), posting("1.00", text="second")], "2024-03"))
        self.assertEqual([row[2] for row in rows], ["first", "second"])

    def test_small_negative_amount(self):
        self.assertEqual(in_euros(-7), "-0,07")

    def test_months(self):
        self.assertEqual(check_month("2024-12"), "2024-12")
        for bad in ("2024-13", "2024-00", "March", "2024-3", "2024-03 "):
            with self.subTest(bad=bad), self.assertRaises(BadMonth):
                check_month(bad)
