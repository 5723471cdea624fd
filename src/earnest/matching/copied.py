"""Text that a profile shares with a listing: runs of words, found by 64-bit hashes of five words in a row.

Words a listing has too are the listing's, not the candidate's, whoever wrote them first. Hashes are made of
BLAKE2b and arithmetic modulo 2^64, so they are the same on every machine.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.matching.settings import settings
from earnest.text.segment import Span, sentences, words

Hashes = npt.NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication by it loses nothing modulo 2^64


class Copies(NamedTuple):
    """What listings say: hashes of their runs of words and of their short lines, each sorted."""

    runs: Hashes
    lines: Hashes

    def joined(self, other: "Copies") -> "Copies":
        """Return both together."""
        return Copies(np.union1d(self.runs, other.runs), np.union1d(self.lines, other.lines))


def copies_of(texts: Sequence[str]) -> Copies:
    """Return what can be copied from these texts."""
    size = settings().copied.words
    runs = [run_hashes(word_hashes(text, words(text)), size) for text in texts]
    lines = [_line_hash(text, span) for text in texts for span in sentences(text)]
    found = np.array([line for line in lines if line is not None], dtype=np.uint64)
    return Copies(np.unique(np.concatenate([*runs, _none()])), np.unique(found))


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
    >>> without_copies(["I tune engines.", f"Hello: {listing} And more.", listing], copies_of([listing] * 2))
    ['I tune engines.', '', '']
    """
    chosen = settings().copied
    marked = [_copied_words(text, copies.runs, chosen.words) for text in texts]
    if sum(int(copied.sum()) for _, copied in marked) < chosen.least:
        return list(texts)
    kept = [
        _own_words(text, spans, copied, chosen.share)
        for text, (spans, copied) in zip(texts, marked, strict=True)
    ]
    dropped = sum(bool(text) and not own for text, own in zip(texts, kept, strict=True))
    if dropped < chosen.several:
        return kept
    return ["" if own and is_in(_line_hash(own, Span(0, len(own))), copies.lines) else own for own in kept]


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
