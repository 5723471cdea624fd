"""The export does what the ticket says, and `balance` what it did."""

import contextlib
import csv
import io
import json
import tempfile
import unittest
from decimal import Decimal
from pathlib import Path

from ledger.cli import main

HEADER = "date;account;text;net;tax;gross"


def run(postings, *argv):
    with tempfile.TemporaryDirectory() as folder:
        books = Path(folder) / "books.jsonl"
        books.write_text("\n".join(json.dumps(one) for one in postings) + "\n", encoding="utf-8")
        raw, errors = io.BytesIO(), io.StringIO()
        out = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            try:
                code = main([argv[0], str(books), *argv[1:]])
            except SystemExit as stop:
                code = stop.code
        out.flush()
        return code, raw.getvalue().decode("utf-8"), errors.getvalue()


def posting(date, account="4400", text="Repair", amount="119.00", **more):
    return {"date": date, "account": account, "text": text, "amount": amount, **more}


class Export(unittest.TestCase):
    def rows(self, postings, month="2024-03"):
        code, out, _errors = run(postings, "@@cmd@@", "--month", month)
        self.assertEqual(code, 0)
        return out

    def test_one_row(self):
        out = self.rows([posting("2024-03-05", tax="19")])
        self.assertEqual(out, f"{HEADER}\r\n2024-03-05;4400;Repair;100,00;19,00;119,00\r\n")

    def test_without_tax(self):
        out = self.rows([posting("2024-03-01", "6310", "Rent", "-850.00")])
        self.assertEqual(out.split("\r\n")[1], "2024-03-01;6310;Rent;-850,00;0,00;-850,00")

    def test_halves_go_away_from_zero(self):
        out = self.rows(
            [posting("2024-03-01", amount="0.05", tax="100"), posting("2024-03-02", amount="-0.05", tax="100")]
        )
        rows = [line.split(";")[3:] for line in out.split("\r\n")[1:3]]
        self.assertEqual(rows, [["0,03", "0,02", "0,05"], ["-0,03", "-0,02", "-0,05"]])

    def test_many_amounts_add_up(self):
        postings = [posting("2024-03-04", amount=f"{cents / 100:.2f}", tax="7") for cents in range(1, 400)]
        for line in self.rows(postings).split("\r\n")[1:-1]:
            net, tax, gross = (Decimal(part.replace(",", ".")) for part in line.split(";")[3:])
            self.assertEqual(net + tax, gross)

    def test_large_amount_keeps_its_cents(self):
        out = self.rows([posting("2024-03-04", amount="12345678901234567.89")])
        self.assertTrue(out.split("\r\n")[1].endswith(";12345678901234567,89;0,00;12345678901234567,89"))

    def test_sorted_and_stable(self):
        postings = [
            posting("2024-03-09", "6310", "c"),
            posting("2024-03-09", "4400", "a"),
            posting("2024-03-09", "4400", "b"),
            posting("2024-03-01", "9000", "d"),
        ]
        texts = [line.split(";")[2] for line in self.rows(postings).split("\r\n")[1:-1]]
        self.assertEqual(texts, ["d", "a", "b", "c"])

    def test_other_months_are_left_out(self):
        postings = [posting("2024-02-29"), posting("2024-04-01"), posting("2023-03-05")]
        self.assertEqual(self.rows(postings), f"{HEADER}\r\n")

    def test_text_is_quoted(self):
        text = 'Tube; 28", two\nlines'
        out = self.rows([posting("2024-03-05", text=text)])
        (row,) = list(csv.reader(io.StringIO(out, newline=""), delimiter=";"))[1:]
        self.assertEqual(row[2], text)

    def test_bad_months(self):
        for month in ("2024-13", "March", "2024-00", "2024"):
            with self.subTest(month=month):
                code, out, errors = run([posting("2024-03-05")], "@@cmd@@", "--month", month)
                self.assertEqual((code, out), (2, ""))
                self.assertTrue(errors.strip())

    def test_bad_books(self):
        code, out, errors = run([{"date": "2024-03-05"}], "@@cmd@@", "--month", "2024-03")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("line 1", errors)


class BalanceStillWorks(unittest.TestCase):
    def test_all_accounts(self):
        code, out, _errors = run([posting("2024-03-05"), posting("2024-02-01", "6310", "Rent", "-850.00")], "balance")
        self.assertEqual((code, out.split()), (0, ["4400", "119.00", "6310", "-850.00"]))

    def test_one_account(self):
        code, out, _errors = run([posting("2024-03-05"), posting("2024-02-01", "6310")], "balance", "--account", "6310")
        self.assertEqual((code, out.split()), (0, ["6310", "119.00"]))


if __name__ == "__main__":
    unittest.main()
