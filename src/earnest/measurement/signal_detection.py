"""Sensitivity and criterion: how well two kinds of items are told apart, and which answer is preferred.

N. A. Macmillan, C. D. Creelman (2005), Detection Theory: A User's Guide, 2nd edition: d' = z(H) - z(F) and
c = -(z(H) + z(F)) / 2 for yes-no; for a choice between two, d' is divided by the square root of 2 (chapter
7). Rates of 0 and 1 are kept finite by adding 0.5 to each count and 1 to each total: M. J. Hautus (1995),
Corrections for extreme proportions and their biasing effects on estimated values of d', Behavior Research
Methods 27, 46-51.
"""

import math
from typing import NamedTuple

from earnest.measurement.interval import check_counts, normal_quantile


class Detection(NamedTuple):
    """`sensitivity` is d' (0 is chance); `criterion` is c (below 0: the first answer is preferred)."""

    sensitivity: float
    criterion: float


def detection(hits: tuple[int, int], false_alarms: tuple[int, int], *, correct: bool = True) -> Detection:
    """Return d' and c of a yes-no form from (yes, total) where yes is right and where it is wrong.

    `correct` adds 0.5 to each count and 1 to each total (Hautus).

    >>> found = detection((20, 25), (10, 25), correct=False)  # Macmillan and Creelman (2005), 1.1
    >>> round(found.sensitivity, 3), round(found.criterion, 3)
    (1.095, -0.294)
    """
    hit, alarm = _z(hits, correct=correct), _z(false_alarms, correct=correct)
    return Detection(hit - alarm, -(hit + alarm) / 2)


def choice_of_two(first: tuple[int, int], second: tuple[int, int], *, correct: bool = True) -> Detection:
    """Return d' and c where one of two options is chosen.

    `first` is (chose the first, total) where the first is right, `second` the same where the second is right.
    """
    found = detection(first, second, correct=correct)
    return Detection(found.sensitivity / math.sqrt(2), found.criterion / math.sqrt(2))


def _z(counts: tuple[int, int], *, correct: bool) -> float:
    chosen, total = counts
    check_counts(chosen, total)
    rate = (chosen + 0.5) / (total + 1) if correct else chosen / total
    if not 0.0 < rate < 1.0:
        raise ValueError("a rate of 0 or 1 has no finite z; use correct=True")
    return normal_quantile(rate)
