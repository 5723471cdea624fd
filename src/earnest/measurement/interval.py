"""An interval, and the normal quantile that most of them need."""

from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()


class Interval(NamedTuple):
    """A closed interval."""

    low: float
    high: float

    def rounded(self, digits: int = 4) -> list[float]:
        """Return `[low, high]`, rounded, for output."""
        return [round(self.low, digits), round(self.high, digits)]


def two_sided_z(confidence: float) -> float:
    """Return the normal quantile of a two-sided interval with `confidence` in (0, 1).

    >>> round(two_sided_z(0.95), 4)
    1.96
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
    return _NORMAL.inv_cdf(0.5 + confidence / 2)


def normal_quantile(probability: float) -> float:
    """Return z with P(Z <= z) = `probability`, which lies in (0, 1)."""
    return _NORMAL.inv_cdf(probability)


def check_counts(successes: int, total: int) -> None:
    """Raise `ValueError` unless `0 <= successes <= total` and `total > 0`."""
    if total <= 0 or not 0 <= successes <= total:
        raise ValueError(f"{successes} of {total} is not a proportion")
