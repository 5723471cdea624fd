"""What moves in a month, plan by plan."""

import random
import sqlite3
import time
import unittest
from datetime import date, timedelta
from pathlib import Path

from reports import run


class Case(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        self.db.executescript(Path("schema.sql").read_text(encoding="utf-8"))
        self.db.execute("INSERT INTO plans VALUES ('web'), ('paper'), ('both')")

    def given(self, *subscriptions, test=()):
        readers = {one[0] for one in subscriptions}
        self.db.executemany("INSERT INTO readers VALUES (?, ?)", [(one, int(one in test)) for one in readers])
        self.db.executemany(
            "INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?)",
            [(number, *one) for number, one in enumerate(subscriptions, 1)],
        )

    def moved(self, month="2024-03"):
        return {row[0]: row[1:] for row in run(self.db, "@@file@@", month=month)}


class Movement(Case):
    def test_every_plan_in_order(self):
        self.assertEqual(run(self.db, "@@file@@", month="2024-03"), [(one, 0, 0, 0, 0) for one in ("both", "paper", "web")])

    def test_columns(self):
        text = Path("queries/@@file@@.sql").read_text(encoding="utf-8")
        names = [one[0] for one in self.db.execute(text, {"month": "2024-03"}).description]
        self.assertEqual(names, ["plan", "new", "left", "@@column@@", "active"])

    def test_new(self):
        self.given((1, "web", "2024-03-01", None), (2, "web", "2024-03-31", None), (3, "web", "2024-02-29", None), (4, "web", "2024-04-01", None))
        self.assertEqual(self.moved()["web"], (2, 0, 0, 3))

    def test_new_in_the_plan_of_the_first(self):
        self.given((1, "web", "2024-03-05", None), (1, "paper", "2024-03-05", None), (1, "both", "2024-03-01", "2024-03-02"))
        self.assertEqual(self.moved(), {"both": (1, 0, 0, 0), "paper": (0, 0, 0, 1), "web": (0, 0, 0, 1)})

    def test_new_and_gone(self):
        self.given((1, "web", "2024-03-05", "2024-03-20"))
        self.assertEqual(self.moved()["web"], (1, 0, 0, 0))

    def test_left(self):
        self.given((1, "web", "2024-01-01", "2024-03-31"), (2, "web", "2024-01-01", "2024-04-01"), (3, "web", "2024-01-01", "2024-02-29"), (4, "web", "2024-01-01", "2024-03-01"))
        self.assertEqual(self.moved()["web"], (0, 2, 0, 1))

    def test_left_in_the_plan_that_started_last(self):
        self.given((1, "web", "2024-02-01", "2024-03-10"), (1, "paper", "2024-02-01", "2024-03-11"), (1, "both", "2024-01-01", "2024-03-12"))
        self.assertEqual(self.moved(), {"both": (0, 0, 0, 0), "paper": (0, 1, 0, 0), "web": (0, 0, 0, 0)})

    def test_changing_is_none_of_the_three(self):
        self.given((1, "web", "2024-01-01", "2024-03-10"), (1, "paper", "2024-03-20", None))
        self.assertEqual(self.moved(), {"both": (0, 0, 0, 0), "paper": (0, 0, 0, 1), "web": (0, 0, 0, 0)})

    def test_back(self):
        self.given((1, "web", "2023-01-01", "2023-05-01"), (1, "paper", "2024-03-02", None), (1, "both", "2024-03-02", "2024-03-09"))
        self.assertEqual(self.moved(), {"both": (0, 0, 0, 0), "paper": (0, 0, 1, 1), "web": (0, 0, 0, 0)})

    def test_back_and_gone(self):
        self.given((1, "web", "2023-01-01", "2023-05-01"), (1, "web", "2024-03-02", "2024-03-03"))
        self.assertEqual(self.moved()["web"], (0, 0, 1, 0))

    def test_never_in_force(self):
        self.given((1, "web", "2024-01-05", "2024-01-05"), (1, "paper", "2024-03-02", None), (2, "web", "2024-03-02", "2024-03-01"))
        self.assertEqual(self.moved(), {"both": (0, 0, 0, 0), "paper": (1, 0, 0, 1), "web": (0, 0, 0, 0)})

    def test_the_same_plan_twice(self):
        self.given((1, "web", "2024-01-05", None), (1, "web", "2024-02-05", None))
        self.assertEqual(self.moved()["web"], (0, 0, 0, 1))

    def test_test_accounts(self):
        self.given((1, "web", "2024-03-05", None), test={1})
        self.assertEqual(self.moved()["web"], (0, 0, 0, 0))

    def test_other_months(self):
        self.given((1, "web", "2023-12-31", "2024-02-29"))
        self.assertEqual([self.moved(month)["web"] for month in ("2023-12", "2024-01", "2024-02", "2024-03")], [(1, 0, 0, 1), (0, 0, 0, 1), (0, 1, 0, 0), (0, 0, 0, 0)])

    def test_nothing_is_written(self):
        text = Path("queries/@@file@@.sql").read_text(encoding="utf-8")
        self.db.execute("PRAGMA query_only = ON")
        self.assertEqual(len(self.db.execute(text, {"month": "2024-03"}).fetchall()), 3)

    def test_a_large_month(self):
        chance = random.Random(3)
        first = date(2020, 1, 1)
        rows = []
        for number in range(20_000):
            began = first + timedelta(days=chance.randrange(1600))
            ended = began + timedelta(days=chance.randrange(500)) if chance.random() < 0.8 else None
            rows.append((chance.randrange(8_000), chance.choice(["web", "paper", "both"]), began.isoformat(), ended and ended.isoformat()))
        self.given(*rows)
        start = time.perf_counter()
        moved = self.moved()
        self.assertLess(time.perf_counter() - start, 8.0)
        self.assertTrue(all(all(isinstance(one, int) for one in row) for row in moved.values()))
