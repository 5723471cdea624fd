"""Durations of tenure: how long a person has done something. Sizes of anything else stay."""

import re
from collections.abc import Iterator
from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.vocabulary import alternatives, first_words, words
from earnest.records.ledger import MaskKind

_AFTER = re.compile(
    r"[\s\-]*(?:[('\"]*)([^\W\d_][\w\-]*)?(?:\s+([^\W\d_][\w\-]*))?(?:\s+([^\W\d_][\w\-]*))?(?:\s+([^\W\d_][\w\-]*))?"
)
_CJK = re.compile(
    r"(?<![\d一二三四五六七八九十两])[\d一二三四五六七八九十两]{1,6}(?:多|余|\+)?\s?(?:年|个月|ヶ月|년|개월)(?:间|間|以上)?(?=\s?(?:以上)?(?:的|の|의|이상)?\s?[^\s,，。、]{0,6}?(?:经验|經驗|経験|工作|경력|경험))"
)


_SINCE = re.compile(
    r"\b(?:for|por|durante|depuis|pendant|seit|od|desde hace|hace|há|da|sinds|sedan|siden|już|уже|вже|более|"
    r"понад|selama)\s*$",
    re.IGNORECASE,
)


_GLUED = re.compile(r"\d\W?[^\W\d]")


@cache
def _amount() -> re.Pattern[str]:
    worded = rf"(?:{alternatives('number_words')})"
    long = rf"(?:{alternatives('tenure_units')})"
    short = "(?:y|yr|mo)"
    up_to = rf"\s?(?:-|\b(?:to|a|or)\b)\s?(?:\d{{1,2}}|{worded})"
    more = rf"(?:\sand\sa\shalf|\s?\+|[\s\-]plus|\sor more|\sи более|{up_to})?"
    digits = rf"\d{{1,2}}(?:[.,]\d)?{more}[\s\-]?(?:{long}|{short})\b"
    spelled = rf"{worded}{more}[\s\-]{long}\b"
    amount = rf"(?:{digits}|{spelled})"
    quality = rf"(?:(?:{alternatives('approximately')})\s)?(?:(?:the\s)?(?:past|last|previous)\s)?"
    also = rf"(?:,?\s(?:(?:and|y|e|et|und|и)\s)?{amount})?"
    return re.compile(rf"(?<![\w.$€£\-])~?{quality}{amount}'?{also}", re.IGNORECASE)


@cache
def _labelled() -> re.Pattern[str]:
    """Return a number after a label that asks for years: "Years of experience: 9"."""
    return re.compile(
        rf"(?:^|[|•·;]\s*)(?:{alternatives('tenure_labels')})\s*[:：]\s*"
        rf"(\d{{1,2}}(?:[.,]\d)?\s?\+?(?:\s?(?:{alternatives('tenure_units')}))?)(?=\s*(?:$|[|•·;,.()]))",
        re.IGNORECASE,
    )


def find_durations(line: Line) -> Iterator[Mask]:
    """Yield the durations of a person's work or study."""
    text = line.text
    for match in _CJK.finditer(text):
        yield Mask(*match.span(), MaskKind.DURATION, "tenure")
    if line.in_profile:
        for match in _labelled().finditer(text):
            yield Mask(*match.span(1), MaskKind.DURATION, "tenure")
    told = _GLUED.search(text) or not first_words("tenure_units").isdisjoint(line.folds)
    for match in _amount().finditer(text) if told else ():
        if _is_tenure(line, match):
            yield Mask(*match.span(), MaskKind.DURATION, "tenure")


def _is_tenure(line: Line, match: re.Match[str]) -> bool:
    before = line.text[max(0, match.start() - 30) : match.start()]
    following = [word.lower() for word in _following(line.text, match.end()) if word]
    if following and following[0] in {"of", "de", "of'", "d'", "di"}:
        return _of_tenure(line.text, match.end(), following[1:])
    if set(following[:3]) & words("tenure_words"):
        return True
    if following and following[0] in {"in", "at", "as", "with", "on", "en", "em", "bei", "als", "chez"}:
        return not set(re.findall(r"\w+", before.lower())) & words("retention")
    return _stated(line, match, before)


def _following(text: str, end: int) -> tuple[str, ...]:
    found = _AFTER.match(text, end)
    return tuple(group or "" for group in found.groups()) if found else ()


def _of_tenure(text: str, end: int, following: list[str]) -> bool:
    if set(following[:3]) & words("tenure_words"):
        return True
    tool = re.match(r"\s+\w+\s+([A-Z][\w+#.]*)(?=\s*(?:[,.;)]|$|and\b|in\b|at\b))", text[end : end + 80])
    return tool is not None


def _stated(line: Line, match: re.Match[str], before: str) -> bool:
    """Say whether a duration that nothing follows up is one of tenure.

    For N years, in brackets, after a label.
    """
    if set(re.findall(r"\w+", before.lower())) & words("retention"):
        return False
    after = line.text[match.end() : match.end() + 2].lstrip()
    alone = before.rstrip()[-1:] in {"", "(", "|", "•", "·", ",", ":", "-", "]"} and after[:1] in {
        "",
        ")",
        "|",
        "•",
        "·",
        ",",
        "]",
    }
    whole = re.search(r"\b(?:past|last|previous)\b", match.group(), re.IGNORECASE)
    return bool(_SINCE.search(before)) or bool(whole) or (line.in_profile and alone)
