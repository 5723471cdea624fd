import unittest

from accesslog.entries import BadLine, @@fn@@


class Refused(unittest.TestCase):
    def test_empty_line(self):
        with self.assertRaises(BadLine):
            @@fn@@("")
