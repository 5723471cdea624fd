"""Words that the answer must hold, must not hold, or must hold at one place."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    Sentences,
    answer_kind,
    bare,
    by_sentences,
    by_words,
    data,
    occurrences,
    related,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed

_WANTED_COUNTS = (1, 2, 3, 5, 7)  # of the five keywords of count:keywords_multiple, in order


class KeywordsArgs(InstructionArgs):
    """Words or phrases that must all stand in the answer."""

    keywords: tuple[str, ...] = Field(min_length=1)


class ForbiddenArgs(InstructionArgs):
    """Words or phrases that must not."""

    forbidden_words: tuple[str, ...] = Field(min_length=1)


class FrequencyArgs(InstructionArgs):
    """How often a word must stand in the answer."""

    keyword: str = Field(min_length=1)
    frequency: int = Field(ge=0)
    relation: Literal["at least", "less than"]


class LetterArgs(InstructionArgs):
    """How often a letter or mark must stand in the answer, in either case."""

    letter: str = Field(min_length=1, max_length=1)
    let_frequency: int = Field(ge=0)
    let_relation: Literal["at least", "less than"]


class FiveArgs(InstructionArgs):
    """Five keywords, wanted once, twice, three, five and seven times."""

    keyword1: str
    keyword2: str
    keyword3: str
    keyword4: str
    keyword5: str


class NamesArgs(InstructionArgs):
    """How many different names of the list at least."""

    N: int = Field(ge=0)


class SentenceKeywordArgs(InstructionArgs):
    """A keyword and the sentence it belongs into, counted from 1."""

    word: str = Field(min_length=1)
    N: int = Field(ge=1)


class PositionArgs(InstructionArgs):
    """A keyword, its sentence `n` and its word `m` therein, counted from 1."""

    keyword: str = Field(min_length=1)
    n: int = Field(ge=1)
    m: int = Field(ge=1)


class KeywordArgs(InstructionArgs):
    """One keyword."""

    keyword: str = Field(min_length=1)


def _existence(answer: Answer, args: KeywordsArgs) -> Outcome:
    absent = [word for word in args.keywords if not occurrences(answer.text, word, inflected=True)]
    return verdict(
        not absent, f"absent: {', '.join(absent)}" if absent else f"all {len(args.keywords)} keywords"
    )


def _forbidden(answer: Answer, args: ForbiddenArgs) -> Outcome:
    for word in args.forbidden_words:
        places = occurrences(answer.text, word)
        if places:
            return missed(f"the answer says {word!r}", [answer.place(place) for place in places[:3]])
    return kept(f"none of {len(args.forbidden_words)} words")


def _frequency(answer: Answer, args: FrequencyArgs) -> Outcome:
    count = len(occurrences(answer.text, args.keyword, inflected=True))
    return related(count, args.relation, args.frequency, f"times {args.keyword!r}")


def _letters(answer: Answer, args: LetterArgs) -> Outcome:
    count = answer.text.lower().count(args.letter.lower())
    return related(count, args.let_relation, args.let_frequency, f"times {args.letter!r}")


def _five(answer: Answer, args: FiveArgs) -> Outcome:
    keywords = (args.keyword1, args.keyword2, args.keyword3, args.keyword4, args.keyword5)
    counts = [len(occurrences(answer.text, word)) for word in keywords]
    said = ", ".join(
        f"{word} {count} of {wanted}"
        for word, count, wanted in zip(keywords, counts, _WANTED_COUNTS, strict=True)
    )
    return verdict(counts == list(_WANTED_COUNTS), said)


def _names(answer: Answer, args: NamesArgs) -> Outcome:
    listed = data()["person_names"]["names"].split()
    held = [name for name in listed if name in _capitalised(answer.text)]
    return verdict(len(held) >= args.N, f"{len(held)} names of the list, at least {args.N} asked for")


def _capitalised(text: str) -> frozenset[str]:
    plain = (word.removesuffix("'s").removesuffix("’s") for word in words(text))
    return frozenset(part for word in plain for part in (word, *word.split("-")))


def _sentence_keyword(answer: Answer, args: SentenceKeywordArgs, sentences: Sentences) -> Outcome:
    del answer
    if len(sentences) < args.N:
        return missed(f"there are {len(sentences)} sentences, no sentence {args.N}")
    held = bool(occurrences(sentences[args.N - 1], args.word))
    return verdict(held, f"sentence {args.N} {'holds' if held else 'lacks'} {args.word!r}")


def _position(answer: Answer, args: PositionArgs, sentences: Sentences) -> Outcome:
    del answer
    if len(sentences) < args.n:
        return missed(f"there are {len(sentences)} sentences, no sentence {args.n}")
    row = words(sentences[args.n - 1])
    if len(row) < args.m:
        return missed(f"sentence {args.n} has {len(row)} words, no word {args.m}")
    found = row[args.m - 1]
    return verdict(found.lower() == args.keyword.lower(), f"word {args.m} of sentence {args.n} is {found!r}")


def _both_ends(answer: Answer, args: KeywordArgs, row: Sequence[str]) -> Outcome:
    del answer
    if len(row) < 2:
        return missed("fewer than two words")
    second, last = bare(row[1]), bare(row[-2])
    holds = second == last == args.keyword.lower()
    return verdict(holds, f"the second word is {second!r}, the last but one is {last!r}")


KINDS: tuple[Kind[Any], ...] = (
    answer_kind("keywords:existence", "The answer holds every keyword", KeywordsArgs, _existence),
    answer_kind("keywords:forbidden_words", "The answer holds none of the words", ForbiddenArgs, _forbidden),
    answer_kind("keywords:frequency", "A word stands so often in the answer", FrequencyArgs, _frequency),
    answer_kind("keywords:letter_frequency", "A letter stands so often in the answer", LetterArgs, _letters),
    answer_kind("count:keywords_multiple", "Five words stand 1, 2, 3, 5 and 7 times", FiveArgs, _five),
    answer_kind("count:person_names", "So many different names of a list", NamesArgs, _names),
    answer_kind(
        "sentence:keyword",
        "A word stands in the n-th sentence",
        SentenceKeywordArgs,
        by_sentences(_sentence_keyword),
    ),
    answer_kind(
        "words:keywords_specific_position",
        "A word is the m-th of the n-th sentence",
        PositionArgs,
        by_sentences(_position),
    ),
    answer_kind(
        "words:words_position",
        "The second word and the last but one are this word",
        KeywordArgs,
        by_words(_both_ends),
    ),
)
