"""How stated confidence compares with what came true.

G. W. Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78,
1-3 (here for two outcomes: mean of (confidence - correct)^2, 0 best). Expected calibration error: M. P.
Naeini, G. F. Cooper, M. Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning,
AAAI.
"""

import math
from collections.abc import Sequence

import numpy as np

from earnest.measurement.interval import Interval


def brier(confidence: Sequence[float], correct: Sequence[bool]) -> float:
    """Return the mean squared difference of confidence (0..1) and correctness.

    >>> round(brier([0.9, 0.6], [True, False]), 4)
    0.185
    """
    pairs = _pairs(confidence, correct)
    return math.fsum((stated - right) ** 2 for stated, right in pairs) / len(pairs)


def expected_calibration_error(confidence: Sequence[float], correct: Sequence[bool], bins: int = 10) -> float:
    """Return the mean over equal-width bins of |mean confidence - accuracy|, weighted by their size.

    >>> round(expected_calibration_error([0.95, 0.95, 0.55, 0.55], [True, False, True, False]), 4)
    0.25
    """
    held: dict[int, list[tuple[float, float]]] = {}
    for stated, right in _pairs(confidence, correct):
        held.setdefault(min(bins - 1, int(stated * bins)), []).append((stated, right))
    gaps = (abs(math.fsum(stated - right for stated, right in rows)) for _, rows in sorted(held.items()))
    return math.fsum(gaps) / len(confidence)


def overconfidence(confidence: Sequence[float], correct: Sequence[bool]) -> float:
    """Return mean confidence minus accuracy, -1..1: above 0 is over-confident.

    >>> round(overconfidence([0.9, 0.9, 0.8, 0.6], [True, False, True, False]), 4)
    0.3
    """
    pairs = _pairs(confidence, correct)
    return math.fsum(stated - right for stated, right in pairs) / len(pairs)


def overconfidence_interval(
    confidence: Sequence[float],
    correct: Sequence[bool],
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Interval:
    """Return the percentile bootstrap interval of `overconfidence`, drawn over answers with a fixed seed.

    B. Efron, R. J. Tibshirani (1993), An Introduction to the Bootstrap, 13.3.
    """
    gaps = np.array([stated - right for stated, right in _pairs(confidence, correct)])
    chosen = np.random.default_rng(seed).integers(0, len(gaps), size=(draws, len(gaps)))
    means = gaps[chosen].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _pairs(confidence: Sequence[float], correct: Sequence[bool]) -> list[tuple[float, float]]:
    if not confidence or len(confidence) != len(correct):
        raise ValueError("confidence and correct are empty or differ in length")
    if not all(0.0 <= stated <= 1.0 for stated in confidence):
        raise ValueError("a confidence lies outside 0..1")
    return [(stated, float(right)) for stated, right in zip(confidence, correct, strict=True)]
