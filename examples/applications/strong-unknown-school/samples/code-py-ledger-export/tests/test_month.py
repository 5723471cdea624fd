import unittest
from datetime import date
from decimal import Decimal

from ledger.model import Posting
from ledger.report import month_rows, to_cent


class Month(unittest.TestCase):
    def test_halves_go_away_from_zero(self):
        self.assertEqual([to_cent(Decimal(text)) for text in ("0.005", "-0.005")], [Decimal("0.01"), Decimal("-0.01")])

    def test_every_row_adds_up(self):
        postings = [Posting(date(2024, 3, 1), "4400", "", Decimal(cents) / 100, Decimal(19)) for cents in range(500)]
        for _posting, net, tax, gross in month_rows(postings, 2024, 3):
            self.assertEqual(net + tax, gross)

    def test_posting_of_next_month_is_left_out(self):
        self.assertEqual(month_rows([Posting(date(2024, 4, 1), "4400", "", Decimal(1))], 2024, 3), [])
