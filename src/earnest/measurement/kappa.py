"""Kappa: agreement beyond chance, of two raters (Cohen) or of a fixed number for each unit (Fleiss).

J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20,
37-46; weights: J. Cohen (1968), Weighted kappa, Psychological Bulletin 70, 213-220; standard error: J. L.
Fleiss, J. Cohen, B. S. Everitt (1969), Large sample standard errors of kappa and weighted kappa,
Psychological Bulletin 72, 323-327; many raters: J. L. Fleiss (1971), Measuring nominal scale agreement among
many raters, Psychological Bulletin 76, 378-382.
"""

import math
from typing import Literal, NamedTuple

import numpy as np

from earnest.measurement.labels import Array

Weights = Literal["equal", "linear", "quadratic"]


class Kappa(NamedTuple):
    """`value`: 1 is full agreement, 0 chance; `standard_error` by the delta method."""

    value: float
    standard_error: float


def cohen(table: Array, weights: Weights = "equal") -> Kappa:
    """Return kappa of a square `table`: entry (i, j) counts units put in i by one rater and j by the other.

    Raises `ValueError` where the table is not square or empty, or where both used one class only.

    >>> found = cohen(np.array([[20, 5], [10, 15]]))
    >>> round(found.value, 4), round(found.standard_error, 4)
    (0.4, 0.127)
    """
    counts = np.asarray(table, float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.sum() <= 0:
        raise ValueError("kappa needs a square table of counts")
    shares = counts / counts.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    weight = _weights(len(counts), weights)
    observed = float((weight * shares).sum())
    chance = float((weight * np.outer(rows, columns)).sum())
    if chance >= 1:
        raise ValueError("both raters used one class only: chance agreement is complete")
    value = (observed - chance) / (1 - chance)
    by_row, by_column = weight @ columns, weight.T @ rows
    spread = weight - (by_row[:, None] + by_column[None, :]) * (1 - value)
    middle = (shares * spread**2).sum() - (value - chance * (1 - value)) ** 2
    return Kappa(value, math.sqrt(max(float(middle), 0.0) / float(counts.sum())) / (1 - chance))


def fleiss(counts: Array) -> Kappa:
    """Return kappa of `counts` (units, classes), each row with the same sum of two or more ratings.

    The standard error holds where there is no agreement beyond chance (Fleiss, Nee, Landis 1979).
    """
    table = np.asarray(counts, float)
    sums = table.sum(axis=1)
    if len(table) == 0 or sums[0] < 2 or np.any(sums != sums[0]):
        raise ValueError("Fleiss' kappa needs the same number of ratings, two or more, for each unit")
    raters, units = float(sums[0]), len(table)
    shares = table.sum(axis=0) / table.sum()
    agreed = ((table**2).sum(axis=1) - raters) / (raters * (raters - 1))
    chance = float((shares**2).sum())
    if chance >= 1:
        raise ValueError("one class only: chance agreement is complete")
    against = shares * (1 - shares)
    total = float(against.sum())
    middle = total**2 - float((against * (1 - 2 * shares)).sum())
    error = math.sqrt(2 * max(middle, 0.0) / (units * raters * (raters - 1))) / total
    return Kappa((float(agreed.mean()) - chance) / (1 - chance), error)


def _weights(size: int, kind: Weights) -> Array:
    apart: Array = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    if kind == "equal":
        same: Array = (apart == 0).astype(np.float64)
        return same
    scaled = apart / max(size - 1, 1)
    return 1 - (scaled if kind == "linear" else scaled**2)
