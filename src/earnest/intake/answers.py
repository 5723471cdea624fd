"""The written parts: interview, long-form writing, preferences and edge-case answers.

A line or an answer that cannot be used becomes a `Problem` that names file and line; the others are used.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import JsonValue, ValidationError

from earnest.errors import BadRecord, InputError
from earnest.intake import markdown
from earnest.intake.decoding import decode
from earnest.intake.names import shown
from earnest.intake.parsing import parse
from earnest.intake.profile import read_document
from earnest.records.application import Problem, SubmittedFile
from earnest.records.base import Record
from earnest.records.document import Document, DocumentKind
from earnest.records.flag import UnseenText
from earnest.records.response import EdgeResponse, PairResponse, TextResponse

_Files = dict[str, SubmittedFile]
_Response = TypeVar("_Response", PairResponse, EdgeResponse)
_ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


class _Answer(Record):
    """One line of `interview.jsonl`."""

    item: str = ""
    prompt: str = ""
    answer: str


class _Lines(Record):
    """What the parser of JSON lines answers: number, object, and why there is none."""

    lines: tuple[tuple[int, dict[str, JsonValue] | None, str], ...]


def read_pairs(files: _Files, problems: list[Problem]) -> tuple[PairResponse, ...]:
    """Read `preferences.jsonl`: `{"item", "choice": "a"|"b", "confidence": 0.5..1, "seconds"}` a line."""
    return _read_once(files, "preferences", PairResponse, problems)


def read_edges(files: _Files, problems: list[Problem]) -> tuple[EdgeResponse, ...]:
    """Read `specialty.jsonl`: `{"item", "answer"}` a line."""
    return _read_once(files, "specialty", EdgeResponse, problems)


def _read_once(
    files: _Files, part: str, kind: type[_Response], problems: list[Problem]
) -> tuple[_Response, ...]:
    """Read one response a line; of two lines for one item the first one counts."""
    name = f"{part}.jsonl"
    found: dict[tuple[str, bool], _Response] = {}
    for number, line in _lines(files, part, name, problems):
        try:
            response = kind.model_validate(line)
            _check_confidence(response)
            once = (response.item, getattr(response, "mirrored", False))
            _check_first(once, found)
        except (ValidationError, BadRecord) as error:
            problems.append(_bad_line(part, name, number, error))
        else:
            found[once] = response
    return tuple(found.values())


def _check_first(once: tuple[str, bool], found: Mapping[tuple[str, bool], object]) -> None:
    if once in found:
        raise BadRecord(f"item {once[0]!r} was already answered; the first line counts")


def _check_confidence(response: PairResponse | EdgeResponse) -> None:
    confidence = getattr(response, "confidence", None)
    if confidence is not None and confidence < 0.5:
        raise BadRecord("confidence: the probability of being right in the chosen option is 0.5 to 1")


def _lines(
    files: _Files, part: str, name: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, JsonValue]]]:
    file = files.get(name)
    if file is None:
        return
    try:
        read = _Lines.model_validate(parse("jsonl", file.content, name))
    except InputError as error:
        problems.append(Problem(part=part, file=name, message=str(error)))
        return
    for number, value, reason in read.lines:
        if value is None:
            problems.append(_bad_line(part, name, number, BadRecord(reason)))
        else:
            yield number, value


def _bad_line(part: str, name: str, number: int, error: ValidationError | BadRecord) -> Problem:
    if isinstance(error, ValidationError):
        first: Any = error.errors()[0]
        reason = f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
    else:
        reason = str(error)
    return Problem(part=part, file=name, message=f"{name}: line {number}: {reason}")


def read_interview(
    files: _Files, problems: list[Problem], unseen: list[UnseenText]
) -> tuple[TextResponse, ...]:
    """Read `interview.md` or `interview.jsonl`; both together are a problem and neither is read."""
    if "interview.md" in files and "interview.jsonl" in files:
        message = "interview.md: there is an interview.jsonl too; keep one of them"
        problems.append(Problem(part="interview", file="interview.md", message=message))
        return ()
    if "interview.md" in files:
        name, answers = "interview.md", _markdown_answers(files["interview.md"], problems)
    else:
        name, answers = "interview.jsonl", _json_answers(files, problems)
    found: dict[str, TextResponse] = {}
    for number, (where, answer) in enumerate(answers, start=1):
        item = answer.item or f"answer-{number}"
        if item in found or not answer.answer.strip():
            reason = (
                "was already answered; the first answer counts" if item in found else "has no answer under it"
            )
            message = f"{name}: line {where}: {item!r} {reason}"
            problems.append(Problem(part="interview", file=name, message=message))
            continue
        seen = markdown.seen(answer.answer)
        unseen += (
            UnseenText(part="interview", file=name, how=markdown.HOW, text=comment)
            for comment in seen.comments
        )
        document = Document(id=f"interview/{item}", kind=DocumentKind.INTERVIEW, text=seen.text, file=name)
        found[item] = TextResponse(item=item, prompt=answer.prompt, document=document)
    return tuple(found.values())


def _json_answers(files: _Files, problems: list[Problem]) -> Iterator[tuple[int, _Answer]]:
    for number, line in _lines(files, "interview", "interview.jsonl", problems):
        try:
            yield number, _Answer.model_validate(line)
        except ValidationError as error:
            problems.append(_bad_line("interview", "interview.jsonl", number, error))


def _markdown_answers(file: SubmittedFile, problems: list[Problem]) -> Iterator[tuple[int, _Answer]]:
    """Yield each `## heading` with the quoted prompt under it and the answer, as it stands in the file.

    A file without such a heading is one answer.
    """
    try:
        read_text = decode(file.content, file.path)
    except InputError as error:
        problems.append(Problem(part="interview", file=file.path, message=str(error)))
        return
    if read_text.note:
        problems.append(Problem(part="interview", file=file.path, message=read_text.note))
    lines = read_text.text.splitlines(keepends=True)
    heads = list(_headings(lines))
    if not heads:
        yield 1, _answer("## ", [line for line in lines if not line.startswith("# ")])
        return
    before = lines[: heads[0]]
    if any(line.strip() and not line.startswith("# ") for line in before):
        message = f"{file.path}: text that stands before the first `## <item>` heading is not read"
        problems.append(Problem(part="interview", file=file.path, message=message))
    for at, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        yield at + 1, _answer(lines[at], lines[at + 1 : end])


def _headings(lines: list[str]) -> Iterator[int]:
    """Yield the index of each `## ` line that stands outside fenced code."""
    fence = ""
    for index, line in enumerate(lines):
        start = line.lstrip()[:3]
        if start in {"```", "~~~"} and fence in {"", start}:
            fence = "" if fence else start
        elif line.startswith("## ") and not fence:
            yield index


def _answer(heading: str, body: list[str]) -> _Answer:
    title = heading[3:].strip().rstrip("#").strip()
    at = 0
    while at < len(body) and not body[at].strip():
        at += 1
    quoted: list[str] = []
    while at < len(body) and body[at].startswith(">"):
        quoted.append(body[at][1:].strip())
        at += 1
    item = title if _ITEM_ID.fullmatch(title) else ""
    prompt = " ".join(part for part in ("" if item else title, *quoted) if part)
    return _Answer(item=item, prompt=prompt, answer="".join(body[at:]).strip())


def read_writing(
    files: _Files, problems: list[Problem], unseen: list[UnseenText]
) -> tuple[TextResponse, ...]:
    """Read `writing/<item>.md` (or any other kind of document a profile may be), in order of item."""
    found: dict[str, TextResponse] = {}
    for path in sorted(files):
        if not path.startswith("writing/"):
            continue
        item = PurePosixPath(path).stem
        try:
            if item in found:
                raise BadRecord(
                    f"{shown(path)}: {shown(found[item].document.file)} has the same item; keep one of them"
                )
            read_text = read_document(files[path], "writing")
        except InputError as error:
            problems.append(Problem(part="writing", file=path, message=str(error)))
            continue
        if read_text.note:
            problems.append(Problem(part="writing", file=path, message=read_text.note))
        unseen += read_text.unseen
        document = Document(id=f"writing/{item}", kind=DocumentKind.WRITING, text=read_text.text, file=path)
        found[item] = TextResponse(item=item, document=document)
    return tuple(found.values())
