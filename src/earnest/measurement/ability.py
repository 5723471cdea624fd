"""Ability of persons from their answers to items with known parameters.

EAP, the mean of the posterior: R. D. Bock, R. J. Mislevy (1982), Adaptive EAP estimation of ability in a
microcomputer environment, Applied Psychological Measurement 6, 431-444. MAP, its mode: F. Samejima (1969),
Estimation of latent ability using a response pattern of graded scores, Psychometrika monograph 17; here by
Fisher scoring. The prior is Normal(mean, sd).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from earnest.measurement.irt import ItemParameters, information, probability
from earnest.measurement.labels import Array

_REACH = 6.0


class Ability(NamedTuple):
    """`value` and `standard_error` (the posterior's), each (persons,)."""

    value: Array
    standard_error: Array


def eap(
    responses: Array, bank: ItemParameters, *, mean: float = 0.0, sd: float = 1.0, points: int = 61
) -> Ability:
    """Return the posterior mean and sd for `responses` (persons, items) of 0, 1 and NaN (not seen)."""
    right, seen = _table(responses, bank)
    nodes = mean + sd * np.linspace(-_REACH, _REACH, points)
    chance = probability(nodes, bank)
    wrong = np.log1p(-chance)
    joint = right @ (np.log(chance) - wrong).T + seen @ wrong.T - 0.5 * ((nodes - mean) / sd) ** 2
    shares = np.exp(joint - joint.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    value = shares @ nodes
    spread = np.sqrt(np.maximum(shares @ nodes**2 - value**2, 0.0))
    return Ability(value, spread)


def map_(
    responses: Array, bank: ItemParameters, *, mean: float = 0.0, sd: float = 1.0, steps: int = 50
) -> Ability:
    """Return the posterior mode for `responses` (persons, items), with 1 / sqrt(information) as its error."""
    right, seen = _table(responses, bank)
    theta = np.full(len(right), mean)
    for _ in range(steps):
        chance = probability(theta, bank)
        steep = bank.discrimination * (chance - bank.guessing) / ((1 - bank.guessing) * chance)
        gradient = ((right - seen * chance) * steep).sum(axis=1) - (theta - mean) / sd**2
        told = (seen * information(theta, bank)).sum(axis=1) + 1 / sd**2
        step = np.clip(gradient / told, -1.0, 1.0)
        theta = theta + step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    told = (seen * information(theta, bank)).sum(axis=1) + 1 / sd**2
    return Ability(theta, 1 / np.sqrt(told))


@dataclass(frozen=True)
class Belief:
    """What is believed of one ability while answers come in: `log_weights` on the grid `nodes`, both (q,)."""

    nodes: Array
    log_weights: Array

    def after(self, right: bool, discrimination: float, difficulty: float, guessing: float = 0.0) -> "Belief":
        """Return the belief after one more answer to an item with these parameters."""
        core = 0.5 * (1 + np.tanh(0.5 * discrimination * (self.nodes - difficulty)))
        chance = np.clip(guessing + (1 - guessing) * core, 1e-12, 1 - 1e-12)
        return Belief(self.nodes, self.log_weights + np.log(chance if right else 1 - chance))

    @property
    def shares(self) -> Array:
        """The posterior on the grid; sums to 1."""
        weights = np.exp(self.log_weights - self.log_weights.max())
        normal: Array = weights / weights.sum()
        return normal

    @property
    def mean(self) -> float:
        """The EAP estimate."""
        return float(self.shares @ self.nodes)

    @property
    def sd(self) -> float:
        """The posterior standard deviation."""
        shares = self.shares
        middle = float(shares @ self.nodes)
        return float(np.sqrt(shares @ (self.nodes - middle) ** 2))


def belief(mean: float = 0.0, sd: float = 1.0, points: int = 61) -> Belief:
    """Return the belief before the first answer, Normal(mean, sd) on a grid of `points`."""
    steps = np.linspace(-_REACH, _REACH, points)
    return Belief(mean + sd * steps, -0.5 * steps**2)


def _table(responses: Array, bank: ItemParameters) -> tuple[Array, Array]:
    table = np.atleast_2d(np.asarray(responses, float))
    if table.shape[1] != len(bank):
        raise ValueError(f"{table.shape[1]} responses for {len(bank)} items")
    seen = ~np.isnan(table)
    return np.where(seen, table, 0.0), seen.astype(float)
