"""What the labels of many raters say: about each rater, about each item, and about the keys themselves."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from earnest.errors import BadRecord
from earnest.measurement.dawid_skene import DawidSkene, dawid_skene
from earnest.measurement.krippendorff import alpha
from earnest.measurement.labels import Array, Labels
from earnest.measurement.rater_accuracy import RaterAccuracy, rater_accuracy
from earnest.study.reading import Label

_POOLED_WEIGHT = 2.0
_FOLDS = 5
_ENOUGH_WITHOUT_KEY = 10
_SURE_OTHERWISE = 0.9  # posterior of another class, found without the item's own key
_BEST_SHARE = 0.5  # the better half of an item's raters
_LEAST_BEST = 3
_STEPS = 30
_EDGE = 0.02


@dataclass(frozen=True)
class Rater:
    """One rater: predicted accuracy, its 95 % interval, and the number of labels it rests on.

    `keyed` counts the labels with a key and `keyed_right` how many of them were right. `confusion` holds the
    chance of each label (columns) by true class (rows), in the order of the study's classes. `seconds` is the
    median time of a label, None where no time was given.
    """

    worker: str
    accuracy: float
    low: float
    high: float
    n: int
    keyed: int
    keyed_right: int
    confusion: tuple[tuple[float, ...], ...]
    seconds: float | None


@dataclass(frozen=True)
class ItemFound:
    """One item: the probability of each class, its difficulty in logits (0 is average), labels, and key."""

    item: str
    posterior: Mapping[str, float]
    difficulty: float
    n: int
    key: str | None


@dataclass(frozen=True)
class RaterStudy:
    """The whole study. `agreement` is Krippendorff's alpha, None where it is not defined."""

    classes: tuple[str, ...]
    raters: tuple[Rater, ...]
    items: tuple[ItemFound, ...]
    suspect_keys: tuple[str, ...]
    agreement: float | None
    labels: int

    def json(self) -> str:
        """Return raters, items and suspected keys as one JSON object."""
        raters = [
            {
                "worker": each.worker,
                "accuracy": round(each.accuracy, 4),
                "low": round(each.low, 4),
                "high": round(each.high, 4),
                "n": each.n,
            }
            for each in self.raters
        ]
        items = [
            {
                "item": each.item,
                "posterior": {name: round(share, 4) for name, share in each.posterior.items()},
                "difficulty": round(each.difficulty, 4),
            }
            for each in self.items
        ]
        return json.dumps(
            {"raters": raters, "items": items, "suspect_keys": list(self.suspect_keys)}, ensure_ascii=False
        )


def study_raters(rows: Sequence[Label], keys: Mapping[str, str]) -> RaterStudy:
    """Study labels with the keys of some items (none is allowed).

    A rater's accuracy is that on the labels whose key is not known, where there are enough of them, and
    otherwise the accuracy to be expected on further items like these.
    """
    labels = Labels.of([(row.worker, row.item, row.label) for row in rows], sorted(set(keys.values())))
    known = {item: keys[item] for item in labels.items if item in keys}
    if keys and not known:
        raise BadRecord("no key belongs to a labelled item; are these the keys of these labels?")
    accuracy = rater_accuracy(labels, known)
    fit = dawid_skene(labels, keys=known, pooled_weight=_POOLED_WEIGHT)
    raters = _raters(labels, accuracy, fit, rows)
    difficulty = _difficulties(labels, accuracy)
    counts = np.bincount(labels.item, minlength=len(labels.items))
    items = tuple(
        ItemFound(
            name,
            dict(zip(labels.classes, (float(share) for share in fit.class_posteriors[place]), strict=True)),
            float(difficulty[place]),
            int(counts[place]),
            known.get(name),
        )
        for place, name in enumerate(labels.items)
    )
    return RaterStudy(
        labels.classes, raters, items, _suspects(labels, known, raters), _agreement(labels), len(labels)
    )


