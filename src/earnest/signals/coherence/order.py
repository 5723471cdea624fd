"""Order: whether neighbours belong together more than any two parts of the same essay do.

Every value compares the essay with a random order of its own parts, so a narrow subject, a long text or
repeated keywords do not move it: they make all pairs alike, not neighbours.
"""

import math

import numpy as np

from earnest.signals.coherence.relations import Links, Matrix

_FEWEST = 4


def order_values(blocks: Links) -> dict[str, float]:
    """Return the order statistics of the blocks of an essay, by meaning and by wording.

    `near`: neighbours; `far`: how similarity falls with distance. In standard deviations under random order:
    0 is expected there, higher is better ordered, 0 stands where there are fewer than four blocks. `size` is
    the logarithm of their number: with more of them the same order is clearer.
    """
    values = {"size": math.log(len(blocks.meaning))}
    for kind, matrix in (("meaning", blocks.meaning), ("wording", blocks.wording)):
        values[f"{kind}_near"] = near(matrix, 1)
        values[f"{kind}_far"] = falls_with_distance(matrix)
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


def falls_with_distance(matrix: Matrix) -> float:
    """Return -correlation(log distance, similarity) x sqrt(parts), a Mantel statistic (Mantel 1967)."""
    size = len(matrix)
    if size < _FEWEST:
        return 0.0
    first, second = np.triu_indices(size, 1)
    distance = np.log(second - first)
    similarity = matrix[first, second]
    if float(similarity.std()) < 1e-9:
        return 0.0
    return -float(np.corrcoef(distance, similarity)[0, 1]) * math.sqrt(size)
