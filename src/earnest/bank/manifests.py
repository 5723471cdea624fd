"""The TOML files of a pack, typed: `pack.toml`, `item.toml` for each kind, `key.toml` for each kind."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.item import Constraint, ItemKind, Pool
from earnest.records.response import Choice


class PackManifest(Record):
    """`pack.toml`."""

    id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    title: str = Field(min_length=1)
    pool: Pool
    about: str = ""


class ItemManifest(Record):
    """What `item.toml` says for every kind. `licence` is an SPDX identifier, `minutes` a length of time."""

    kind: ItemKind
    title: str = ""
    minutes: int = Field(default=0, ge=0)
    licence: str = Field(min_length=1)
    source: str = Field(min_length=1)


class CodingManifest(ItemManifest):
    """`item.toml` of a coding item; `test_command` runs in a candidate's tree with `tests/` laid over it."""

    language: str = Field(min_length=1)
    test_command: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()


class PairManifest(ItemManifest):
    """`item.toml` of a pair. An `open` one has no key; a `pretest` one is given and not scored."""

    topic: str = ""
    difficulty: float | None = Field(default=None, allow_inf_nan=False)
    open: bool = False
    pretest: bool = False


class EdgeManifest(ItemManifest):
    """`item.toml` of an edge-case item. `difficulty` is on the logit scale, 0 for an item of the middle."""

    specialty: str = Field(min_length=1)
    difficulty: float | None = None
    options: dict[str, str] = {}


class InterviewManifest(ItemManifest):
    """`item.toml` of an interview question."""


class LongformManifest(ItemManifest):
    """`item.toml` of a long-form prompt; `words` is the length that is asked for."""

    words: int = Field(default=800, ge=0)


class PairKeyManifest(Record):
    """`key.toml` of a pair: the better option and the reason anyone can check."""

    key: Choice
    why: str = ""


class EdgeKeyManifest(Record):
    """`key.toml` of an edge-case item: the answer (an option letter where there are options) and why."""

    answer: str = Field(min_length=1)
    accepted: tuple[str, ...] = ()
    why: str = ""


class CodingKeyManifest(Record):
    """`key.toml` of a coding item: files that the reference or a violation takes away, and why it is so."""

    why: str = ""
    reference_removed: tuple[str, ...] = ()
    violations_removed: dict[str, tuple[str, ...]] = {}
