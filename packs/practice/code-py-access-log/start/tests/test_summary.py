import unittest

from accesslog import summary


class Summary(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(summary([]), {})
