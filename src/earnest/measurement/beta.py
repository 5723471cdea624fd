"""Quantiles of the Beta distribution; scipy is loaded when the first one is asked for."""

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def beta_quantile(probability: float, alpha: float, beta: float) -> float:
    """Return x with P(X <= x) = `probability` for X ~ Beta(alpha, beta).

    >>> round(beta_quantile(0.5, 1, 1), 6)
    0.5
    """
    from scipy.special import betaincinv  # noqa: PLC0415  scipy.stats would cost a second

    return float(betaincinv(alpha, beta, probability))


def beta_quantiles(probability: float, alpha: Array, beta: Array) -> Array:
    """Return `beta_quantile` for arrays of `alpha` and `beta`; NaN where one of them is."""
    from scipy.special import betaincinv  # noqa: PLC0415  scipy.stats would cost a second

    return np.asarray(betaincinv(alpha, beta, probability), dtype=np.float64)


def beta_above(cut: float, alpha: float, beta: float) -> float:
    """Return P(X > `cut`) for X ~ Beta(alpha, beta).

    >>> beta_above(0.25, 1, 1)
    0.75
    """
    from scipy.special import betaincc  # noqa: PLC0415  scipy.stats would cost a second

    return float(betaincc(alpha, beta, cut))


def beta_mean(alpha: float, beta: float) -> float:
    """Return the mean of Beta(alpha, beta)."""
    return alpha / (alpha + beta)


def beta_sd(alpha: float, beta: float) -> float:
    """Return the standard deviation of Beta(alpha, beta)."""
    total = alpha + beta
    return math.sqrt(alpha * beta / (total * total * (total + 1)))
