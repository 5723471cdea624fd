"""How rare a word is: in the texts at hand, before them in job ads (`listing_words.tsv`), and in English.

Without the table the words that every listing has ("benefits", "apply") look rare in a pool of profiles, and
twelve listings are too few to tell a common word from a rare one. Words that are rare in job ads and common
in English ("night", "order") tell of no work: how common a word is in English is read off its place in the
word pieces of BERT, which stand by frequency.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from earnest.matching.settings import settings
from earnest.text.minilm import word_pieces

WORDS = Path(__file__).with_name("listing_words.tsv")


class Background(NamedTuple):
    """In how many of `listings` job ads each term stands."""

    listings: int
    counts: Mapping[str, int]


@cache
def background() -> Background:
    """Return the shipped table, read once."""
    head, *lines = WORDS.read_text(encoding="utf-8").splitlines()
    counts = {term: int(count) for term, _, count in (line.partition("\t") for line in lines)}
    return Background(int(head.rpartition(" ")[2]), counts)


def inverse_frequency(holding: float, total: float) -> float:
    """Return ln(1 + (N - n + 1/2) / (n + 1/2)), always positive (Robertson and Spärck Jones).

    >>> inverse_frequency(1, 100) > inverse_frequency(50, 100) > 0
    True
    """
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))


def rarity(term: str, holding: int, total: int, prior: float) -> float:
    """Return the inverse frequency of a term that `holding` of `total` texts have.

    The background stands in as `prior` more texts; a word that most job ads hold has none.
    """
    known = background()
    share = known.counts.get(term, 0) / known.listings
    if share >= settings().words.common:
        return 0.0
    return inverse_frequency(holding + prior * share, total + prior)


@cache
def background_rarity(term: str) -> float:
    """Return the inverse frequency of a term in the background alone."""
    known = background()
    return inverse_frequency(known.counts.get(term, 0), known.listings)


def strangeness(term: str) -> float:
    """Return how uncommon a word, or the less common of two, is in English: its place as a share, 0..1.

    >>> strangeness("night") < strangeness("database") < strangeness("postgresql") == 1
    True
    """
    known = word_pieces()
    return max(known.get(word, len(known)) for word in term.split(" ")) / len(known)
