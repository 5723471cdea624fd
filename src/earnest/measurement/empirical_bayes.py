"""Beta-binomial shrinkage: what others did says how far few answers can be believed.

k of n right with the accuracy p ~ Beta(a, b) gives the posterior Beta(a + k, b + n - k). The prior is
fitted to many raters by maximum marginal likelihood: A. Gelman and others (2013), Bayesian Data Analysis,
3rd edition, 5.3; B. Efron, C. Morris (1975), Data analysis using Stein's estimator and its generalizations,
JASA 70, 311-319.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from earnest.measurement.beta import beta_mean, beta_sd
from earnest.measurement.interval import check_counts


class BetaPrior(NamedTuple):
    """Beta(alpha, beta), both above 0."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The mean."""
        return beta_mean(self.alpha, self.beta)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return beta_sd(self.alpha, self.beta)

    def after(self, successes: int, total: int) -> "BetaPrior":
        """Return the posterior after `successes` of `total`; 0 of 0 changes nothing.

        >>> posterior = BetaPrior(1.4, 8.6).after(4, 14)  # the rats of 5.1
        >>> round(posterior.mean, 3), round(posterior.sd, 3)
        (0.225, 0.084)
        """
        if total:
            check_counts(successes, total)
        return BetaPrior(self.alpha + successes, self.beta + total - successes)


def log_marginal(prior: BetaPrior, counts: Sequence[tuple[int, int]]) -> float:
    """Return the log-likelihood of (successes, total) pairs, without the binomial coefficients."""
    return _log_marginal(prior, Counter(counts))


def _log_marginal(prior: BetaPrior, tally: Mapping[tuple[int, int], int]) -> float:
    """Many raters share few pairs of counts: each pair is worked out once."""
    base = _log_beta(*prior)
    told = (times * (_log_beta(*prior.after(k, n)) - base) for (k, n), times in tally.items())
    return math.fsum(told)


def fit_prior(counts: Sequence[tuple[int, int]], passes: int = 6) -> BetaPrior:
    """Fit the prior to (successes, total) of at least two raters by maximum marginal likelihood.

    Searches mean and log of the strength a + b on a grid that is made finer `passes` times; the strength
    stays within 0.5 and 2000, so raters who do not differ give a strong prior and not an infinite one.
    """
    if len(counts) < 2:
        raise ValueError("a prior cannot be fitted to fewer than two raters")
    mean_range, strength_range = (0.005, 0.995), (math.log(0.5), math.log(2000.0))
    best, tally = BetaPrior(1.0, 1.0), Counter(counts)
    for _ in range(passes):
        means, strengths = _grid(*mean_range), _grid(*strength_range)
        options = [(mean, strength) for mean in means for strength in strengths]
        mean, strength = max(options, key=lambda one: _log_marginal(_prior(*one), tally))
        best = _prior(mean, strength)
        mean_range = _around(mean, means, (0.005, 0.995))
        strength_range = _around(strength, strengths, (math.log(0.5), math.log(2000.0)))
    return best


def _prior(mean: float, log_strength: float) -> BetaPrior:
    strength = math.exp(log_strength)
    return BetaPrior(mean * strength, (1 - mean) * strength)


def _grid(low: float, high: float, points: int = 17) -> list[float]:
    return [low + (high - low) * step / (points - 1) for step in range(points)]


def _around(value: float, grid: Sequence[float], limits: tuple[float, float]) -> tuple[float, float]:
    step = grid[1] - grid[0]
    return max(limits[0], value - 1.5 * step), min(limits[1], value + 1.5 * step)


def _log_beta(alpha: float, beta: float) -> float:
    return math.lgamma(alpha) + math.lgamma(beta) - math.lgamma(alpha + beta)
