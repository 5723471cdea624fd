import contextlib
import io
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from ledger.cli import main
from ledger.model import BadPosting, parse_posting
from ledger.report import balances

BOOKS = """\
{"date": "2024-03-05", "account": "4400", "text": "Repair", "amount": "142.80", "tax": "19"}

{"date": "2024-02-01", "account": "6310", "text": "Rent", "amount": "-850.00"}
{"date": "2024-03-09", "account": "4400", "text": "Frame", "amount": "0.10", "tax": "7"}
"""


class Balance(unittest.TestCase):
    def test_sums_by_account(self):
        postings = [parse_posting(line, 1) for line in BOOKS.splitlines() if line]
        self.assertEqual(balances(postings), {"4400": Decimal("142.90"), "6310": Decimal("-850.00")})

    def test_bad_line_is_named(self):
        with self.assertRaisesRegex(BadPosting, "line 7"):
            parse_posting('{"date": "yesterday"}', 7)

    def test_command(self):
        with tempfile.TemporaryDirectory() as folder:
            books = Path(folder) / "books.jsonl"
            books.write_text(BOOKS, encoding="utf-8")
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                code = main(["balance", str(books), "--account", "6310"])
        self.assertEqual((code, out.getvalue().split()), (0, ["6310", "-850.00"]))


if __name__ == "__main__":
    unittest.main()
