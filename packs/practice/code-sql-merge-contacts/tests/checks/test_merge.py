"""Contacts are merged, and nothing of them is lost."""

import sqlite3
import time
import unittest

from migrate import apply


class Case(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        apply(self.db, "0002")

    def contacts(self, *rows):
        self.db.executemany("INSERT INTO contacts VALUES (?, ?, ?, ?, ?)", rows)

    def merged(self):
        self.assertEqual(apply(self.db), ["0003_@@log@@.sql"])
        self.assertEqual(self.db.execute("PRAGMA foreign_key_check").fetchall(), [])

    def rows(self, query):
        return self.db.execute(query).fetchall()

    def three(self):
        self.contacts(
            (5, "Ada", "ADA@example.org ", None, None),
            (2, "A. Lovelace", " ada@Example.org", "", None),
            (9, "Countess", "ada@example.org", "555", None),
            (7, "Bo", "bo@example.org", "1", 5),
        )


class People(Case):
    def test_lowest_id_stays(self):
        self.three()
        self.merged()
        self.assertEqual(self.rows("SELECT * FROM contacts ORDER BY id"), [(2, "A. Lovelace", "ada@example.org", "555", None), (7, "Bo", "bo@example.org", "1", 2)])
        self.assertEqual(self.rows("SELECT old_id, new_id FROM @@log@@ ORDER BY 1"), [(5, 2), (9, 2)])

    def test_phone_of_the_lowest_that_has_one(self):
        self.contacts((1, "A", "a@x", None, None), (2, "A", "A@x", "", None), (3, "A", "a@X", "three", None), (4, "A", "A@X", "four", None))
        self.merged()
        self.assertEqual(self.rows("SELECT phone FROM contacts"), [("three",)])

    def test_own_phone_stays(self):
        self.contacts((1, "A", "a@x", "one", None), (2, "A", "A@x", "two", None))
        self.merged()
        self.assertEqual(self.rows("SELECT phone FROM contacts"), [("one",)])

    def test_without_an_address(self):
        self.contacts((1, "A", None, None, None), (2, "B", "", None, None), (3, "C", "  ", None, None), (4, "D", "", None, None))
        self.merged()
        self.assertEqual(self.rows("SELECT id, email FROM contacts"), [(1, None), (2, None), (3, None), (4, None)])
        self.assertEqual(self.rows("SELECT * FROM @@log@@"), [])

    def test_single_ones_are_cleaned(self):
        self.contacts((1, "A", " A@x ", None, None))
        self.merged()
        self.assertEqual(self.rows("SELECT email FROM contacts"), [("a@x",)])

    def test_referrals(self):
        self.contacts((1, "A", "a@x", None, None), (2, "A", "A@x", None, 1), (3, "B", "b@x", None, 2))
        self.db.execute("UPDATE contacts SET referred_by = 2 WHERE id = 1")
        self.merged()
        self.assertEqual(self.rows("SELECT id, referred_by FROM contacts"), [(1, None), (3, 1)])


class Around(Case):
    def test_notes(self):
        self.three()
        self.db.executemany("INSERT INTO notes VALUES (?, ?, ?)", [(1, 9, "x"), (2, 2, "y"), (3, 5, "z"), (4, 7, "w")])
        self.merged()
        self.assertEqual(self.rows("SELECT * FROM notes ORDER BY id"), [(1, 2, "x"), (2, 2, "y"), (3, 2, "z"), (4, 7, "w")])

    def test_memberships(self):
        self.three()
        self.db.executemany(
            "INSERT INTO memberships VALUES (?, ?, ?, ?)",
            [
                (2, "choir", "member", "2023-05-01"),
                (5, "choir", "owner", "2023-06-01"),
                (9, "choir", "editor", "2023-04-01"),
                (5, "chess", "member", "2022-02-02"),
                (9, "chess", "editor", "2022-01-01"),
                (9, "tennis", "owner", "2021-01-01"),
                (7, "choir", "member", "2020-01-01"),
            ],
        )
        self.merged()
        self.assertEqual(
            self.rows("SELECT * FROM memberships ORDER BY contact_id, club_group"),
            [
                (2, "chess", "editor", "2022-01-01"),
                (2, "choir", "owner", "2023-04-01"),
                (2, "tennis", "owner", "2021-01-01"),
                (7, "choir", "member", "2020-01-01"),
            ],
        )


class Afterwards(Case):
    def test_index(self):
        self.three()
        self.merged()
        with self.assertRaises(sqlite3.IntegrityError):
            self.db.execute("INSERT INTO contacts (name, email) VALUES ('x', ' ADA@example.org')")
        self.db.execute("INSERT INTO contacts (name) VALUES ('x'), ('y')")
        self.db.execute("INSERT INTO contacts (name, email) VALUES ('x', ''), ('y', ' ')")
        names = {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
        self.assertIn("@@index@@", names)

    def test_log_refers(self):
        self.merged()
        with self.assertRaises(sqlite3.IntegrityError):
            self.db.execute("INSERT INTO @@log@@ (old_id, new_id) VALUES (1, 99)")

    def test_nothing_else_is_left(self):
        self.merged()
        tables = {name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        self.assertEqual(tables, {"applied", "contacts", "notes", "memberships", "@@log@@"})

    def test_large_list(self):
        self.contacts(*((number, "x", f"{'A' if number % 2 else 'a'}{number // 2}@x", None, None) for number in range(1, 20_000)))
        self.db.executemany("INSERT INTO memberships VALUES (?, 'all', 'member', '2020')", [(one,) for one in range(1, 20_000)])
        start = time.perf_counter()
        self.merged()
        self.assertLess(time.perf_counter() - start, 8.0)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM contacts"), [(10_000,)])
