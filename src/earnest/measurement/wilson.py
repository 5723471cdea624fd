"""The score interval of a proportion.

E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
American Statistical Association 22, 209-212. With p = k / n and z the normal quantile,

    (p + z^2 / 2n  -+  z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
"""

import math

from earnest.measurement.interval import Interval, check_counts, two_sided_z


def wilson(successes: int, total: int, confidence: float = 0.95) -> Interval:
    """Return the Wilson interval of `successes` of `total`.

    >>> wilson(81, 263).rounded()  # R. G. Newcombe (1998), table I
    [0.2553, 0.3662]
    """
    check_counts(successes, total)
    z = two_sided_z(confidence)
    share = successes / total
    centre = share + z * z / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    low = 0.0 if successes == 0 else max(0.0, (centre - reach) / scale)
    high = 1.0 if successes == total else min(1.0, (centre + reach) / scale)
    return Interval(low, high)
