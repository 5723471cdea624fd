import unittest

from invoices import add_customer, add_invoice, customer_totals, invoice_total, open_database


class List(unittest.TestCase):
    def setUp(self):
        self.db = open_database()
        self.addCleanup(self.db.close)
        self.invoices = {}
        for name in ("Brontë Ltd", "Adeyemi", "O'Neill"):
            customer = add_customer(self.db, name, "GB")
            self.invoices[name] = add_invoice(self.db, customer, "2024-03-31", [("a", 1005, 10), ("b", len(name), 20)])

    def test_agrees_with_invoice_total(self):
        for row in customer_totals(self.db, "2024-03-31", "2024-03-31"):
            self.assertEqual(row.total, invoice_total(self.db, self.invoices[row.name]))

    def test_ties_go_by_name(self):
        rows = customer_totals(self.db, "2024-01-01", "2024-12-31", order="invoices")
        self.assertEqual([row.name for row in rows], ["Adeyemi", "Brontë Ltd", "O'Neill"])

    def test_injection_is_a_value(self):
        self.assertEqual(customer_totals(self.db, "2024-01-01", "2024-12-31", country="GB' --"), [])
