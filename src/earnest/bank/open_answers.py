"""Open answers graded by the claims that the key lists, each with the words of the answer that make it.

A claim is made where one phrase of each of its groups stands in the same sentence, in that and the next, or
in a few short ones that follow each other. Words match in any form of theirs (take, took, taken) and by the
synonyms of `open_answers.toml`. A claim is only near where the phrases are there but not as a claim: denied,
torn apart, or in a heap of words without a verb. What is near, or made beside a refuted claim, goes to a
person; nothing here decides on it. Linear in the length of the answer.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from earnest.bank.word_order import order_score
from earnest.records.answer_key import Claim, EdgeKey
from earnest.records.base import Record
from earnest.text.inflect import verb
from earnest.text.segment import Span, sentences
from earnest.text.tokens import Tag, tokenize


class OpenAnswerBounds(Record):
    """`open_answers.toml`: how an open answer is read."""

    version: str
    longest: int
    gap: int
    before: int
    right_before: int
    no_before: int
    least_share: float
    many: int
    crowded_order: float
    least_function_words: float
    short: int
    list_commas: int
    list_words: float
    window_words: int
    order_words: int
    order_sure: int
    least_order: float
    least_order_short: float
    denials: int
    denying: frozenset[str]
    named: frozenset[str]
    denied_share: float
    negators: frozenset[str]
    verbal: frozenset[str]
    breaks: frozenset[str]
    doubts: tuple[str, ...]
    word_ends: tuple[str, ...]
    prefixes: tuple[str, ...]
    synonyms: tuple[str, ...]


class ClaimState(StrEnum):
    """Whether an answer makes a claim; `REFUTED` is one that it makes and a right answer never does."""

    MADE = "made"
    NEAR = "near"
    MISSED = "missed"
    REFUTED = "refuted"


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
    refuted = tuple(
        found._replace(state=ClaimState.REFUTED)
        for claim in key.refuted
        if (found := read.find(claim)).state is ClaimState.MADE
    )
    doubt = bool(refuted) or len(answer) > bounds.longest or read.is_crowded(key.points) or read.denies_all()
    return Grade(_verdict(made_share(points), doubt=doubt), points, refuted)


def _verdict(share: float, *, doubt: bool) -> Verdict:
    if share <= open_answer_bounds().least_share:
        return Verdict.WRONG
    return Verdict.PERSON if doubt or share < 1 else Verdict.RIGHT


def made_share(points: Sequence[FoundClaim]) -> float:
    """Return the share of the claims that are made, 0..1; a near one counts one half."""
    worth = {ClaimState.MADE: 1.0, ClaimState.NEAR: 0.5}
    return sum(worth.get(point.state, 0.0) for point in points) / len(points) if points else 0.0


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
    """One sentence or some that follow each other: the place, the words, why it makes no claim ("")."""

    span: Span
    words: list[str]
    silent: str
    joined: bool = False


class _Reading:
    """An answer, its sentences and the windows over them."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._single = [_window(answer, span) for span in sentences(answer)]
        pairs = [_joined(answer, pair) for pair in pairwise(self._single)]
        self._windows = [*self._single, *pairs, *_runs(answer, self._single)]
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
        """Whether one sentence alone is said to make all claims, many or in poor order, as a heap does."""
        making = [
            {window.span for window in self._single if _spoilt(claim, window) == ""} for claim in claims
        ]
        spans = set().union(*making)
        if len(claims) < 2 or len(spans) != 1 or not all(making):
            return False
        bounds = open_answer_bounds()
        return len(claims) >= bounds.many or _order(spans.pop().of(self._answer)) < bounds.crowded_order

    def denies_all(self) -> bool:
        """Whether a no stands after almost every verb that can bear one."""
        bounds = open_answer_bounds()
        tokens = [token for token in tokenize(self._answer) if token.tag is not Tag.PUNCTUATION]
        words = [*(token.lower for token in tokens), "", ""]
        bearing = [at for at, token in enumerate(tokens) if token.tag in {Tag.AUXILIARY, Tag.MODAL}]
        denied = sum(words[at + 1] in bounds.denying and words[at + 2] not in bounds.named for at in bearing)
        return denied >= bounds.denials and denied >= bounds.denied_share * len(bearing)


def _runs(answer: str, single: Sequence[_Window]) -> Iterator[_Window]:
    """Join three sentences or more that follow each other, as many as `window_words` words hold."""
    longest = open_answer_bounds().window_words
    for start, first in enumerate(single):
        words, end = len(first.words), start + 1
        while end < len(single) and words + len(single[end].words) <= longest:
            words += len(single[end].words)
            end += 1
        if end > start + 2:
            yield _joined(answer, single[start:end])


