import sqlite3
import unittest

from migrate import apply


class Contacts(unittest.TestCase):
    def test_from_nothing(self):
        db = sqlite3.connect(":memory:")
        self.addCleanup(db.close)
        self.assertIn("0001_contacts.sql", apply(db))
        db.execute("INSERT INTO contacts (name, email) VALUES ('Ada', 'ada@example.org')")
        self.assertEqual(apply(db), [])
