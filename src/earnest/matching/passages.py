"""Texts in passages of a few sentences, and how near the passages of two texts come to each other.

The mean over the passages of each text of the best similarity on the other side. Vectors are kept as whole
numbers (-127..127): their products add up exactly in single precision, in any order, so the
answer does not depend on threads or on the library that multiplies.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.matching.lexical import Floats, Starts
from earnest.text.embedding import Embedder, Vectors

Whole = npt.NDArray[np.int8]

_UNIT = 127.0
_BLOCK = 16_384  # passages compared at a time


class Passage(NamedTuple):
    """A piece of a text, and what it counts (0..1)."""

    text: str
    credit: float


def passages_of(sentences: Iterable[tuple[str, float]], least: int) -> tuple[Passage, ...]:
    """Join sentences of one credit, in order, until they hold `least` words; one empty passage for none.

    >>> passages_of([("one two three", 1.0), ("four five", 1.0), ("a list", 0.1), ("six", 1.0)], 4)
    (Passage(text='one two three four five', credit=1.0), Passage(text='a list', credit=0.1), \
Passage(text='six', credit=1.0))
    """
    return tuple(_passages(sentences, least)) or (Passage("", 1.0),)


def _passages(sentences: Iterable[tuple[str, float]], least: int) -> Iterator[Passage]:
    held: list[str] = []
    credit = 1.0
    for text, own in sentences:
        if held and own != credit:
            yield Passage(" ".join(held), credit)
            held = []
        credit = own
        held += text.split()
        if len(held) >= least:
            yield Passage(" ".join(held), credit)
            held = []
    if held:
        yield Passage(" ".join(held), credit)


class Asked(NamedTuple):
    """The passages of a query: vectors in whole numbers, shape (m, d), and what each counts, shape (m,)."""

    vectors: Vectors
    credit: Floats


def asked(passages: Sequence[Passage], embedder: Embedder) -> Asked:
    """Embed the passages of a query."""
    rows = whole(embedder.embed([one.text for one in passages])).astype(np.float32)
    return Asked(rows, np.array([one.credit for one in passages]))


def whole(vectors: Vectors) -> Whole:
    """Return vectors of length 1 in whole numbers."""
    found: Whole = np.rint(vectors * _UNIT).astype(np.int8)
    return found


class Passages:
    """The passages of documents 0..n-1: document i has rows `starts[i]:starts[i + 1]`, one or more."""

    def __init__(self, vectors: Whole, starts: Starts) -> None:
        """Take vectors, shape (p, d), and starts, shape (n + 1,)."""
        self.vectors, self.starts = vectors, starts

    @classmethod
    def of(cls, documents: Sequence[Sequence[Passage]], embedder: Embedder) -> "Passages":
        """Embed the passages of each document."""
        texts = [one.text for passages in documents for one in passages]
        counts = [len(passages) for passages in documents]
        return cls(whole(embedder.embed(texts)), np.cumsum([0, *counts], dtype=np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def nearness(self, query: Asked, rows: npt.NDArray[np.int64]) -> Floats:
        """Return how near each document of `rows` (ascending) comes to the query, 0..1, shape (r,)."""
        found = [self._part(query, part) for part in self._parts(rows)]
        return np.concatenate([np.zeros(0), *found])

    def _parts(self, rows: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.int64]]:
        """Cut documents into groups of about a block of passages."""
        held = np.cumsum(self.starts[rows + 1] - self.starts[rows])
        cuts = np.searchsorted(held, np.arange(_BLOCK, int(held[-1]) if len(held) else 0, _BLOCK))
        return (part for part in np.split(rows, cuts) if len(part))

    def _part(self, query: Asked, rows: npt.NDArray[np.int64]) -> Floats:
        counts = self.starts[rows + 1] - self.starts[rows]
        firsts = np.cumsum(counts) - counts
        places = np.repeat(self.starts[rows] - firsts, counts) + np.arange(int(counts.sum()))
        near = query.vectors @ self.vectors[places].astype(np.float32).T
        near = np.maximum(near, 0.0).astype(np.float64) / _UNIT**2 * query.credit[:, None]
        best = np.maximum.reduceat(near, firsts, axis=1)
        total = float(query.credit.sum())
        own = best.sum(axis=0) / total if total else np.zeros(len(rows))
        theirs = np.add.reduceat(near.max(axis=0), firsts) / counts
        found: Floats = np.minimum(1.0, (own + theirs) / 2)
        return found

    def joined(self, other: "Passages") -> "Passages":
        """Return both: the documents of `other` follow."""
        vectors = np.concatenate([self.vectors, other.vectors])
        return Passages(vectors, np.concatenate([self.starts, other.starts[1:] + self.starts[-1]]))

    def kept(self, keep: npt.NDArray[np.bool_]) -> "Passages":
        """Return the passages of the documents of `keep` alone, numbered anew."""
        counts = np.diff(self.starts)
        starts = np.concatenate([[0], np.cumsum(counts[keep])]).astype(np.int64)
        return Passages(self.vectors[np.repeat(keep, counts)], starts)

    def save(self, folder: Path) -> None:
        """Write the passages into a folder."""
        np.save(folder / "passages.npy", self.vectors)
        np.save(folder / "passages.starts.npy", self.starts)


def open_passages(folder: Path) -> Passages:
    """Open what `Passages.save` wrote; the vectors stay on disk until they are needed."""
    vectors = np.load(folder / "passages.npy", mmap_mode="r")
    return Passages(vectors, np.load(folder / "passages.starts.npy"))
