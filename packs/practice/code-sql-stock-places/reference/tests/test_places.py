import sqlite3
import unittest

from migrate import apply


class Places(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        apply(self.db)
        self.db.execute("INSERT INTO products VALUES (1, 'a', 'Apples')")
        self.db.execute("INSERT INTO stock VALUES (1, 5, '2024-03-01')")

    def test_sum_of_places(self):
        self.db.execute("INSERT INTO @@table@@ VALUES (1, 'hall 2', 2, '2024-03-02')")
        self.assertEqual(self.db.execute("SELECT quantity FROM stock").fetchall(), [(7,)])

    def test_difference_goes_to_one_place(self):
        self.db.execute("INSERT INTO @@table@@ VALUES (1, 'hall 2', 2, '2024-03-02')")
        self.db.execute("UPDATE stock SET quantity = 6")
        found = self.db.execute("SELECT quantity FROM @@table@@ WHERE place = '@@place@@'").fetchall()
        self.assertEqual(found, [(4,)])

    def test_delete(self):
        self.db.execute("DELETE FROM stock")
        self.assertEqual(self.db.execute("SELECT * FROM @@table@@").fetchall(), [])
