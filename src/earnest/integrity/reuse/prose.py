"""Which paragraphs of two candidates are alike: shingles of words, MinHash and banding.

Broder, On the Resemblance and Containment of Documents, 1997; banding as in Indyk & Motwani, Approximate
Nearest Neighbors, 1998. Paragraphs that agree in one band are compared by their shingles themselves.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import combinations

import numpy as np
import numpy.typing as npt

from earnest.integrity.reuse.passages import passage_of
from earnest.integrity.reuse.records import Reuse, WorkKind
from earnest.integrity.reuse.settings import settings
from earnest.integrity.reuse.works import Work

_WORDS = re.compile(r"[^\W_]+")
_SEED = 20260701


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a work: its lines, counted from 1, and the hashes of its shingles."""

    work: Work
    first: int
    last: int
    shingles: frozenset[int]


def paragraphs(work: Work, given: frozenset[int] = frozenset()) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text that are long enough, without the shingles that were `given`."""
    held = settings().prose
    for file in work.files:
        first = 1
        lines = file.text.split("\n")
        for number, line in enumerate([*lines, ""], 1):
            if line.strip():
                continue
            shingles = shingles_of("\n".join(lines[first - 1 : number - 1])) - given
            if len(shingles) >= held.least_words - held.gram + 1:
                yield Paragraph(work, first, number - 1, shingles)
            first = number + 1


def shingles_of(text: str) -> frozenset[int]:
    """Return the hashes, 32 bits each, of every row of `gram` words, in lower case."""
    gram = settings().prose.gram
    words = [word.lower() for word in _WORDS.findall(text)]
    rows = (" ".join(words[place : place + gram]) for place in range(len(words) - gram + 1))
    return frozenset(
        int.from_bytes(blake2b(row.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
        for row in rows
    )


@cache
def _multipliers() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the numbers of the hash functions: multiply, add, keep the high half (Dietzfelbinger, 1997)."""
    random = np.random.Generator(np.random.PCG64(_SEED))
    many = settings().prose.permutations
    odd = random.integers(0, 1 << 63, many, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return odd, random.integers(0, 1 << 63, many, dtype=np.uint64)


def signature(shingles: frozenset[int]) -> npt.NDArray[np.uint64]:
    """Return the MinHash of a set of shingles: for each hash function the smallest value, shape (many,)."""
    multiply, add = _multipliers()
    row = np.fromiter(sorted(shingles), dtype=np.uint64, count=len(shingles))
    hashed: npt.NDArray[np.uint64] = (row[:, None] * multiply + add) >> np.uint64(32)
    smallest: npt.NDArray[np.uint64] = hashed.min(axis=0)
    return smallest


def alike(rows: Sequence[Paragraph]) -> Iterator[Reuse]:
    """Yield the pairs of paragraphs of two owners that share enough shingles."""
    held = settings().prose
    near: set[tuple[int, int]] = set()
    for numbers in _buckets(rows):
        if len({rows[number].work.owner for number in numbers}) <= held.common:
            near.update(
                pair
                for pair in combinations(numbers, 2)
                if rows[pair[0]].work.owner != rows[pair[1]].work.owner
            )
    for left, right in sorted(near):
        one, two = rows[left], rows[right]
        share = len(one.shingles & two.shingles) / min(len(one.shingles), len(two.shingles))
        if share >= held.threshold:
            yield Reuse(
                kind=WorkKind.PROSE,
                item=one.work.item
                if one.work.item == two.work.item
                else f"{one.work.item} / {two.work.item}",
                share=round(share, 3),
                threshold=held.threshold,
                left=passage_of(one.work, 0, one.first, one.last, one.work.files[0].text.split("\n")),
                right=passage_of(two.work, 0, two.first, two.last, two.work.files[0].text.split("\n")),
            )


def _buckets(rows: Sequence[Paragraph]) -> Iterator[list[int]]:
    """Yield the numbers of the paragraphs that agree in a band."""
    held = settings().prose
    wide = held.permutations // held.bands
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for number, row in enumerate(rows):
        signed = signature(row.shingles)
        for band in range(held.bands):
            key = signed[band * wide : (band + 1) * wide].tobytes()
            buckets.setdefault((band, key), []).append(number)
    return (numbers for numbers in buckets.values() if len(numbers) > 1)
