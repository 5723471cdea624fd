"""Text that a profile shares with a listing: runs of words, found by 64-bit hashes of five words in a row.

Words a listing has too are the listing's, not the candidate's, whoever wrote them first. Hashes are made of
BLAKE2b and arithmetic modulo 2^64, so they are the same on every machine.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.matching.settings import settings
from earnest.text.segment import Span, sentences, words

Hashes = npt.NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication by it loses nothing modulo 2^64


class Table(NamedTuple):
    """Hashes in ascending order, and which document each of them is of."""

    hashes: Hashes
    rows: npt.NDArray[np.int64]

    @classmethod
    def of(cls, documents: Sequence[Hashes]) -> "Table":
        """Take the hashes of documents 0..n-1."""
        rows = np.repeat(np.arange(len(documents), dtype=np.int64), [len(one) for one in documents])
        return cls(np.concatenate([_none(), *documents]), rows).sorted()

    def sorted(self) -> "Table":
        """Return the table by hash, then by document."""
        order = np.lexsort((self.rows, self.hashes))
        return Table(self.hashes[order], self.rows[order])

    def counted(self, hashes: Hashes) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the documents that hold any of some distinct hashes, ascending, and how many of them."""
        first = np.searchsorted(self.hashes, hashes, side="left")
        last = np.searchsorted(self.hashes, hashes, side="right")
        spans = zip(first, last, strict=True)
        found = [self.rows[low:high] for low, high in spans if low < high]
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]), return_counts=True)

    def kept(self, keep: npt.NDArray[np.bool_]) -> "Table":
        """Return the table of the documents of `keep` alone, numbered anew."""
        held = keep[self.rows]
        return Table(self.hashes[held], (np.cumsum(keep) - 1)[self.rows[held]])

    def joined(self, other: "Table", documents: int) -> "Table":
        """Return both: the documents of `other` follow after the first `documents`."""
        hashes = np.concatenate([self.hashes, other.hashes])
        return Table(hashes, np.concatenate([self.rows, other.rows + documents])).sorted()


class Copies(NamedTuple):
    """What documents say: their runs of words and their short lines."""

    runs: Table
    lines: Table

    def kept(self, keep: npt.NDArray[np.bool_]) -> "Copies":
        """Return those of the documents of `keep` alone."""
        return Copies(self.runs.kept(keep), self.lines.kept(keep))

    def joined(self, other: "Copies", documents: int) -> "Copies":
        """Return both; `documents` says how many the first are."""
        return Copies(self.runs.joined(other.runs, documents), self.lines.joined(other.lines, documents))

    def save(self, folder: Path) -> None:
        """Write both tables into a folder."""
        for name, table in self._asdict().items():
            np.save(folder / f"{name}.hashes.npy", table.hashes)
            np.save(folder / f"{name}.of.npy", table.rows)


def open_copies(folder: Path) -> Copies:
    """Open what `Copies.save` wrote; the tables stay on disk until they are needed."""
    return Copies(*(_opened(folder, name) for name in Copies._fields))


def _opened(folder: Path, name: str) -> Table:
    hashes = np.load(folder / f"{name}.hashes.npy", mmap_mode="r")
    return Table(hashes, np.load(folder / f"{name}.of.npy", mmap_mode="r"))


def copies_of(documents: Sequence[Sequence[str]]) -> Copies:
    """Return what can be copied from documents, each of them given in pieces that no run crosses."""
    return Copies(Table.of([_runs(one) for one in documents]), Table.of([_lines(one) for one in documents]))


def _runs(pieces: Sequence[str]) -> Hashes:
    size = settings().copied.words
    found = [run_hashes(word_hashes(piece, words(piece)), size) for piece in pieces]
    return np.unique(np.concatenate([_none(), *found]))


def _lines(pieces: Sequence[str]) -> Hashes:
    found = (_line_hash(piece, span) for piece in pieces for span in sentences(piece))
    return np.unique(np.array([line for line in found if line is not None], dtype=np.uint64))


def word_hashes(text: str, spans: Sequence[Span]) -> Hashes:
    """Return one hash a word, in lower case."""
    return np.array([_word_hash(span.of(text).lower()) for span in spans], dtype=np.uint64)


def run_hashes(hashes: Hashes, size: int) -> Hashes:
    """Return the hash of each run of `size` words, in order; none where there are fewer words."""
    count = len(hashes) - size + 1
    if count <= 0:
        return _none()
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        total = total * _STEP + hashes[offset : offset + count]
    return total


def without_copies(texts: Sequence[str], copies: Copies) -> list[str]:
    """Return sentences without what listings say: runs of words, whole sentences, short lines beside many.

    A few words in common are no copy.

    >>> listing = "We want a careful rater who reads each answer twice before a note is written down."
    >>> without_copies(["I tune engines.", f"Hello: {listing} And more.", listing], copies_of([[listing]]))
    ['I tune engines.', '', '']
    """
    chosen = settings().copied
    marked = [_copied_words(text, copies.runs.hashes, chosen.words) for text in texts]
    if sum(int(copied.sum()) for _, copied in marked) < chosen.least:
        return list(texts)
    kept = [
        _own_words(text, spans, copied, chosen.share)
        for text, (spans, copied) in zip(texts, marked, strict=True)
    ]
    dropped = sum(bool(text) and not own for text, own in zip(texts, kept, strict=True))
    if dropped < chosen.several:
        return kept
    return [
        "" if own and is_in(_line_hash(own, Span(0, len(own))), copies.lines.hashes) else own for own in kept
    ]


def is_in(value: int | None, table: Hashes) -> bool:
    """Say whether a sorted table holds a hash."""
    return value is not None and bool(contained(np.array([value], dtype=np.uint64), table)[0])


def contained(hashes: Hashes, table: Hashes) -> npt.NDArray[np.bool_]:
    """Say which hashes a sorted table holds."""
    if not len(table):
        return np.zeros(len(hashes), dtype=np.bool_)
    places = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    found: npt.NDArray[np.bool_] = table[places] == hashes
    return found


def _copied_words(text: str, runs: Hashes, size: int) -> tuple[list[Span], npt.NDArray[np.bool_]]:
    """Return the words of a sentence and which of them stand in a copied run."""
    spans = words(text)
    copied = np.zeros(len(spans), dtype=np.bool_)
    for start in np.flatnonzero(contained(run_hashes(word_hashes(text, spans), size), runs)):
        copied[start : start + size] = True
    return spans, copied


def _own_words(text: str, spans: Sequence[Span], copied: npt.NDArray[np.bool_], share: float) -> str:
    if not copied.any():
        return text
    return "" if copied.mean() >= share else _cut(text, spans, copied)


def _cut(text: str, spans: Sequence[Span], copied: npt.NDArray[np.bool_]) -> str:
    kept: list[str] = []
    position = 0
    for span, drop in zip(spans, copied, strict=True):
        kept.append(text[position : span.start])
        kept.append("" if drop else span.of(text))
        position = span.end
    return " ".join("".join([*kept, text[position:]]).split())


def _line_hash(text: str, span: Span) -> int | None:
    """Return the hash of a sentence too short for a run, None for others."""
    found = words(span.of(text))
    if not found or len(found) >= settings().copied.words:
        return None
    return int(run_hashes(word_hashes(span.of(text), found), len(found))[0])


def _none() -> Hashes:
    return np.zeros(0, dtype=np.uint64)


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    digest = blake2b(word.encode("utf-8", errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
