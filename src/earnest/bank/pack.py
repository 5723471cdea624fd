"""A pack in memory: items anybody may see and, apart from them, their answer keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from earnest.bank.variants import Slots
from earnest.errors import PackError, UnknownName
from earnest.records.answer_key import AnswerKey, CodingKey, EdgeKey, PairKey
from earnest.records.item import Item, Pool

K = TypeVar("K", PairKey, EdgeKey, CodingKey)


class EdgeProof(NamedTuple):
    """What proves the key of an item of an `edges.toml`.

    `name` and `content` of the program ("" where there is none), what it `shows` where that is not the
    answer itself, what the key `rests_on` besides, and answers to an explanation that are `wrong`.
    """

    name: str
    content: bytes
    shows: str
    rests_on: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """An item bank as loaded. `sha256` is taken over every file of `folder`, where it was loaded from.

    `slots` are those of the items that have variants, by item; `variant` is the seed that chose. `proofs`
    are the programs of the items that stand in an `edges.toml`, by item.
    """

    id: str
    version: str
    title: str
    pool: Pool
    items: Mapping[str, Item] = field(default_factory=dict)
    keys: Mapping[str, AnswerKey] = field(default_factory=dict)
    slots: Mapping[str, Slots] = field(default_factory=dict)
    proofs: Mapping[str, EdgeProof] = field(default_factory=dict)
    sha256: str = ""
    folder: Path = Path()
    variant: str = ""

    @property
    def label(self) -> str:
        """How a result names the pack: id, version and, where a seed chose them, the variant of its items."""
        return f"{self.id}@{self.version}{f' variant {self.variant}' if self.variant else ''}"

    def item(self, item_id: str) -> Item:
        """Return one item, or raise `UnknownName`."""
        try:
            return self.items[item_id]
        except KeyError:
            raise UnknownName(
                f"item {item_id!r} is not in pack {self.id!r}; see `earnest bank list`"
            ) from None

    def key(self, item_id: str, kind: type[K]) -> K:
        """Return the answer key of one item; raise `PackError` where it is missing or of another kind."""
        key = self.keys.get(item_id)
        if not isinstance(key, kind):
            raise PackError(
                f"item {item_id!r} of pack {self.id!r} has no {kind.__name__}; run `earnest bank check`"
            )
        return key


EMPTY_PACK = Pack(id="empty", version="0", title="No items", pool=Pool.PRACTICE)
