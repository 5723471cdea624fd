"""Output: the form of an answer that is one text."""

import json
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ALL, ANY, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.kinds.whole_answer import AnswerArgs, answer_of
from earnest.signals.adherence.syntax import CannotParse, parse_text
from earnest.text.segment import words

_FENCES = ("```", "~~~")
_MOST_PROSE = 12


class CodeArgs(AnswerArgs):
    """The language that the answer must be in."""

    language: Literal["python", "typescript", "javascript"]


class WordArgs(AnswerArgs):
    """An upper limit in words, itself allowed."""

    limit: int = Field(ge=0)


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
    Kind("output.max_words", "The answer has at most so many words", WordArgs, "O", ANY, _max_words),
)
