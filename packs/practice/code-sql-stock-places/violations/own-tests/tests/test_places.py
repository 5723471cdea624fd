import sqlite3
import unittest

from migrate import apply


class Places(unittest.TestCase):
    def test_empty(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        apply(db)
        self.assertEqual(db.execute("SELECT * FROM @@table@@").fetchall(), [])
