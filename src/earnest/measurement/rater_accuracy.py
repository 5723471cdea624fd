"""How accurate each rater is, from all labels and the keys of some items.

Three sources are joined. (1) Every label gets a chance of being right from what the other labels say: the
share of votes for it and its posterior under Dawid and Skene (`dawid_skene.py`), where a keyed item's
posterior is found with its own key hidden (five-fold). (2) The keyed labels say how far that can be believed:
they are regressed on the logits of both and on the class given, with an intercept for each rater
(`mixed_logistic.py`). Where the crowd is wrong together, the slopes fall and the keys count more. (3) The
rater's accuracy on labels without key is the mean of the fitted chances, as in post-stratified and
model-assisted estimates of a survey (C.-E. Saerndal, B. Swensson, J. Wretman 1992, Model Assisted Survey
Sampling, 6), and accuracy on items still to come is shrunk to the mean of all raters (R. DerSimonian, N.
Laird 1986, Meta-analysis in clinical trials, Controlled Clinical Trials 7, 177-188).

Intervals are equal tails of the Beta distribution with the mean and variance found.
"""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from earnest.measurement.beta import beta_quantiles
from earnest.measurement.dawid_skene import dawid_skene
from earnest.measurement.labels import Array, Labels
from earnest.measurement.mixed_logistic import Grouped, MixedFit, Prior, mixed_logistic

_FOLDS = 5
_POOLED_WEIGHT = 2.0
_EDGE = 0.02
_TOLERANCE = 1e-3  # posteriors are cut at the edge and enter a regression: more would not show
_SLOPE_SD, _INTERCEPT_SD, _CLASS_SD = 0.5, 1.0, 0.5


class Estimates(NamedTuple):
    """A share with its variance and interval for each rater, every array (raters,)."""

    value: Array
    variance: Array
    low: Array
    high: Array


class RaterAccuracy(NamedTuple):
    """`labels`, `keyed` and `keyed_right` count (raters,).

    `without_key` is the accuracy on the labels that have no key (NaN where a rater has none), `to_come` the
    accuracy on items like these that the rater has not seen. `label_chance` (labels,) is the chance that a
    label is right: 0 or 1 where it has a key.
    """

    raters: tuple[str, ...]
    labels: Array
    keyed: Array
    keyed_right: Array
    without_key: Estimates
    to_come: Estimates
    label_chance: Array


def rater_accuracy(
    labels: Labels, keys: Mapping[str, str] | None = None, *, confidence: float = 0.95
) -> RaterAccuracy:
    """Estimate the accuracy of every rater; `keys` gives the class of some items (none is allowed).

    Raises `ValueError` without labels or for a key that is none of `labels.classes`.
    """
    known = labels.key_codes(keys or {})
    design = _design(labels, dict(keys or {}))
    on = known[labels.item] >= 0
    right = (labels.label == known[labels.item])[on].astype(float)
    copies = max(1.0, on.sum() / max(1, len(np.unique(labels.item[on]))))
    fit = mixed_logistic(
        Grouped(design[on], labels.rater[on], right, len(labels.raters)), _prior(labels), float(copies)
    )
    chance = _chances(design, labels, fit)
    truth = (labels.label == known[labels.item]).astype(float)
    return _joined(labels, on.astype(float), truth, _Fitted(design, fit, chance), confidence)


class _Fitted(NamedTuple):
    design: Array
    fit: MixedFit
    chance: Array


def _joined(labels: Labels, on: Array, truth: Array, fitted: _Fitted, confidence: float) -> RaterAccuracy:
    """Return the estimates from the keyed labels (`on` is 1) and the fitted chances of the others."""
    counts, keyed, hits = _count(labels, np.ones(len(labels))), _count(labels, on), _count(labels, on * truth)
    blind = np.maximum(counts - keyed, 1.0)
    own, common, middle_variance = _spread(labels, fitted, 1 - on)
    hidden = _count(labels, fitted.chance * (1 - on)) / blind
    everywhere = np.where(on > 0, truth, fitted.chance)
    share = _count(labels, everywhere) / counts
    value, variance = _shrunk(share, own * (1 - keyed / counts) ** 2, counts)
    by_item = np.bincount(labels.item, weights=everywhere) / np.bincount(labels.item)
    variance = variance + middle_variance * (1 - on.mean()) ** 2 + float(by_item.var()) / len(by_item)
    blank = np.where(counts > keyed, 1.0, np.nan)
    return RaterAccuracy(
        labels.raters,
        counts,
        keyed,
        hits,
        _estimates(hidden * blank, own + common, confidence),
        _estimates(value, variance, confidence),
        everywhere,
    )


