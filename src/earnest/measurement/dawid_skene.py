"""The true class of items and the confusion matrix of each rater, found together by EM.

A. P. Dawid, A. M. Skene (1979), Maximum likelihood estimation of observer error-rates using the EM
algorithm, Applied Statistics 28, 20-28. With T_ic the probability that item i is of class c, n_irl = 1 where
rater r gave i the label l, and the pooled confusion P of all raters,

    E   T_ic  proportional to  p_c  prod_r prod_l  q_rcl ^ n_irl
    M   q_rcl = (sum_i T_ic n_irl + w P_cl) / (sum_i,l T_ic n_irl + w),    p_c = mean_i T_ic

`w` = 0 is the method as printed. With w > 0 each row of a rater's matrix has the prior Dirichlet(w P_c + 1)
and the M step is its mode: a rater with few labels is taken to be like the others (for the idea see V. C.
Raykar and others (2010), Learning from crowds, JMLR 11, 1297-1322). Keys of some items fix their T.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from earnest.measurement.labels import Array, Codes, Labels
from earnest.measurement.majority import vote_shares

_TINY = 1e-10


@dataclass(frozen=True)
class DawidSkene:
    """What was found: codes of items, raters and classes are those of `labels`.

    `class_posteriors` (items, classes) sum to 1 over the classes, `confusions` (raters, true class, given
    label) over the labels, `prior` (classes,) to 1; `log_likelihood` is the marginal one of the labels.
    """

    labels: Labels
    class_posteriors: Array
    confusions: Array
    prior: Array
    log_likelihood: float
    iterations: int
    converged: bool

    def accuracies(self) -> Array:
        """Return how often each rater is right on the whole set, sum_c p_c q_rcc, shape (raters,)."""
        diagonal: Array = np.einsum("rcc->rc", self.confusions) @ self.prior
        return diagonal

    def classes(self) -> tuple[str, ...]:
        """Return the most probable class of each item."""
        names = self.labels.classes
        return tuple(names[code] for code in self.class_posteriors.argmax(axis=1))


def dawid_skene(
    labels: Labels,
    *,
    keys: Mapping[str, str] | None = None,
    pooled_weight: float = 0.0,
    max_iterations: int = 100,
    tolerance: float = 1e-5,
) -> DawidSkene:
    """Fit by EM from the shares of votes, until no posterior moves by more than `tolerance`.

    `keys` gives the class of some items; `pooled_weight` is w, in labels (0: as printed in 1979; about 2 is
    good with few labels a rater). Raises `ValueError` without labels or for a key that is no class.
    """
    if not len(labels):
        raise ValueError("no labels")
    known = labels.key_codes(keys or {})
    votes = _votes(labels)
    back = votes.T.tocsr()
    posteriors = _fixed(vote_shares(labels), known)
    prior, confusions = _maximise(votes, posteriors, labels, pooled_weight)
    likelihood, moved, iteration = -np.inf, np.inf, 0
    while iteration < max_iterations and moved > tolerance:
        found, likelihood = _expect(back, confusions, prior, known)
        moved = float(np.abs(found - posteriors).max())
        posteriors = found
        prior, confusions = _maximise(votes, posteriors, labels, pooled_weight)
        iteration += 1
    return DawidSkene(labels, posteriors, confusions, prior, float(likelihood), iteration, moved <= tolerance)


def _votes(labels: Labels) -> "sparse.csr_array[np.float64]":
    """Return (raters x labels, items): how often a rater gave an item a label."""
    rows = labels.rater * labels.width + labels.label
    shape = (len(labels.raters) * labels.width, len(labels.items))
    return sparse.csr_array((np.ones(len(labels)), (rows, labels.item)), shape=shape)


def _fixed(posteriors: Array, known: Codes) -> Array:
    held = known >= 0
    posteriors[held] = 0.0
    posteriors[held, known[held]] = 1.0
    return posteriors


def _maximise(
    votes: "sparse.csr_array[np.float64]", posteriors: Array, labels: Labels, weight: float
) -> tuple[Array, Array]:
    counts = np.asarray(votes @ posteriors).reshape(len(labels.raters), labels.width, labels.width)
    counts = counts.transpose(0, 2, 1)  # rater, true class, given label
    if weight > 0:
        pooled = counts.sum(axis=0) + _TINY
        counts = counts + weight * (pooled / pooled.sum(axis=1, keepdims=True))
    counts = counts + _TINY
    prior = posteriors.mean(axis=0)
    return prior, counts / counts.sum(axis=2, keepdims=True)


def _expect(
    back: "sparse.csr_array[np.float64]", confusions: Array, prior: Array, known: Codes
) -> tuple[Array, float]:
    width = len(prior)
    logs = np.log(np.maximum(confusions, _TINY)).transpose(0, 2, 1).reshape(-1, width)
    joint = np.ascontiguousarray((back @ np.ascontiguousarray(logs)).T)  # few long rows are quick to reduce
    joint += np.log(np.maximum(prior, _TINY))[:, None]
    top = joint.max(axis=0)
    shares = np.exp(joint - top)
    total = shares.sum(axis=0)
    shares /= total
    marginal = np.where(known >= 0, joint[known, np.arange(len(known))], top + np.log(total))
    return _fixed(np.ascontiguousarray(shares.T), known), float(marginal.sum())
