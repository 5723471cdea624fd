"""How the parts of one essay relate: similarities of meaning and of words, their order, and where they break.

Meaning is the cosine of static embeddings of content words, wording the cosine of stems weighed by how rare
they are in the essay. Everything is computed for at most `reading.MOST_PASSAGES` stretches, so time grows
with the text alone.
"""

import math
from collections import Counter
from collections.abc import Sequence
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
    """Similarities between stretches: `meaning` and `wording`, each of shape (n, n) with ones in the
    diagonal.
    """

    meaning: Matrix
    wording: Matrix

    @property
    def both(self) -> Matrix:
        """The mean of the two."""
        mixed: Matrix = (self.meaning + self.wording) / 2
        return mixed


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
def background() -> Matrix:
    """Return the mean vector of content words in writing about work, from `background.txt`, shape (d,).

    What all such texts have in common says nothing about whether two passages belong together; without it
    two essays on software look alike (Mu, Viswanath 2018, All-but-the-top, arXiv:1702.01417).
    """
    text = Path(__file__).with_name("background.txt").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    return np.array([float(value) for value in " ".join(rows).split()])


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


def wordings(found: Sequence[ReadSentence], stretches: Sequence[Stretch]) -> Matrix:
    """Return a row of stem weights for each stretch: (1 + log count) x log((n + 1) / spread of the stem).

    Stems of one stretch alone share the last column, where they only count for the length of the row.
    """
    counts = [Counter(stem for one in found[s.first : s.last] for stem in one.stems) for s in stretches]
    spread = Counter(stem for count in counts for stem in count)
    shared = sorted(stem for stem, held in spread.items() if held > 1)
    column = {stem: at for at, stem in enumerate(shared)}
    rows = np.zeros((len(stretches), len(column) + 1))
    for row, count in zip(rows, counts, strict=True):
        alone = 0.0
        for stem, times in count.items():
            weight = (1 + math.log(times)) * math.log((len(stretches) + 1) / spread[stem])
            if stem in column:
                row[column[stem]] = weight
            else:
                alone += weight * weight
        row[-1] = math.sqrt(alone)
    return rows


def links(vectors: Matrix, found: Sequence[ReadSentence], stretches: Sequence[Stretch]) -> Links:
    """Return both similarities between all pairs of stretches."""
    pool = pooled(vectors, stretches)
    meaning = np.clip(pool @ pool.T, -1.0, 1.0)
    rows = wordings(found, stretches)
    length = np.maximum(np.linalg.norm(rows, axis=1), 1e-9)
    shared = rows[:, :-1] / length[:, None]
    wording = np.clip(shared @ shared.T, 0.0, 1.0)
    return Links(meaning, wording)
