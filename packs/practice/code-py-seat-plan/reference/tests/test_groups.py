import unittest

from seating import Plan


class Groups(unittest.TestCase):
    def test_together(self):
        self.assertEqual(len(Plan.parse(".x..").@@method@@(2)), 2)
