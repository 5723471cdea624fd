"""Names of tools that the gazetteer does not know, by how they are written and where they stand.

A sentence that says "moved the backups to restic" names its tool, whether or not a table lists it.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from earnest.matching.gazetteer import Mention
from earnest.matching.ordinary import is_ordinary
from earnest.text.segment import Span

_TOKEN = re.compile(r"(?<![\w\[])[^\W\d_][\w]{0,40}(?:[-./+][^\W_]\w{0,40}){0,5}[+#]{0,2}")
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2}|[A-Z][a-z]+[A-Z]")
_PARTS = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"[a-zA-Z]{1,2}\d+(?:\.\d+)*|\w{0,4}\d+(?:st|nd|rd|th|x|k|m|s|ms|gb|mb)", re.IGNORECASE)
_GAP = re.compile(r"[ \t]{1,3}[\"'`(]{0,2}|[ \t]{0,3}[\"'`(]{1,2}")


_TELLING = 3  # letters of a part that says something
_ENDINGS = ("s", "es", "ed", "er", "ers", "ing", "ly", "able", "ness")
_BEGINNINGS = (
    "re",
    "un",
    "non",
    "pre",
    "auto",
    "micro",
    "multi",
    "sub",
    "over",
    "back",
    "data",
    "web",
    "mono",
)


class NamingWords(NamedTuple):
    """`naming.toml`: words around names, in lower case."""

    cues: frozenset[str]
    strong_cues: frozenset[str]
    determiners: frozenset[str]
    no_tools: frozenset[str]
    endings: tuple[str, ...]
    shortest: int


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def unknown_names(text: str, span: Span, mentions: Sequence[Mention]) -> Iterator[str]:
    """Yield what looks like a tool in one sentence and is no mention, as written, in order.

    >>> text = "Moved the backups to restic and wrote a JobBoardSync in Qazl with care."
    >>> list(unknown_names(text, Span(0, len(text)), []))
    ['restic', 'JobBoardSync', 'Qazl']
    """
    before: list[_Token] = []
    for match in _TOKEN.finditer(text, span.start, span.end):
        token = _Token(match.group(), *match.span())
        if not _overlaps(token, mentions) and _is_name(text, token, before):
            yield token.text
        before.append(token)


def _overlaps(token: _Token, mentions: Sequence[Mention]) -> bool:
    index = bisect_left(mentions, token.end, key=lambda one: one.start) - 1
    return index >= 0 and mentions[index].end > token.start


def _is_name(text: str, token: _Token, before: Sequence[_Token]) -> bool:
    words = naming_words()
    low = token.text.lower()
    if low in words.no_tools or not token.text.isascii() or _ORDINAL.fullmatch(token.text):
        return False
    if _is_made(token.text) or _quoted_code(text, token):
        return True
    opened = text[max(0, token.start - 2) : token.start].rstrip(" ").endswith("(")
    cue = "(" if opened and token.text[0].isupper() else _cue(text, token, before)
    if not cue:
        return False
    if token.text[0].isupper():
        known = all(is_ordinary(part) for part in _PARTS.findall(token.text))
        return not known or (cue in words.strong_cues and bool(before))
    return len(low) >= words.shortest and not low.endswith(words.endings) and not _ordinary(low)


def _is_made(written: str) -> bool:
    """Whether the letters alone say so: JobBoardSync, vLLM, foo_bar, restic-exporter, box2d."""
    if _CAMEL.search(written):
        return True
    if "_" in written or (any(char.isdigit() for char in written) and sum(map(str.isalpha, written)) > 2):
        return not _ordinary(written)
    joined = any(sign in written for sign in "-./")
    return joined and not _ordinary(written) and not written.endswith((".", "/"))


def _ordinary(written: str) -> bool:
    """Whether all parts of a word are ordinary, derived from such a word, or too short to tell."""
    return all(len(part) < _TELLING or _is_derived(part.lower()) for part in _PARTS.findall(written))


def _is_derived(word: str) -> bool:
    """Whether a word is ordinary without its ending or its beginning ("reindexer", "autoscaled")."""
    if word in _BEGINNINGS or is_ordinary(word):
        return True
    stems = {word, *(word.removesuffix(end) for end in _ENDINGS)}
    stems |= {f"{stem}e" for stem in stems if stem != word}
    stems |= {stem.removeprefix(start) for start in _BEGINNINGS for stem in stems}
    known = naming_words().no_tools
    return any(stem in known or (len(stem) > _TELLING and is_ordinary(stem)) for stem in stems)


def _quoted_code(text: str, token: _Token) -> bool:
    return text[max(0, token.start - 1) : token.start] == "`" and text[token.end : token.end + 1] == "`"


def _cue(text: str, token: _Token, before: Sequence[_Token]) -> str:
    """Return the cue that stands before a token, with at most two determiners between, or ""."""
    words = naming_words()
    right = token.start
    for previous in before[:-4:-1]:
        if not _GAP.fullmatch(text[previous.end : right]):
            return ""
        low = previous.text.lower()
        if low in words.cues:
            return low
        if low not in words.determiners:
            return ""
        right = previous.start
    return ""


@cache
def naming_words() -> NamingWords:
    """Return the shipped words."""
    raw = tomllib.loads(Path(__file__).with_name("naming.toml").read_text(encoding="utf-8"))
    lists = {
        name: frozenset(raw[name].split()) for name in ("cues", "strong_cues", "determiners", "no_tools")
    }
    return NamingWords(**lists, endings=tuple(raw["endings"].split()), shortest=raw["shortest"])
