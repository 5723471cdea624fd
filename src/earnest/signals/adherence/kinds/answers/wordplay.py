"""Rules for every word of the answer: letters, lengths, syllables, repetition."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pydantic import Field

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    Sentences,
    answer_kind,
    bare_words,
    by_sentences,
    by_words,
    plain_kind,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.answers.syllables import possible_syllables
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed, undecidable
from earnest.text.inflect import Form, verb
from earnest.text.tokens import Tag, tokenize
from earnest.text.wordlist import words_of

_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxyz]{2}")
_SURE_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{2}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PALINDROMES, _PALINDROME_LETTERS = 10, 5
_VOWEL_KINDS = 3
_ARTICLES = frozenset({"a", "an", "the"})
_NOT_VERBS = frozenset(
    {Tag.DETERMINER, Tag.PRONOUN, Tag.PREPOSITION, Tag.NUMBER, Tag.CONJUNCTION, Tag.SUBORDINATOR}
)


class TimesArgs(InstructionArgs):
    """How often a word may stand in the answer."""

    small_n: int = Field(ge=0)


class EveryArgs(InstructionArgs):
    """Every n-th word."""

    N: int = Field(ge=1)


def _alphabet(answer: Answer, args: InstructionArgs, row: Sequence[str]) -> Outcome:
    del answer, args
    letters = [word.lower()[0] for word in row]
    for place, (before, here) in enumerate(pairwise(letters), 2):
        if not before.isascii() or not before.isalpha():
            return missed(f"word {place - 1} starts with {before!r}, which is no letter of the alphabet")
        wanted = chr((ord(before) - ord("a") + 1) % 26 + ord("a"))
        if here != wanted:
            return missed(f"word {place} starts with {here!r}, not {wanted!r}")
    return kept("each word starts with the next letter")


def _vowels(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    text = answer.text.strip()
    if "\n" in text:
        return missed("more than one paragraph")
    held = sorted(set("aeiou") & set(text.lower()))
    return verdict(len(held) <= _VOWEL_KINDS, f"vowels: {', '.join(held)}")


def _consonants(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    unsure = ""
    for word in (piece for piece in answer.text.lower().split() if any(char.isalpha() for char in piece)):
        if not _CLUSTER.search(word):
            return missed(
                f"{word!r} has no two consonants together", [answer.place(answer.text.lower().find(word))]
            )
        if not _SURE_CLUSTER.search(word):
            unsure = unsure or word
    return (
        undecidable(f"whether the y of {unsure!r} is a consonant")
        if unsure
        else kept("a cluster in every word")
    )


def _palindromes(answer: Answer, args: InstructionArgs, row: Sequence[str]) -> Outcome:
    del answer, args
    plain = ["".join(char for char in word.lower() if char.isalnum()) for word in row]
    found = [word for word in plain if len(word) >= _PALINDROME_LETTERS and word == word[::-1]]
    different = len(set(found))
    if different < _PALINDROMES <= len(found):
        return undecidable(f"{len(found)} palindromes, but only {different} different ones")
    return verdict(different >= _PALINDROMES, f"{different} different palindromes of 5 letters or more")


def _prime_lengths(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    for piece in answer.text.split():
        length = sum(char.isalnum() for char in piece)
        if length and not _is_prime(length):
            return missed(f"{piece!r} has {length} letters", [answer.place(answer.text.find(piece))])
    return kept("every word has a prime number of letters")


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % one for one in range(2, int(number**0.5) + 1))


def _repeats(answer: Answer, args: TimesArgs, row: Sequence[str]) -> Outcome:
    del answer
    counts = Counter(word.lower().strip("'’\"“”.,;:!?()[]*_") for word in row)
    word, count = max(counts.items(), key=lambda one: one[1], default=("", 0))
    return verdict(count <= args.small_n, f"{word!r} stands {count} times, at most {args.small_n} asked for")


def _last_first(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del answer, args
    rows = [bare_words(sentence) for sentence in held]
    for number, (before, here) in enumerate(pairwise(rows), 2):
        if before[-1:] != here[:1]:
            return missed(f"sentence {number} starts with {here[:1]}, the one before ends with {before[-1:]}")
    if len(rows) < 2:
        return missed("there is one sentence, so nothing that follows another")
    return kept("each sentence starts with the last word of the one before")


def _paragraph_ends(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    for number, line in enumerate(answer.text.split("\n"), 1):
        row = bare_words(line)
        if row and row[0] != row[-1]:
            return missed(f"line {number} starts with {row[0]!r} and ends with {row[-1]!r}")
    return kept("each paragraph ends with the word it started with")


def _no_consecutive(answer: Answer, args: InstructionArgs, row: Sequence[str]) -> Outcome:
    del answer, args
    plain = [word.lower().lstrip("'’\"“”([*_") for word in row]
    for before, here in pairwise(plain):
        if before[:1] == here[:1]:
            return missed(f"{before!r} and {here!r} start with one letter")
    return kept("no two words in a row start with one letter")


def _syllables(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    row = [word for word in words(answer.text) if any(char.isalpha() for char in word)]
    parities = [{count % 2 for count in possible_syllables(word)} or {0, 1} for word in row]
    for number, (before, here) in enumerate(pairwise(parities), 1):
        if len(before) == 1 and before == here:
            return missed(
                f"{row[number - 1]!r} and {row[number]!r} are both {'odd' if before == {1} else 'even'}"
            )
    if any(len(parity) > 1 for parity in parities):
        return undecidable("the spelling of some words leaves their syllables open")
    return kept("odd and even numbers of syllables in turn")


def _start_verb(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    first_line = answer.text.lstrip(" \t\n*_#>\"'“‘-").partition("\n")[0][:400]
    row = words(first_line)
    if not row:
        return missed("the answer starts with no word")
    first = row[0].lower()
    tokens = tokenize(first_line)
    if first in _ARTICLES:
        return missed(f"{row[0]!r} is an article")
    tag = tokens[0].tag if tokens else Tag.MARK
    if tag in _NOT_VERBS:
        return missed(f"{row[0]!r} is no verb")
    if tag in {Tag.AUXILIARY, Tag.MODAL}:
        return kept(f"{row[0]!r} is a verb")
    return _known_verb(row, tag)


def _known_verb(row: Sequence[str], tag: Tag) -> Outcome:
    """Decide on a word that is no function word."""
    first = row[0].lower()
    found = verb(first)
    if found is None or found.form is Form.S or tag not in {Tag.VERB, Tag.PARTICIPLE}:
        return undecidable(f"{row[0]!r} is not known as a verb, nor as anything else")
    if first in words_of("verb_nouns") and len(row) > 1 and not _takes_object(row[1]):
        return undecidable(f"{row[0]!r} may be a verb or a noun")
    return kept(f"{row[0]!r} is a verb")


def _takes_object(following: str) -> bool:
    """Whether the next word makes a verb of a word that may be a noun too ("Design a", "Plan your")."""
    return following.lower() in {
        "a",
        "an",
        "the",
        "your",
        "my",
        "our",
        "this",
        "that",
        "these",
        "those",
        "each",
    }


def _japanese(answer: Answer, args: EveryArgs) -> Outcome:
    for place, piece in enumerate(answer.text.split(), 1):
        plain = any(char.isalpha() for char in piece)
        if place % args.N == 0 and plain and not _JAPANESE.search(piece):
            return missed(f"word {place} is not Japanese: {piece!r}", [answer.place(answer.text.find(piece))])
    if len(answer.text.split()) < args.N:
        return undecidable(f"there are fewer than {args.N} words between white space")
    return kept(f"every word {args.N} is in Japanese characters")


KINDS: tuple[Kind[Any], ...] = (
    plain_kind(
        "words:alphabet", "Each word starts with the next letter of the alphabet", by_words(_alphabet)
    ),
    plain_kind("words:vowel", "One paragraph with at most three of the five vowels", _vowels),
    plain_kind("words:consonants", "Two consonants together in every word", _consonants),
    plain_kind("words:palindrome", "At least 10 palindromes of 5 letters or more", by_words(_palindromes)),
    plain_kind("words:prime_lengths", "Every word has a prime number of letters", _prime_lengths),
    answer_kind("words:repeats", "No word more often than so many times", TimesArgs, by_words(_repeats)),
    plain_kind(
        "words:last_first",
        "Each sentence starts with the last word of the one before",
        by_sentences(_last_first),
    ),
    plain_kind("words:paragraph_last_first", "Each paragraph ends with its first word", _paragraph_ends),
    plain_kind(
        "words:no_consecutive", "No two words in a row start with one letter", by_words(_no_consecutive)
    ),
    plain_kind("words:odd_even_syllables", "Odd and even numbers of syllables in turn", _syllables),
    plain_kind("words:start_verb", "The answer starts with a verb", _start_verb),
    answer_kind("count:words_japanese", "Every n-th word is Japanese", EveryArgs, _japanese),
)
