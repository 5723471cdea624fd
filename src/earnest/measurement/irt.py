"""Item response models with one, two or three parameters, fitted by marginal maximum likelihood.

    P(right | theta) = c + (1 - c) / (1 + exp(-a (theta - b)))

R. D. Bock, M. Aitkin (1981), Marginal maximum likelihood estimation of item parameters: application of an EM
algorithm, Psychometrika 46, 443-459; F. M. Lord (1980), Applications of Item Response Theory. Abilities are
Normal(0, 1); "1PL" has one discrimination for all items. Standard errors come from the whole observed
information, T. A. Louis (1982), Finding the observed information matrix when using the EM algorithm, JRSS B
44, 226-233: expected complete information less what the unseen abilities take away.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from earnest.measurement.labels import Array

Model = Literal["1PL", "2PL", "3PL"]


@dataclass(frozen=True)
class ItemParameters:
    """`discrimination` a > 0, `difficulty` b and `guessing` 0 <= c < 1, each (items,), logistic metric."""

    discrimination: Array
    difficulty: Array
    guessing: Array

    def __len__(self) -> int:
        return len(self.difficulty)

    def take(self, chosen: Array | list[int]) -> "ItemParameters":
        """Return the parameters of some items, by place."""
        at = np.asarray(chosen, np.int64)
        return ItemParameters(self.discrimination[at], self.difficulty[at], self.guessing[at])


@dataclass(frozen=True)
class ItemFit:
    """`parameters` with `standard_errors` (same shapes), the marginal `log_likelihood` and the EM steps."""

    parameters: ItemParameters
    standard_errors: ItemParameters
    log_likelihood: float
    iterations: int
    converged: bool
    model: Model


def items(
    difficulty: Array, discrimination: Array | float = 1.0, guessing: Array | float = 0.0
) -> ItemParameters:
    """Return parameters from arrays or from one number for all items."""
    b = np.asarray(difficulty, float)
    return ItemParameters(
        np.broadcast_to(discrimination, b.shape).astype(float),
        b,
        np.broadcast_to(guessing, b.shape).astype(float),
    )


def probability(theta: Array | float, bank: ItemParameters) -> Array:
    """Return the chance of a right answer, shape of theta + (items,).

    >>> round(float(probability(1.0, items(np.array([1.0]), 2.0, 0.2))[0]), 4)
    0.6
    """
    eta = bank.discrimination * (np.asarray(theta, float)[..., None] - bank.difficulty)
    chance: Array = bank.guessing + (1 - bank.guessing) * (0.5 * (1.0 + np.tanh(0.5 * eta)))
    return np.clip(chance, 1e-12, 1 - 1e-12)


def information(theta: Array | float, bank: ItemParameters) -> Array:
    """Return Fisher's information of each item, a^2 (Q / P) ((P - c) / (1 - c))^2, shape theta + (items,)."""
    chance = probability(theta, bank)
    c = bank.guessing
    found: Array = bank.discrimination**2 * ((1 - chance) / chance) * ((chance - c) / (1 - c)) ** 2
    return found
