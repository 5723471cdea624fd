"""Embedders for profiles and listings: what all of them share is taken off before they are compared.

The default weighs each word of the static table by its rarity in job ads; the quality model reads a text in
pieces and takes their mean. From both the mean direction of job ads is subtracted (the centre), so that two
texts are near for what sets them apart ("all but the top", Mu and Viswanath 2018; rarity weights after Arora
et al. 2017).
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from earnest.errors import Unavailable
from earnest.matching.lexical import terms
from earnest.matching.rarity import background, background_rarity
from earnest.text.embedding import Embedder, StaticEmbedder, Vectors, default_embedder
from earnest.text.minilm import is_installed, minilm_embedder

CENTRE = Path(__file__).with_name("minilm_centre.txt")

_CENTRE_SHARE = 0.64  # length of the mean of unit vectors of job ads, measured on the ads of the background
_TEXTS = 256  # texts whose word vectors are held at a time
_REMEMBERED = 60_000  # words whose weighted vectors are kept
_PIECE = 100  # words that the quality model reads at a time: fewer tokens than it takes


class RarityEmbedder:
    """Static vectors, each word weighted by its rarity in job ads, without what all job ads share.

    Words are added in the order of the text in double precision, so a row depends on its text alone.
    """

    def __init__(self, static: StaticEmbedder) -> None:
        """Take the static table; the centre is made from the words of the background."""
        self._static = static
        self._lock = Lock()
        self._places: dict[str, int] = {}
        self._table = np.zeros((0, static.dimensions), dtype=np.float32)
        self._centre = _CENTRE_SHARE * _unit(self._background_sum())

    @property
    def name(self) -> str:
        """What made the vectors."""
        return f"{self._static.name}, by rarity"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._static.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, d), float32; a text without words gives a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for first in range(0, len(texts), _TEXTS):
            totals = self._sums([text.split() for text in texts[first : first + _TEXTS]])
            rows[first : first + _TEXTS] = _without(_unit(totals), self._centre)
        return rows

    def _sums(self, texts: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
        """Return the sum of the weighted vectors of the words of each text, shape (n, d)."""
        totals = np.zeros((len(texts), self.dimensions))
        filled = [at for at, words in enumerate(texts) if words]
        if filled:
            places, table = self._known([word for words in texts for word in words])
            starts = np.cumsum([0, *(len(texts[at]) for at in filled[:-1])])
            totals[filled] = np.add.reduceat(table[places], starts, axis=0, dtype=np.float64)
        return totals

    def _known(self, words: Sequence[str]) -> tuple[list[int], Vectors]:
        """Return the row of each word in the table of weighted word vectors, and the table."""
        with self._lock:
            if len(self._places) > _REMEMBERED:
                self._places, self._table = {}, self._table[:0]
            new = [word for word in dict.fromkeys(words) if word not in self._places]
            if new:
                self._places |= {word: len(self._places) + at for at, word in enumerate(new)}
                found = [self._static.weighted(word, word_rarity) for word in new]
                self._table = np.concatenate([self._table, np.array(found, dtype=np.float32)])
            return [self._places[word] for word in words], self._table

    def _background_sum(self) -> npt.NDArray[np.float64]:
        counts = background().counts
        places, table = self._known(list(counts))
        shares = np.array(list(counts.values()), dtype=np.float64)
        total: npt.NDArray[np.float64] = (table[places] * shares[:, None]).sum(axis=0)
        return total


class PooledEmbedder:
    """A model that reads short texts: the mean over pieces of a text, by their words, without the centre."""

    def __init__(self, inner: Embedder, centre: npt.NDArray[np.float64] | None) -> None:
        """Take the model and the mean of its vectors over job ads."""
        self._inner = inner
        self._centre = np.zeros(inner.dimensions) if centre is None else centre

    @property
    def name(self) -> str:
        """What made the vectors."""
        return f"{self._inner.name}, by pieces"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._inner.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, d), float32; an empty text gives a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = _without(_unit(self._mean(text)[None, :]), self._centre)[0]
        return rows

    def _mean(self, text: str) -> npt.NDArray[np.float64]:
        words = text.split()
        pieces = [words[first : first + _PIECE] for first in range(0, len(words), _PIECE)]
        vectors = self._inner.embed([" ".join(piece) for piece in pieces]).astype(np.float64)
        shares = np.array([len(piece) for piece in pieces], dtype=np.float64)
        mean: npt.NDArray[np.float64] = (vectors * shares[:, None]).sum(axis=0)
        return mean


@cache
def word_rarity(word: str) -> float:
    """Return the rarity of the rarest term of a written word; 0 where it holds none.

    >>> word_rarity("Rust,") > word_rarity("team") > word_rarity("and") == word_rarity("--") == 0
    True
    """
    return max((background_rarity(term) for term in terms(word)), default=0.0)


@cache
def static_embedder() -> Embedder:
    """Return the default embedder of matching."""
    return RarityEmbedder(default_embedder())


@cache
def quality_embedder() -> Embedder:
    """Return the quality model, or raise `Unavailable` with what to install."""
    return PooledEmbedder(minilm_embedder(), centre())


@cache
def centre() -> npt.NDArray[np.float64]:
    """Return the mean vector of job ads under the quality model, shape (384,)."""
    return np.array([float(line) for line in CENTRE.read_text(encoding="utf-8").splitlines()])


def embedder_named(name: str) -> Embedder:
    """Return the embedder "static" or "minilm"; "best" is the quality model where it is installed."""
    if name == "minilm" or (name == "best" and is_installed()):
        return quality_embedder()
    if name in {"static", "best"}:
        return static_embedder()
    raise Unavailable(f"no embedder {name!r}: choose static, minilm or best")


def _unit(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return rows of length 1; rows of zeros stay zeros."""
    lengths = np.sqrt((rows**2).sum(axis=-1, keepdims=True))
    found: npt.NDArray[np.float64] = rows / np.where(lengths > 0, lengths, 1.0)
    return found


def _without(rows: npt.NDArray[np.float64], centre: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Subtract the centre from unit rows; rows of zeros stay zeros."""
    return _unit(np.where(rows.any(axis=1, keepdims=True), rows - centre, 0.0))
