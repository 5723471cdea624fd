"""Join an answer with its key: an option letter or a short text, however written, or an explanation."""

import re
import unicodedata
from typing import NamedTuple

from earnest.bank.open_answers import FoundClaim, Verdict, grade
from earnest.records.answer_key import EdgeKey
from earnest.records.item import EdgeItem

_LETTER = re.compile(r"\(?(?:option|answer)?\s{0,3}\(?(?P<letter>[a-z0-9]{1,2})\s{0,3}(?:[).:,;\-]|$)")
_QUOTES = "\"'`“”‘’«»"


class Judged(NamedTuple):
    """An answer with its key: a verdict, and for an explanation what was found of each claim.

    `refuted` are claims that the answer makes and a right one never does.
    """

    verdict: Verdict
    points: tuple[FoundClaim, ...] = ()
    refuted: tuple[FoundClaim, ...] = ()


def judge(item: EdgeItem, key: EdgeKey, answer: str) -> Judged:
    """Join an answer with its key; only an explanation may need a person."""
    if key.points:
        found = grade(key, answer)
        return Judged(found.verdict, found.points, found.refuted)
    return Judged(Verdict.RIGHT if is_right(item, key, answer) else Verdict.WRONG)


def missed_because(item: EdgeItem, key: EdgeKey, answer: str) -> str:
    """Return what a wrong answer takes for true, as far as its key knows, or why a generalist misses it."""
    thought = key.thinks.get(chosen_option(item, answer) or "", "")
    return f"This answer takes for true: {thought}." if thought else key.misses


def is_right(item: EdgeItem, key: EdgeKey, answer: str) -> bool:
    """Return whether an answer is the key, an accepted way to write it, or the right option."""
    wanted = {level(text) for text in (key.answer, *key.accepted)}
    if not item.options:
        return level(answer) in wanted
    chosen = chosen_option(item, answer)
    return chosen is not None and (level(chosen) in wanted or level(item.options[chosen]) in wanted)


def chosen_option(item: EdgeItem, answer: str) -> str | None:
    """Return the letter of the option that an answer chooses, or None.

    >>> from earnest.records.item import ItemKind, Provenance
    >>> here = Provenance(licence="CC0-1.0", source="doctest")
    >>> options = {"A": "yes", "B": "no"}
    >>> item = EdgeItem(
    ...     id="x", kind=ItemKind.EDGE, prompt="?", specialty="s", options=options, provenance=here
    ... )
    >>> [chosen_option(item, text) for text in ("b", "(B) no", "Option A.", "No", "both")]
    ['B', 'B', 'A', 'B', None]
    """
    levelled = level(answer)
    letters = {level(letter): letter for letter in item.options}
    texts = {level(text): letter for letter, text in item.options.items()}
    if levelled in letters or levelled in texts:
        return letters.get(levelled) or texts[levelled]
    match = _LETTER.match(levelled)
    return letters.get(match["letter"]) if match else None


def level(text: str) -> str:
    """Return an answer without case, quotes, doubled spaces and a last full stop.

    >>> level(' `True`. '), level("1,  2") == level("1, 2")
    ('true', True)
    """
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip(_QUOTES + " ").removesuffix(".").strip(_QUOTES + " ")
