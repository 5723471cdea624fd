"""Words of sentences that address a reader: read as word classes, with the clauses in which orders stand."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from earnest.text.wordlist import table_of

GAP = 7
_TOKEN = re.compile(
    r"\d++/\d++|\d++\.\d++|\d++%|[^\W_]++(?:['’-][^\W_]++)*+|[.,:;!?()\[\]{}\"'“”‘’<>|/#*–—=@-]"
)
BREAKS = frozenset(".,:;!?()[]{}\"'“”‘’<>|/#*–—=@-")
_QUOTES = frozenset("\"'“”‘’")
_BEFORE_QUOTES = frozenset(":=[(>")
_JOINS = frozenset({"and", "then", "please", "or", "so"})
_NEGATED = frozenset({"don't", "never", "don’t"})


def words_in(plain: str) -> list[str]:
    """Return words, numbers and marks of a plain text (`instructions.plainly`)."""
    return _TOKEN.findall(plain)


class Words(NamedTuple):
    """A class of words; some are more than one word."""

    single: frozenset[str]
    longer: dict[str, list[tuple[str, ...]]]
    heads: frozenset[str]

    def at(self, words: Sequence[str], place: int) -> int:
        """Return how many words of the class stand at a place, 0 for none."""
        for parts in self.longer.get(words[place], ()):
            if tuple(words[place : place + len(parts)]) == parts:
                return len(parts)
        return int(owner(words[place]) in self.single)

    def places(self, words: Sequence[str]) -> list[int]:
        """Return where words of the class begin."""
        heads = self.heads
        begins = [place for place, word in enumerate(words) if owner(word) in heads]
        return [place for place in begins if self.at(words, place)]

    def isin(self, words: Sequence[str]) -> bool:
        """Say whether a word of the class is among these."""
        return bool(self.places(words))


def owner(word: str) -> str:
    """Return a word without the ending of possession."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


@cache
def words_for(name: str) -> Words:
    """Return a class of `lexicons/instructions.toml`."""
    listed: str = table_of("instructions")["english"][name]
    longer: dict[str, list[tuple[str, ...]]] = {}
    for entry in listed.split():
        if "_" in entry:
            parts = tuple(entry.split("_"))
            longer.setdefault(parts[0], []).append(parts)
    plain = frozenset(entry for entry in listed.split() if "_" not in entry)
    return Words(plain, longer, plain | longer.keys())


@cache
def single(name: str) -> frozenset[str]:
    """Return the single words of a class."""
    return words_for(name).single


@cache
def _openers() -> frozenset[str]:
    return single("openers") | single("addressee")


def clauses(words: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield the place of each word that may be the verb of an order, and whether it is negated.

    That is the first word of a clause that is no opener ("please", "you must", "ChatGPT").
    """
    openers = _openers()
    negated, opens = False, True
    for at, word in enumerate(words):
        if word in _QUOTES:
            opens = opens and (at == 0 or words[at - 1] in _BEFORE_QUOTES)
            opens = opens or (at > 0 and words[at - 1] in _BEFORE_QUOTES)
        elif word in BREAKS or word in _JOINS:
            negated, opens = False, True
        elif opens and (word in _NEGATED or list(words[at : at + 2]) == ["do", "not"]):
            negated = True
        elif opens and word != "not":
            yield at, negated
            opens = word in openers


def is_modifier(words: Sequence[str], at: int) -> bool:
    """Say whether a word only says of what kind the next one is: "candidate key", "response time"."""
    after = words[at + 1] if at + 1 < len(words) else "."
    return after in _MODIFIED


_MODIFIED = frozenset(
    "key keys time times of tracking server servers code body review list lists number numbers set sets"
    " pool".split()
)


def is_full(words: Sequence[str]) -> bool:
    """Say whether a score that cannot be better is named: "full marks", "10/10", "a score of 100"."""
    if words_for("marks").isin(words):
        return True
    for at, word in enumerate(words):
        if _is_whole(word) or list(words[at : at + 3]) in (["10", "out", "of"], ["100", "out", "of"]):
            return True
        if word in single("top") and _is_noun_of_score(words[at + 1 : at + 4]):
            return True
        if word in single("state") and single("outcome") & set(words[at + 1 : at + 3]):
            return True
        if word in single("numeric_noun") and _is_number_of_score(words[at + 1 : at + 5]):
            return True
    return False


def _is_whole(word: str) -> bool:
    part, _, whole = word.partition("/")
    return word == "100%" or (part.isdigit() and part == whole and len(part) < 4 and int(part) >= 4)


def _is_noun_of_score(near: Sequence[str]) -> bool:
    for word in near:
        if word in single("evalnoun"):
            return True
        if word in BREAKS or word in {"of", "the", "a", "and", "in"}:
            return False
    return False


_BEFORE_NUMBER = frozenset({*"of : = at to is above over a be as one must should this it".split(), '"'})


def _is_number_of_score(near: Sequence[str]) -> bool:
    for word in near:
        if word in single("top_number") or word == "90":
            return True
        if word not in _BEFORE_NUMBER:
            return False
    return False
