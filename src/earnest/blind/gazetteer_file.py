"""A compiled gazetteer: one key a line, sorted; read once, and only what a text asks for is computed."""

import gzip
from bisect import bisect_left
from functools import cache, cached_property

from earnest.blind.vocabulary import FOLDER


class GazetteerFile:
    """The keys of `data/<name>.txt.gz`."""

    def __init__(self, name: str) -> None:
        with gzip.open(FOLDER / f"{name}.txt.gz", "rt", encoding="utf-8") as lines:
            self._sorted = lines.read().split("\n")
        self._longest: dict[str, int] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._sorted)

    def get(self, first: str, default: int = 0) -> int:
        """Return how many words the longest key has that begins with this word; `default` where none does."""
        if first not in self._longest:
            self._longest[first] = self._measure(first)
        return self._longest[first] or default

    def _measure(self, first: str) -> int:
        start = bisect_left(self._sorted, f"{first} ")
        end = bisect_left(self._sorted, f"{first}!", lo=start)
        found = max((name.count(" ") + 1 for name in self._sorted[start:end]), default=0)
        return found or int(first in self.names)


@cache
def gazetteer_file(name: str) -> GazetteerFile:
    """Return a compiled gazetteer, read at its first use."""
    return GazetteerFile(name)
