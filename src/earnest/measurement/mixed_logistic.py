"""Logistic regression with one random intercept for each group, by penalised quasi-likelihood.

    logit P(outcome = 1) = design @ b + u_g,   u_g ~ Normal(0, sd^2),   b_j ~ Normal(prior_mean_j, prior_sd_j)

N. E. Breslow, D. G. Clayton (1993), Approximate inference in generalized linear mixed models, JASA 88, 9-25.
For a given sd, b and u are the joint mode (Newton's method with the groups eliminated, so a step grows with
the rows alone); sd^2 is then the mean of u^2 plus its posterior variance (one EM step), and so on by turns.

Rows may be copies of each other in part (many raters of one item). `copies`, how many rows tell as much as
one, weakens the data against the prior of b and widens its covariance by that factor (L. Kish 1965, Survey
Sampling, 8.2: the design effect).
"""

from typing import NamedTuple

import numpy as np

from earnest.measurement.labels import Array, Codes

_TURNS = 200
_CLOSE = 1e-7
_CLOSE_VARIANCE = 1e-4


class Prior(NamedTuple):
    """Of b: `mean` and `sd` (d,). Of sd: `group_sd`, believed as if `strength` groups had shown it."""

    mean: Array
    sd: Array
    group_sd: float = 0.5
    strength: float = 4.0


class Grouped(NamedTuple):
    """Rows: `design` (n, d), `group` codes (n,), `outcome` 0 or 1 (n,), and the number of `groups`."""

    design: Array
    group: Codes
    outcome: Array
    groups: int


class MixedFit(NamedTuple):
    """`coefficients` (d,), `covariance` (d, d); `effects` u and `effect_variances`, (groups,); `group_sd`."""

    coefficients: Array
    covariance: Array
    effects: Array
    effect_variances: Array
    group_sd: float


class _State(NamedTuple):
    b: Array
    u: Array
    value: float


def mixed_logistic(data: Grouped, prior: Prior, copies: float = 1.0) -> MixedFit:
    """Fit; groups without rows have the effect 0 with variance sd^2. Without rows the prior comes back."""
    variance = prior.group_sd**2
    state = _State(prior.mean.copy(), np.zeros(data.groups), -np.inf)
    held = np.bincount(data.group, minlength=data.groups) > 0
    seen = [variance]
    for _ in range(_TURNS):
        state = _mode(data, prior, copies, variance, state)
        spread = 1 / _diagonal(data, state, variance)
        total = float((state.u[held] ** 2 + spread[held]).sum()) + prior.strength * prior.group_sd**2
        seen.append(total / (float(held.sum()) + prior.strength))
        if abs(seen[-1] - variance) < _CLOSE_VARIANCE * variance:
            break
        if len(seen) == 3:
            seen = [_limit(*seen)]
        variance = seen[-1]
    state = _mode(data, prior, copies, variance, state)
    schur, _, diagonal = _schur(data, state, variance)
    schur = schur + np.diag(copies * prior.sd**-2.0)
    covariance: Array = (copies * np.linalg.inv(schur)).astype(np.float64)
    return MixedFit(state.b, covariance, state.u, 1 / diagonal, float(np.sqrt(variance)))


def _limit(first: float, second: float, third: float) -> float:
    """Return where three shrinking steps lead (A. C. Aitken 1926) within a factor of 1.5, else the last."""
    one, two = second - first, third - second
    if one == 0 or not 0 < two / one < 0.999:
        return third
    return min(max(third + two * two / (one - two), third / 1.5), third * 1.5)


def _mode(data: Grouped, prior: Prior, copies: float, variance: float, start: _State) -> _State:
    state = start._replace(value=_value(data, prior, copies, variance, (start.b, start.u)))
    precision = copies * prior.sd**-2.0
    for _ in range(100):
        left = data.outcome - _chance(data, state)
        pull = data.design.T @ left - precision * (state.b - prior.mean)
        lift = np.bincount(data.group, weights=left, minlength=data.groups) - state.u / variance
        schur, cross, diagonal = _schur(data, state, variance)
        step = np.linalg.solve(schur + np.diag(precision), pull - cross.T @ (lift / diagonal))
        rise = (lift - cross @ step) / diagonal
        size = 1.0
        for _halving in range(30):
            b, u = state.b + size * step, state.u + size * rise
            value = _value(data, prior, copies, variance, (b, u))
            if value >= state.value - 1e-12:
                state = _State(b, u, value)
                break
            size /= 2
        if max(np.abs(step).max(initial=0.0), np.abs(rise).max(initial=0.0)) < _CLOSE:
            break
    return state


def _chance(data: Grouped, state: _State) -> Array:
    chance: Array = 0.5 * (1 + np.tanh(0.5 * (data.design @ state.b + state.u[data.group])))
    return chance


def _value(data: Grouped, prior: Prior, copies: float, variance: float, at: tuple[Array, Array]) -> float:
    b, u = at
    eta = data.design @ b + u[data.group]
    fit = float((data.outcome * eta - np.logaddexp(0.0, eta)).sum())
    return fit - 0.5 * (copies * float((((b - prior.mean) / prior.sd) ** 2).sum()) + float(u @ u) / variance)


def _diagonal(data: Grouped, state: _State, variance: float) -> Array:
    chance = _chance(data, state)
    told = np.bincount(data.group, weights=chance * (1 - chance), minlength=data.groups)
    return told.astype(np.float64) + 1 / variance


def _schur(data: Grouped, state: _State, variance: float) -> tuple[Array, Array, Array]:
    """Return the information on b without u (d, d), the cross part (groups, d) and u's own (groups,)."""
    chance = _chance(data, state)
    weight = chance * (1 - chance)
    diagonal = _diagonal(data, state, variance)
    weighted = data.design * weight[:, None]
    columns = [np.bincount(data.group, weights=column, minlength=data.groups) for column in weighted.T]
    cross: Array = np.stack(columns, axis=1).astype(np.float64)
    schur: Array = weighted.T @ data.design - cross.T @ (cross / diagonal[:, None])
    return schur, cross, diagonal
