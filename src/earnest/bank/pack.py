"""A pack in memory: items anybody may see and, apart from them, their answer keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from earnest.errors import UnknownName
from earnest.records.answer_key import AnswerKey
from earnest.records.item import Item, Pool


@dataclass(frozen=True)
class Pack:
    """An item bank as loaded. `sha256` is taken over every file of its folder."""

    id: str
    version: str
    title: str
    pool: Pool
    items: Mapping[str, Item] = field(default_factory=dict)
    keys: Mapping[str, AnswerKey] = field(default_factory=dict)
    sha256: str = ""

    def item(self, item_id: str) -> Item:
        """Return one item, or raise `UnknownName`."""
        try:
            return self.items[item_id]
        except KeyError:
            raise UnknownName(
                f"item {item_id!r} is not in pack {self.id!r}; see `earnest bank list`"
            ) from None


EMPTY_PACK = Pack(id="empty", version="0", title="No items", pool=Pool.PRACTICE)
