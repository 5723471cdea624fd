"""Drift: the place where an essay falls most clearly into two, and how clearly it does.

Three views: how much more the passages of each side have in common than passages across (meaning, wording);
how many recurring words cross the place compared with what chance would carry over (`bridges`); and the
stretch, at the end or in the middle, that stands most clearly apart from all the rest (`foreign`).
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from earnest.signals.coherence.reading import ReadSentence, Stretch
from earnest.signals.coherence.relations import Links, Matrix, unit

_EDGE = 0.1  # share of the passages at either end in which no break is looked for
_FOREIGN = 3  # passages of the shortest stretch that can be foreign, and of what must be left without it
_CLEARER = 1.2  # how much clearer a stretch must be than a break, to be what is named


class Split(NamedTuple):
    """A split before passage `at`: (mean within - mean across) x sqrt(n1 n2 / n), and the mean across."""

    at: int
    weighed: float
    across: float


class Apart(NamedTuple):
    """A stretch of passages `first:last`: `weighed` and `across` as for a split."""

    first: int
    last: int
    weighed: float
    across: float


_NO_BREAK = {
    **{f"{kind}_{value}": level for kind in ("meaning", "wording", "rare") for value, level in (
        ("weighed", 0.0), ("across", 0.1), ("foreign", 0.0), ("foreign_across", 0.1),
    )},
    "bridge_mean": 1.0,
    "tie": 0.7,
    "tie_to_opening": 0.5,
    "foreign_tie": 0.7,
}  # fmt: skip


def break_values(
    links: Links, vectors: Matrix, found: Sequence[ReadSentence], passages: Sequence[Stretch]
) -> tuple[dict[str, float], int]:
    """Return the drift values and the passage at which the essay turns away (0: nowhere).

    `tie` is the cosine of all that stands before the clearest break to all that stands behind it,
    `tie_to_opening` of the first passage to what stands behind, `foreign_tie` of the stretch that stands most
    apart to all the rest.
    """
    placed = splits(links.placing)
    if not placed:
        return dict(_NO_BREAK), 0
    best = max(placed, key=lambda split: (split.weighed, -split.at))
    stretch = foreign(links.placing)
    ratios, cut = bridges(found, passages), passages[best.at].first
    own = vectors[passages[stretch.first].first : passages[stretch.last - 1].last]
    values = {
        **_weighed("meaning", links.meaning),
        **_weighed("wording", links.wording),
        **_weighed("rare", links.rare),
        "tie": _cosine(vectors[:cut].sum(axis=0), vectors[cut:].sum(axis=0)),
        "tie_to_opening": _cosine(vectors[: passages[0].last].sum(axis=0), vectors[cut:].sum(axis=0)),
        "bridge_mean": float(np.mean([ratios[split.at] for split in placed])),
        "foreign_tie": _cosine(own.sum(axis=0), vectors.sum(axis=0) - own.sum(axis=0)),
    }
    return values, stretch.first if stretch.weighed > _CLEARER * best.weighed else best.at


def _weighed(kind: str, matrix: Matrix) -> dict[str, float]:
    """Return how clear break and foreign stretch are in one similarity, in deviations of its pairs."""
    spread = max(float(matrix[~np.eye(len(matrix), dtype=bool)].std()), 1e-6)
    found, apart = splits(matrix), foreign(matrix)
    return {
        f"{kind}_weighed": max(split.weighed for split in found) / spread,
        f"{kind}_across": min(split.across for split in found),
        f"{kind}_foreign": apart.weighed / spread,
        f"{kind}_foreign_across": apart.across,
    }


def _cosine(one: Matrix, other: Matrix) -> float:
    return float(unit(one[None])[0] @ unit(other[None])[0])


def foreign(matrix: Matrix) -> Apart:
    """Return the stretch of at least three passages, not at the beginning, that stands most apart.

    As a break is weighed, (mean within - mean across) x sqrt(n1 n2 / n), over all pairs of a first and a last
    passage: quadratic in the passages, of which there are few. Nothing is apart (0:0) in a short essay.
    """
    size = len(matrix)
    total = np.zeros((size + 1, size + 1))
    total[1:, 1:] = matrix.cumsum(axis=0).cumsum(axis=1)
    first, last = np.triu_indices(size + 1, _FOREIGN)
    fits = (first >= 2) & (size - (last - first) >= _FOREIGN)
    first, last = first[fits], last[fits]
    if not len(first):
        return Apart(0, 1, 0.0, 0.3)
    own = last - first
    rest = size - own
    inside = total[last, last] - total[first, last] - total[last, first] + total[first, first]
    across = total[last, size] - total[first, size] - inside
    outside = total[size, size] - inside - 2 * across
    within = ((inside - own) / (own - 1) + (outside - rest) / (rest - 1)) / size
    weighed = (within - across / (own * rest)) * np.sqrt(own * rest / size)
    at = int(weighed.argmax())
    return Apart(int(first[at]), int(last[at]), float(weighed[at]), float(across[at] / (own[at] * rest[at])))


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
