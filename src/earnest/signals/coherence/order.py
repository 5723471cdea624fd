"""Order: whether neighbours belong together more than any two parts of the same essay do.

Every value compares the essay with a random order of its own parts, so a narrow subject, a long text or
repeated keywords do not move it: they make all pairs alike, not neighbours.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from earnest.signals.coherence.reading import ReadSentence, Stretch
from earnest.signals.coherence.relations import Links, Matrix, unit

_FEWEST = 4
_COMMON = 3  # a stem in more than one of so many parts comes again by chance


def order_values(
    blocks: Links, vectors: Matrix, found: Sequence[ReadSentence], parts: Sequence[Stretch]
) -> dict[str, float]:
    """Return the order statistics of the blocks of an essay, by meaning and by wording.

    `near`: neighbours, `next`: parts two apart; `seam`: the last sentence of each part with the first of the
    next one; `again`: how soon a word comes again. In standard deviations under random order: 0 is expected
    there, higher is better ordered, 0 stands where there are fewer than four blocks. `size` is the logarithm
    of their number: with more of them the same order is clearer.
    """
    values = {"size": math.log(len(blocks.meaning))}
    for kind, matrix in (("meaning", blocks.meaning), ("wording", blocks.wording), ("rare", blocks.rare)):
        values[f"{kind}_near"] = near(centred(matrix), 1)
    values["both_next"] = near(centred(blocks.both), 2)
    values["seam"] = seam(vectors, parts)
    values["again"] = comes_again(found, parts)
    return values


def near(matrix: Matrix, lag: int) -> float:
    """Return (mean of pairs `lag` apart - mean of all pairs) / (deviation of a pair / sqrt(pairs)).

    >>> band = np.eye(6) + 0.5 * (np.eye(6, k=1) + np.eye(6, k=-1))
    >>> near(band, 1) > 2, near(band, 2) < 0, near(np.eye(3), 1)
    (True, True, 0.0)
    """
    size = len(matrix)
    if size < max(_FEWEST, lag + 2):
        return 0.0
    others = matrix[~np.eye(size, dtype=bool)]
    spread = float(others.std()) / math.sqrt(size - lag)
    gap = float(np.diagonal(matrix, lag).mean() - others.mean())
    return gap / spread if spread > 1e-9 else 0.0


def centred(matrix: Matrix) -> Matrix:
    """Return similarities less what each of the two parts has in common with all others.

    One part that goes with nothing would else make its own neighbours look disordered, and all others look
    ordered. Least squares over the pairs off the diagonal; fewer than four parts stay as they are.

    >>> alone = np.full((5, 5), 0.4); alone[4, :] = alone[:, 4] = 0.0
    >>> bool(np.abs(centred(alone)[~np.eye(5, dtype=bool)]).max() < 1e-9)
    True
    """
    size = len(matrix)
    if size < _FEWEST:
        return matrix
    off = np.where(np.eye(size, dtype=bool), 0.0, matrix)
    total = off.sum(axis=1)
    own = (total - total.sum() / (2 * (size - 1))) / (size - 2)
    found: Matrix = matrix - own[:, None] - own[None, :]
    return found


def seam(vectors: Matrix, parts: Sequence[Stretch]) -> float:
    """Return how much the end of a part belongs to the beginning of the next one, against any other part."""
    if len(parts) < _FEWEST:
        return 0.0
    ends = unit(vectors[[one.last - 1 for one in parts[:-1]]])
    begins = unit(vectors[[one.first for one in parts[1:]]])
    every = ends @ begins.T
    others = every[~np.eye(len(every), dtype=bool)]
    gap = float(np.diagonal(every).mean() - others.mean())
    spread = float(others.std()) / math.sqrt(len(every))
    return gap / spread if spread > 1e-9 else 0.0


def comes_again(found: Sequence[ReadSentence], parts: Sequence[Stretch]) -> float:
    """Return how soon stems come again after their first part: (expected - found) / deviation.

    The logarithm of the distance from the first to the second part with a stem, summed over the stems in 2 to
    a third of the parts. In a random order the first two of k parts out of n are d apart with a chance in
    proportion to C(n - d, k - 1).
    """
    size = len(parts)
    if size < _FEWEST + 1:
        return 0.0
    held: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        for stem in {stem for one in found[part.first : part.last] for stem in one.stems}:
            held.setdefault(stem, []).append(place)
    spread = {k: _expected(size, k) for k in range(2, max(2, size // _COMMON) + 1)}
    gap, variance = 0.0, 0.0
    for k, times in sorted(Counter((len(at), at[1] - at[0]) for at in held.values() if len(at) > 1).items()):
        if k[0] in spread:
            mean, own = spread[k[0]]
            gap, variance = gap + times * (mean - math.log(k[1])), variance + times * own
    return gap / math.sqrt(variance) if variance > 1e-9 else 0.0


def _expected(size: int, held: int) -> tuple[float, float]:
    """Return mean and variance of the logarithm of the first distance under random order."""
    chances = np.array([_log_choose(size - gap, held - 1) for gap in range(1, size - held + 2)])
    chances = np.exp(chances - chances.max())
    chances /= chances.sum()
    logs = np.log(np.arange(1, len(chances) + 1))
    mean = float(chances @ logs)
    return mean, float(chances @ logs**2) - mean * mean


def _log_choose(size: int, drawn: int) -> float:
    return math.lgamma(size + 1) - math.lgamma(drawn + 1) - math.lgamma(size - drawn + 1)
