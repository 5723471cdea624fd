"""JSON lines of labels, keys and responses, typed; the first line that cannot be used is named."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import Field, ValidationError, field_validator

from earnest.errors import BadRecord, UnreadableFile
from earnest.records.base import Record

R = TypeVar("R", bound=Record)


def _text(value: object) -> object:
    """Take a number or a truth value as its text, so that 1 and "1" are one label."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


class Label(Record):
    """One line of labels: who gave which label to which item, and in how many seconds."""

    worker: str = Field(min_length=1)
    item: str = Field(min_length=1)
    label: str
    seconds: float | None = Field(default=None, ge=0.0, allow_inf_nan=False)

    _named = field_validator("worker", "item", "label", mode="before")(_text)


class Key(Record):
    """One line of keys."""

    item: str = Field(min_length=1)
    key: str

    _named = field_validator("item", "key", mode="before")(_text)


class _ResponseLine(Record):
    worker: str = Field(min_length=1)
    item: str = Field(min_length=1)
    correct: bool | None = None
    label: str | None = None

    _named = field_validator("worker", "item", "label", mode="before")(_text)


class Response(NamedTuple):
    """A right or wrong answer of one person to one item."""

    worker: str
    item: str
    correct: bool


def read_labels(file: Path) -> list[Label]:
    """Read labels; of two labels of one rater for one item the first counts. Fields beside are ignored."""
    found: dict[tuple[str, str], Label] = {}
    for line in _records(file, Label):
        found.setdefault((line.worker, line.item), line)
    if not found:
        raise BadRecord(f"{file}: no labels; one line is {{'worker', 'item', 'label'}}")
    return list(found.values())


def read_keys(file: Path) -> dict[str, str]:
    """Read keys by item; two different keys of one item raise `BadRecord`."""
    found: dict[str, str] = {}
    for line in _records(file, Key):
        if found.setdefault(line.item, line.key) != line.key:
            raise BadRecord(f"{file}: item {line.item!r} has two different keys")
    return found


def read_responses(file: Path, keys: Mapping[str, str]) -> list[Response]:
    """Read responses in their order; a label is right where it is the key. Unkeyed labels are left out."""
    found: dict[tuple[str, str], Response] = {}
    for line in _records(file, _ResponseLine):
        correct = line.correct
        if correct is None and line.label is not None and line.item in keys:
            correct = line.label == keys[line.item]
        if correct is not None:
            found.setdefault((line.worker, line.item), Response(line.worker, line.item, correct))
    if not found:
        raise BadRecord(f'{file}: no response says "correct" or has a label and a key')
    return list(found.values())


def _records(file: Path, kind: type[R]) -> Iterator[R]:
    """Yield the typed lines; raises `UnreadableFile` or `BadRecord` with the line's number."""
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip():
            yield _record(raw, f"{file} line {number}", kind)


def _record(raw: bytes, where: str, kind: type[R]) -> R:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        raise BadRecord(f"{where} is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadRecord(f"{where} is not a JSON object")
    try:
        return kind.model_validate({name: given[name] for name in _names(kind) if name in given})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadRecord(f"{where}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def _names(kind: type[Record]) -> Sequence[str]:
    return tuple(kind.model_fields)
