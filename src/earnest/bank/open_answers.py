"""Open answers graded by the claims that the key lists, each with the words of the answer that make it.

A claim is made where one phrase of each of its groups stands in the same sentence, or in that and the next.
It is only near where the phrases are there but not as a claim: denied, torn apart, or in a heap of words
without a verb. What is near, or made beside a refuted claim, goes to a person; nothing here decides on it.
Linear in the length of the answer.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from earnest.bank.word_order import order_score
from earnest.records.answer_key import Claim, EdgeKey
from earnest.records.base import Record
from earnest.text.segment import Span, sentences
from earnest.text.tokens import Tag, tokenize


class OpenAnswerBounds(Record):
    """`open_answers.toml`: how an open answer is read."""

    version: str
    longest: int
    gap: int
    before: int
    right_before: int
    least_share: float
    many: int
    least_function_words: float
    short: int
    list_commas: int
    list_words: float
    order_words: int
    least_order: float
    negators: frozenset[str]
    verbal: frozenset[str]
    breaks: frozenset[str]
    doubts: tuple[str, ...]
    word_ends: tuple[str, ...]


class ClaimState(StrEnum):
    """Whether an answer makes a claim."""

    MADE = "made"
    NEAR = "near"
    MISSED = "missed"


class Verdict(StrEnum):
    """What follows from the claims of an open answer."""

    RIGHT = "right"
    WRONG = "wrong"
    PERSON = "person"


class FoundClaim(NamedTuple):
    """A claim of the key, its state, and the part of the answer that speaks for it ("" where none does)."""

    says: str
    state: ClaimState
    quote: str
    reason: str = ""


class Grade(NamedTuple):
    """`points` are the claims that are asked for, `refuted` those of them that must not be made and were."""

    verdict: Verdict
    points: tuple[FoundClaim, ...]
    refuted: tuple[FoundClaim, ...]


def grade(key: EdgeKey, answer: str) -> Grade:
    """Grade an open answer by the claims of its key.

    Right is an answer that makes every claim and none that is refuted; wrong is one that makes no more than
    half of them (a near one is half of one), and anything between goes to a person. Only the first characters
    of an answer that is longer than `open_answers.toml` allows are read, and then a person decides.
    """
    bounds = open_answer_bounds()
    read = _Reading(answer[: bounds.longest])
    points = tuple(read.find(claim) for claim in key.points)
    refuted = tuple(found for claim in key.refuted if (found := read.find(claim)).state is ClaimState.MADE)
    doubt = bool(refuted) or len(answer) > bounds.longest or read.is_crowded(key.points)
    return Grade(_verdict(made_share(points), doubt=doubt), points, refuted)


def _verdict(share: float, *, doubt: bool) -> Verdict:
    if share <= open_answer_bounds().least_share:
        return Verdict.WRONG
    return Verdict.PERSON if doubt or share < 1 else Verdict.RIGHT


def made_share(points: Sequence[FoundClaim]) -> float:
    """Return the share of the claims that are made, 0..1; a near one counts one half."""
    worth = {ClaimState.MADE: 1.0, ClaimState.NEAR: 0.5, ClaimState.MISSED: 0.0}
    return sum(worth[point.state] for point in points) / len(points) if points else 0.0


@cache
def open_answer_bounds() -> OpenAnswerBounds:
    """Return what `open_answers.toml` holds."""
    path = Path(__file__).with_name("open_answers.toml")
    return OpenAnswerBounds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


_WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|[;:,]")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, "n't" as "not"; numbers and `,` `;` `:` stand alone.

    >>> words_of("It doesn't run, the_guard is freed at 0.5.")
    ['it', 'does', 'not', 'run', ',', 'the', 'guard', 'is', 'freed', 'at', '0.5']
    """
    lowered = text.lower().replace("’", "'").replace("can't", "can not").replace("cannot", "can not")
    return _WORD.findall(lowered.replace("won't", "will not").replace("n't", " not"))


class _Window(NamedTuple):
    """One sentence, or two that follow each other: its place, its words, and why it makes no claim ("")."""

    span: Span
    words: list[str]
    silent: str


