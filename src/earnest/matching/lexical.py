"""Words of profiles and listings as terms, and who holds which: an inverted table of a fixed order.

A term is a word in lower case, the parts of a word with hyphens or dots alone; bare numbers and words that
only hold a sentence together are left out. Every sum runs over one array in its order, so equal texts give
equal numbers on any number of threads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from earnest.text.wordlist import table_of

Floats = npt.NDArray[np.float64]
Starts = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]{2,}")


def terms(text: str) -> list[str]:
    """Return the terms of a text in order; single letters and bare numbers are left out.

    >>> terms("On-call for 3 billing services in Node.js")
    ['call', 'billing', 'services', 'node', 'js']
    """
    ignored = _function_words()
    return [word for word in _WORD.findall(text.lower()) if word not in ignored and not word.isdigit()]


def pairs(held: Sequence[str]) -> Iterator[str]:
    """Yield each two terms that follow each other.

    >>> list(pairs(["machine", "learning", "engineer"]))
    ['machine learning', 'learning engineer']
    """
    return (f"{left} {right}" for left, right in pairwise(held))


@cache
def _function_words() -> frozenset[str]:
    """Return the closed-class words of English, contractions included."""
    table = table_of("function_words")
    listed = {word for row in table["tags"].values() for word in row.split()}
    return frozenset(listed | set(table["contractions"]))


class Postings:
    """Which documents hold a term, and with what value. Documents are rows 0..n-1 in the order given.

    `values` is what a document's own words are worth (0..1 by evidence, times a damped count), `full` what
    they would be worth with full evidence: a name without evidence adds to the length of a document and
    little to its matches.
    """

    def __init__(
        self, names: Sequence[str], starts: Starts, rows: Rows, values: Values, full: Values
    ) -> None:
        """Take term `names[i]`'s postings from `starts[i]:starts[i + 1]` of the three parallel arrays."""
        self.names = tuple(names)
        self.index = {name: place for place, name in enumerate(names)}
        self.starts, self.rows, self.values, self.full = starts, rows, values, full

    @classmethod
    def of(cls, documents: Sequence[Mapping[str, tuple[float, float]]]) -> "Postings":
        """Build from (value, full value) by term and document."""
        held: dict[str, list[tuple[int, float, float]]] = {}
        for row, document in enumerate(documents):
            for term, (value, full) in document.items():
                held.setdefault(term, []).append((row, value, full))
        names = sorted(held)
        flat = [one for name in names for one in held[name]]
        table = np.array(flat, dtype=np.float64).reshape(-1, 3)
        starts = np.cumsum([0, *(len(held[name]) for name in names)], dtype=np.int64)
        values = table[:, 1:].astype(np.float32)
        return cls(names, starts, table[:, 0].astype(np.int32), values[:, 0], values[:, 1])

    def counts(self) -> Starts:
        """Return how many documents hold each term."""
        return np.diff(self.starts)

    def count(self, name: str) -> int:
        """Return how many documents hold one term."""
        place = self.index.get(name)
        return 0 if place is None else int(self.starts[place + 1] - self.starts[place])

    def norms(self, weights: Floats, documents: int) -> Floats:
        """Return the length of each document, sqrt(sum((full * weight)^2)), 1 where it holds nothing."""
        each = (self.full.astype(np.float64) * np.repeat(weights, self.counts())) ** 2
        norms = np.sqrt(np.bincount(self.rows, each, documents))
        norms[norms == 0] = 1.0
        return norms

    def dot(self, query: Mapping[str, float], documents: int) -> Floats:
        """Return the sum of `query[term] * value` for each document, shape (documents,)."""
        total = np.zeros(documents)
        for term in sorted(query):
            place = self.index.get(term)
            if place is not None:
                part = slice(self.starts[place], self.starts[place + 1])
                total[self.rows[part]] += query[term] * self.values[part].astype(np.float64)
        return total

    def kept(self, keep: npt.NDArray[np.bool_]) -> "Postings":
        """Return the postings of the documents of `keep` alone, numbered anew."""
        moved = (np.cumsum(keep) - 1).astype(np.int32)
        held = keep[self.rows]
        owner = np.repeat(np.arange(len(self.names)), self.counts())[held]
        return self._of_flat(self.names, owner, moved[self.rows[held]], self.values[held], self.full[held])

    def joined(self, other: "Postings", documents: int) -> "Postings":
        """Return both: the documents of `other` follow after the first `documents`."""
        names = sorted({*self.names, *other.names})
        place = {name: at for at, name in enumerate(names)}
        owners = [
            np.repeat(np.array([place[name] for name in one.names], dtype=np.int64), one.counts())
            for one in (self, other)
        ]
        return self._of_flat(
            names,
            np.concatenate(owners),
            np.concatenate([self.rows, (other.rows + documents).astype(np.int32)]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.full, other.full]),
        )

    @classmethod
    def _of_flat(
        cls, names: Sequence[str], owner: Starts, rows: Rows, values: Values, full: Values
    ) -> "Postings":
        """Sort postings by term, then by row; terms that nobody holds any more are left out."""
        order = np.lexsort((rows, owner))
        counts = np.bincount(owner, minlength=len(names))
        held = [name for name, count in zip(names, counts, strict=True) if count]
        starts = np.concatenate([[0], np.cumsum(counts[counts > 0])]).astype(np.int64)
        return cls(held, starts, rows[order], values[order], full[order])


def save_postings(postings: Postings, folder: Path, name: str) -> None:
    """Write the postings as `<name>.*` into `folder`."""
    (folder / f"{name}.terms.txt").write_text("\n".join(postings.names), encoding="utf-8")
    for part in ("starts", "rows", "values", "full"):
        np.save(folder / f"{name}.{part}.npy", getattr(postings, part))


def open_postings(folder: Path, name: str) -> Postings:
    """Open what `save_postings` wrote; the arrays stay on disk until they are needed."""
    names = (folder / f"{name}.terms.txt").read_text(encoding="utf-8")
    starts, rows, values, full = (
        np.load(folder / f"{name}.{part}.npy", mmap_mode="r") for part in ("starts", "rows", "values", "full")
    )
    return Postings(names.split("\n") if names else [], starts, rows, values, full)
