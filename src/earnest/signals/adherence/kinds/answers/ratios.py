"""Sentences beside each other: their kinds, lengths and words; overlap with another text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from pydantic import Field

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    Sentences,
    agreed,
    answer_kind,
    bare_words,
    by_sentences,
    by_words,
    data,
    ending,
    plain_kind,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed

_TOLERANCE = 2.0  # percentage points of overlap
_THREE = 3
_LETTERS = 26


class PercentArgs(InstructionArgs):
    """A share in percent."""

    percentage: float = Field(ge=0, le=100)


class OverlapArgs(PercentArgs):
    """A share in percent, and the text that trigrams are shared with."""

    reference_text: str = Field(min_length=1)


class StepArgs(InstructionArgs):
    """By how many words each sentence is longer."""

    small_n: int = Field(ge=0)


def _counts(held: Sentences) -> tuple[int, int, int]:
    marks = [ending(sentence) for sentence in held]
    return marks.count("."), marks.count("?"), marks.count("!")


def _types(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    said, asked, _ = _counts(held)
    return verdict(asked > 0 and said == 2 * asked, f"{said} sentences end with a full stop, {asked} with ?")


def _balance(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    said, asked, cried = _counts(held)
    return verdict(
        said == asked == cried > 0, f"{said} sentences end with a full stop, {asked} with ?, {cried} with !"
    )


def _three_equal(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    if len(held) != _THREE:
        return missed(f"{len(held)} sentences, three asked for")
    lengths = [len(sentence.strip()) for sentence in held]
    if len(set(lengths)) > 1:
        return missed(f"the sentences have {', '.join(map(str, lengths))} characters")
    row = [word for sentence in held for word in bare_words(sentence)]
    again = sorted(word for word, count in Counter(row).items() if count > 1)
    return verdict(not again, f"used again: {', '.join(again)}" if again else "three sentences of one length")


def _stop_words(answer: Answer, args: PercentArgs, row: Sequence[str]) -> Outcome:
    del answer
    if not row:
        return missed("there are no words")
    listed = frozenset(data()["stop_words"].split())
    share = 100 * sum(word.lower().strip("'’.,;:!?\"()*") in listed for word in row) / len(row)
    return verdict(
        share <= args.percentage, f"{share:.1f} % stop words, at most {args.percentage:g} % asked for"
    )


def _overlap(answer: Answer, args: OverlapArgs) -> Outcome:
    readings = (_tokens, words)
    shares = [_share(_trigrams(one(answer.text)), _trigrams(one(args.reference_text))) for one in readings]
    return agreed(
        (
            verdict(
                abs(share - args.percentage) <= _TOLERANCE,
                f"{share:.1f} % of the trigrams are shared, asked for: {args.percentage:g} +- 2 %",
            )
            for share in shares
        ),
        "depends on whether punctuation marks are part of a trigram",
    )


def _tokens(text: str) -> list[str]:
    """Return words and, each alone, the marks around them."""
    found: list[str] = []
    for piece in text.split():
        core = piece.strip("\"'“”‘’.,;:!?()[]{}*_")
        start = piece.find(core) if core else len(piece)
        found += [*piece[:start], *([core] if core else []), *piece[start + len(core) :]]
    return found


def _trigrams(row: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(row[place : place + _THREE]) for place in range(len(row) - _THREE + 1))


def _share(said: frozenset[tuple[str, ...]], reference: frozenset[tuple[str, ...]]) -> float:
    return 100 * len(said & reference) / len(said) if said else 0.0


def _increment(answer: Answer, args: StepArgs, held: Sentences) -> Outcome:
    del answer
    lengths = [len(bare_words(sentence)) for sentence in held]
    for number, (before, here) in enumerate(pairwise(lengths), 2):
        if here != before + args.small_n:
            return missed(f"sentence {number} has {here} words, the one before {before}")
    return _enough(held, f"each sentence is longer by {args.small_n} words")


def _alliteration(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    runs = [_longest_run(bare_words(sentence)) for sentence in held]
    for number, (before, here) in enumerate(pairwise(runs), 2):
        if here <= before:
            return missed(f"the longest run of sentence {number} has {here} words, the one before {before}")
    return _enough(held, "each run is longer than the one before")


def _longest_run(row: Iterable[str]) -> int:
    longest = run = 0
    before = ""
    for word in row:
        run = run + 1 if word[0] == before else 1
        before = word[0]
        longest = max(longest, run)
    return longest


def _enough(held: Sentences, explanation: str) -> Outcome:
    """Keep what holds for each sentence and the one before it; of one sentence it says nothing."""
    if len(held) < 2:
        return missed("there is one sentence, so nothing that follows another")
    return kept(explanation)


def _alphabet_story(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    if len(held) != _LETTERS:
        return missed(f"{len(held)} sentences, {_LETTERS} asked for")
    for place, sentence in enumerate(held):
        wanted = chr(ord("a") + place)
        first = next((char.lower() for char in sentence if char.isalpha()), "")
        if first != wanted:
            return missed(f"sentence {place + 1} starts with {first!r}, not {wanted!r}")
    return kept("26 sentences from A to Z")


KINDS: tuple[Kind[Any], ...] = (
    plain_kind("ratio:sentence_type", "Twice as many statements as questions", by_sentences(_types)),
    plain_kind(
        "ratio:sentence_balance", "As many statements as questions as exclamations", by_sentences(_balance)
    ),
    plain_kind(
        "ratio:sentence_words", "Three sentences of one length, no word twice", by_sentences(_three_equal)
    ),
    answer_kind("ratio:stop_words", "At most such a share of stop words", PercentArgs, by_words(_stop_words)),
    answer_kind("ratio:overlap", "Such a share of trigrams from a text", OverlapArgs, _overlap),
    answer_kind(
        "sentence:increment", "Each sentence has so many words more", StepArgs, by_sentences(_increment)
    ),
    plain_kind(
        "sentence:alliteration_increment",
        "Each sentence has a longer run of one first letter",
        by_sentences(_alliteration),
    ),
    plain_kind(
        "custom:sentence_alphabet", "26 sentences that start from A to Z", by_sentences(_alphabet_story)
    ),
)
