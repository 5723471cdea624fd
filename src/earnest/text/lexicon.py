"""Word lists from the data files beside this module, and phrase matching over tokens.

A phrase is a row of words without articles; each word matches a token by its lower-case form or by its verb
lemma, so "work on" finds "worked on" and "working on". Matching takes the longest phrase at each place and is
linear in the number of tokens for lists whose phrases are short.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from earnest.text.segment import Span
from earnest.text.tokens import Token
from earnest.text.wordlist import lines_of, table_of


class Hit(NamedTuple):
    """A phrase found in a row of tokens: `tokens[first:last]`, standing at `span` of the text."""

    phrase: str
    first: int
    last: int
    span: Span


Standing = Mapping[str, Sequence[int]]  # where each lower-case word or verb lemma stands in a row of tokens


class Phrases:
    """A set of phrases to look for. Built once, never changed.

    >>> from earnest.text.tokens import tokenize
    >>> tokens = tokenize("I was working on the various things.")
    >>> [hit.phrase for hit in Phrases(["work on", "various"]).find(tokens)]
    ['work on', 'various']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Index `phrases` by their first word."""
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(phrases)):
            parts = tuple(phrase.split())
            self._by_first.setdefault(parts[0], []).append(parts)
        for rows in self._by_first.values():
            rows.sort(key=lambda parts: (-len(parts), parts))
        self._firsts = self._by_first.keys()

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """Return the phrases in `tokens`, first to last, not overlapping."""
        return self.find_among(tokens, standing(tokens))

    def find_among(self, tokens: Sequence[Token], where: Standing) -> list[Hit]:
        """Return the same for tokens of which `standing` is known: most lists have no word of a sentence."""
        common = self._firsts & where.keys()
        if not common:
            return []
        hits: list[Hit] = []
        last = 0
        for place in sorted({place for word in common for place in where[word]}):
            hit = self._at(tokens, place) if place >= last else None
            if hit is not None:
                hits.append(hit)
                last = hit.last
        return hits

    def _at(self, tokens: Sequence[Token], place: int) -> Hit | None:
        token = tokens[place]
        for key in dict.fromkeys((token.lower, token.lemma)):
            for parts in self._by_first.get(key, ()):
                last = place + len(parts)
                if last <= len(tokens) and _fits(tokens, place, parts):
                    return Hit(" ".join(parts), place, last, Span(token.start, tokens[last - 1].end))
        return None


def standing(tokens: Sequence[Token]) -> Standing:
    """Return the places of each word and verb lemma: a word of a phrase matches either."""
    where: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        where.setdefault(token.lower, []).append(place)
        if token.lemma and token.lemma != token.lower:
            where.setdefault(token.lemma, []).append(place)
    return where


def _fits(tokens: Sequence[Token], place: int, parts: tuple[str, ...]) -> bool:
    return all(part in {tokens[at].lower, tokens[at].lemma} for at, part in enumerate(parts, start=place))


@cache
def phrases(name: str) -> Phrases:
    """Return the phrases of `lexicons/<name>.txt`, one a line."""
    return Phrases(lines_of(name))


@cache
def cues(name: str) -> Phrases:
    """Return the cue phrases `name` of `lexicons/cues.toml` (contrast, cause, sequence, ...)."""
    return Phrases(table_of("cues")[name])