def _raters(
    labels: Labels, accuracy: RaterAccuracy, fit: DawidSkene, rows: Sequence[Label]
) -> tuple[Rater, ...]:
    seconds: dict[str, list[float]] = {}
    for row in rows:
        if row.seconds is not None:
            seconds.setdefault(row.worker, []).append(row.seconds)
    found = []
    for place, name in enumerate(labels.raters):
        total, keyed = int(accuracy.labels[place]), int(accuracy.keyed[place])
        told = accuracy.without_key if total - keyed >= _ENOUGH_WITHOUT_KEY else accuracy.to_come
        found.append(
            Rater(
                worker=name,
                accuracy=float(told.value[place]),
                low=float(min(told.low[place], told.value[place])),
                high=float(max(told.high[place], told.value[place])),
                n=total,
                keyed=keyed,
                keyed_right=int(accuracy.keyed_right[place]),
                confusion=tuple(tuple(float(share) for share in row) for row in fit.confusions[place]),
                seconds=float(np.median(seconds[name])) if name in seconds else None,
            )
        )
    return tuple(found)


def _difficulties(labels: Labels, accuracy: RaterAccuracy) -> Array:
    """Return the difficulty b of each item, (items,): P(right) = logistic(ability of the rater - b).

    Abilities are the logits of the accuracies to come and b has the prior Normal(0, 1), so an item with few
    labels is taken to be average. Chances of labels without a key count as fractions of right answers.
    """
    share = np.clip(accuracy.to_come.value, _EDGE, 1 - _EDGE)
    ability = np.log(share / (1 - share))[labels.rater]
    size = len(labels.items)
    right = np.bincount(labels.item, weights=accuracy.label_chance, minlength=size)
    found = np.zeros(size)
    for _ in range(_STEPS):
        chance = 0.5 * (1 + np.tanh(0.5 * (ability - found[labels.item])))
        gradient = np.bincount(labels.item, weights=chance, minlength=size) - right - found
        told = np.bincount(labels.item, weights=chance * (1 - chance), minlength=size) + 1
        step = np.clip(gradient / told, -1, 1)
        found = found + step
        if float(np.abs(step).max(initial=0.0)) < 1e-9:
            break
    return found


def _suspects(labels: Labels, keys: Mapping[str, str], raters: Sequence[Rater]) -> tuple[str, ...]:
    """Return the items whose key their best raters miss, the surest first.

    Each fifth of the keys is hidden in turn; a key is suspected where the labels, weighed by what the other
    keys say of their raters, make another class nearly certain, and most of the better half of its raters
    gave that class too.
    """
    order = sorted(keys, key=lambda item: hashlib.sha256(item.encode("utf-8", "surrogatepass")).hexdigest())
    found: list[tuple[float, str]] = []
    accuracy = np.array([each.accuracy for each in raters])
    place = {name: code for code, name in enumerate(labels.items)}
    for fold in (order[first::_FOLDS] for first in range(min(_FOLDS, len(order)))):
        hidden = set(fold)
        rest = {item: key for item, key in keys.items() if item not in hidden}
        fit = dawid_skene(labels, keys=rest, pooled_weight=_POOLED_WEIGHT)
        for item in fold:
            posterior = fit.class_posteriors[place[item]]
            other = int(posterior.argmax())
            if labels.classes[other] == keys[item] or posterior[other] < _SURE_OTHERWISE:
                continue
            if _best_say(labels, place[item], other, accuracy):
                found.append((-float(posterior[other]), item))
    return tuple(item for _, item in sorted(found))


def _best_say(labels: Labels, item: int, label: int, accuracy: Array) -> bool:
    at = np.flatnonzero(labels.item == item)
    if len(at) < _LEAST_BEST:
        return False
    best = at[np.argsort(-accuracy[labels.rater[at]], kind="stable")]
    best = best[: max(_LEAST_BEST, round(len(at) * _BEST_SHARE))]
    return bool((labels.label[best] == label).mean() > 0.5)


def _agreement(labels: Labels) -> float | None:
    """Return Krippendorff's alpha; which rater gave a rating does not matter to it."""
    order = np.argsort(labels.item, kind="stable")
    item = labels.item[order]
    row = np.arange(len(item)) - np.searchsorted(item, item)
    table = np.full((int(row.max()) + 1, len(labels.items)), np.nan)
    table[row, item] = labels.label[order]
    try:
        return alpha(table)
    except ValueError:
        return None
