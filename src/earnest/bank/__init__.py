"""Items, their keys, and packs of both."""

from earnest.bank.pack import EMPTY_PACK, Pack

__all__ = ["EMPTY_PACK", "Pack"]
