"""Output: the form of an answer that is one text."""

import json
from itertools import islice
from typing import Any, Literal

from pydantic import Field, JsonValue

from earnest.signals.adherence.kinds.answers.language import judge_language
from earnest.signals.adherence.kinds.answers.reading import Answer
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.json_schema import problems
from earnest.signals.adherence.kinds.kind import ALL, ANY, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.kinds.whole_answer import AnswerArgs, answer_of
from earnest.signals.adherence.syntax import CannotParse, parse_text
from earnest.text.segment import words

_FENCES = ("```", "~~~")
_MOST_PROSE = 12
_MOST_PROBLEMS = 5


class CodeArgs(AnswerArgs):
    """The language that the answer must be in."""

    language: Literal["python", "typescript", "javascript"]


class WordArgs(AnswerArgs):
    """An upper limit in words, itself allowed."""

    limit: int = Field(ge=0)


class SchemaArgs(AnswerArgs):
    """The JSON schema that the answer must fit. `schema_` in Python; `schema` in a constraint."""

    schema_: JsonValue = Field(alias="schema")


class OrderArgs(AnswerArgs):
    """What must stand in the answer, one behind the other, each at the start of a line of its own."""

    parts: tuple[str, ...] = Field(min_length=2)


class LanguageArgs(AnswerArgs):
    """The language of the answer, as a code (ISO 639-1)."""

    language: str = Field(pattern="^[a-z]{2,3}$")


def _fence(text: str) -> int:
    """Return the line of the first fence, 0 where there is none."""
    return next((n for n, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith(_FENCES)), 0)


def _json_only(case: Case, args: AnswerArgs) -> Outcome:
    path, text = answer_of(case, args)
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return missed(
            f"not JSON alone: {error.msg}", [at(path, error.lineno, case.line_of(path, error.lineno))]
        )
    except (ValueError, RecursionError) as error:
        return missed(f"not JSON alone: {error}")
    return kept("the answer is JSON and nothing else")


def _schema(case: Case, args: SchemaArgs) -> Outcome:
    path, text = answer_of(case, args)
    try:
        value = json.loads(text, parse_constant=_refuse)
        wrong = list(islice(problems(value, args.schema_), _MOST_PROBLEMS))
    except (ValueError, RecursionError) as error:
        return missed(f"not JSON alone: {error}", [at(path, 1, case.line_of(path, 1))])
    return missed("; ".join(wrong)) if wrong else kept("the answer fits the schema")


def _order(case: Case, args: OrderArgs) -> Outcome:
    path, text = answer_of(case, args)
    lines = [line.lstrip(" \t#*_>-0123456789.)(").casefold() for line in text.split("\n")]
    before = -1
    for part in args.parts:
        places = [number for number, line in enumerate(lines) if line.startswith(part.casefold())]
        if not places:
            return missed(f"no line starts with {part!r}")
        if len(places) > 1:
            return undecidable(f"{len(places)} lines start with {part!r}, and nothing says which one counts")
        if places[0] < before:
            place = at(path, places[0] + 1, case.line_of(path, places[0] + 1))
            return missed(f"{part!r} stands too early", [place])
        before = places[0]
    return kept(f"{len(args.parts)} parts in order")


def _language(case: Case, args: LanguageArgs) -> Outcome:
    path, text = answer_of(case, args)
    if not text.strip():
        return missed("the answer is empty")
    return judge_language(Answer(path, text), args.language)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _no_fences(case: Case, args: AnswerArgs) -> Outcome:
    path, text = answer_of(case, args)
    line = _fence(text)
    if line:
        return missed("the answer holds a code fence", [at(path, line, case.line_of(path, line))])
    return kept("the answer holds no code fence")


def _code_only(case: Case, args: CodeArgs) -> Outcome:
    path, text = answer_of(case, args)
    line = _fence(text)
    if line:
        return missed("the code stands in a fence", [at(path, line, case.line_of(path, line))])
    lines = text.split("\n")
    if not text.strip():
        return missed("the answer is empty")
    if _parses(lines, args.language):
        return kept("the answer is code and nothing else")
    for first in range(min(_MOST_PROSE, len(lines))):
        for last in range(min(_MOST_PROSE, len(lines) - first)):
            rest = lines[first : len(lines) - last]
            if (first or last) and any(one.strip() for one in rest) and _parses(rest, args.language):
                number = 1 if first else len(lines) - last + 1
                return missed(
                    "there is prose around the code", [at(path, number, case.line_of(path, number))]
                )
    return undecidable(f"{path} cannot be parsed as {args.language}")


def _parses(lines: list[str], language: str) -> bool:
    try:
        parse_text("answer", "\n".join(lines), language)
    except CannotParse:
        return False
    return True


def _max_words(case: Case, args: WordArgs) -> Outcome:
    path, text = answer_of(case, args)
    spans = words(text)
    if len(spans) > args.limit:
        line = text.count("\n", 0, spans[args.limit].start) + 1
        return missed(f"{len(spans)} words, {args.limit} allowed", [at(path, line, case.line_of(path, line))])
    return kept(f"{len(spans)} words, {args.limit} allowed")


KINDS: tuple[Kind[Any], ...] = (
    Kind("output.json_only", "The answer is JSON and nothing else", AnswerArgs, "O", ANY, _json_only),
    Kind("output.code_only", "The answer is code and nothing else", CodeArgs, "O", ALL, _code_only),
    Kind("output.no_fences", "The answer holds no code fence", AnswerArgs, "O", ANY, _no_fences),
    Kind("output.schema", "The answer is JSON of a schema and nothing else", SchemaArgs, "O", ANY, _schema),
    Kind("output.order", "Parts of the answer stand in an order", OrderArgs, "O", ANY, _order),
    Kind("output.language", "The answer is in one language", LanguageArgs, "O", ANY, _language),
    Kind("output.max_words", "The answer has at most so many words", WordArgs, "O", ANY, _max_words),
)
