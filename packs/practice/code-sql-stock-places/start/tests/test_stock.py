import sqlite3
import unittest

from migrate import apply


class Stock(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        apply(self.db)
        self.db.execute("INSERT INTO products VALUES (1, 'a', 'Apples')")
        self.db.execute("INSERT INTO stock VALUES (1, 5, '2024-03-01')")

    def test_available(self):
        self.db.execute("INSERT INTO orders VALUES (1, 1, 2, 'open'), (2, 1, 1, 'sent')")
        self.assertEqual(self.db.execute("SELECT * FROM available").fetchall(), [(1, 3)])

    def test_never_negative(self):
        with self.assertRaises(sqlite3.IntegrityError):
            self.db.execute("UPDATE stock SET quantity = -1")
