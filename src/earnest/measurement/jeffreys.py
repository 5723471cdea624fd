"""The Jeffreys interval of a proportion: equal tails of Beta(k + 1/2, n - k + 1/2).

L. D. Brown, T. T. Cai, A. DasGupta (2001), Interval estimation for a binomial proportion, Statistical
Science 16, 101-133. By their convention the low end is 0 where k = 0 and the high end 1 where k = n.
"""

from earnest.measurement.beta import beta_quantile
from earnest.measurement.interval import Interval, check_counts


def jeffreys(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """Return the Jeffreys interval of `successes` of `total`.

    >>> jeffreys(7, 10).rounded()
    [0.3942, 0.9073]
    """
    check_counts(successes, total)
    alpha, beta = successes + 0.5, total - successes + 0.5
    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else beta_quantile(tail, alpha, beta)
    high = 1.0 if successes == total else beta_quantile(1 - tail, alpha, beta)
    return Interval(low, high)