def _design(labels: Labels, keys: dict[str, str]) -> Array:
    """Return (labels, 3 + classes): 1, logit of the votes for the label, of its posterior, its class."""
    votes = labels.item_counts()
    own = votes[labels.item, labels.label]
    others = votes.sum(axis=1)[labels.item] - own
    posterior = np.clip(_hidden_posteriors(labels, keys)[labels.item, labels.label], _EDGE, 1 - _EDGE)
    columns = [
        np.ones(len(labels)),
        np.log((own + 0.5) / (others + 0.5)),
        np.log(posterior / (1 - posterior)),
        *(labels.label == code for code in range(labels.width)),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _prior(labels: Labels) -> Prior:
    mean = np.array([0.0, 0.5, 0.5] + [0.0] * labels.width)
    return Prior(mean, np.array([_INTERCEPT_SD, _SLOPE_SD, _SLOPE_SD] + [_CLASS_SD] * labels.width))


def _hidden_posteriors(labels: Labels, keys: dict[str, str]) -> Array:
    """Return class posteriors (items, classes), those of a keyed item without its own key."""
    posteriors = _posteriors(labels, keys)
    place = {item: code for code, item in enumerate(labels.items)}
    order = sorted(keys.keys() & place.keys(), key=_shuffled)
    for fold in (set(order[first::_FOLDS]) for first in range(min(_FOLDS, len(order)))):
        rest = {item: key for item, key in keys.items() if item not in fold}
        found = _posteriors(labels, rest)
        at = [place[item] for item in sorted(fold)]
        posteriors[at] = found[at]
    return posteriors


def _posteriors(labels: Labels, keys: dict[str, str]) -> Array:
    fit = dawid_skene(labels, keys=keys, pooled_weight=_POOLED_WEIGHT, tolerance=_TOLERANCE)
    return fit.class_posteriors


def _shuffled(name: str) -> str:
    """Order names by hash, so that neighbours in the alphabet do not share a fold."""
    return hashlib.sha256(name.encode()).hexdigest()


def _count(labels: Labels, weights: Array) -> Array:
    return np.bincount(labels.rater, weights=weights, minlength=len(labels.raters)).astype(np.float64)


def _chances(design: Array, labels: Labels, fit: MixedFit) -> Array:
    """Return the chance of each label, averaged over what is unknown of its rater (probit approximation).

    D. J. C. MacKay (1992), The evidence framework applied to classification networks, Neural Computation 4.
    """
    eta = design @ fit.coefficients + fit.effects[labels.rater]
    eta = eta / np.sqrt(1 + np.pi * fit.effect_variances[labels.rater] / 8)
    chance: Array = 0.5 * (1 + np.tanh(0.5 * eta))
    return chance


def _spread(labels: Labels, fitted: _Fitted, chosen: Array) -> tuple[Array, Array, float]:
    """Return variances of a rater's mean over the `chosen` labels, and that of the mean of all raters.

    The first (raters,) comes from the labels and the rater, the second (raters,) from the coefficients; these
    are the same for all raters, so the third does not shrink with their number.
    """
    steep = fitted.chance * (1 - fitted.chance) * chosen
    count = np.maximum(_count(labels, chosen), 1.0)
    own = _count(labels, steep) / count**2
    own = own + (_count(labels, steep) / count) ** 2 * fitted.fit.effect_variances
    slopes = np.stack([_count(labels, steep * column) for column in fitted.design.T], axis=1)
    middle = slopes.sum(axis=0) / max(float(chosen.sum()), 1.0)
    slopes = slopes / count[:, None]
    common = np.einsum("rk,kl,rl->r", slopes, fitted.fit.covariance, slopes)
    return own, common, float(middle @ fitted.fit.covariance @ middle)


def _shrunk(share: Array, uncertain: Array, counts: Array) -> tuple[Array, Array]:
    """Return mean and variance of each rater's accuracy to come, shrunk to the mean of all raters."""
    middle = float((share * counts).sum() / counts.sum())
    noise = uncertain + middle * (1 - middle) / np.maximum(counts, 1.0)
    between = _between(share, noise)
    weight = between / (between + noise)
    own = middle + weight * (share - middle)
    noise = uncertain + own * (1 - own) / np.maximum(counts, 1.0)
    weight = between / (between + noise)
    value = middle + weight * (share - middle)
    return value, between * (1 - weight)


def _between(share: Array, noise: Array) -> float:
    """Return the variance of true accuracy among raters, by the method of moments, iterated once."""
    weight = 1 / noise
    if len(share) < 2:
        return 0.02
    for _ in range(20):
        middle = (weight * share).sum() / weight.sum()
        excess = (weight * ((share - middle) ** 2 - noise)).sum() / weight.sum()
        between = max(float(excess), 1e-4)
        weight = 1 / (noise + between) ** 2
    return between


def _estimates(value: Array, variance: Array, confidence: float) -> Estimates:
    """Return equal tails of the Beta distribution with this mean and variance."""
    inside = np.clip(value, 1e-4, 1 - 1e-4)
    limited = np.clip(variance, 1e-8, 0.9 * inside * (1 - inside))
    strength = inside * (1 - inside) / limited - 1
    tail = (1 - confidence) / 2
    low = beta_quantiles(tail, inside * strength, (1 - inside) * strength)
    high = beta_quantiles(1 - tail, inside * strength, (1 - inside) * strength)
    return Estimates(value, variance, low, high)
