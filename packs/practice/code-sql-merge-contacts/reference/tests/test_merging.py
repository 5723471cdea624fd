import sqlite3
import unittest

from migrate import apply


class Merging(unittest.TestCase):
    def test_capital_letters(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        apply(db, "0002")
        db.execute("INSERT INTO contacts (id, name, email) VALUES (1, 'Ada', 'ada@x'), (2, 'Ada', 'ADA@x')")
        apply(db)
        self.assertEqual(db.execute("SELECT * FROM @@log@@").fetchall(), [(2, 1)])
