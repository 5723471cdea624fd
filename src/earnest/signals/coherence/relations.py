"""How the parts of one essay relate: similarities of meaning and of words.

Meaning is the cosine of static embeddings of content words, wording the cosine of stems weighed by how rare
they are in the essay, rare the cosine of stems weighed by how rare they are in other writing about work.
Everything is computed for at most `reading.MOST_PASSAGES` stretches, so time grows with the text alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from earnest.signals.coherence.reading import ReadSentence, Stretch
from earnest.text.embedding import StaticEmbedder

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Links:
    """Similarities between stretches: `meaning`, `wording` and `rare`, each of shape (n, n) with ones in the
    diagonal (0 for a stretch without content words).
    """

    meaning: Matrix
    wording: Matrix
    rare: Matrix

    @property
    def both(self) -> Matrix:
        """The mean of meaning and wording."""
        mixed: Matrix = (self.meaning + self.wording) / 2
        return mixed

    @property
    def placing(self) -> Matrix:
        """What says where an essay breaks: wording, and a third each of meaning and of rare words."""
        mixed: Matrix = self.wording + (self.meaning + self.rare) / 3
        return mixed


@dataclass(frozen=True)
class Background:
    """Writing about work, as `background.txt` and `stems.txt` hold it.

    `centre` (d,) is the mean vector of its content words, `texts` the number of texts, `held` in how many of
    them each stem stands (only stems in more than one in twenty).
    """

    centre: Matrix
    texts: int
    held: Mapping[str, int]

    def rarity(self, stem: str) -> float:
        """Return log((texts + 1) / texts with the stem), as if a stem that is not listed stood in one."""
        return math.log((self.texts + 1) / self.held.get(stem, 1))


class Wording:
    """The stems of one essay, a column each, and how often each stands in a stretch."""

    def __init__(self, found: Sequence[ReadSentence], known: Background) -> None:
        """Index the stems of `found`; `rare` (stems,) is their rarity in other writing."""
        self.stems = sorted({stem for one in found for stem in one.stems})
        column = {stem: at for at, stem in enumerate(self.stems)}
        self.rare: Matrix = np.array([known.rarity(stem) for stem in self.stems])
        self._columns = np.array([column[stem] for one in found for stem in one.stems], dtype=np.intp)
        self._ends = np.cumsum([0, *(len(one.stems) for one in found)])

    def counts(self, first: int, last: int) -> Matrix:
        """Return how often each stem stands in sentences `first:last`, shape (stems,)."""
        own = self._columns[self._ends[first] : self._ends[last]]
        return np.bincount(own, minlength=len(self.stems)).astype(float)

    def rows(self, stretches: Sequence[Stretch]) -> Matrix:
        """Return the counts of each stretch, shape (n, stems)."""
        rows: Matrix = np.array([self.counts(one.first, one.last) for one in stretches])
        return rows.reshape(len(stretches), len(self.stems))

    def size(self, first: int, last: int) -> int:
        """Return the number of content words in sentences `first:last`."""
        return int(self._ends[last] - self._ends[first])

    def weighed(self, counts: Matrix) -> Matrix:
        """Return (1 + log count) x rarity, 0 where the count is 0; same shape."""
        return damped(counts) * self.rare


def damped(counts: Matrix) -> Matrix:
    """Return 1 + log of each count, 0 where it is 0."""
    logs = np.zeros_like(counts)
    np.log(counts, out=logs, where=counts > 0)
    return logs + (counts > 0)


def sentence_vectors(found: Sequence[ReadSentence], embedder: StaticEmbedder, centre: Matrix) -> Matrix:
    """Return one row a sentence: the vectors of its content words, summed, shape (n, d)."""
    held = sorted({word for one in found for word in one.content})
    rows = {word: word_vector(word, embedder, centre) for word in held}
    nothing = np.zeros(embedder.dimensions)
    return np.array([sum((rows[word] for word in one.content), nothing) for one in found])


def word_vector(word: str, embedder: StaticEmbedder, centre: Matrix) -> Matrix:
    """Return the mean vector of the tokens of one word less `centre`, shape (d,).

    A mean, so that a long word, which has more tokens, says no more than a short one.
    """
    total, tokens = embedder.total(word)
    vector: Matrix = total / tokens - centre if tokens else total
    return vector


@cache
def background() -> Background:
    """Return what writing about work has in common, which ties no passage to another.

    Two essays on software look alike until it is taken away (Mu, Viswanath 2018, All-but-the-top,
    arXiv:1702.01417).
    """
    lines = _lines("stems.txt")
    held = {stem: int(count) for stem, count in (line.split() for line in lines)}
    texts = held.pop("texts:")
    values = [float(value) for line in _lines("background.txt") for value in line.split()]
    return Background(np.array(values), texts, held)


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def pooled(vectors: Matrix, stretches: Sequence[Stretch]) -> Matrix:
    """Return the unit vector of each stretch; a stretch without content words has a row of zeros."""
    total = np.vstack([np.zeros((1, vectors.shape[1])), np.cumsum(vectors, axis=0)])
    rows: Matrix = np.array([total[one.last] - total[one.first] for one in stretches])
    return unit(rows.reshape(len(stretches), vectors.shape[1]))


def unit(rows: Matrix) -> Matrix:
    """Scale rows to length 1; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Matrix = np.where(length > 1e-9, rows / np.maximum(length, 1e-9), 0.0)
    return scaled


def links(vectors: Matrix, wording: Wording, stretches: Sequence[Stretch]) -> Links:
    """Return the three similarities between all pairs of stretches.

    Of a stem that stands in k of n stretches, wording counts (1 + log count) x log((n + 1) / k).
    """
    pool = pooled(vectors, stretches)
    counts = wording.rows(stretches)
    spread = np.maximum((counts > 0).sum(axis=0), 1)
    logs = damped(counts)
    own = unit(logs * np.log((len(stretches) + 1) / spread))
    rare = unit(logs * wording.rare)
    meaning, alike, rarely = pool @ pool.T, own @ own.T, rare @ rare.T
    return Links(np.clip(meaning, -1.0, 1.0), np.clip(alike, 0.0, 1.0), np.clip(rarely, 0.0, 1.0))
