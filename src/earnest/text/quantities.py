"""Quantities: a number, its unit, and what is counted, as spans of the text.

What tells a measurement from a digit is its object: "40 % faster load times" says what was measured,
"improved by 40 %" does not, "100 % committed" measures nothing. Years, calendar dates, version numbers and
lengths of employment are told apart, because they are not results.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from earnest.text.segment import Span
from earnest.text.tokens import Tag, Token
from earnest.text.wordlist import table_of


class Kind(StrEnum):
    """What a number is the number of."""

    COUNT = "count"  # 8 engineers
    MEASURE = "measure"  # 300 ms
    MONEY = "money"  # $2.4M
    PERCENT = "percent"  # 40 %
    RATIO = "ratio"  # 3x
    CHANGE = "change"  # from 2.1 s to 300 ms
    TENURE = "tenure"  # 4 years of experience, [duration]
    YEAR = "year"  # 2019
    DATE = "date"  # February 22nd
    IDENTIFIER = "identifier"  # Python 3.11
    BARE = "bare"  # 47
    SLOGAN = "slogan"  # 100 % committed, 24/7, 10x engineer


MEASURED = frozenset({Kind.COUNT, Kind.MEASURE, Kind.MONEY, Kind.PERCENT, Kind.RATIO, Kind.CHANGE})


class Quantity(NamedTuple):
    """One quantity.

    `span` covers number and unit, `value` is in the unit as written (magnitudes applied; NaN-free, 0.0
    where it cannot be read), `counted` covers what is counted or measured (None where nothing is named),
    `first:last` are the token indices of `span`.
    """

    kind: Kind
    span: Span
    value: float
    unit: str
    counted: Span | None
    first: int
    last: int


def quantities(tokens: Sequence[Token]) -> list[Quantity]:
    """Return the quantities in the tokens of one sentence, first to last.

    >>> from earnest.text.tokens import tokenize
    >>> text = "Led 8 engineers in 2019 and cut p95 from 2.1 s to 300 ms; 100% committed."
    >>> [(found.kind.value, found.span.of(text)) for found in quantities(tokenize(text))]
    [('count', '8'), ('year', '2019'), ('change', '2.1 s to 300 ms'), ('slogan', '100%')]
    """
    found: list[Quantity] = []
    place = 0
    begins, words = _BEGINS, _first_words()
    for at, token in enumerate(tokens):
        if at < place or not (token.tag in begins or token.lower in words):
            continue
        one = _read(tokens, at)
        if one is not None:
            found.append(one)
            place = one.last
    return _joined(found, tokens)


_BEGINS = frozenset({Tag.NUMBER, Tag.MARK})


@cache
def _first_words() -> frozenset[str]:
    """Return the words and signs that a quantity can begin with where it begins with no digit."""
    return frozenset(_number_words()) | _words("currency_sign")


class _Number(NamedTuple):
    value: float
    last: int
    worded: bool


def _read(tokens: Sequence[Token], place: int) -> Quantity | None:
    token = tokens[place]
    if token.tag is Tag.MARK:
        kind = {"[duration]": Kind.TENURE, "[date]": Kind.DATE}.get(token.lower)
        return _made(tokens, place, place + 1, kind, 0.0, "") if kind else None
    if token.text in _words("currency_sign") and place + 1 < len(tokens):
        number = _number(tokens, place + 1)
        return _money(tokens, place, number) if number and tokens[place + 1].tag is Tag.NUMBER else None
    number = _number(tokens, place)
    if number is None:
        return None
    return _dated(tokens, place, number) or _with_unit(tokens, place, number)


def _number(tokens: Sequence[Token], place: int) -> _Number | None:
    token = tokens[place]
    worded = token.tag is not Tag.NUMBER
    if not worded:
        value = _value(token.text)
    else:
        value = _number_words().get(token.lower, 0.0)
        if token.lower not in _number_words():
            return None
    last = place + 1
    while last < len(tokens) and tokens[last].lower in _magnitudes() and _scales(tokens, place, last, worded):
        value *= _magnitudes()[tokens[last].lower]
        last += 1
    if last < len(tokens) and tokens[last].text == "+":
        last += 1
    return _Number(value, last, worded)


def _scales(tokens: Sequence[Token], place: int, last: int, worded: bool) -> bool:
    """Say whether tokens[last] multiplies the number: a letter must touch its digits; "1 m" is a metre."""
    word = tokens[last].lower
    if len(word) > 2:
        return True
    touches = tokens[last].start == tokens[last - 1].end
    return (
        not worded
        and last == place + 1
        and touches
        and not (word == "m" and tokens[last].text == "m" and tokens[place].text == "1")
    )


def _value(digits: str) -> float:
    plain = digits.replace(",", "")
    try:
        return float(plain) if len(plain) < 300 else 0.0
    except ValueError:
        return 0.0


def _money(tokens: Sequence[Token], place: int, number: _Number) -> Quantity:
    money = _made(tokens, place, number.last, Kind.MONEY, number.value, tokens[place].text)
    return money._replace(counted=_counted(tokens, number.last))


def _dated(tokens: Sequence[Token], place: int, number: _Number) -> Quantity | None:
    token = tokens[place]
    if token.tag is not Tag.NUMBER:
        return None
    if token.text in {"24/7", "7/24"}:
        return _made(tokens, place, number.last, Kind.SLOGAN, 0.0, "")
    if token.text.count("/") == 2 or ":" in token.text:
        return _made(tokens, place, number.last, Kind.DATE, 0.0, "")
    if _touches_month(tokens, place):
        return _made(tokens, place, number.last, Kind.DATE, number.value, "")
    return _ordinal_or_year(tokens, place, number)


def _touches_month(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a month stands beside the number; "may" is one only before a day."""
    near = [tokens[n].lower for n in (place - 1, place + 1) if 0 <= n < len(tokens)]
    if any(word in _words("month") and word != "may" for word in near):
        return True
    day = tokens[place].text
    return len(near) > 1 and near[0] == "may" and day.isdigit() and len(day) < 3 and int(day) < 32


