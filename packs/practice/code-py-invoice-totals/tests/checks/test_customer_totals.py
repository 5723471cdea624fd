"""The list of the quarter, and the sums that were there before."""

import time
import unittest

from invoices import add_customer, add_invoice, @@fn@@, invoice_total, open_database


class Case(unittest.TestCase):
    def setUp(self):
        self.db = open_database()
        self.addCleanup(self.db.close)

    def customer(self, name, country="DE"):
        return add_customer(self.db, name, country)

    def invoice(self, customer, *lines, day="2024-02-10", status="sent"):
        return add_invoice(self.db, customer, day, lines, status)

    def totals(self, **more):
        return @@fn@@(self.db, "2024-01-01", "2024-03-31", **more)

    def names(self, **more):
        return [row.name for row in self.totals(**more)]


class Totals(Case):
    def test_one_row(self):
        ana = self.customer("Ana")
        self.invoice(ana, ("a", 1005, 10), ("b", 1005, 10))
        self.invoice(ana, ("c", -1005, 10))
        (row,) = self.totals()
        self.assertEqual((row.customer, row.name, row.invoices), (ana, "Ana", 2))
        self.assertEqual((row.total.net, row.total.tax, row.total.gross), (1005, 101, 1106))

    def test_agrees_with_each_invoice(self):
        ana = self.customer("Ana")
        numbers = [
            self.invoice(ana, *[("x", cents * 7 + 3, rate) for cents in range(30)]) for rate in (0, 7, 19, 10)
        ]
        (row,) = self.totals()
        sums = [invoice_total(self.db, number) for number in numbers]
        self.assertEqual((row.total.net, row.total.tax), (sum(s.net for s in sums), sum(s.tax for s in sums)))

    def test_both_days_are_included(self):
        ana = self.customer("Ana")
        for day in ("2023-12-31", "2024-01-01", "2024-03-31", "2024-04-01"):
            self.invoice(ana, ("a", 100, 0), day=day)
        self.assertEqual([row.invoices for row in self.totals()], [2])

    def test_drafts_and_cancelled_never_count(self):
        ana = self.customer("Ana")
        for status in ("draft", "cancelled", "sent", "paid"):
            self.invoice(ana, ("a", 100, 0), status=status)
        ghost = self.customer("Ghost")
        self.invoice(ghost, ("a", 100, 0), status="draft")
        self.assertEqual([(row.name, row.invoices, row.total.net) for row in self.totals()], [("Ana", 2, 200)])

    def test_status(self):
        ana = self.customer("Ana")
        self.invoice(ana, ("a", 100, 0), status="paid")
        self.invoice(ana, ("a", 50, 0), status="sent")
        self.assertEqual([row.total.net for row in self.totals(status="paid")], [100])
        self.assertEqual([row.total.net for row in self.totals(status="sent")], [50])
        for status in ("draft", "cancelled", "", "paid' OR '1'='1"):
            with self.subTest(status=status), self.assertRaises(ValueError):
                self.totals(status=status)

    def test_country(self):
        for name, country in (("Ana", "PT"), ("Bo", "SE"), ("Awa", "Côte d'Ivoire")):
            self.invoice(self.customer(name, country), ("a", 100, 0))
        self.assertEqual(self.names(country="PT"), ["Ana"])
        self.assertEqual(self.names(country="Côte d'Ivoire"), ["Awa"])
        self.assertEqual(self.names(country="' OR '1'='1"), [])

    def test_invoice_without_lines_counts(self):
        self.invoice(self.customer("Ana"))
        (row,) = self.totals()
        self.assertEqual((row.invoices, row.total.gross), (1, 0))

    def test_same_name_stays_two_rows(self):
        first, second = self.customer("Ana"), self.customer("Ana")
        self.invoice(second, ("a", 300, 0))
        self.invoice(first, ("a", 100, 0))
        self.assertEqual([row.customer for row in self.totals()], [first, second])


class Order(Case):
    def setUp(self):
        super().setUp()
        for name, cents in (("b", (100, 100, 100)), ("a", (300,)), ("Z", (200, 700)), ("é", (900,))):
            customer = self.customer(name)
            for one in cents:
                self.invoice(customer, ("x", one, 0))

    def test_name(self):
        self.assertEqual(self.names(), ["Z", "a", "b", "é"])

    def test_gross(self):
        self.assertEqual(self.names(order="gross"), ["Z", "é", "a", "b"])

    def test_invoices(self):
        self.assertEqual(self.names(order="invoices"), ["b", "Z", "a", "é"])

    def test_other_orders(self):
        for order in ("", "id", "name DESC", "gross; DROP TABLE line"):
            with self.subTest(order=order), self.assertRaises(ValueError):
                self.totals(order=order)


class Large(Case):
    def test_one_pass(self):
        self.db.executemany("INSERT INTO customer (id, name, country) VALUES (?, ?, 'DE')", [(n, f"c{n}") for n in range(1, 2001)])
        self.db.executemany(
            "INSERT INTO invoice (id, customer, day, status) VALUES (?, ?, '2024-02-01', 'paid')",
            [(n, n) for n in range(1, 2001)],
        )
        self.db.executemany(
            "INSERT INTO line (invoice, text, cents, tax) VALUES (?, 'x', 100, 19)", [(n % 2000 + 1,) for n in range(30000)]
        )
        statements = []
        self.db.set_trace_callback(statements.append)
        began = time.monotonic()
        rows = self.totals()
        seconds = time.monotonic() - began
        self.assertEqual(len(rows), 2000)
        self.assertLess(len(statements), 20)
        self.assertLess(seconds, 3.0)


class AsBefore(Case):
    def test_invoice_total(self):
        number = self.invoice(self.customer("Ana"), ("a", 1005, 10), ("b", 1005, 10))
        self.assertEqual(invoice_total(self.db, number).gross, 2212)
        self.assertEqual(invoice_total(self.db, 999).gross, 0)


if __name__ == "__main__":
    unittest.main()
