"""A word broken at the end of a line: does its hyphen belong to it?"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from earnest.text.inflect import verb
from earnest.text.layout import space_between
from earnest.text.wordlist import words_of

HYPHENS = "-\u2010\u00ad\x02"
"""What may stand where a word is broken: a hyphen, a soft one, and what PDFium gives for one."""

_LAST = re.compile(r"[^\W\d_]++\Z")
_FIRST = re.compile(r"[^\W\d_]++")
_WORD = re.compile(r"[^\W\d_]++(?:[-\u2010][^\W\d_]++)*+")
_LONGEST = 64
_SHORTEST = 2
_LISTS = ("common_words", "generic_nouns", "verb_nouns", "nominal_ing", "people", "buzzwords")


def prepare() -> None:
    """Read the word lists."""
    for name in ("first", "last"):
        _parts(name)
    for name in _LISTS:
        words_of(name)
    for word in ("broken", "breaking", "broke", "unheardof"):
        verb(word)


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Return the words of a document in lower case, without the broken ones at both ends of its lines."""
    found: set[str] = set()
    after_break = False
    for line in lines:
        words = [word.lower().replace("\u2010", "-") for word in _WORD.findall(line)]
        broken = line[-1:] in HYPHENS and bool(line)
        found.update(words[after_break : len(words) - broken])
        after_break = broken
    return frozenset(found)


def join(left: str, right: str, known: frozenset[str]) -> str:
    """Return two lines of one paragraph as one; `known` is the `vocabulary` of the document.

    >>> join("the imple-", "mentation", frozenset()), join("a cross-", "functional team", frozenset())
    ('the implementation', 'a cross-functional team')
    """
    mark = left[-1:]
    if mark == "\x02":
        left = left[:-1] + "-"
    if mark in HYPHENS and left and (mark == "\u00ad" or not _keeps_hyphen(left[:-1], right, known)):
        return left[:-1] + right
    between = " " if space_between(f"{left}\n{right}", len(left), len(left) + 1) else ""
    return left + between + right


def _keeps_hyphen(stem: str, right: str, known: frozenset[str]) -> bool:
    head, tail = _LAST.search(stem[-_LONGEST:]), _FIRST.match(right[:_LONGEST])
    if head is None or tail is None or not tail.group().islower():
        return True
    first, last = head.group(), tail.group()
    before = stem[-_LONGEST:][: head.start()]
    if before.endswith(("-", "\u2010")) or first.isupper() or min(len(first), len(last)) < _SHORTEST:
        return True
    return _is_compound(first.lower(), last, known)


def _is_compound(first: str, last: str, known: frozenset[str]) -> bool:
    if f"{first}-{last}" in known:
        return True
    whole = first + last
    if whole in known or _is_word(whole):
        return False
    if last in _parts("last") and last not in known:
        return False
    return first in known or first in _parts("first") or _is_word(first)


@cache
def _parts(name: str) -> frozenset[str]:
    table = tomllib.loads(Path(__file__).with_name("hyphens.toml").read_text(encoding="utf-8"))
    return frozenset(table[name].split())


def _is_word(word: str) -> bool:
    return any(word in words_of(name) for name in _LISTS) or verb(word) is not None
