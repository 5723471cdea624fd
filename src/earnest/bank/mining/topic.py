"""Whether words speak of code and text, or of the world that a program or a text is about.

No list holds every noun, so words that none holds are placed between two lists by their vectors: regularised
least squares (Hoerl & Kennard, Ridge regression, Technometrics 12, 1970) separates the vectors of what a
writer hands in from those of customers, parcels and kettles.
"""

from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from earnest.bank.mining.words import table
from earnest.text.embedding import default_embedder

_PENALTY = 2.0


@lru_cache(maxsize=4096)
def leaning(phrase: str) -> float:
    """Return how far a phrase leans to code and text (1) or to the world (-1); 0.0 for no words."""
    weights, offset = _line()
    vector = default_embedder().embed([phrase])[0]
    return float(vector @ weights + offset) if vector.any() else 0.0


@cache
def _line() -> tuple[npt.NDArray[np.float64], float]:
    """Fit the line between the two lists, each of which counts as much as the other."""
    held = table().asking
    work = sorted(word for word in held.work | table().artifacts if word.isalpha())
    world = sorted(held.world - set(work))
    rows = default_embedder().embed([*work, *world]).astype(np.float64)
    target = np.concatenate([np.ones(len(work)), -np.ones(len(world))])
    share = np.concatenate([np.full(len(work), 0.5 / len(work)), np.full(len(world), 0.5 / len(world))])
    middle = share @ rows
    centred = rows - middle
    square = (centred * share[:, None]).T @ centred
    weights = np.linalg.solve(
        square + _PENALTY / len(target) * np.eye(rows.shape[1]), (centred * share[:, None]).T @ target
    )
    return weights, float(-middle @ weights)
