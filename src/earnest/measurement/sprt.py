"""Wald's sequential probability ratio test: go on until the answers speak for one of two hypotheses.

A. Wald (1947), Sequential Analysis: with errors alpha and beta stop above log((1 - beta) / alpha) and below
log(beta / (1 - alpha)). For items of different difficulty: M. D. Reckase (1983), A procedure for decision
making using tailored testing, in D. J. Weiss (ed.), New Horizons in Testing, 237-255.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from earnest.measurement.irt import ItemParameters, probability

BELOW, OPEN, ABOVE = -1, 0, 1


@dataclass(frozen=True)
class Bounds:
    """Stop with `ABOVE` at a log-likelihood ratio of `upper` or more, with `BELOW` at `lower` or less."""

    lower: float
    upper: float

    def side(self, log_ratio: float) -> int:
        """Return `BELOW` (-1), `OPEN` (0: go on) or `ABOVE` (1)."""
        return ABOVE if log_ratio >= self.upper else BELOW if log_ratio <= self.lower else OPEN


def bounds(alpha: float, beta: float) -> Bounds:
    """Return Wald's bounds; `alpha` is the chance of ABOVE under the lower hypothesis, `beta` the reverse.

    >>> limits = bounds(0.05, 0.05)
    >>> round(limits.lower, 4), round(limits.upper, 4)
    (-2.9444, 2.9444)
    """
    if not (0 < alpha < 1 and 0 < beta < 1 and alpha + beta < 1):
        raise ValueError(f"errors {alpha} and {beta} are no pair of chances with a sum below 1")
    return Bounds(math.log(beta / (1 - alpha)), math.log((1 - beta) / alpha))


@dataclass(frozen=True)
class Sprt:
    """The test of a share: p0 against p1 > p0."""

    p0: float
    p1: float
    limits: Bounds

    def log_ratio(self, successes: int, total: int) -> float:
        """Return the log-likelihood of p1 less that of p0 after `successes` of `total`."""
        right = math.log(self.p1 / self.p0)
        wrong = math.log((1 - self.p1) / (1 - self.p0))
        return successes * right + (total - successes) * wrong

    def step(self, successes: int, total: int) -> int:
        """Return `BELOW`, `OPEN` or `ABOVE` after `successes` of `total`."""
        return self.limits.side(self.log_ratio(successes, total))


def sprt(p0: float, p1: float, alpha: float = 0.05, beta: float = 0.05) -> Sprt:
    """Return the test of p0 against p1, 0 < p0 < p1 < 1.

    >>> test = sprt(0.65, 0.85)
    >>> test.step(11, 11), test.step(10, 10), test.step(4, 9)
    (1, 0, -1)
    """
    if not 0 < p0 < p1 < 1:
        raise ValueError(f"p0 = {p0} and p1 = {p1} are not two growing chances")
    return Sprt(p0, p1, bounds(alpha, beta))


def irt_log_ratio(responses: Sequence[float], items: ItemParameters, low: float, high: float) -> float:
    """Return the log-likelihood of ability `high` less that of `low`; a NaN response counts for nothing."""
    right = np.asarray(responses, float)
    chance = probability(np.array([low, high]), items)
    logs = np.where(right == 1, np.log(chance), np.log1p(-chance))
    difference = np.where(np.isnan(right), 0.0, logs[1] - logs[0])
    return float(difference.sum())
