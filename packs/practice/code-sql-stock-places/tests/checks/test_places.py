"""The new table holds, and the old programs notice nothing."""

import sqlite3
import unittest

from migrate import apply


class Case(unittest.TestCase):
    def setUp(self):
        self.db = sqlite3.connect(":memory:")
        self.addCleanup(self.db.close)
        apply(self.db, "0003")
        self.db.execute("INSERT INTO products VALUES (1, 'a', 'Apples'), (2, 'b', 'Beans'), (3, 'c', 'Corn'), (4, 'd', 'Dill')")
        self.db.execute("INSERT INTO stock VALUES (1, 5, '2024-03-01'), (2, 0, '2024-03-02')")
        self.db.execute("INSERT INTO orders VALUES (1, 1, 2, 'open'), (2, 1, 1, 'sent')")
        self.assertEqual(apply(self.db), ["0004_@@table@@.sql"])

    def rows(self, query):
        return self.db.execute(query).fetchall()

    def places(self):
        return self.rows("SELECT product_id, place, quantity, updated_at FROM @@table@@ ORDER BY 1, 2")

    def elsewhere(self, product=1, quantity=7, when="2024-04-01"):
        self.db.execute("INSERT INTO @@table@@ (product_id, place, quantity, updated_at) VALUES (?, 'hall 2', ?, ?)", (product, quantity, when))


class Table(Case):
    def test_what_was_there(self):
        self.assertEqual(self.places(), [(1, "@@place@@", 5, "2024-03-01"), (2, "@@place@@", 0, "2024-03-02")])

    def test_what_cannot_be(self):
        for values in ("1, '@@place@@', 1, 'x'", "3, '', 1, 'x'", "3, 'x', -1, 'x'", "9, 'x', 1, 'x'", "3, NULL, 1, 'x'", "3, 'x', NULL, 'x'"):
            with self.subTest(values=values), self.assertRaises(sqlite3.IntegrityError):
                self.db.execute(f"INSERT INTO @@table@@ (product_id, place, quantity, updated_at) VALUES ({values})")

    def test_nothing_is_left_of_the_old_one(self):
        kinds = dict(self.rows("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
        self.assertEqual(kinds, {"products": "table", "orders": "table", "applied": "table", "@@table@@": "table", "stock": "view", "available": "view"})


class Reading(Case):
    def test_sum_and_latest(self):
        self.elsewhere()
        self.assertEqual(self.rows("SELECT product_id, quantity, updated_at FROM stock ORDER BY 1"), [(1, 12, "2024-04-01"), (2, 0, "2024-03-02")])
        self.assertEqual([one[0] for one in self.db.execute("SELECT * FROM stock").description], ["product_id", "quantity", "updated_at"])

    def test_available(self):
        self.assertEqual(self.rows("SELECT * FROM available ORDER BY 1"), [(1, 3), (2, 0)])
        self.elsewhere()
        self.assertEqual(self.rows("SELECT quantity FROM available WHERE product_id = 1"), [(10,)])


class Writing(Case):
    def test_update_puts_the_difference(self):
        self.elsewhere()
        self.db.execute("UPDATE stock SET quantity = quantity - 3, updated_at = '2024-05-01' WHERE product_id = 1")
        self.assertEqual(self.places()[:2], [(1, "hall 2", 7, "2024-04-01"), (1, "@@place@@", 2, "2024-05-01")][:: 1 if "hall 2" < "@@place@@" else -1])

    def test_update_of_many(self):
        self.db.execute("UPDATE stock SET quantity = quantity + 1")
        self.assertEqual(self.rows("SELECT quantity FROM stock ORDER BY product_id"), [(6,), (1,)])

    def test_update_of_what_lies_elsewhere(self):
        self.elsewhere(product=3)
        self.db.execute("UPDATE stock SET quantity = 9, updated_at = '2024-06-01' WHERE product_id = 3")
        self.assertIn((3, "@@place@@", 2, "2024-06-01"), self.places())

    def test_below_zero_fails_as_a_whole(self):
        self.elsewhere()
        before = self.places()
        with self.assertRaises(sqlite3.IntegrityError):
            self.db.execute("UPDATE stock SET quantity = 4")
        self.assertEqual(self.places(), before)

    def test_time_alone(self):
        self.elsewhere()
        self.db.execute("UPDATE stock SET updated_at = '2024-03-09' WHERE product_id = 1")
        self.assertEqual(sorted(one[2:] for one in self.places() if one[0] == 1), [(5, "2024-03-09"), (7, "2024-04-01")])

    def test_insert(self):
        self.db.execute("INSERT INTO stock VALUES (3, 4, '2024-03-03')")
        self.assertIn((3, "@@place@@", 4, "2024-03-03"), self.places())
        self.elsewhere(product=4)
        for product in (1, 4):
            with self.assertRaises(sqlite3.IntegrityError):
                self.db.execute("INSERT INTO stock (product_id, quantity, updated_at) VALUES (?, 1, 'x')", (product,))

    def test_insert_of_nonsense(self):
        for values in ("9, 1, 'x'", "3, -1, 'x'"):
            with self.subTest(values=values), self.assertRaises(sqlite3.IntegrityError):
                self.db.execute(f"INSERT INTO stock VALUES ({values})")

    def test_delete(self):
        self.elsewhere()
        self.db.execute("DELETE FROM stock WHERE product_id = 1")
        self.assertEqual([one[0] for one in self.places()], [2])


class Empty(unittest.TestCase):
    def test_empty_database(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        self.assertEqual(len(apply(db)), 4)
        self.assertEqual(db.execute("SELECT * FROM stock").fetchall(), [])
