"""Which language a text is written in, where script and function words say so beyond doubt.

There is no statistical model here. A script that one language alone is written in decides; where several
share a script, the words that only one of them uses must be many and clearly ahead. Anything else is
unknown.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any

from earnest.records.response import BlindTextResponse

FOREIGN = (
    "this is in another language than English, which is all this signal reads: hand in an English version, "
    "or have a person read it"
)
_PLACEHOLDER = re.compile(r"\[[a-z]{2,20}\]")
_SIGNS = frozenset({"han", "kana", "hangul"})
_FEWEST_LETTERS = 12
_MAIN_SHARE = 0.7  # of the letters, so that names and terms in another script do no harm
_FEWEST_HITS = 4
_LEAD = 2.0  # how often the best language must be ahead of the next
_FEWEST_SHARE = 0.12  # of the words; running text of these languages has two to five times as many
_FOREIGN_SHARE = 0.3  # of the letters; a text of English with some names stays below
_PLAIN = dict.fromkeys(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_IDEOGRAPH = 3  # letters that one sign of a script without an alphabet stands for


def language_of(text: str) -> str:
    """Return the code of the language (ISO 639-1), or "" where nothing decides."""
    scripts = _scripts_of(text)
    letters = sum(scripts.values())
    if letters < _FEWEST_LETTERS:
        return ""
    if scripts["kana"] > 0.1 * letters and scripts["kana"] + scripts["han"] > _MAIN_SHARE * letters:
        return "ja"
    if scripts["han"] > _MAIN_SHARE * letters and not scripts["kana"]:
        return "zh"
    script, count = max(scripts.items(), key=lambda row: (row[1], row[0]))
    if count < _MAIN_SHARE * letters:
        return ""
    return _alone().get(script) or _by_words(text, script)


def is_foreign(text: str) -> bool:
    """Say whether a text is surely not English: another language decides, or another script prevails.

    Placeholders of the separation do not count.

    >>> is_foreign("Wrote the parser in Rust."), is_foreign("用 Rust 重写了解析器，每秒处理 200 万条消息")
    (False, True)
    """
    told = _PLACEHOLDER.sub(" ", text)
    scripts = _scripts_of(told)
    other = sum(
        count * (_IDEOGRAPH if script in _SIGNS else 1)
        for script, count in scripts.items()
        if script not in {"latin", "other"}
    )
    if other > _FOREIGN_SHARE * (other + scripts["latin"]):
        return True
    return language_of(told) not in {"", "en"}


def split_foreign(
    responses: Iterable[BlindTextResponse],
) -> tuple[list[BlindTextResponse], tuple[str, ...]]:
    """Return the responses that may be English, and the items of those that surely are not, in order."""
    english: list[BlindTextResponse] = []
    foreign: list[str] = []
    for response in responses:
        if is_foreign(response.document.text):
            foreign.append(response.item)
        else:
            english.append(response)
    return english, tuple(foreign)


def known_languages() -> frozenset[str]:
    """Return the codes that can be recognised."""
    table = _table()
    shared = {code for script in table["words"].values() for code in script}
    return frozenset(shared | set(table["alone"]) | {"ja", "zh"})


def _by_words(text: str, script: str) -> str:
    lists = _distinct_words().get(script, {})
    words = [word for word in _split(text) if word]
    hits = Counter(code for word in words for code in lists.get(word, ()))
    if not hits:
        return ""
    (best, most), *rest = sorted(hits.items(), key=lambda row: (-row[1], row[0]))
    following = rest[0][1] if rest else 0
    clear = most >= max(_FEWEST_HITS, _FEWEST_SHARE * len(words)) and most >= _LEAD * following
    return best if clear else ""


def _split(text: str) -> list[str]:
    marks = ".,;:!?\"'()[]{}*_#<>«»“”‘’।،؟…-–—/|`"
    return [word.strip(marks) for word in text.lower().split()]


def _scripts_of(text: str) -> Counter[str]:
    """Count the letters of a text by script; letters of no known script count as "other"."""
    starts, rows = _ranges()
    other = text.translate(_PLAIN)
    counts: Counter[str] = Counter()
    if len(other) < len(text):
        counts["latin"] = len(text) - len(other)
    for char in other:
        place = bisect_right(starts, ord(char)) - 1
        if place >= 0 and ord(char) <= rows[place][0]:
            counts[rows[place][1]] += 1
        elif char.isalpha():
            counts["other"] += 1
    return counts


@cache
def _ranges() -> tuple[list[int], list[tuple[int, str]]]:
    rows = sorted((low, high, name) for name, held in _table()["scripts"].items() for low, high in held)
    return [low for low, _, _ in rows], [(high, name) for _, high, name in rows]


@cache
def _alone() -> dict[str, str]:
    return {script: code for code, script in _table()["alone"].items()}


@cache
def _distinct_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, by script and word, the languages that use it."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for script, languages in _table()["words"].items():
        by_word: dict[str, tuple[str, ...]] = {}
        for code, row in languages.items():
            for word in row.split():
                by_word[word] = (*by_word.get(word, ()), code)
        found[script] = by_word
    return found


@cache
def _table() -> dict[str, Any]:
    return loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
