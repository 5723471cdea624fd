"""Orders and verdicts in other languages than English: plain ones, by words they cannot do without."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from earnest.text.order_words import BREAKS, GAP
from earnest.text.wordlist import table_of

_FAR = 14


def orders_in_other_language(plain: str, tokens: Sequence[str]) -> bool:
    """Say whether a sentence tells its reader, in another language, what to make of the writer."""
    spaceless = () if plain.isascii() else table_of("instructions")["spaceless"]
    if any(_orders_without_spaces(plain, row) for row in spaceless):
        return True
    present = frozenset(tokens)
    rows = [row for row in _other() if not row.marks.isdisjoint(present)]
    words = [word for word in tokens if word not in BREAKS] if rows else []
    return any(_orders(words, row) or _judges(words, row) for row in rows)


def _orders_without_spaces(plain: str, row: Mapping[str, Any]) -> bool:
    for order in row["order"]:
        at = plain.find(order)
        near = plain[max(0, at - row["gap"]) : at + len(order) + row["gap"]] if at >= 0 else ""
        if any(what in near for what in row["what"]):
            return True
    return False


def _orders(words: Sequence[str], row: "_Language") -> bool:
    return any(
        row.order.match(word) and any(row.what.match(near) for near in words[at + 1 : at + 1 + GAP])
        for at, word in enumerate(words)
    )


def _judges(words: Sequence[str], row: "_Language") -> bool:
    """Say whether "this candidate ... exceptional" stands there."""
    return any(
        row.this.match(word)
        and any(row.who.match(near) for near in (*words[max(0, at - 1) : at], *words[at + 1 : at + 3]))
        and any(row.top.match(near) for near in words[max(0, at - _FAR) : at + _FAR])
        for at, word in enumerate(words)
    )


class _Begins(NamedTuple):
    whole: frozenset[str]
    starts: tuple[str, ...]

    @classmethod
    def of(cls, words: str) -> "_Begins":
        listed = [word.replace("_", " ") for word in words.split()]
        return cls(
            frozenset(word for word in listed if not word.endswith("*")),
            tuple(word[:-1] for word in listed if word.endswith("*")),
        )

    def match(self, word: str) -> bool:
        return word in self.whole or (bool(self.starts) and word.startswith(self.starts))


class _Language(NamedTuple):
    marks: frozenset[str]
    order: _Begins
    what: _Begins
    this: _Begins
    who: _Begins
    top: _Begins


@cache
def _other() -> tuple[_Language, ...]:
    return tuple(
        _Language(
            frozenset(row["marks"].split()),
            *(_Begins.of(row.get(name, "")) for name in ("order", "what", "this", "who", "top")),
        )
        for row in table_of("instructions")["other"]
    )
