"""How long the answer is, and how many of something it holds."""

import re
from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    Sentences,
    agreed,
    answer_kind,
    bare,
    bare_words,
    by_sentences,
    by_words,
    data,
    paragraphs,
    related,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, missed

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SPLITTER = "***"
_MARKS = frozenset(".,!?;:")
_INTERROBANGS = ("?!", "!?", "‽")


class WordsArgs(InstructionArgs):
    """How many words."""

    num_words: int = Field(ge=0)
    relation: Literal["at least", "less than"]


class SentencesArgs(InstructionArgs):
    """How many sentences."""

    num_sentences: int = Field(ge=0)
    relation: Literal["at least", "less than"]


class ParagraphsArgs(InstructionArgs):
    """How many paragraphs, separated by `***`."""

    num_paragraphs: int = Field(ge=1)


class NthParagraphArgs(InstructionArgs):
    """How many paragraphs, separated by empty lines, and the word that opens one of them."""

    num_paragraphs: int = Field(ge=1)
    nth_paragraph: int = Field(ge=1)
    first_word: str = Field(min_length=1)


class RangeArgs(InstructionArgs):
    """Fewest and most words, both allowed."""

    min_words: int = Field(ge=0)
    max_words: int = Field(ge=0)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min_words > self.max_words:
            raise ValueError(f"no count is {self.min_words} or more and {self.max_words} or fewer")
        return self


class CountArgs(InstructionArgs):
    """A number of things."""

    N: int = Field(ge=0)


class SmallCountArgs(InstructionArgs):
    """A small number of things."""

    small_n: int = Field(ge=0)


def _words(answer: Answer, args: WordsArgs, row: Sequence[str]) -> Outcome:
    del answer
    return related(len(row), args.relation, args.num_words, "words")


def _sentences(answer: Answer, args: SentencesArgs, sentences: Sentences) -> Outcome:
    del answer
    return related(len(sentences), args.relation, args.num_sentences, "sentences")


def _paragraphs(answer: Answer, args: ParagraphsArgs) -> Outcome:
    parts = [part.strip() for part in answer.text.strip().split(_SPLITTER)]
    inner = parts[bool(not parts[0]) : len(parts) - bool(not parts[-1])]
    if not all(inner):
        return missed("a paragraph between two dividers is empty")
    return verdict(
        len(inner) == args.num_paragraphs,
        f"{len(inner)} paragraphs between ***, asked for: {args.num_paragraphs}",
    )


def _nth_paragraph(answer: Answer, args: NthParagraphArgs) -> Outcome:
    found = paragraphs(answer.text)
    if len(found) != args.num_paragraphs:
        return missed(f"{len(found)} paragraphs, asked for: {args.num_paragraphs}")
    if args.nth_paragraph > len(found):
        return missed(f"there is no paragraph {args.nth_paragraph}")
    row = words(found[args.nth_paragraph - 1])
    first = row[0].lower() if row else ""
    wanted = args.first_word.lower()
    said = f"paragraph {args.nth_paragraph} opens with {first!r}"
    return verdict(first == wanted or first.removesuffix("'s") == wanted, said)


def _range(answer: Answer, args: RangeArgs, row: Sequence[str]) -> Outcome:
    del answer
    said = f"{len(row)} words, asked for: {args.min_words} to {args.max_words}"
    return verdict(args.min_words <= len(row) <= args.max_words, said)


def _unique(answer: Answer, args: CountArgs, row: Sequence[str]) -> Outcome:
    del answer
    count = len({bare(word) for word in row})
    return verdict(count >= args.N, f"{count} different words, at least {args.N} asked for")


def _numbers(answer: Answer, args: CountArgs) -> Outcome:
    count = len(_NUMBER.findall(answer.text))
    return verdict(count == args.N, f"{count} numbers in digits, exactly {args.N} asked for")


def _conjunctions(answer: Answer, args: SmallCountArgs) -> Outcome:
    held = sorted(set(data()["conjunctions"].split()) & set(bare_words(answer.text)))
    said = f"{len(held)} coordinating conjunctions ({', '.join(held)}), at least {args.small_n} asked for"
    return verdict(len(held) >= args.small_n, said)


def _pronouns(answer: Answer, args: CountArgs) -> Outcome:
    row = [part for word in words(answer.text.replace("/", " ")) for part in re.split("['’]", word.lower())]
    sure = set(data()["pronouns"].split())
    wide = sure | set(data()["perhaps_pronouns"].split())
    return agreed(
        (
            verdict(count >= args.N, f"{count} pronouns, at least {args.N} asked for")
            for count in (sum(word in sure for word in row), sum(word in wide for word in row))
        ),
        "depends on whether determiners such as 'my' and 'this' are pronouns",
    )


def _punctuation(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    interrobang = next((one for one in _INTERROBANGS if one in answer.text), "")
    if not interrobang:
        return missed("there is no interrobang")
    absent = sorted(_MARKS - set(answer.text.replace(interrobang, "", 1)))
    return verdict(not absent, f"absent: {' '.join(absent)}" if absent else "every mark is there")


KINDS: tuple[Kind[Any], ...] = (
    answer_kind("length_constraints:number_words", "So many words", WordsArgs, by_words(_words)),
    answer_kind(
        "length_constraints:number_sentences", "So many sentences", SentencesArgs, by_sentences(_sentences)
    ),
    answer_kind(
        "length_constraints:number_paragraphs",
        "So many paragraphs, separated by ***",
        ParagraphsArgs,
        _paragraphs,
    ),
    answer_kind(
        "length_constraints:nth_paragraph_first_word",
        "So many paragraphs, and one opens with this word",
        NthParagraphArgs,
        _nth_paragraph,
    ),
    answer_kind("count:word_count_range", "Between so many and so many words", RangeArgs, by_words(_range)),
    answer_kind("count:unique_word_count", "At least so many different words", CountArgs, by_words(_unique)),
    answer_kind("count:numbers", "Exactly so many numbers in digits", CountArgs, _numbers),
    answer_kind("count:conjunctions", "So many coordinating conjunctions", SmallCountArgs, _conjunctions),
    answer_kind("count:pronouns", "At least so many pronouns", CountArgs, _pronouns),
    answer_kind("count:punctuation", "Every standard punctuation mark", InstructionArgs, _punctuation),
)
