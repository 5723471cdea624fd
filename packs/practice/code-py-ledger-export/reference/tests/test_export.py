import io
import unittest
from datetime import date
from decimal import Decimal

from ledger.export import parse_month, write_month
from ledger.model import Posting


class Export(unittest.TestCase):
    def test_net_tax_and_gross(self):
        out = io.StringIO(newline="")
        write_month([Posting(date(2024, 3, 5), "4400", "Repair", Decimal("119.00"), Decimal(19))], date(2024, 3, 1), out)
        self.assertEqual(out.getvalue().split("\r\n")[1], "2024-03-05;4400;Repair;100,00;19,00;119,00")

    def test_bad_month(self):
        with self.assertRaises(ValueError):
            parse_month("2024-13")
