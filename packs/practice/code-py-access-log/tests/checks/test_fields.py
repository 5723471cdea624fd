"""The new log's lines, good and bad."""

import time
import unittest
from datetime import UTC, datetime

from accesslog import BadLine, summary
from accesslog.entries import @@fn@@

HEAD = "2024-03-01T10:00:07Z 192.0.2.7 GET /a 200 512"


class Good(unittest.TestCase):
    def test_whole_line(self):
        entry = @@fn@@(
            '2024-03-01T10:00:07.250Z 192.0.2.7 GET "/search?q=a b" 200 512 agent="Mozilla (\\"X\\")" ref=- zone=fra'
        )
        self.assertEqual(entry.time, datetime(2024, 3, 1, 10, 0, 7, 250000, UTC))
        self.assertEqual((entry.address, entry.method, entry.path), ("192.0.2.7", "GET", "/search?q=a b"))
        self.assertEqual((entry.status, entry.size), (200, 512))
        self.assertEqual(entry.fields, {"agent": 'Mozilla ("X")', "ref": None, "zone": "fra"})

    def test_no_fields(self):
        self.assertEqual(@@fn@@(HEAD).fields, {})

    def test_line_ends(self):
        self.assertEqual(@@fn@@(HEAD + "\n"), @@fn@@(HEAD + "\r\n"))

    def test_quoted_hyphen_and_empty(self):
        self.assertEqual(@@fn@@(HEAD + ' a="-" b="" c=-- d=a=b').fields, {"a": "-", "b": "", "c": "--", "d": "a=b"})

    def test_backslashes(self):
        self.assertEqual(@@fn@@(HEAD + r' a="\\\\" b=\x').fields, {"a": "\\\\", "b": r"\x"})

    def test_no_size(self):
        self.assertEqual(@@fn@@("2024-03-01T10:00:07Z - POST / 204 -").size, 0)


class Bad(unittest.TestCase):
    def assert_bad(self, line, column):
        with self.assertRaises(BadLine, msg=line) as caught:
            @@fn@@(line)
        self.assertEqual(caught.exception.column, column, line)

    def test_times(self):
        for text in ("2024-02-30T10:00:07Z", "2024-03-01T10:00:07", "2024-03-01", "now", "2024-03-01T10:00:07+00:00"):
            self.assert_bad(text + HEAD[20:], 1)

    def test_status_and_size_and_method(self):
        self.assert_bad(HEAD.replace("200", "20"), 39)
        self.assert_bad(HEAD.replace("200", "2x0"), 39)
        self.assert_bad(HEAD.replace("512", "5e2"), 43)
        self.assert_bad(HEAD.replace("GET", "get"), 32)

    def test_spaces(self):
        self.assert_bad(HEAD + " ", len(HEAD) + 2)
        self.assert_bad(HEAD + "  a=b", len(HEAD) + 2)
        self.assert_bad(HEAD.replace(" GET", "  GET"), 32)

    def test_missing_parts(self):
        self.assert_bad("", 1)
        self.assert_bad("2024-03-01T10:00:07Z 192.0.2.7", 31)

    def test_fields(self):
        at = len(HEAD) + 2
        for text in ("a", "=b", "a-b=c", "a="):
            self.assert_bad(f"{HEAD} {text}", at)
        self.assert_bad(f"{HEAD} a=1 b=2 a=3", at + 8)

    def test_quotes(self):
        at = len(HEAD) + 4
        self.assert_bad(f'{HEAD} a="open', at)
        self.assert_bad(f'{HEAD} a="x"y', at + 3)
        self.assert_bad(f'{HEAD} a="x\\n"', at + 2)
        self.assert_bad(f'{HEAD} a="x\\', at)

    def test_hostile_lines_take_no_time(self):
        start = time.perf_counter()
        for text in ("\\" * 60001, '\\"' * 30000, '"' * 60000, " " * 60000, "a=" * 30000):
            with self.subTest(text=text[:4]):
                try:
                    @@fn@@(f'{HEAD} a="{text}')
                except BadLine:
                    pass
        self.assertLess(time.perf_counter() - start, 4.0)


class Counting(unittest.TestCase):
    def test_summary(self):
        self.assertEqual(summary([HEAD, HEAD + "\n", HEAD.replace("200", "404")]), {200: 2, 404: 1})

    def test_bad_ones(self):
        self.assertEqual(summary([HEAD, "x"]), {200: 1, "bad": 1})