class _Reading:
    """An answer, its sentences and the windows over them."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._single = [_window(answer, span) for span in sentences(answer)]
        pairs = [_joined(answer, one, two) for one, two in pairwise(self._single)]
        self._windows = [*self._single, *pairs]
        self._whole = words_of(answer)

    def find(self, claim: Claim) -> FoundClaim:
        """Return whether the answer makes a claim; of several windows the first that makes it."""
        spoilt = ""
        quote = ""
        for window in self._windows:
            reason = _spoilt(claim, window)
            if reason == "":
                return FoundClaim(claim.says, ClaimState.MADE, window.span.of(self._answer))
            if reason is not None and not spoilt:
                spoilt, quote = reason, window.span.of(self._answer)
        if not spoilt and all(_places(group, self._whole) for group in claim.needs):
            spoilt, quote = "its parts stand far from each other", self._answer
        if spoilt:
            return FoundClaim(claim.says, ClaimState.NEAR, quote, spoilt)
        return FoundClaim(claim.says, ClaimState.MISSED, "")

    def is_crowded(self, claims: Sequence[Claim]) -> bool:
        """Whether one sentence alone is said to make all of many claims, as a heap of words does."""
        if len(claims) < open_answer_bounds().many:
            return False
        making = [
            {window.span for window in self._single if _spoilt(claim, window) == ""} for claim in claims
        ]
        return len(set().union(*making)) == 1


def _window(answer: str, span: Span) -> _Window:
    text = span.of(answer)
    words = words_of(text)
    return _Window(span, words, _silent(text, words))


def _joined(answer: str, one: _Window, two: _Window) -> _Window:
    span = Span(one.span.start, two.span.end)
    return _Window(span, words_of(span.of(answer)), one.silent or two.silent)


def _silent(text: str, words: Sequence[str]) -> str:
    """Return why a sentence makes no claim at all, "" where it does."""
    if not _is_prose(text, words):
        return "it is a heap of words, not a sentence"
    if text.rstrip().endswith("?"):
        return "it is a question"
    return "it is said in doubt, or denied" if _places(open_answer_bounds().doubts, words) else ""


def is_heap(sentence: str) -> bool:
    """Whether a sentence is a list or a heap of words that makes no claim.

    >>> is_heap("guard, match, end, lock, second, waits, let."), is_heap("The second lock waits.")
    (True, False)
    """
    return not _is_prose(sentence, words_of(sentence))


def _is_prose(text: str, words: Sequence[str]) -> bool:
    """Whether a sentence says something: it has words that hold it together and an order, and is no list."""
    bounds = open_answer_bounds()
    tags = [token.tag for token in tokenize(text)]
    known = [tag for tag in tags if tag not in {Tag.PUNCTUATION, Tag.NUMBER, Tag.MARK}]
    commas = sum(word == "," for word in words)
    if commas >= bounds.list_commas and len(words) < bounds.list_words * (commas + 1):
        return False
    if len(words) <= bounds.short:
        return True
    function = sum(tag in _FUNCTION for tag in known)
    if function < bounds.least_function_words * len(known):
        return False
    return len(words) < bounds.order_words or order_score(text) >= bounds.least_order


_FUNCTION = frozenset(
    {Tag.PRONOUN, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.SUBORDINATOR, Tag.AUXILIARY, Tag.MODAL, Tag.NEGATION,
     Tag.DETERMINER, Tag.ADVERB}
)  # fmt: skip


def _spoilt(claim: Claim, window: _Window) -> str | None:
    """Return None where the claim's parts are not all there, "" where it is made, else what spoils it."""
    places = [_places(group, window.words) for group in claim.needs]
    if not all(places):
        return None
    if window.silent:
        return window.silent
    if _places(claim.unless, window.words):
        return "it is said and taken back"
    return "it is denied, or said with a no in it" if _is_denied(places, window.words) else ""


def _is_denied(places: Sequence[Sequence[tuple[int, int]]], words: Sequence[str]) -> bool:
    """Whether a no stands right before any phrase, or not far before all phrases of a group."""
    bounds = open_answer_bounds()
    every = [place for found in places for place in found]
    if any(_denied(place, words, bounds.right_before, bounds.verbal) for place in every):
        return True
    return any(
        all(_denied(place, words, bounds.before, bounds.negators) for place in found) for found in places
    )


def _denied(place: tuple[int, int], words: Sequence[str], before: int, negators: frozenset[str]) -> bool:
    """Whether a negator stands among the words `before` a phrase, in its own clause, and none within it."""
    bounds = open_answer_bounds()
    start, end = place
    if any(word in bounds.negators for word in words[start:end]):
        return False
    for at in range(start - 1, max(-1, start - 1 - before), -1):
        if words[at] in bounds.breaks:
            return False
        if words[at] in negators:
            return True
    return False


def _places(group: Sequence[str], words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the phrases of a group stand, as [start, end) of the words."""
    return [place for phrase in group for place in _phrase_places(_pattern(phrase), words)]


@cache
def _pattern(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase of a key; a `*` stays at the end of its word."""
    return tuple(part for word in phrase.split() for part in _starred(word))


def _starred(word: str) -> list[str]:
    parts = words_of(word)
    if word.endswith("*") and parts:
        parts[-1] += "*"
    return parts


def _phrase_places(pattern: tuple[str, ...], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find a phrase whose words follow each other with at most `gap` others between two of them."""
    gap = open_answer_bounds().gap
    for start, word in enumerate(words):
        if not pattern or not _same(pattern[0], word):
            continue
        at = start
        for wanted in pattern[1:]:
            following = range(at + 1, min(at + 2 + gap, len(words)))
            at = next((place for place in following if _same(wanted, words[place])), -1)
            if at < 0:
                break
        else:
            yield start, at + 1


@cache
def _forms(wanted: str) -> frozenset[str]:
    return frozenset(wanted + end for end in open_answer_bounds().word_ends)


def _same(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word in _forms(wanted)
