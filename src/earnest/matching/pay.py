"""Amounts of pay in a listing: currency, range and unit, as spans. Linear in the length of the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
CODES = (
    "USD EUR GBP INR JPY CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BRL MXN ARS COP CLP NGN KES GHS ZAR PHP"
    " IDR VND THB MYR SGD HKD KRW CNY TRY UAH ILS AED SAR EGP PKR BDT LKR"
).split()
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?:(?P<sign>[$€£₹¥])\s?|(?<![\w.])(?P<before>{'|'.join(CODES)})\s?|(?<![\w.$€£₹¥,]))"
    rf"(?P<low>{_NUMBER})(?P<thousands>[kK]\b)?"
    rf"(?:\s?(?:-|–|—|to)\s?[$€£₹¥]?\s?(?P<high>{_NUMBER})(?P<high_thousands>[kK]\b)?)?"
    rf"(?:\s?(?P<after>{'|'.join(CODES)}|€|£)\b|(?<=[€£]))?"
)
_UNIT = re.compile(
    r"\s{0,2}(?:/|per|an?|each|every|for an?(?: \w{3,12})?|the)?\s{0,2}"
    r"(?P<unit>hour|hr|h|day|week|month|year|annum|minute"
    r"|item|task|pair|prompt|scenario|essay|sample|project|word|page)s?\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?:,|;|\band\b|\bor\b)\s{{1,3}}(?:[^\W\d]{{1,14}}\s){{0,4}}?(?P<low>{_NUMBER})"
    r"(?=\s{0,2}(?:[,.;)](?!\d)|$|and\b|or\b|for\b|as\b))"
)
_MILLIONS = re.compile(r"\s?(?:[mMbB]|[mb]illion|bn|mn)\b")
_UNITS = {"hr": "hour", "h": "hour", "annum": "year"}
_STOP = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
_REACH = 200  # characters in which further amounts of the same sentence are looked for
_MOST = 60  # amounts of one listing that are read


class Amount(NamedTuple):
    """One amount at `[start, end)`: `low` and `high` in `currency` (ISO 4217) for one `unit`, or ""."""

    currency: str
    low: float
    high: float
    unit: str
    start: int
    end: int


def amounts(text: str) -> list[Amount]:
    """Return the amounts of money in a listing, in order; bare numbers that go on with one are read like it.

    >>> text = "Associate 30 USD an hour, specialist 45, expert 60. 10 to 25 hours a week."
    >>> [(one.currency, one.low, one.unit) for one in amounts(text)]
    [('USD', 30.0, 'hour'), ('USD', 45.0, 'hour'), ('USD', 60.0, 'hour')]
    """
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        code = match["sign"] or match["before"] or match["after"]
        behind = not found or match.start() >= found[-1].end
        if code and behind and not _MILLIONS.match(text, match.end()):
            found += _with_more(text, _amount(text, match, SIGNS.get(code, code)))
        if len(found) >= _MOST:
            break
    return _with_units(found)


def _with_units(found: list[Amount]) -> list[Amount]:
    """Give an amount without a unit the one of the amount before it, or after it, in the same sentence."""
    filled = list(found)
    for order in (range(1, len(filled)), range(len(filled) - 2, -1, -1)):
        for at in order:
            other = filled[at - 1 if order.step > 0 else at + 1]
            if not filled[at].unit and abs(other.start - filled[at].start) < _REACH:
                filled[at] = filled[at]._replace(unit=other.unit)
    return filled


def _amount(text: str, match: re.Match[str], currency: str) -> Amount:
    many = match["thousands"] or match["high_thousands"]
    low = _value(match["low"]) * (1000 if many else 1)
    high = _value(match["high"]) * (1000 if many else 1) if match["high"] else low
    unit = _UNIT.match(text, match.end())
    end = unit.end() if unit else match.end()
    name = unit["unit"].lower() if unit else ""
    return Amount(currency, min(low, high), max(low, high), _UNITS.get(name, name), match.start(), end)


def _with_more(text: str, first: Amount) -> Iterator[Amount]:
    yield first
    stop = _STOP.search(text, first.end, first.end + _REACH)
    limit = stop.start() if stop else min(len(text), first.end + _REACH)
    at = first.end
    while more := _MORE.search(text, at, limit):
        value = _value(more["low"])
        yield Amount(first.currency, value, value, first.unit, more.start("low"), more.end())
        at = more.end()


def _value(written: str) -> float:
    return float(written.replace(",", ""))
