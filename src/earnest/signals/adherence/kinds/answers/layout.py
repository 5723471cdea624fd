"""The layout of the answer: titles, sections, bullets, case, how it starts and ends, its language."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from earnest.signals.adherence.kinds.answers.language import judge_language
from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    agreed,
    answer_kind,
    plain_kind,
    related,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed, undecidable
from earnest.text.language import known_languages

_HIGHLIGHT = re.compile(r"\*{1,3}(?=[^\s*])[^*\n]*\*{1,3}")
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,200}\](?!\()")
_BULLET = re.compile(r"[ \t]*[*+\-•][ \t]+\S")
_RULER = re.compile(r"[ \t]*(?:[*\-_][ \t]*){3,}$")
_TITLE = re.compile(r"<<([^<>\n]+)>>")
_FENCED = re.compile(r"\A```[A-Za-z]*[ \t]*\n?")
_STARS = "******"
_CHOICES = ("my answer is yes.", "my answer is no.", "my answer is maybe.")


class HighlightArgs(InstructionArgs):
    """How many highlighted sections at least."""

    num_highlights: int = Field(ge=0)


class PlaceholderArgs(InstructionArgs):
    """How many placeholders in square brackets at least."""

    num_placeholders: int = Field(ge=0)


class PostscriptArgs(InstructionArgs):
    """The mark that opens the postscript."""

    postscript_marker: str = Field(min_length=1)


class BulletsArgs(InstructionArgs):
    """How many bullet points, exactly."""

    num_bullets: int = Field(ge=0)


class SectionsArgs(InstructionArgs):
    """The word that opens each section, followed by its number, and how many sections at least."""

    section_spliter: str = Field(min_length=1)
    num_sections: int = Field(ge=1)


class RepeatArgs(InstructionArgs):
    """The request that must be repeated first."""

    prompt_to_repeat: str = Field(min_length=1)


class EndArgs(InstructionArgs):
    """The words at the very end."""

    end_phrase: str = Field(min_length=1)


class CapitalsArgs(InstructionArgs):
    """How many words in capitals."""

    capital_frequency: int = Field(ge=0)
    capital_relation: Literal["at least", "less than"]


class LanguageArgs(InstructionArgs):
    """A language code (ISO 639-1)."""

    language: str = Field(min_length=2)

    @model_validator(mode="after")
    def _is_a_code(self) -> Self:
        if not self.language.partition("-")[0].isalpha() or len(self.language.partition("-")[0]) > 3:
            raise ValueError("language is no code such as 'en' or 'pt-br'")
        return self


def _highlights(answer: Answer, args: HighlightArgs) -> Outcome:
    count = sum(bool(match.group().strip("* \t")) for match in _HIGHLIGHT.finditer(answer.text))
    return related(count, "at least", args.num_highlights, "highlighted sections")


def _placeholders(answer: Answer, args: PlaceholderArgs) -> Outcome:
    count = sum(bool(match.group()[1:-1].strip()) for match in _PLACEHOLDER.finditer(answer.text))
    return related(count, "at least", args.num_placeholders, "placeholders")


def _postscript(answer: Answer, args: PostscriptArgs) -> Outcome:
    letters = [letter for letter in args.postscript_marker if letter.isalpha()]
    is_mark = "".join(letters).upper() in {"PS", "PPS"}
    pattern = r"\.?\s?".join(letters) + r"\.?" if is_mark else re.escape(args.postscript_marker)
    before = r"(?<![\w.])" if is_mark else ""
    match = None
    for found in re.finditer(rf"{before}{pattern}(?!\w)", answer.text, re.IGNORECASE):
        match = found
    if match is None:
        return missed(f"no postscript that opens with {args.postscript_marker}")
    said = answer.text[match.end() :].strip(" \t\n:*_-.")
    return verdict(
        bool(said), "a postscript" if said else "the postscript is empty", [answer.place(match.start())]
    )


def _bullets(answer: Answer, args: BulletsArgs) -> Outcome:
    lines = [line for line in answer.text.split("\n") if _BULLET.match(line) and not _RULER.match(line)]
    said = f"{len(lines)} bullet points, exactly {args.num_bullets} asked for"
    return verdict(len(lines) == args.num_bullets, said)


def _constrained(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    held = [choice for choice in _CHOICES if choice in answer.text.lower()]
    if len(held) == 1:
        return kept(f"the answer says {held[0]!r}")
    return missed(f"{len(held)} of the three answers are given")


def _sections(answer: Answer, args: SectionsArgs) -> Outcome:
    opening = re.compile(
        rf"[ \t#*_>\[(-]*{re.escape(args.section_spliter.strip())}[ \t]{{1,4}}(?:\d+|[IVX]+)\b", re.IGNORECASE
    )
    count = sum(bool(opening.match(line)) for line in answer.text.split("\n"))
    return related(count, "at least", args.num_sections, f"sections that open with {args.section_spliter}")


def _json(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    text = answer.text.strip()
    if text.startswith("```") and text.endswith("```"):
        text = _FENCED.sub("", text)[:-3]
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        return missed(f"not JSON: {error}")
    return kept("the whole answer is JSON")


def _title(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    match = next((one for one in _TITLE.finditer(answer.text) if one.group(1).strip()), None)
    if match is None:
        return missed("no title in << >>")
    return kept("a title in << >>", [answer.place(match.start())])


def _two_responses(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    parts = [part.strip(" \t\n*") for part in answer.text.strip().split(_STARS)]
    inner = parts[bool(not parts[0]) : len(parts) - bool(not parts[-1])]
    if len(inner) != 2 or not all(inner):
        return missed(f"{len(inner)} answers between ******, not two")
    return verdict(
        inner[0] != inner[1], "two different answers" if inner[0] != inner[1] else "twice the same answer"
    )


def _repeat(answer: Answer, args: RepeatArgs) -> Outcome:
    said, wanted = (" ".join(text.split()).casefold() for text in (answer.text, args.prompt_to_repeat))
    holds = said.startswith(wanted)
    return verdict(holds, f"the answer {'opens' if holds else 'does not open'} with the request")


def _end(answer: Answer, args: EndArgs) -> Outcome:
    said = " ".join(answer.text.split()).rstrip("\"'”’*_ ").casefold()
    wanted = " ".join(args.end_phrase.split()).rstrip("\"'”’*_ ").casefold()
    holds = said.endswith(wanted)
    return verdict(holds, f"the answer ends with {said[-len(wanted) :]!r}")


def _quotation(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    text = answer.text.strip()
    holds = len(text) > 2 and text[0] in '"“' and text[-1] in '"”'
    return verdict(
        holds, "wrapped in double quotation marks" if holds else "not wrapped in double quotation marks"
    )


def _no_comma(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    place = answer.text.find(",")
    return kept("no comma") if place < 0 else missed("there is a comma", [answer.place(place)])


def _capital_words(answer: Answer, args: CapitalsArgs) -> Outcome:
    row = [word for word in words(answer.text) if word.isupper()]
    longer = [word for word in row if sum(char.isalpha() for char in word) > 1]
    return agreed(
        (
            related(len(each), args.capital_relation, args.capital_frequency, "words in capitals")
            for each in (row, longer)
        ),
        "depends on whether a single letter is a word in capitals",
    )


def _all_capitals(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    return _in_english(answer, _stray(answer.text, str.islower), "a lower-case letter")


def _all_lower(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    return _in_english(answer, _stray(answer.text, str.isupper), "a capital letter")


def _stray(text: str, is_stray: Callable[[str], bool]) -> int:
    return next((place for place, char in enumerate(text) if is_stray(char)), -1)


def _in_english(answer: Answer, stray: int, what: str) -> Outcome:
    if stray >= 0:
        return missed(f"there is {what}", [answer.place(stray)])
    if not any(char.isalpha() for char in answer.text):
        return missed("there are no letters")
    return judge_language(Answer(answer.path, answer.text.lower()), "en")


def _language(answer: Answer, args: LanguageArgs) -> Outcome:
    outcome = judge_language(answer, args.language)
    if args.language.partition("-")[0].lower() in known_languages() or outcome.reason:
        return outcome
    return undecidable(f"nothing here recognises {args.language!r}")


_LAYOUT: Sequence[Kind[Any]] = (
    answer_kind(
        "detectable_format:number_highlighted_sections",
        "At least so many *highlighted* parts",
        HighlightArgs,
        _highlights,
    ),
    answer_kind(
        "detectable_content:number_placeholders",
        "At least so many [placeholders]",
        PlaceholderArgs,
        _placeholders,
    ),
    answer_kind("detectable_content:postscript", "A postscript under its mark", PostscriptArgs, _postscript),
    answer_kind(
        "detectable_format:number_bullet_lists", "Exactly so many bullet points", BulletsArgs, _bullets
    ),
    plain_kind("detectable_format:constrained_response", "One of three given answers", _constrained),
    answer_kind(
        "detectable_format:multiple_sections",
        "At least so many sections under their marks",
        SectionsArgs,
        _sections,
    ),
    plain_kind(
        "detectable_format:json_format", "The whole answer is JSON; a fence around it is allowed", _json
    ),
    plain_kind("detectable_format:title", "A title in << >>", _title),
    plain_kind("combination:two_responses", "Two different answers, separated by ******", _two_responses),
)
_FRAME: Sequence[Kind[Any]] = (
    answer_kind("combination:repeat_prompt", "The answer opens with the request", RepeatArgs, _repeat),
    answer_kind("startend:end_checker", "The answer ends with these words", EndArgs, _end),
    plain_kind("startend:quotation", "The answer stands in double quotation marks", _quotation),
    plain_kind("punctuation:no_comma", "No comma", _no_comma),
    answer_kind(
        "change_case:capital_word_frequency", "So many words in capitals", CapitalsArgs, _capital_words
    ),
    plain_kind("change_case:english_capital", "English, in capitals only", _all_capitals),
    plain_kind("change_case:english_lowercase", "English, in lower case only", _all_lower),
    answer_kind("language:response_language", "The answer is in one language", LanguageArgs, _language),
)
KINDS: tuple[Kind[Any], ...] = (*_LAYOUT, *_FRAME)
