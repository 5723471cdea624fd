"""Packs, items and pairs from files."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from earnest.bank.coding import coding_item, coding_key
from earnest.bank.edges import Edges, edges_of_pack
from earnest.bank.files import PackFile, folder_sha256, limits, read_folder
from earnest.bank.manifests import (
    CodingKeyManifest,
    CodingManifest,
    EdgeKeyManifest,
    EdgeManifest,
    InterviewManifest,
    ItemManifest,
    LongformManifest,
    PackManifest,
    PairKeyManifest,
    PairManifest,
)
from earnest.bank.pack import Pack
from earnest.bank.pair_lines import Pairs, pairs_of_pack, read_pairs
from earnest.bank.variants import Filling, Seed, Slots, slots_of
from earnest.errors import PackError, UnknownName
from earnest.records.answer_key import AnswerKey, EdgeKey, PairKey
from earnest.records.base import Record
from earnest.records.item import (
    EdgeItem,
    InterviewItem,
    Item,
    LongformItem,
    PairItem,
    Provenance,
)

__all__ = ["find_pack", "load_item", "load_pack", "read_pairs"]

M = TypeVar("M", bound=Record)
Files = Mapping[str, PackFile]
Loaded = tuple[Item, AnswerKey | None]
Read = tuple[Item, AnswerKey | None, Slots]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
_ASIDE = ("README.md", "LICENSE", "NOTICE")


def find_pack(name_or_folder: str, seed: Seed = None) -> Pack:
    """Load a pack by name (one that comes with Earnest) or by folder ("./practice" is always a folder).

    With a `seed` every item that has variants is the one of this seed. Raises `UnknownName` where nothing
    answers to the name, `PackError` where the pack cannot be used.
    """
    shelves = _shelves()
    if _ID.match(name_or_folder):
        for shelf in shelves:
            if (shelf / name_or_folder / "pack.toml").is_file():
                return load_pack(shelf / name_or_folder, seed)
    folder = Path(name_or_folder)
    if folder.is_dir():
        return load_pack(folder, seed)
    raise UnknownName(
        f"no pack {name_or_folder!r}: give a folder that holds a pack.toml, or {', '.join(pack_names())}"
    )


def pack_names() -> list[str]:
    """Return the names of the packs that come with Earnest."""
    return sorted({path.parent.name for shelf in _shelves() for path in shelf.glob("*/pack.toml")})


def _shelves() -> tuple[Path, ...]:
    package = Path(__file__).resolve().parents[1]
    return package / "packs", package.parents[1] / "packs"


def load_pack(folder: Path, seed: Seed = None) -> Pack:
    """Load `pack.toml` and one item from each folder beside it; raises `PackError` for the first fault.

    With a `seed` every item that has variants is the one of this seed; the pack's hash is the same.
    """
    files = read_folder(folder)
    by_item: dict[str, dict[str, PackFile]] = {}
    top: dict[str, PackFile] = {}
    for file in files:
        name, slash, rest = file.path.partition("/")
        if slash:
            by_item.setdefault(name, {})[rest] = file
        else:
            top[name] = file
    if "pack.toml" not in top:
        raise PackError(f"{folder}: no pack.toml; a pack is a folder with a pack.toml and one folder an item")
    about = _typed(PackManifest, _toml(top["pack.toml"], folder), folder / "pack.toml")
    loaded = {name: _item(name, inner, folder / name, seed) for name, inner in by_item.items()}
    lines, line_keys = _pair_lines(top, folder, loaded)
    edges = _edges(top, folder, seed, {*loaded, *lines})
    return Pack(
        id=about.id,
        version=about.version,
        title=about.title,
        pool=about.pool,
        items={name: item for name, (item, _, _) in loaded.items()} | lines | edges.items,
        keys={name: key for name, (_, key, _) in loaded.items() if key is not None} | line_keys | edges.keys,
        slots={name: slots for name, (_, _, slots) in loaded.items() if slots} | edges.slots,
        proofs=edges.proofs,
        sha256=folder_sha256(files),
        folder=folder,
        variant="" if seed in {None, 0, "0"} else str(seed).strip(),
    )


def _pair_lines(top: Files, folder: Path, loaded: Mapping[str, Read]) -> Pairs:
    """Read the pairs that stand in one file, where the pack has it."""
    if "pairs.jsonl" not in top:
        return {}, {}
    items, keys = pairs_of_pack(top["pairs.jsonl"].content, folder / "pairs.jsonl")
    twice = sorted(set(items) & set(loaded))
    if twice:
        raise PackError(f"{folder}: {twice[0]} stands in pairs.jsonl and in a folder; keep one of them")
    return items, keys


def _edges(top: Files, folder: Path, seed: Seed, known: set[str]) -> Edges:
    """Read the edge cases that stand in one file, where the pack has it."""
    edges = edges_of_pack(top, folder, seed)
    twice = sorted(known & set(edges.items))
    if twice:
        raise PackError(f"{folder}: {twice[0]} stands in an edges.toml and elsewhere; keep one of them")
    return edges


def load_item(folder: Path, seed: Seed = None) -> Loaded:
    """Load one item and its key (None where it has none); the folder's name is the item's id.

    An item with variants is the one of this `seed`; nobody's seed (None, 0) takes the first choices.
    """
    files = {file.path: file for file in read_folder(folder)}
    item, key, _ = _item(folder.resolve().name, files, folder, seed)
    return item, key


def _item(item_id: str, files: Files, folder: Path, seed: Seed) -> Read:
    if not _ID.match(item_id):
        raise PackError(f"{folder}: an item's folder is named with letters, digits, '.', '-' and '_'")
    if "item.toml" not in files:
        raise PackError(f"{folder}: no item.toml; each folder of a pack is one item")
    given = _toml(files["item.toml"], folder)
    kind = given.get("kind")
    if kind not in _READERS:
        raise PackError(f"{folder / 'item.toml'}: kind: {kind!r}; say one of {', '.join(_READERS)}")
    read, allowed = _READERS[kind]
    unread = sorted(path for path in files if path.partition("/")[0] not in (*allowed, *_ASIDE))
    if unread:
        raise PackError(
            f"{folder / unread[0]}: nothing reads this file in a {kind} item; remove or rename it"
        )
    if "variants" not in given:
        return (*read(item_id, given, files, folder), {})
    slots = slots_of(given.pop("variants"), folder / "item.toml")
    filling = Filling(slots, item_id, seed, folder)
    item, key = read(item_id, filling.table(given), filling.files(files), folder)
    if filling.unused():
        raise PackError(f"{folder}: @@{filling.unused()}@@ stands nowhere; use it or remove its choices")
    return item, key, slots


def _pair(item_id: str, given: object, files: Files, folder: Path) -> Loaded:
    about = _typed(PairManifest, given, folder / "item.toml")
    item = PairItem(
        id=item_id,
        kind=about.kind,
        title=about.title,
        minutes=about.minutes,
        prompt=_text(files, "prompt.md", folder),
        provenance=_provenance(about),
        option_a=_text(files, "option_a.md", folder),
        option_b=_text(files, "option_b.md", folder),
        topic=about.topic,
        difficulty=about.difficulty,
        open=about.open,
        pretest=about.pretest,
    )
    if about.open and "key.toml" in files:
        raise PackError(f"{folder}: an open pair has no key; remove key.toml or open = true")
    key = _key(PairKeyManifest, files, folder)
    return item, None if key is None else PairKey(item=item_id, key=key.key, why=key.why)


def _edge(item_id: str, given: object, files: Files, folder: Path) -> Loaded:
    about = _typed(EdgeManifest, given, folder / "item.toml")
    item = EdgeItem(
        id=item_id,
        kind=about.kind,
        title=about.title,
        minutes=about.minutes,
        prompt=_text(files, "prompt.md", folder),
        provenance=_provenance(about),
        specialty=about.specialty,
        options=about.options,
        difficulty=about.difficulty,
    )
    key = _key(EdgeKeyManifest, files, folder)
    if key is None:
        return item, None
    return item, EdgeKey(item=item_id, answer=key.answer, accepted=key.accepted, why=key.why)


def _interview(item_id: str, given: object, files: Files, folder: Path) -> Loaded:
    about = _typed(InterviewManifest, given, folder / "item.toml")
    item = InterviewItem(
        id=item_id,
        kind=about.kind,
        title=about.title,
        minutes=about.minutes,
        prompt=_text(files, "prompt.md", folder),
        provenance=_provenance(about),
    )
    return item, None


def _longform(item_id: str, given: object, files: Files, folder: Path) -> Loaded:
    about = _typed(LongformManifest, given, folder / "item.toml")
    item = LongformItem(
        id=item_id,
        kind=about.kind,
        title=about.title,
        minutes=about.minutes,
        prompt=_text(files, "prompt.md", folder),
        provenance=_provenance(about),
        words=about.words,
    )
    return item, None


def _coding(item_id: str, given: object, files: Files, folder: Path) -> Loaded:
    about = _typed(CodingManifest, given, folder / "item.toml")
    prompt = _text(files, "prompt.md", folder)
    item = coding_item(item_id, about, prompt, _provenance(about), files)
    removed = _key(CodingKeyManifest, files, folder)
    return item, coding_key(item, removed, files, folder)


_READERS: dict[str, tuple[Callable[[str, object, Files, Path], Loaded], tuple[str, ...]]] = {
    "coding": (
        _coding,
        ("item.toml", "prompt.md", "key.toml", "start", "tests", "reference", "violations"),
    ),
    "pair": (_pair, ("item.toml", "prompt.md", "key.toml", "option_a.md", "option_b.md", "check.py")),
    "interview": (_interview, ("item.toml", "prompt.md")),
    "longform": (_longform, ("item.toml", "prompt.md")),
    "edge": (_edge, ("item.toml", "prompt.md", "key.toml", "check.py", "check.js", "check.sql", "check.rs")),
}


def _provenance(about: ItemManifest) -> Provenance:
    return Provenance(licence=about.licence, source=about.source)


def _key(kind: type[M], files: Files, folder: Path) -> M | None:
    if "key.toml" not in files:
        return None
    return _typed(kind, _toml(files["key.toml"], folder), folder / "key.toml")


def _text(files: Files, name: str, folder: Path) -> str:
    """Return a text without the line ends around it."""
    if name not in files:
        raise PackError(f"{folder}: no {name}; write it")
    return _decoded(files[name], folder).strip("\n")


def _decoded(file: PackFile, folder: Path) -> str:
    where = folder / file.path.rpartition("/")[2]
    if len(file.content) > limits().text_bytes:
        raise PackError(f"{where}: over {limits().text_bytes} bytes; make it shorter")
    try:
        return file.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackError(f"{where}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _toml(file: PackFile, folder: Path) -> dict[str, object]:
    where = folder / file.path.rpartition("/")[2]
    try:
        return tomllib.loads(_decoded(file, folder))
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        raise PackError(f"{where}: not TOML: {error}") from error


def _typed(kind: type[M], given: object, where: Path) -> M:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        advice = {"missing": "add it", "extra_forbidden": "nothing reads it; remove it or correct its name"}
        raise PackError(f"{where}: {field}: {advice.get(first['type'], first['msg'])}") from error
