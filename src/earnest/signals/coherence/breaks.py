"""Drift: the place where an essay falls most clearly into two, and how clearly it does.

Two views: how much more the passages of each side have in common than passages across (meaning, wording),
and how many recurring words cross the place compared with what chance would carry over (`bridges`).
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from earnest.signals.coherence.reading import ReadSentence, Stretch
from earnest.signals.coherence.relations import Links, Matrix, unit

_EDGE = 0.1  # share of the passages at either end in which no break is looked for


class Split(NamedTuple):
    """A split before passage `at`: (mean within - mean across) x sqrt(n1 n2 / n), and the mean across."""

    at: int
    weighed: float
    across: float


def break_values(
    links: Links, vectors: Matrix, found: Sequence[ReadSentence], passages: Sequence[Stretch]
) -> tuple[dict[str, float], int]:
    """Return the drift values and the passage before which the essay breaks most clearly (0: nowhere).

    `tie` is the cosine of all that stands before that place to all that stands behind it, `tie_to_opening` of
    the first passage to what stands behind.
    """
    meaning, both = splits(links.meaning), splits(links.both)
    if not both:
        return {
            "meaning_weighed": 0.0,
            "meaning_across": 0.3,
            "bridge_mean": 1.0,
            "tie": 0.7,
            "tie_to_opening": 0.5,
        }, 0
    best = max(both, key=lambda split: (split.weighed, -split.at))
    others = links.meaning[~np.eye(len(passages), dtype=bool)]
    ratios, cut = bridges(found, passages), passages[best.at].first
    values = {
        "meaning_weighed": max(split.weighed for split in meaning) / max(float(others.std()), 1e-6),
        "meaning_across": min(split.across for split in meaning),
        "tie": _cosine(vectors[:cut], vectors[cut:]),
        "tie_to_opening": _cosine(vectors[: passages[0].last], vectors[cut:]),
        "bridge_mean": float(np.mean([ratios[split.at] for split in both])),
    }
    return values, best.at


def _cosine(one: Matrix, other: Matrix) -> float:
    return float(unit(one.sum(axis=0)[None])[0] @ unit(other.sum(axis=0)[None])[0])


def splits(matrix: Matrix) -> list[Split]:
    """Return all splits that leave at least two passages and a tenth of the essay on each side."""
    size = len(matrix)
    least = max(2, int(_EDGE * size))
    total = np.zeros((size + 1, size + 1))
    total[1:, 1:] = matrix.cumsum(axis=0).cumsum(axis=1)
    found = []
    for at in range(least, size - least + 1):
        left, right = at, size - at
        across = float(total[at, size] - total[at, at]) / (left * right)
        before = float(total[at, at]) - left
        after = float(total[size, size] - total[at, size] - total[size, at] + total[at, at]) - right
        within = (before / (left - 1) + after / (right - 1)) / size
        found.append(Split(at, (within - across) * math.sqrt(left * right / size), across))
    return found


def bridges(found: Sequence[ReadSentence], passages: Sequence[Stretch]) -> dict[int, float]:
    """Return, by passage, the recurring stems that stand on both sides of it / the number expected by chance.

    In a random order a stem in k of n passages misses the left b of them with chance C(n-k, b) / C(n, b).
    """
    size = len(passages)
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        for stem in {stem for one in found[passage.first : passage.last] for stem in one.stems}:
            places.setdefault(stem, []).append(place)
    crossing = np.zeros(size + 1)
    for held in places.values():
        crossing[held[0] + 1] += 1
        crossing[held[-1] + 1] -= 1
    seen = np.cumsum(crossing)
    spread = Counter(len(held) for held in places.values() if len(held) > 1)
    ratios = {}
    for at in range(1, size):
        chances = {k: 1 - _misses(size, k, at) - _misses(size, k, size - at) for k in spread}
        expected = sum(spread[k] * chance for k, chance in chances.items())
        ratios[at] = float(seen[at]) / expected if expected > 1e-9 else 1.0
    return ratios


def _misses(size: int, held: int, drawn: int) -> float:
    """Return C(size - held, drawn) / C(size, drawn)."""
    if size - held < drawn:
        return 0.0
    log = math.lgamma(size - held + 1) - math.lgamma(size - held - drawn + 1)
    log -= math.lgamma(size + 1) - math.lgamma(size - drawn + 1)
    return math.exp(log)
