"""Pairs as JSON lines: a file of its own, or `pairs.jsonl` in a pack in place of one folder for each pair."""

import json
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from earnest.bank.files import limits
from earnest.bank.pack import Pack
from earnest.errors import BadRecord, PackError, TooLarge, UnreadableFile
from earnest.records.answer_key import AnswerKey, PairKey
from earnest.records.base import Record
from earnest.records.item import Item, ItemKind, PairItem, Pool, Provenance
from earnest.records.response import Choice

_OF_A_FILE = ("id", "prompt", "option_a", "option_b", "key")


class PairLine(Record):
    """One pair on one line. Without a `key` it is open: shown, never scored.

    `licence` is an SPDX identifier, `source` says where it stands, `pretest` gives it without scoring it.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")
    prompt: str
    option_a: str
    option_b: str
    key: Choice | None = None
    why: str = ""
    title: str = ""
    minutes: int = Field(default=0, ge=0)
    licence: str = Field(min_length=1)
    source: str = Field(min_length=1)
    topic: str = ""
    difficulty: float | None = Field(default=None, allow_inf_nan=False)
    pretest: bool = False

    def item(self) -> PairItem:
        """Return what a candidate sees."""
        return PairItem(
            id=self.id,
            kind=ItemKind.PAIR,
            title=self.title,
            minutes=self.minutes,
            prompt=self.prompt,
            option_a=self.option_a,
            option_b=self.option_b,
            topic=self.topic,
            difficulty=self.difficulty,
            open=self.key is None,
            pretest=self.pretest,
            provenance=Provenance(licence=self.licence, source=self.source),
        )

    def answer_key(self) -> PairKey | None:
        """Return the key, None for an open pair."""
        return None if self.key is None else PairKey(item=self.id, key=self.key, why=self.why)


class _FileLine(PairLine):
    """A line of somebody's own file: any text is an id, and where it comes from is not asked."""

    id: str
    licence: str = "LicenseRef-unknown"
    source: str = "unknown"


Pairs = tuple[dict[str, Item], dict[str, AnswerKey]]


def pairs_of_pack(content: bytes, where: Path) -> Pairs:
    """Read the `pairs.jsonl` of a pack; raises `PackError` for the first fault, an unknown field too."""
    try:
        return _collect(content, str(where), PairLine, lenient=False)
    except BadRecord as error:
        raise PackError(str(error)) from error


def read_pairs(file: Path) -> Pack:
    """Read pairs from JSON lines of `{"id", "prompt", "option_a", "option_b", "key"}`.

    Other fields are ignored; a pair without a key is open. Raises `UnreadableFile`, `TooLarge`, or
    `BadRecord` with the line's number.
    """
    most = limits().pairs_bytes
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    if len(content) > most:
        raise TooLarge(f"{file}: over {most} bytes; split it")
    items, keys = _collect(content, str(file), _FileLine, lenient=True)
    return Pack(
        id=file.stem,
        version="0",
        title=file.name,
        pool=Pool.PRACTICE,
        items=items,
        keys=keys,
        sha256=sha256(content).hexdigest(),
        folder=file.parent,
    )


def _collect(content: bytes, file: str, kind: type[PairLine], *, lenient: bool) -> Pairs:
    items: dict[str, Item] = {}
    keys: dict[str, AnswerKey] = {}
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not raw.strip():
            continue
        where = f"{file} line {number}"
        line = _line(raw, where, kind, lenient=lenient)
        if line.id in items:
            raise BadRecord(f"{where}: a second item with the id {line.id!r}; give it another")
        items[line.id] = line.item() if not lenient else line.but(source=file).item()
        key = line.answer_key()
        if key is not None:
            keys[line.id] = key
    return items, keys


def _line(raw: bytes, where: str, kind: type[PairLine], *, lenient: bool) -> PairLine:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        raise BadRecord(f"{where} is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise BadRecord(f"{where} is not a JSON object")
    if lenient:
        given = {name: given[name] for name in _OF_A_FILE if name in given}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadRecord(f"{where}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
