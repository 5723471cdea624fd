"""Word lists from the data files beside this module, and phrase matching over tokens.

A phrase is a row of words without articles; each word matches a token by its lower-case form or by its verb
lemma, so "work on" finds "worked on" and "working on". Matching takes the longest phrase at each place and is
linear in the number of tokens for lists whose phrases are short.
"""

from collections.abc import Iterable, Sequence
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

    def find(self, tokens: Sequence[Token]) -> list[Hit]:
        """Return the phrases in `tokens`, first to last, not overlapping."""
        hits: list[Hit] = []
        known, last = self._by_first, 0
        for place, token in enumerate(tokens):
            if place >= last and (token.lower in known or token.lemma in known):
                hit = self._at(tokens, place)
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


def _fits(tokens: Sequence[Token], place: int, parts: tuple[str, ...]) -> bool:
    return all(part in (tokens[place + n].lower, tokens[place + n].lemma) for n, part in enumerate(parts))


@cache
def phrases(name: str) -> Phrases:
    """Return the phrases of `lexicons/<name>.txt`, one a line."""
    return Phrases(lines_of(name))


@cache
def cues(name: str) -> Phrases:
    """Return the cue phrases `name` of `lexicons/cues.toml` (contrast, cause, sequence, ...)."""
    return Phrases(table_of("cues")[name])
