"""What the look of two options alone tells about the key: rules of thumb, a threshold, a logistic model.

On a balanced form each of them is right in about half of the pairs. The threshold is fitted to the keys
themselves, so with few pairs it comes out above one half by luck; the logistic model is judged on pairs that
it was not fitted to.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from earnest.bank import Pack
from earnest.bank.pair_checks import markdown_marks
from earnest.measurement.logistic import Array, logistic_map
from earnest.records.answer_key import PairKey
from earnest.records.item import PairItem
from earnest.records.response import Choice

_FOLDS = 5
_PRIOR_SD = 1.0


@dataclass(frozen=True)
class Thumb:
    """A rule of thumb: right in `right` of the `told` pairs that it tells apart."""

    name: str
    right: int
    told: int

    @property
    def share(self) -> float | None:
        """The share of right choices, None where it tells no pair apart."""
        return self.right / self.told if self.told else None


def keyed_pairs(pack: Pack) -> list[tuple[PairItem, Choice]]:
    """Return the pairs of a pack that have a key, with it, in order of id."""
    found = []
    for _, item in sorted(pack.items.items()):
        key = pack.keys.get(item.id)
        if isinstance(item, PairItem) and isinstance(key, PairKey):
            found.append((item, key.key))
    return found


def surface_report(pairs: Sequence[tuple[PairItem, Choice]]) -> list[Thumb]:
    """Say what each rule would score on these pairs; at least one pair is needed."""
    looks = np.array([looks_of(item) for item, _ in pairs])
    key = np.array([1 if choice is Choice.A else -1 for _, choice in pairs])
    ahead = looks[:, 0]
    found = [
        _rule("always the longer", ahead, key),
        _rule("always the shorter", -ahead, key),
        _rule("always the first", np.ones(len(pairs)), key),
        _rule("always the second", -np.ones(len(pairs)), key),
        _rule("always the one with more markdown", looks[:, 1], key),
        _rule("always the one that is twice as long", np.where(np.abs(ahead) >= 1, ahead, 0.0), key),
        _best_threshold(ahead, key),
    ]
    if len(pairs) >= 2 * _FOLDS:
        found.append(_logistic(looks, key))
    return found


def as_json(report: Sequence[Thumb]) -> list[Mapping[str, object]]:
    """Return the report as rows of `rule`, `right`, `n`, `accuracy`."""
    return [
        {
            "rule": each.name,
            "right": each.right,
            "n": each.told,
            "accuracy": None if each.share is None else round(each.share, 4),
        }
        for each in report
    ]


def looks_of(item: PairItem) -> list[float]:
    """Return how far option a is ahead: doublings of length, marks of Markdown, digits, lines, commas."""
    a, b = item.option_a, item.option_b
    return [
        math.log2((len(a) + 1) / (len(b) + 1)),
        float(markdown_marks(a) - markdown_marks(b)),
        float(sum(letter.isdigit() for letter in a) - sum(letter.isdigit() for letter in b)),
        float(a.count("\n") - b.count("\n")),
        float(a.count(",") - b.count(",")),
    ]


def _rule(name: str, ahead: Array, key: Array) -> Thumb:
    told = ahead != 0
    return Thumb(name, int(np.sum((np.sign(ahead) == key) & told)), int(np.sum(told)))


def _best_threshold(ahead: Array, key: Array) -> Thumb:
    """Find the best rule "the longer one up to a ratio, the shorter one beyond" or its reverse."""
    told = ahead != 0
    order = np.argsort(np.abs(ahead[told]), kind="stable")
    longer_right = (np.sign(ahead[told]) == key[told])[order]
    total = len(longer_right)
    below = np.concatenate([[0], np.cumsum(longer_right)])
    right = below + (total - below[-1] - (np.arange(total + 1) - below))
    best = int(max(right.max(), total - right.min())) if total else 0
    return Thumb("the best threshold on the ratio of lengths (fitted)", best, total)


def _logistic(looks: Array, key: Array) -> Thumb:
    """Judge a logistic model of the looks on folds that it was not fitted to; pairs go to folds in turn."""
    spread = looks.std(axis=0)
    scaled = looks / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([scaled, np.ones(len(key))])
    fold = np.arange(len(key)) % _FOLDS
    width = design.shape[1]
    right = 0
    for held in range(_FOLDS):
        kept = fold != held
        fit = logistic_map(
            design[kept], (key[kept] > 0).astype(float), np.zeros(width), np.full(width, _PRIOR_SD)
        )
        right += int(np.sum(np.sign(design[fold == held] @ fit.coefficients) == key[fold == held]))
    return Thumb("a logistic model of length, markdown, digits, lines, commas and place", right, len(key))
