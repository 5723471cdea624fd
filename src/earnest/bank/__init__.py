"""Items, their keys, and packs of both."""

from earnest.bank.loading import find_pack, load_item, load_pack, read_pairs
from earnest.bank.pack import EMPTY_PACK, Pack

__all__ = ["EMPTY_PACK", "Pack", "find_pack", "load_item", "load_pack", "read_pairs"]
