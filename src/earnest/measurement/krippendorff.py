"""Krippendorff's alpha: agreement beyond chance of any number of raters, with missing ratings.

K. Krippendorff (2011), Computing Krippendorff's alpha-reliability. alpha = 1 - D_o / D_e, where with the
coincidences o_ck (pairs of values within a unit, each weighted by 1 / (ratings of the unit - 1)) and their
sums n_c the disagreements are D_o = sum o_ck d_ck / n and D_e = sum n_c n_k d_ck / (n (n - 1)).
"""

from collections.abc import Callable
from typing import Literal

import numpy as np

from earnest.measurement.labels import Array

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def alpha(ratings: Array, level: Level = "nominal") -> float:
    """Return alpha of `ratings` (raters, units), NaN where not rated; 1 is full agreement, 0 chance.

    Units with fewer than two ratings are left out. Raises `ValueError` where nothing can be paired, or where
    all pairable ratings are equal, so that chance agreement is not defined.

    >>> round(alpha(np.array([[1, 0, 1, 1], [1, 0, 1, 0.0]])), 4)
    0.5333
    """
    table = np.asarray(ratings, float)
    held = ~np.isnan(table)
    values = np.unique(table[held & (held.sum(axis=0) >= 2)])
    if len(values) < 2:
        raise ValueError("alpha needs two ratings of one unit and two different values")
    counts = np.stack([(table == value).sum(axis=0) for value in values], axis=1).astype(float)
    counts = counts[counts.sum(axis=1) >= 2]
    weights = 1 / (counts.sum(axis=1) - 1)
    coincidences = (counts * weights[:, None]).T @ counts - np.diag(weights @ counts)
    sums = coincidences.sum(axis=0)
    distance = _DISTANCES[level](values, sums)
    total = sums.sum()
    observed = float((coincidences * distance).sum())
    expected = float((np.outer(sums, sums) * distance).sum() / (total - 1))
    return 1 - observed / expected


def _nominal(values: Array, _sums: Array) -> Array:
    differ: Array = (values[:, None] != values[None, :]).astype(np.float64)
    return differ


def _ordinal(_values: Array, sums: Array) -> Array:
    middle = np.cumsum(sums) - sums / 2
    squared: Array = (middle[:, None] - middle[None, :]) ** 2
    return squared


def _interval(values: Array, _sums: Array) -> Array:
    squared: Array = (values[:, None] - values[None, :]) ** 2
    return squared


def _ratio(values: Array, _sums: Array) -> Array:
    if values[0] < 0:
        raise ValueError("a ratio scale holds no value below 0")
    total = values[:, None] + values[None, :]
    squared: Array = ((values[:, None] - values[None, :]) / np.where(total == 0, 1.0, total)) ** 2
    return squared


_DISTANCES: dict[str, Callable[[Array, Array], Array]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