def _ordinal_or_year(tokens: Sequence[Token], place: int, number: _Number) -> Quantity | None:
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and after.lower in {"st", "nd", "rd", "th"} and after.start == token.end:
        return _made(tokens, place, place + 2, Kind.DATE, number.value, "")
    if _is_year(token.text) and number.last == place + 1 and not _touches_unit(tokens, place):
        return _made(tokens, place, number.last, Kind.YEAR, number.value, "")
    return None


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdigit() and 1900 <= int(digits) <= 2100


def _touches_unit(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a four-digit number counts something: a unit or a plural noun follows it."""
    if place + 1 >= len(tokens):
        return False
    after = tokens[place + 1]
    plural = after.tag is Tag.NOUN and after.lower.endswith("s")
    return after.lower in _units() or after.lower in _words("percent") or plural


def _with_unit(tokens: Sequence[Token], place: int, number: _Number) -> Quantity | None:
    last = number.last
    after = tokens[last].lower if last < len(tokens) else ""
    if after == "-" and last + 1 < len(tokens) and tokens[last + 1].lower in _units():
        last, after = last + 1, tokens[last + 1].lower
    if after in _words("percent"):
        return _share(tokens, place, number, last + 1, Kind.PERCENT)
    if after in _words("ratio"):
        return _share(tokens, place, number, last + 1, Kind.RATIO)
    if after in _words("currency"):
        money = _made(tokens, place, last + 1, Kind.MONEY, number.value, after)
        return money._replace(counted=_counted(tokens, last + 1))
    if after in _units() and _unit_fits(tokens, place, last):
        return _measure(tokens, place, number, last, after)
    return _plain(tokens, place, number)


def _unit_fits(tokens: Sequence[Token], place: int, last: int) -> bool:
    """Say whether a unit fits: one of one letter follows a figure, and case tells a unit from a name."""
    unit = tokens[last]
    if len(unit.text) == 2 and unit.text.isupper() and unit.lower in {"us", "ms", "mi"}:
        return False
    return len(unit.lower) > 1 or (tokens[place].tag is Tag.NUMBER and unit.text.islower())


def _measure(tokens: Sequence[Token], place: int, number: _Number, last: int, unit: str) -> Quantity:
    counted = _counted(tokens, last + 1)
    if unit in table_of("units")["unit"]["tenure"].split() and _is_tenure(tokens, place, last + 1):
        return _made(tokens, place, last + 1, Kind.TENURE, number.value, unit)
    measure = _made(tokens, place, last + 1, Kind.MEASURE, number.value, unit)
    return measure._replace(counted=counted or Span(tokens[last].start, tokens[last].end))


def _is_tenure(tokens: Sequence[Token], place: int, last: int) -> bool:
    """Time units are tenure when they count experience, or when a person has or is them in a role."""
    after = [token.lower for token in tokens[last : last + 4]]
    before = [token.lower for token in tokens[max(0, place - 3) : place]]
    return bool({"experience", "exp", "career", "background"} & set(after)) or bool(
        {"with", "over"} & set(before) and "of" in after
    )


def _share(tokens: Sequence[Token], place: int, number: _Number, last: int, kind: Kind) -> Quantity:
    after = tokens[last].lower if last < len(tokens) else ""
    if after == "-" and last + 1 < len(tokens):
        after = tokens[last + 1].lower
    if after in _words("slogan"):
        return _made(tokens, place, last, Kind.SLOGAN, number.value, "")
    counted = _counted(tokens, last) or _measured_before(tokens, place)
    unit = "%" if kind is Kind.PERCENT else "x"
    return _made(tokens, place, last, kind, number.value, unit)._replace(counted=counted)


def _plain(tokens: Sequence[Token], place: int, number: _Number) -> Quantity | None:
    counted = _counted(tokens, number.last)
    before = tokens[place - 1] if place else None
    if counted is None and before is not None and before.tag is Tag.NAME and not number.worded:
        return _made(tokens, place, number.last, Kind.IDENTIFIER, number.value, "")
    if counted is not None:
        return _made(tokens, place, number.last, Kind.COUNT, number.value, "")._replace(counted=counted)
    after_of = before is not None and before.lower == "of"
    if number.worded and not after_of and not _begins_a_part(tokens, number.last):
        return None
    if before is not None and before.text in "#/":
        return _made(tokens, place, number.last, Kind.IDENTIFIER, number.value, "")
    named = _measured_before(tokens, place)
    kind = Kind.MEASURE if named else Kind.BARE
    return _made(tokens, place, number.last, kind, number.value, "")._replace(counted=named)


def _counted(tokens: Sequence[Token], last: int) -> Span | None:
    """Return what stands counted after the number: the noun phrase at `last`, up to four words long."""
    at = last
    while (
        at < len(tokens)
        and at - last < 2
        and (tokens[at].text in "-+" or tokens[at].lower in {"of", "in", "more", "fewer", "less", "per"})
    ):
        at += 1
    head: Token | None = None
    for token in tokens[at : at + 5]:
        if token.tag in {Tag.NOUN, Tag.NAME, Tag.PARTICIPLE} and token.lower not in _words("percent"):
            if token.tag is Tag.PARTICIPLE and head is None:
                break
            if token.tag is Tag.PARTICIPLE:
                break
            head = token
        elif (
            token.tag is Tag.ADJECTIVE
            or (token.tag is Tag.ADVERB and token.lower.endswith("ly"))
            or token.text == "-"
        ):
            continue
        else:
            break
    if head is None:
        return None
    return Span(tokens[at].start, head.end)


def _measured_before(tokens: Sequence[Token], place: int) -> Span | None:
    """Return the noun phrase before "by 40 %", "to 40 %", "of 0.84" or ": 12"."""
    at = place - 1
    steps = 0
    while (
        at >= 0
        and steps < 3
        and (tokens[at].tag in {Tag.PREPOSITION, Tag.ADVERB, Tag.AUXILIARY} or tokens[at].text in ":=(<>~≈")
    ):
        at -= 1
        steps += 1
    if steps == 0 or at < 0 or tokens[at].tag not in {Tag.NOUN, Tag.NAME}:
        return None
    first = at
    while first > 0 and at - first < 3 and tokens[first - 1].tag in {Tag.NOUN, Tag.NAME, Tag.ADJECTIVE}:
        first -= 1
    return Span(tokens[first].start, tokens[at].end)


def _joined(found: list[Quantity], tokens: Sequence[Token]) -> list[Quantity]:
    """Join "2.1 s to 300 ms", "3-5 days" and "1 in 5" into one quantity each."""
    joined: list[Quantity] = []
    for one in found:
        link = _link(joined[-1], one, tokens) if joined else ""
        if not link:
            joined.append(one)
            continue
        left = joined.pop()
        kind = {"change": Kind.CHANGE, "part": Kind.RATIO}.get(link, one.kind)
        named = one.counted or left.counted or _measured_before(tokens, left.first)
        if link == "part":
            named = named or one.span  # "1 in 5": the second number is what is counted
        joined.append(
            Quantity(
                kind,
                Span(left.span.start, one.span.end),
                one.value,
                one.unit or left.unit,
                named,
                left.first,
                one.last,
            )
        )
    return joined


def _link(left: Quantity, right: Quantity, tokens: Sequence[Token]) -> str:
    if _is_part_of(left, right, tokens):
        return "part"
    pair = {left.kind, right.kind}
    if not pair <= MEASURED | {Kind.BARE, Kind.IDENTIFIER} or left.kind is Kind.CHANGE:
        return ""
    between = [token for token in tokens[left.last : right.first] if token.text not in "()$€£"]
    words = [token.lower for token in between]
    if len(words) > 6 or not words:
        return ""
    if words[-1] in {"to", "→", "till"} or words == ["-", ">"]:
        return "change" if _same_measure(left, right) else ""
    return "range" if words in (["-"], ["–"], ["—"]) and left.kind in {Kind.BARE, right.kind} else ""


def _is_part_of(left: Quantity, right: Quantity, tokens: Sequence[Token]) -> bool:
    """Say whether two numbers are a part and its whole: "1 in 5", "9 of 10", "3 out of every 4"."""
    if not {left.kind, right.kind} <= _PART or right.unit or left.value > right.value:
        return False
    between = tuple(token.lower for token in tokens[left.last : right.first])
    return between in {("in",), ("of",), ("out", "of"), ("in", "every"), ("out", "of", "every")}


def _begins_a_part(tokens: Sequence[Token], last: int) -> bool:
    """Say whether "in ten" or "out of ten" follows: then "nine" is a number of something."""
    after = [token.lower for token in tokens[last : last + 3]]
    link = 2 if after[:2] == ["out", "of"] else 1 if after[:1] in (["in"], ["of"]) else 0
    return bool(link) and len(after) > link and (after[link] in _number_words() or after[link].isdigit())


_PART = frozenset({Kind.BARE, Kind.COUNT, Kind.MEASURE})


def _same_measure(left: Quantity, right: Quantity) -> bool:
    return (
        left.kind is right.kind
        or Kind.BARE in {left.kind, right.kind}
        or {left.kind, right.kind} == {Kind.COUNT, Kind.MEASURE}
    )


def _made(tokens: Sequence[Token], first: int, last: int, kind: Kind, value: float, unit: str) -> Quantity:
    return Quantity(kind, Span(tokens[first].start, tokens[last - 1].end), value, unit, None, first, last)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table_of("units")["words"][name].split())


@cache
def _units() -> frozenset[str]:
    return frozenset(" ".join(table_of("units")["unit"].values()).split())


@cache
def _magnitudes() -> dict[str, float]:
    return dict(table_of("units")["magnitude"])


@cache
def _number_words() -> dict[str, float]:
    worded = {word: value for word, value in _magnitudes().items() if len(word) > 5 and word.endswith("s")}
    return {**table_of("units")["number"], **worded}
