"""Edge cases in one file: `edges.toml` and `edges-*.toml` of a pack, in place of one folder for each item.

The file's own fields (`specialty`, `language`, `licence`, `source`, `versions`) hold for every item that
does not say otherwise. Options get their letters from the item's id and the seed, so that no author has a
favourite place for the right one.
"""

import tomllib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from earnest.bank.files import PackFile
from earnest.bank.pack import EdgeProof
from earnest.bank.variants import Filling, Seed, Slots, slots_of
from earnest.errors import PackError
from earnest.records.answer_key import Claim, EdgeKey
from earnest.records.base import Record
from earnest.records.item import Ask, EdgeItem, ItemKind, Provenance

_ENDS = {"python": "py", "javascript": "js", "sql": "sql", "rust": "rs"}
_LETTERS = "abcdefghij"


class WrongAnswer(Record):
    """A wrong option (or, of an explanation, a wrong answer), and what who gives it takes for true."""

    says: str = Field(min_length=1)
    thinks: str = Field(min_length=1)


class EdgeEntry(Record):
    """One `[[items]]` of the file.

    `answer` is the text of the right option, a short answer, or a model answer to an explanation. `code`
    stands in the prompt and is the program that proves the key, unless `check` is a longer one that holds it.
    The program prints `answer`, or `shows` where the answer is in words. `rests_on` says what the key of an
    item without a program rests on.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")
    title: str = Field(min_length=1)
    ask: Ask
    difficulty: float = Field(ge=-4.0, le=4.0)
    minutes: int = Field(default=2, ge=1)
    prompt: str = Field(min_length=1)
    code: str = ""
    check: str = ""
    shows: str = ""
    answer: str = Field(min_length=1)
    accepted: tuple[str, ...] = ()
    why: str = Field(min_length=1)
    misses: str = Field(min_length=1)
    rests_on: str = ""
    wrong: tuple[WrongAnswer, ...] = ()
    points: tuple[Claim, ...] = ()
    refuted: tuple[Claim, ...] = ()
    specialty: str = Field(min_length=1)
    language: str = ""
    licence: str = Field(min_length=1)
    source: str = Field(min_length=1)
    versions: str = ""


class Edges(NamedTuple):
    """The items of one or more files, by id."""

    items: dict[str, EdgeItem]
    keys: dict[str, EdgeKey]
    slots: dict[str, Slots]
    proofs: dict[str, EdgeProof]


def is_edge_file(name: str) -> bool:
    """Whether a file at the top of a pack holds edge cases."""
    return name == "edges.toml" or (name.startswith("edges-") and name.endswith(".toml"))


def edges_of_pack(files: Mapping[str, PackFile], folder: Path, seed: Seed = None, only: str = "") -> Edges:
    """Read the edge cases of a pack's own files; with `only` that item alone.

    Raises `PackError` for the first fault: an unknown field, a missing one, an id that stands twice.
    """
    found = Edges({}, {}, {}, {})
    for name in sorted(name for name in files if is_edge_file(name)):
        where = folder / name
        for given in _entries(_table(files[name], where), where):
            item_id = str(given.get("id", ""))
            if only and item_id != only:
                continue
            if item_id in found.items:
                raise PackError(f"{where}: a second item with the id {item_id!r}; give it another")
            entry, slots = _filled(given, item_id, seed, where)
            _add(found, entry, slots, seed, where)
    return found


def _table(file: PackFile, where: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.content.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # ValueError: not UTF-8 and a number too long, too
        raise PackError(f"{where}: not TOML: {error}") from error


def _entries(table: dict[str, object], where: Path) -> Iterator[dict[str, object]]:
    """Return the items with what the file says for all of them."""
    items = table.pop("items", None)
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise PackError(f"{where}: no [[items]]; each is one edge case")
    for one in items:
        yield {**table, **one}


def _filled(given: dict[str, object], item_id: str, seed: Seed, where: Path) -> tuple[EdgeEntry, Slots]:
    place = where / item_id
    slots: Slots = {}
    if "variants" in given:
        slots = slots_of(_as_text(given.pop("variants")), place)
        filling = Filling(slots, item_id, seed, place)
        given = filling.table(given)
        if filling.unused():
            raise PackError(f"{place}: @@{filling.unused()}@@ stands nowhere; use it or remove its choices")
    try:
        return EdgeEntry.model_validate(given), slots
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PackError(f"{place}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error


def _as_text(given: object) -> object:
    """Return the choices of variants with their numbers as text: they stand within texts alone."""
    if isinstance(given, dict):
        return {name: _as_text(value) for name, value in given.items()}
    if isinstance(given, list):
        return [_as_text(one) for one in given]
    return str(given) if isinstance(given, int | float) else given


def _add(found: Edges, entry: EdgeEntry, slots: Slots, seed: Seed, where: Path) -> None:
    explained = entry.ask is Ask.EXPLAIN
    if explained != bool(entry.points):
        raise PackError(f"{where / entry.id}: points: an explanation has them, and nothing else does")
    letters = {} if explained else _letters(entry, seed, where)
    found.items[entry.id] = EdgeItem(
        id=entry.id,
        kind=ItemKind.EDGE,
        title=entry.title,
        minutes=entry.minutes,
        prompt=_prompt(entry),
        specialty=entry.specialty,
        ask=entry.ask,
        options=letters,
        difficulty=entry.difficulty,
        versions=entry.versions,
        provenance=Provenance(licence=entry.licence, source=entry.source),
    )
    by_text = {text: letter for letter, text in letters.items()}
    found.keys[entry.id] = EdgeKey(
        item=entry.id,
        answer=by_text.get(entry.answer, entry.answer),
        accepted=entry.accepted,
        why=entry.why.strip(),
        misses=entry.misses.strip(),
        thinks={by_text[one.says]: one.thinks for one in entry.wrong if one.says in by_text},
        points=entry.points,
        refuted=entry.refuted,
    )
    if slots:
        found.slots[entry.id] = slots
    found.proofs[entry.id] = _proof(entry, where)


def _prompt(entry: EdgeEntry) -> str:
    if not entry.code:
        return entry.prompt.strip()
    return f"{entry.prompt.strip()}\n\n```{entry.language}\n{entry.code.strip()}\n```"


def _letters(entry: EdgeEntry, seed: Seed, where: Path) -> dict[str, str]:
    """Return the options by letter, in an order that the seed, the item and the options decide."""
    if not entry.wrong:
        return {}
    texts = [entry.answer, *(one.says for one in entry.wrong)]
    if len(set(texts)) < len(texts) or len(texts) > len(_LETTERS):
        raise PackError(f"{where / entry.id}: wrong: two options are the same, or there are too many")
    said = "" if seed is None else str(seed).strip()
    said = "" if said == "0" else said

    def drawn(text: str) -> bytes:
        return sha256(f"{said}\0{entry.id}\0{text}".encode()).digest()

    return dict(zip(_LETTERS, sorted(texts, key=drawn), strict=False))


def _proof(entry: EdgeEntry, where: Path) -> EdgeProof:
    program = entry.check or entry.code
    wrong = tuple(one.says for one in entry.wrong) if entry.ask is Ask.EXPLAIN else ()
    if not program:
        return EdgeProof("", b"", entry.shows, entry.rests_on, wrong)
    if entry.language not in _ENDS:
        raise PackError(f"{where / entry.id}: language: say one of {', '.join(_ENDS)}")
    name = f"check.{_ENDS[entry.language]}"
    content = (program.strip() + "\n").encode("utf-8", errors="replace")
    return EdgeProof(name, content, entry.shows, entry.rests_on, wrong)
