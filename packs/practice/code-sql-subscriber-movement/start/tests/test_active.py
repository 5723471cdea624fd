import sqlite3
import unittest
from pathlib import Path

from reports import run


class Active(unittest.TestCase):
    def test_count(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        db.executescript(Path("schema.sql").read_text())
        db.execute("INSERT INTO plans VALUES ('paper')")
        db.execute("INSERT INTO readers (id) VALUES (1)")
        db.execute("INSERT INTO subscriptions VALUES (1, 1, 'paper', '2024-01-01', '2024-03-31')")
        self.assertEqual(run(db, "active", day="2024-03-30"), [(1,)])
        self.assertEqual(run(db, "active", day="2024-03-31"), [(0,)])
