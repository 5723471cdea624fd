import unittest

from invoices import add_customer, add_invoice, @@fn@@, open_database


class CustomerTotals(unittest.TestCase):
    def setUp(self):
        self.db = open_database()
        self.addCleanup(self.db.close)
        for name, country, cents in (("Ana", "PT", 1005), ("Awa", "Côte d'Ivoire", 9000)):
            customer = add_customer(self.db, name, country)
            add_invoice(self.db, customer, "2024-02-01", [("a", cents, 10), ("b", cents, 10)])

    def test_tax_by_line(self):
        ana, _awa = @@fn@@(self.db, "2024-01-01", "2024-03-31")
        self.assertEqual((ana.total.net, ana.total.tax), (2010, 202))

    def test_apostrophe(self):
        rows = @@fn@@(self.db, "2024-01-01", "2024-03-31", country="Côte d'Ivoire")
        self.assertEqual([row.name for row in rows], ["Awa"])
