import doctest

import pytest

from earnest.matching import pay
from earnest.matching.pay import amounts


def test_the_doctests_hold():
    assert doctest.testmod(pay).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$45-60/hr depending on location", [("USD", 45, 60, "hour")]),
        ("Pay: €1,200 per month", [("EUR", 1200, 1200, "month")]),
        ("EUR 30–40 per hour", [("EUR", 30, 40, "hour")]),
        ("up to $100K a year", [("USD", 100_000, 100_000, "year")]),
        ("CHF 55/hour or 3 EUR per item", [("CHF", 55, 55, "hour"), ("EUR", 3, 3, "item")]),
        ("30 USD an hour as associate, 48 USD as expert", [("USD", 30, 30, "hour"), ("USD", 48, 48, "hour")]),
        ("We raised $20M and rate 40 pairs in 25 hours for 3 months.", []),
        ("Python 3.12, 60 to 80 pairs, 12 edge cases", []),
    ],
)
def test_amounts(text, expected):
    assert [(one.currency, one.low, one.high, one.unit) for one in amounts(text)] == expected


def test_amounts_are_spans():
    text = "Pay is 45 USD an hour."
    (one,) = amounts(text)
    assert text[one.start : one.end] == "45 USD an hour"


@pytest.mark.parametrize("piece", ["$1,", "1", "USD ", "$5, a b c d ", "1,111", "$1 to "])
def test_hostile_texts_end(piece):
    assert len(amounts(piece * 50_000)) <= 120