def _window(answer: str, span: Span) -> _Window:
    text = span.of(answer)
    words = words_of(text)
    return _Window(span, words, _silent(text, words))


def _joined(answer: str, parts: Sequence[_Window]) -> _Window:
    span = Span(parts[0].span.start, parts[-1].span.end)
    silent = next((part.silent for part in parts if part.silent), "")
    return _Window(span, words_of(span.of(answer)), silent, joined=True)


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
    if len(words) < bounds.order_words:
        return True
    least = bounds.least_order if len(words) >= bounds.order_sure else bounds.least_order_short
    return _order(text) >= least


_CODE = re.compile(r"`[^`\n]*`")
_CLAUSE_END = re.compile(r"[;:—]")


def _order(text: str) -> float:
    """Return the mean order of the clauses of a sentence, by their words; code in backticks is one word."""
    clauses = [clause for clause in _CLAUSE_END.split(_CODE.sub("code", text)) if clause.strip()]
    lengths = [len(words_of(clause)) + 1 for clause in clauses]
    scores = [order_score(clause) * length for clause, length in zip(clauses, lengths, strict=True)]
    return sum(scores) / sum(lengths) if clauses else 0.0


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
    denied = _is_denied(places, window.words, strictly=window.joined)
    return "it is denied, or said with a no in it" if denied else ""


def _is_denied(places: Sequence[Sequence[tuple[int, int]]], words: Sequence[str], *, strictly: bool) -> bool:
    """Whether a no stands before all phrases of a group, and the claim itself asks for none.

    `strictly`: or right before any phrase at all. In one sentence the other phrases of a group may make the
    claim; what another sentence says does not undo a denial.
    """
    bounds = open_answer_bounds()
    if any(words[start] in bounds.negators and end == start + 1 for found in places for start, end in found):
        return False
    right = [
        [_denied(place, words, bounds.right_before, bounds.verbal) for place in found] for found in places
    ]
    if strictly and any(any(found) for found in right):
        return True
    return any(
        all(
            near or _denied(place, words, bounds.before, bounds.negators)
            for place, near in zip(found, close, strict=True)
        )
        for found, close in zip(places, right, strict=True)
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
        if words[at] in negators and (words[at] != "no" or start - at <= bounds.no_before):
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


@lru_cache(maxsize=8192)
def _forms(word: str) -> frozenset[str]:
    """Return a word and the words that it may be a form of.

    >>> sorted(_forms("taken")), sorted(_forms("copies")), sorted(_forms("dropped"))
    (['take', 'taken'], ['copi', 'copie', 'copies', 'copy'], ['drop', 'dropp', 'droppe', 'dropped'])
    """
    found = {word} | {
        word.removesuffix(end) for end in open_answer_bounds().word_ends if len(word) > len(end) + 2
    }
    for prefix in open_answer_bounds().prefixes:
        known = verb(word.removeprefix(prefix)) if word.startswith(prefix) else None
        if known is not None:
            found.add(prefix + known.lemma)
    if len(word) > 4 and word.endswith("ies"):
        found.add(word[:-3] + "y")
    return frozenset(found)


@cache
def _synonyms() -> dict[str, frozenset[int]]:
    """Return the numbers of the lines of synonyms that each word stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(open_answer_bounds().synonyms):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _meant(wanted: str) -> tuple[frozenset[str], frozenset[int]]:
    """Return the forms of a key's word, and the lines of synonyms that it stands for."""
    table = _synonyms()
    if not wanted.endswith("*"):
        forms = _forms(wanted)
        return forms, frozenset(line for form in forms for line in table.get(form, ()))
    start = wanted[:-1]
    return frozenset(), frozenset(
        line for word, lines in table.items() if word.startswith(start) for line in lines
    )


@lru_cache(maxsize=65536)
def _same(wanted: str, word: str) -> bool:
    """Whether a word of an answer is a form of a key's word, or of a synonym of it.

    >>> _same("order", "ordered"), _same("ordered", "order"), _same("tak*", "took"), _same("keep", "held")
    (True, False, True, True)
    """
    forms = _forms(word)
    wanted_forms, lines = _meant(wanted)
    if wanted.endswith("*"):
        if any(form.startswith(wanted[:-1]) for form in forms):
            return True
    elif wanted in forms or (wanted_forms - {word}) & (forms - {word}):
        return True
    return any(lines & _synonyms().get(form, frozenset()) for form in forms)
