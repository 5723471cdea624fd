"""Logistic regression with a Gaussian prior on each coefficient: the posterior mode and its standard errors.

The mode is found by Newton's method with step halving; the covariance is the inverse of the Hessian of the
negative log posterior there (Laplace). A. Gelman, A. Jakulin, M. G. Pittau, Y.-S. Su (2008), A weakly
informative default prior distribution for logistic and other regression models, Annals of Applied
Statistics 2, 1360-1383 (there with t priors); C. M. Bishop (2006), Pattern Recognition and Machine
Learning, 4.5.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_STEPS = 100
_CLOSE = 1e-10


class Fit(NamedTuple):
    """`coefficients` (d,), their `standard_errors` (d,) and the whole `covariance` (d, d)."""

    coefficients: Array
    standard_errors: Array
    covariance: Array


def logistic_map(design: Array, outcome: Array, prior_mean: Array, prior_sd: Array) -> Fit:
    """Fit P(outcome = 1) = 1 / (1 + exp(-design @ b)) with b_j ~ Normal(prior_mean_j, prior_sd_j).

    `design` has shape (n, d), `outcome` (n,) holds 0 and 1, the prior two times (d,) with every sd above 0.
    Because of the prior a mode exists and is unique even where the outcome is separated.
    """
    x, y = np.asarray(design, float), np.asarray(outcome, float)
    centre, precision = np.asarray(prior_mean, float), np.asarray(prior_sd, float) ** -2.0
    b = centre.copy()
    value = _loss(x, y, b, centre, precision)
    for _ in range(_STEPS):
        chance = _logistic(x @ b)
        gradient = x.T @ (chance - y) + precision * (b - centre)
        step = np.linalg.solve(_hessian(x, chance, precision), gradient)
        b, value, moved = _descend((x, y, centre, precision), b, step, value)
        if moved < _CLOSE:
            break
    covariance: Array = np.linalg.inv(_hessian(x, _logistic(x @ b), precision)).astype(np.float64)
    errors: Array = np.sqrt(np.diag(covariance)).astype(np.float64)
    return Fit(b, errors, covariance)


def _descend(
    problem: tuple[Array, Array, Array, Array], start: Array, step: Array, value: float
) -> tuple[Array, float, float]:
    """Take the Newton step, halved until the loss does not grow; return point, loss and length moved."""
    x, y, centre, precision = problem
    for _ in range(40):
        reached = start - step
        loss = _loss(x, y, reached, centre, precision)
        if loss <= value + 1e-12:
            return reached, loss, float(np.max(np.abs(step)))
        step = step / 2
    return start, value, 0.0


def _loss(x: Array, y: Array, b: Array, centre: Array, precision: Array) -> float:
    eta = x @ b
    fit = np.logaddexp(0.0, eta) - y * eta
    return float(fit.sum() + 0.5 * (precision * (b - centre) ** 2).sum())


def _hessian(x: Array, chance: Array, precision: Array) -> Array:
    weighted: Array = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(precision)
    return weighted


def _logistic(eta: Array) -> Array:
    halved: Array = 0.5 * (1.0 + np.tanh(0.5 * eta))
    return halved
