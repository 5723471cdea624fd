"""Words of a line with a folded form, and the phrases of a gazetteer among them."""

import re
import unicodedata
from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

SIGNS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0f84\u102b-\u103e\u135d-\u135f\u17b4-\u17d3\u200c\u200d"
)
"""Inside of a character class: accents, vowel signs and joiners, which are no letters to `re`."""
_WORD = re.compile(rf"[^\W_]++(?:[{SIGNS}]++[^\W_]*+)*+")
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_GAP = re.compile(r"\s|['.&\-/]{1,2}\s?|\s[&\-]\s|\.?\s[\"']|[\"']\s")
LOOSE_GAP = re.compile(r"[^\w•;:!?]{1,4}")
"""As between the words of a long name, whatever stands there: a comma, a bracket, a dash, a number sign."""
_STEMS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae"}


class Lengths(Protocol):
    """How many words the longest phrase has that begins with a word, as `dict.get` gives it."""

    def get(self, first: str, default: int, /) -> int:
        """Return the length, `default` where no phrase begins with the word."""


class Word(NamedTuple):
    """`text` stands at `[start, end)`; `fold` is without case and accents."""

    start: int
    end: int
    text: str
    fold: str

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text in lower case without accents.

    >>> fold("São Łódź")
    'sao lodz'
    """
    if text.isascii():
        return text.lower()
    lowered = "".join(_STEMS.get(character, character) for character in text.casefold())
    parts = unicodedata.normalize("NFKD", lowered)
    bare = "".join(part for part in parts if not unicodedata.combining(part)).translate(_JOINERS)
    return unicodedata.normalize("NFC", bare).lower()


def words_in(text: str) -> list[Word]:
    """Return the words of a line: runs of letters and digits."""
    return [
        Word(match.start(), match.end(), match.group(), fold(match.group())) for match in _WORD.finditer(text)
    ]


def key(phrase: str) -> str:
    """Return a phrase as gazetteers hold it: folded words, one space between.

    >>> key("N'Djamena"), key("St. Petersburg")
    ('n djamena', 'st petersburg')
    """
    return " ".join(_WORD.findall(fold(phrase)))


def keys(phrases: Collection[str]) -> frozenset[str]:
    """Return the keys of many phrases."""
    return frozenset(key(phrase) for phrase in phrases) - {""}


def longest_by_first(phrases: Collection[str]) -> dict[str, int]:
    """Return how many words the longest phrase has that begins with each word."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        first = phrase.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), phrase.count(" ") + 1)
    return longest


def joined(text: str, left: Word, right: Word) -> bool:
    """Say whether nothing but one space, hyphen, apostrophe, dot or ampersand stands between two words."""
    return _GAP.fullmatch(text, left.end, right.start) is not None


def phrases_in(
    text: str,
    words: Sequence[Word],
    phrases: Container[str],
    longest: Lengths,
    gap: re.Pattern[str] = _GAP,
) -> Iterator[tuple[int, int]]:
    """Yield the longest phrases as (first word, one past the last word), left to right, without overlaps.

    `gap` is what may stand between two words of one phrase.
    """
    place = 0
    while place < len(words):
        limit = longest.get(words[place].fold, 0)
        size = _size_at(text, words[place : place + limit], phrases, gap)
        if size:
            yield place, place + size
        place += size or 1


def _size_at(text: str, words: Sequence[Word], phrases: Container[str], gap: re.Pattern[str]) -> int:
    found, phrase = 0, ""
    for place, word in enumerate(words):
        if place and not gap.fullmatch(text, words[place - 1].end, word.start):
            break
        phrase = f"{phrase} {word.fold}" if place else word.fold
        if phrase in phrases:
            found = place + 1
    return found
