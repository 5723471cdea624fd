"""Content words: what a text is about, without the words that only hold it together.

Closed-class words (articles, prepositions, pronouns, auxiliaries, ...) and numbers are left out, and a word
is known by its stem: lower case, without a plural s, cut after six letters. What reads these words cannot
tell a text with articles, agreement and tense in order from one without, so a second-language writer is not
judged by them.
"""

from functools import cache
from typing import NamedTuple

from earnest.text.segment import words
from earnest.text.wordlist import table_of

STEM = 6
"""Letters that are kept of a word. Truncation stands for a stemmer: it needs no rules of one language."""


LONG = 9
"""Letters from which a modifier is left out."""

_MODIFIER_ENDS = ("ed", "ic", "al", "ive", "ous", "ful", "less", "ble", "ary", "ory")


class ContentWord(NamedTuple):
    """`text[start:end]`, and the stem it is compared by."""

    start: int
    end: int
    stem: str


def content_words(text: str, start: int = 0, end: int | None = None) -> list[ContentWord]:
    """Return the content words of `text[start:end]` in order; offsets point into `text`. Linear.

    >>> [word.stem for word in content_words("The caches were warming up in 20 containers.")]
    ['cache', 'warmin', 'contai']
    """
    closed = _closed()
    piece = text if start == 0 and end is None else text[start:end]
    found = []
    for span in words(piece):
        lower = span.of(piece).lower().replace("’", "'")
        if not lower[0].isalpha() or len(lower) < 2 or _says_nothing(lower, closed):
            continue
        found.append(ContentWord(start + span.start, start + span.end, stem(lower)))
    return found


def _says_nothing(lower: str, closed: frozenset[str]) -> bool:
    """Say whether a word, or what is left of it without its s, is of a closed class or an ornament."""
    return any(word in closed or is_ornament(word) for word in (lower, singular(lower)))


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
