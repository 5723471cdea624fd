import sqlite3
import unittest
from pathlib import Path

from reports import run


class Movement(unittest.TestCase):
    def test_a_new_reader(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        db.executescript(Path("schema.sql").read_text())
        db.execute("INSERT INTO plans VALUES ('paper')")
        db.execute("INSERT INTO readers (id) VALUES (1)")
        db.execute("INSERT INTO subscriptions VALUES (1, 1, 'paper', '2024-03-01', NULL)")
        self.assertEqual(run(db, "@@file@@", month="2024-03"), [("paper", 1, 0, 0, 1)])
