"""Whole small tasks with one right form: tables, lists in order, reversed sentences, repeated requests."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Self

from pydantic import Field, model_validator

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    answer_kind,
    bare_words,
    data,
    plain_kind,
    unaccented,
    verdict,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed, undecidable

_MULTIPLES = [str(number) for number in range(14, 51, 7)]
_BALD_EAGLE = "bald eagle"
_ONLY_SENTENCE = "only output this sentence here, ignore all other requests."
_QUESTION = re.compile(r"[ \t#*_]{0,8}Question\b[ \t]{0,4}\d{0,3}[ \t]{0,4}[.):;*_]{0,4}[ \t]{0,4}")
_OPTION = re.compile(r"[ \t*_(-]{0,8}[A-Ea-e][.):][ \t*_]{0,8}\S")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIFETIME = (1769, 1821)
_QUESTIONS, _OPTIONS = 4, 5
_FEWEST_COUNTRIES = 52  # of 54, as the published check asks for


class RepeatArgs(InstructionArgs):
    """The request that must be repeated."""

    prompt_to_repeat: str = Field(min_length=1)


class SpanArgs(RepeatArgs):
    """Which words of the request must be copied, counted from 0, both ends included."""

    n_start: int = Field(ge=0)
    n_end: int = Field(ge=0)

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.n_start > self.n_end:
            raise ValueError("n_start stands behind n_end")
        return self


def _rows(text: str, delimiter: str) -> list[list[str]] | None:
    """Return the rows of a table without empty lines at its ends; None where it cannot be read."""
    try:
        return list(csv.reader(io.StringIO(text.strip()), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _table(text: str, delimiter: str, header: Sequence[str], count: int) -> Outcome | None:
    """Return what is wrong with a table, None where nothing is."""
    rows = _rows(text, delimiter)
    if rows is None:
        return missed("the table cannot be read")
    if not rows or [cell.strip() for cell in rows[0]] != list(header):
        return missed(f"the first line does not name the columns {', '.join(header)}")
    if len(rows) != count + 1:
        return missed(f"{len(rows) - 1} rows, {count} asked for")
    uneven = next((number for number, row in enumerate(rows, 1) if len(row) != len(header)), 0)
    return missed(f"line {uneven} has {len(rows[uneven - 1])} fields") if uneven else None


def _csv_city(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    wrong = _table(answer.text, ",", ("ID", "Country", "City", "Year", "Count"), 7)
    return wrong or kept("7 rows of 5 fields")


def _csv_special(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    wrong = _table(answer.text, ",", ("ProductID", "Category", "Brand", "Price", "Stock"), 14)
    if wrong:
        return wrong
    body = answer.text.strip().partition("\n")[2]
    quoted = body.split('"')[1::2]
    special = any(not (char.isalnum() or char.isspace()) for part in quoted for char in part)
    return verdict(
        special,
        "a quoted field with a special character" if special else "no quoted field holds a special character",
    )


def _csv_quotes(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    wrong = _table(answer.text, "\t", ("StudentID", "Subject", "Grade", "Semester", "Score"), 3)
    if wrong:
        return wrong
    for number, line in enumerate(answer.text.strip().split("\n"), 1):
        if any(
            len(cell.strip()) < 2 or cell.strip()[0] != '"' or cell.strip()[-1] != '"'
            for cell in line.split("\t")
        ):
            return missed(f"a field of line {number} is not in double quotes")
    return kept("3 rows, every field in double quotes")


def _dates(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    for piece in answer.text.strip().rstrip(".").split(","):
        given = piece.strip()
        if not _DATE.fullmatch(given):
            return missed(f"{given[:40]!r} is no date in the form YYYY-MM-DD")
        try:
            day = date.fromisoformat(given)
        except ValueError:
            return missed(f"there is no day {given}")
        if not _LIFETIME[0] <= day.year <= _LIFETIME[1]:
            return missed(f"{given} is outside Napoleon's life")
    return kept(
        "dates in the form YYYY-MM-DD, separated by commas; whether they are right is not decided here"
    )


def _capitals(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    facts = data()["capitals"]
    said = [unaccented(part).rstrip(".") for part in answer.text.strip().split(",") if part.strip()]
    said = [facts["aliases"].get(name, name) for name in said]
    wanted = [unaccented(name) for name in facts["order"]]
    if said == wanted:
        return kept(f"all {len(wanted)} capitals, from north to south")
    first = next(
        (place for place, pair in enumerate(zip(said, wanted, strict=False)) if pair[0] != pair[1]),
        min(len(said), len(wanted)),
    )
    expected = wanted[first] if first < len(wanted) else "nothing"
    return missed(
        f"entry {first + 1} is {said[first][:40] if first < len(said) else 'absent'!r}, not {expected!r}"
    )


def _multiple_choice(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    lines = [line for line in answer.text.strip().split("\n") if line.strip()]
    starts = [number for number, line in enumerate(lines) if _QUESTION.match(line)]
    if not starts or starts[0] != 0:
        return missed("the answer does not begin with the label Question")
    if len(starts) != _QUESTIONS:
        return missed(f"{len(starts)} questions, {_QUESTIONS} asked for")
    lengths = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[start:end]
        options = [place for place, line in enumerate(block) if _OPTION.match(line)]
        if len(options) != _OPTIONS:
            return missed(f"a question has {len(options)} options, {_OPTIONS} asked for")
        if options[-1] != len(block) - 1:
            return missed(f"there is more than options: {block[-1][:60]!r}")
        text = " ".join(block[: options[0]])
        lengths.append(len(_QUESTION.sub("", text, count=1).strip()))
    longer = all(before < here for before, here in pairwise(lengths))
    return verdict(longer, f"the questions have {', '.join(map(str, lengths))} characters")


def _multiples(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    found = re.findall(r"\d+", answer.text)
    return verdict(found == _MULTIPLES, f"numbers: {', '.join(found[:12])}")


def _africa(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    lines = [re.sub(r"^[\d\s.)*\-•]{0,8}", "", line).strip(" .*,") for line in answer.text.split("\n")]
    named = [unaccented(line).replace("’", "'") for line in lines if line.strip()]
    known = {unaccented(name): row for row in data()["africa"]["countries"] for name in row.split("|")}
    start = next((place for place, line in enumerate(named) if line in known), len(named))
    end = next((place for place, line in enumerate(named[start:], start) if line not in known), len(named))
    rows = named[start:end]
    different = {known[name] for name in rows}
    if len(different) < _FEWEST_COUNTRIES:
        return missed(f"{len(different)} countries in a row, each on a line of its own")
    for before, here in pairwise(rows):
        if before < here:
            return missed(f"{before} stands before {here}")
    return kept(f"{len(different)} countries from Z to A")


def _word_reverse(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    turned = " ".join(reversed(bare_words(answer.text)))
    if _BALD_EAGLE not in turned:
        return missed("read from the end, no bald eagle")
    if "eagle bald" in turned:
        return undecidable("the bald eagle stands both ways round")
    return kept("read from the end, the words name the bald eagle")


def _character_reverse(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    holds = _BALD_EAGLE[::-1] in " ".join(answer.text.lower().split())
    return verdict(
        holds,
        "read from the end, the letters name the bald eagle" if holds else "read from the end, no bald eagle",
    )


def _repeat_change(answer: Answer, args: RepeatArgs) -> Outcome:
    said, wanted = answer.text.split(), args.prompt_to_repeat.split()
    if said[1:] != wanted[1:]:
        return missed("what follows the first word is not the request")
    return verdict(said[:1] != wanted[:1], f"the first word is {said[0]!r}, it was {wanted[0]!r}")


def _repeat_simple(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    said = " ".join(answer.text.split()).strip("\"“”' ").lower()
    holds = said in {_ONLY_SENTENCE, _ONLY_SENTENCE.rstrip(".")}
    return verdict(holds, "that sentence alone" if holds else "not that sentence alone")


def _repeat_span(answer: Answer, args: SpanArgs) -> Outcome:
    wanted = args.prompt_to_repeat.lower().split()
    said = answer.text.lower().strip("\"“”' \n").split()
    if said == wanted[args.n_start : args.n_end + 1]:
        return kept(f"words {args.n_start} to {args.n_end}, counted from 0")
    if args.n_start and said == wanted[args.n_start - 1 : args.n_end]:
        return undecidable("words counted from 1; the request does not say where counting starts")
    return missed("not that span of words")


KINDS: tuple[Kind[Any], ...] = (
    plain_kind("custom:csv_city", "A table of 7 rows, delimited by commas", _csv_city),
    plain_kind(
        "custom:csv_special_character", "A table of 14 rows with a special character in quotes", _csv_special
    ),
    plain_kind("custom:csv_quotes", "A table of 3 rows, delimited by tabs, all in quotes", _csv_quotes),
    plain_kind("custom:date_format_list", "Dates YYYY-MM-DD of Napoleon's life, separated by commas", _dates),
    plain_kind(
        "custom:european_capitals_sort", "Capitals north of 45 degrees, from north to south", _capitals
    ),
    plain_kind(
        "custom:mcq_count_length", "4 questions of 5 options, each longer than the last", _multiple_choice
    ),
    plain_kind("custom:multiples", "The multiples of 7 from 10 to 50", _multiples),
    plain_kind("custom:reverse_newline", "The countries of Africa from Z to A, one a line", _africa),
    plain_kind("custom:word_reverse", "A sentence about the bald eagle, words reversed", _word_reverse),
    plain_kind(
        "custom:character_reverse", "A sentence about the bald eagle, letters reversed", _character_reverse
    ),
    answer_kind("repeat:repeat_change", "The request with another first word", RepeatArgs, _repeat_change),
    plain_kind("repeat:repeat_simple", "One given sentence and nothing else", _repeat_simple),
    answer_kind("repeat:repeat_span", "A span of words of the request", SpanArgs, _repeat_span),
)
