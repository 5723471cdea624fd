"""Content words: what a text is about, without the words that only hold it together.

Closed-class words (articles, prepositions, pronouns, auxiliaries, ...) and numbers are left out, and a word
is known by its stem: lower case, without a plural s, cut after six letters. What reads these words cannot
tell a text with articles, agreement and tense in order from one without, so a second-language writer is not
judged by them.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from earnest.text.segment import words
from earnest.text.wordlist import table_of

STEM = 6
"""Letters that are kept of a word. Truncation stands for a stemmer: it needs no rules of one language."""


LONG = 9
"""Letters from which a modifier is left out."""

_MODIFIER_ENDS = ("ed", "ic", "al", "ive", "ous", "ful", "less", "ble", "ary", "ory")
_CACHED = 32  # letters of a word that is remembered


class Word(NamedTuple):
    """`text[start:end]` in lower case without the s of a plural; `says` whether it is a content word."""

    start: int
    end: int
    lower: str
    says: bool


class ContentWord(NamedTuple):
    """`text[start:end]`, and the stem it is compared by."""

    start: int
    end: int
    stem: str


def plain_words(text: str) -> list[Word]:
    """Return all words of a text in order; offsets point into `text`. Linear.

    >>> [(word.lower, word.says) for word in plain_words("The caches were warm.")]
    [('the', False), ('cache', True), ('were', False), ('warm', True)]
    """
    found = []
    for span in words(text):
        word = span.of(text)
        known = _known(word) if len(word) <= _CACHED else _known.__wrapped__(word)
        found.append(Word(span.start, span.end, *known))
    return found


def content_words(text: str, start: int = 0, end: int | None = None) -> list[ContentWord]:
    """Return the content words of `text[start:end]` in order; offsets point into `text`. Linear.

    >>> [word.stem for word in content_words("The caches were warming up in 20 containers.")]
    ['cache', 'warmin', 'contai']
    """
    piece = text if start == 0 and end is None else text[start:end]
    return [
        ContentWord(start + word.start, start + word.end, word.lower[:STEM])
        for word in plain_words(piece)
        if word.says
    ]


@lru_cache(maxsize=50_000)
def _known(word: str) -> tuple[str, bool]:
    """Return a word without its s, in lower case, and whether it says something.

    Nothing is said by numbers, single letters, and words that are, with or without their s, of a closed class
    or an ornament.
    """
    lower = word.lower().replace("’", "'")
    short = singular(lower)
    if not lower[0].isalpha() or len(lower) < 2:
        return short, False
    closed = _closed()
    return short, not any(one in closed or is_ornament(one) for one in (lower, short))


def is_ornament(lower: str) -> bool:
    """Say whether a word is a long modifier: these can be put before any noun and change no subject.

    >>> [is_ornament(word) for word in ("comprehensive", "unprecedented", "migration", "slow")]
    [True, True, False, False]
    """
    return len(lower) >= LONG and lower.endswith(_MODIFIER_ENDS)


def stem(lower: str) -> str:
    """Return the stem of a lower-case word.

    >>> stem("deployments"), stem("deployed"), stem("class"), stem("team's")
    ('deploy', 'deploy', 'class', 'team')
    """
    return singular(lower)[:STEM]


def singular(lower: str) -> str:
    """Return a lower-case word without the s of a plural, a genitive or a third person.

    >>> singular("deployments"), singular("it's"), singular("class"), singular("holds")
    ('deployment', 'it', 'class', 'hold')
    """
    word = lower.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@cache
def _closed() -> frozenset[str]:
    table = table_of("function_words")
    listed = {word for row in table["tags"].values() for word in row.split()}
    contracted = set(table["contractions"]) | {
        "don't",
        "doesn't",
        "didn't",
        "can't",
        "won't",
        "isn't",
        "let's",
    }
    return frozenset(listed | contracted)
