import unittest

from accesslog.entries import BadLine, @@fn@@

HEAD = "2024-03-01T10:00:07Z 192.0.2.7 GET /a 200 512"


class Refused(unittest.TestCase):
    def test_space_at_the_end(self):
        with self.assertRaises(BadLine):
            @@fn@@(HEAD + " ")

    def test_open_quote(self):
        with self.assertRaises(BadLine):
            @@fn@@(HEAD + ' a="b')

    def test_name_twice(self):
        with self.assertRaises(BadLine):
            @@fn@@(HEAD + " a=1 a=2")

    def test_day_that_is_none(self):
        with self.assertRaises(BadLine):
            @@fn@@(HEAD.replace("03-01", "02-30"))
