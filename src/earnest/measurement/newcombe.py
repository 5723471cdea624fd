"""The hybrid score interval of a difference of two independent proportions.

R. G. Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of
eleven methods, Statistics in Medicine 17, 873-890, method 10: with (l, u) the Wilson intervals of both,

    d - sqrt((p1 - l1)^2 + (u2 - p2)^2)    to    d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
"""

import math

from earnest.measurement.interval import Interval
from earnest.measurement.wilson import wilson


def newcombe(
    first: tuple[int, int], second: tuple[int, int], confidence: float = 0.95
) -> tuple[float, Interval]:
    """Return the difference first - second and its interval; each is (successes, total).

    >>> difference, interval = newcombe((56, 70), (48, 80))  # Newcombe (1998), table II, (a)
    >>> round(difference, 4), interval.rounded()
    (0.2, [0.0524, 0.3339])
    """
    one, two = wilson(*first, confidence), wilson(*second, confidence)
    share_one, share_two = first[0] / first[1], second[0] / second[1]
    difference = share_one - share_two
    low = difference - math.hypot(share_one - one.low, two.high - share_two)
    high = difference + math.hypot(one.high - share_one, share_two - two.low)
    return difference, Interval(low, high)
