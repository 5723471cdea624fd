"""The answer text and its measures: words, sentences, paragraphs, lines, with the readings that differ.

What a word or a sentence is has more than one good answer: "don't" is one word or two, a heading without a
full stop is a sentence or none. A check that counts them is asked under each reading, and decides only where
all agree.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any, TypeVar

from pydantic import JsonValue, model_validator

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ANY, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.kinds.whole_answer import AnswerArgs, answer_of
from earnest.text.segment import Span
from earnest.text.segment import sentences as segment
from earnest.text.segment import words as segment_words


class InstructionArgs(AnswerArgs):
    """Arguments under the names of the published set; null means absent, as in its rows."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: JsonValue) -> JsonValue:
        if isinstance(given, dict):
            return {name: value for name, value in given.items() if value is not None}
        return given


A = TypeVar("A", bound=Args)
Sentences = Sequence[str]


@dataclass(frozen=True)
class Answer:
    """The file that holds the answer, and its text, line breaks as line feeds."""

    path: str
    text: str

    def place(self, offset: int) -> CodePlace:
        """Return the line on which an offset of the text stands."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        line = self.text[start:] if end < 0 else self.text[start:end]
        return at(self.path, self.text.count("\n", 0, offset) + 1, line)


Judge = Callable[[Answer, Any], Outcome]
SentenceJudge = Callable[[Answer, Any, Sentences], Outcome]
WordJudge = Callable[[Answer, Any, Sequence[str]], Outcome]


def answer_kind(kind_id: str, meaning: str, args: type[A], judge: Callable[[Answer, A], Outcome]) -> Kind[A]:
    """Make a kind that is decided on the answer text. An answer without a word keeps nothing."""

    def check(case: Case, given: A) -> Outcome:
        path, text = answer_of(case, given)
        if not text.strip():
            return missed("the answer is empty")
        if not any(char.isalnum() for char in text):
            return missed("the answer holds no word")
        return judge(Answer(path, text.replace("\r\n", "\n")), given)

    return Kind(kind_id, meaning, args, "O", ANY, check)


def plain_kind(
    kind_id: str, meaning: str, judge: Callable[[Answer, InstructionArgs], Outcome]
) -> Kind[InstructionArgs]:
    """Make a kind that takes no arguments of its own."""
    return answer_kind(kind_id, meaning, InstructionArgs, judge)


def agreed(outcomes: Iterable[Outcome], why: str) -> Outcome:
    """Return the outcome that all readings share; undecidable, with `why`, where they differ."""
    held = list(outcomes)
    if len({one.state for one in held}) > 1:
        said = "; or ".join(dict.fromkeys(one.explanation for one in held))
        return undecidable(f"{why}: {said}")
    return held[0]


def by_sentences(judge: SentenceJudge) -> Judge:
    """Ask a check once with line breaks as white space and once with line breaks as ends of sentences."""

    def both(answer: Answer, args: Args) -> Outcome:
        readings = (sentences(answer.text), sentences(answer.text, lines_end=True))
        return agreed(
            (judge(answer, args, one) for one in readings), "depends on whether a line break ends a sentence"
        )

    return both


def by_words(judge: WordJudge) -> Judge:
    """Ask a check under three readings of what a word is."""

    def each(answer: Answer, args: Args) -> Outcome:
        return agreed(
            (judge(answer, args, one) for one in word_readings(answer.text)),
            "depends on whether contractions and hyphenated words are one word",
        )

    return each


_LETTERS = re.compile(r"\w+")


def word_readings(text: str) -> tuple[list[str], ...]:
    """Return the words three times: between white space, as runs with inner marks, as runs of letters."""
    return (
        [word for word in (without_marks(piece) for piece in text.split()) if word],
        words(text),
        _LETTERS.findall(text),
    )


def words(text: str) -> list[str]:
    """Return the words: runs of letters and digits with inner apostrophes and hyphens."""
    return [span.of(text) for span in segment_words(text)]


def bare(word: str) -> str:
    """Return a word without the marks around it, in lower case."""
    return without_marks(word).lower()


def without_marks(word: str) -> str:
    """Return a word without what is neither letter nor digit at its ends."""
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not word[end - 1].isalnum():
        end -= 1
    return word[start:end]


def bare_words(text: str) -> list[str]:
    """Return what stands between white space, without marks around it and in lower case."""
    return [word for word in (bare(piece) for piece in text.split()) if word]


def sentences(text: str, *, lines_end: bool = False) -> list[str]:
    """Return the sentences; a bare list number belongs to what follows, emoji to what they follow.

    With `lines_end` a line break ends a sentence; otherwise it is white space.
    """
    flat = text if lines_end else text.replace("\n", " ")
    joined: list[Span] = []
    open_start = -1
    for span in segment(flat):
        piece = span.of(flat)
        if any(char.isalpha() for char in piece):
            joined.append(Span(open_start if open_start >= 0 else span.start, span.end))
            open_start = -1
        elif any(char.isdigit() for char in piece):
            open_start = span.start if open_start < 0 else open_start
        elif joined:
            joined[-1] = Span(joined[-1].start, span.end)
    return [span.of(flat) for span in joined]


def ending(sentence: str) -> str:
    """Return the mark that ends a sentence (`.`, `?`, `!`, `…`), "" where none does."""
    stripped = sentence.rstrip("\"'”’)]*_ \t\n")
    while stripped and is_emoji(stripped[-1]):
        stripped = stripped[:-1].rstrip()
    return stripped[-1:] if stripped[-1:] in {".", "?", "!", "…"} else ""


def paragraphs(text: str) -> list[str]:
    """Return what stands between empty lines, stripped."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines).strip() for lines in found if lines]


def occurrences(text: str, phrase: str, *, inflected: bool = False) -> list[int]:
    """Return where `phrase` stands as whole words, without regard to case and white space.

    With `inflected` a plain ending (-s, -es, -d, -ed, -ing, -'s) may follow.
    """
    parts = [re.escape(part) for part in phrase.split()]
    if not parts:
        return []
    opening, closing = phrase.strip()[0], phrase.strip()[-1]
    first = r"(?<!\w)" if opening.isalnum() else ""
    tail = r"(?:['’]?s|es|d|ed|ing)?" if inflected else ""
    last = rf"{tail}(?!\w)" if closing.isalnum() else ""
    pattern = re.compile(first + r"\s{1,20}".join(parts) + last, re.IGNORECASE)
    return [match.start() for match in pattern.finditer(text)]


def is_emoji(char: str) -> bool:
    """Whether a character draws an emoji or belongs to one (joiner, variation, skin tone, flag)."""
    code = ord(char)
    return any(low <= code <= high for low, high in data()["emoji"]["ranges"])


def unaccented(text: str) -> str:
    """Return the text in lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().strip()


@cache
def data() -> dict[str, Any]:
    """Return the word lists and facts of `answers.toml`."""
    return loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))


def verdict(holds: bool, explanation: str, places: Iterable[CodePlace] = ()) -> Outcome:
    """Return kept or missed with one explanation."""
    return kept(explanation, places) if holds else missed(explanation, places)


def related(count: int, relation: str, limit: int, what: str) -> Outcome:
    """Compare a count: `relation` is "at least" or "less than"."""
    holds = count < limit if relation == "less than" else count >= limit
    return verdict(holds, f"{count} {what}, asked for: {relation} {limit}")
