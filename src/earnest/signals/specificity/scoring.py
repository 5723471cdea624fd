"""From the claims of a profile to a number: credit with diminishing returns, a robust mean, a bootstrap."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from earnest.records.base import Record
from earnest.records.evidence.specificity import Claim, FeatureKind
from earnest.signals.specificity.claims import wording


class Curve(Record):
    """Where credit becomes a score. Each content word of a claim beyond `free_words` costs `word`."""

    free_words: int = Field(ge=0)
    word: float = Field(ge=0.0)
    midpoint: float
    spread: float = Field(gt=0.0)


class DocumentSettings(Record):
    """How the claims of a profile become one score."""

    trim: float = Field(ge=0.0, lt=0.5)
    claim_noise: float = Field(ge=0.0)
    resamples: int = Field(ge=50)
    seed: int


class RuleSettings(Record):
    """Thresholds of the rules."""

    concrete: float
    most_findings: int = Field(ge=1)
    duty_excuse: float


class SpecificityRubric(Record):
    """Every weight and threshold of specificity."""

    version: str
    weights: dict[FeatureKind, float]
    fade: dict[FeatureKind, float]
    penalties: dict[FeatureKind, float]
    penalty_fade: dict[FeatureKind, float]
    curve: Curve
    document: DocumentSettings
    rules: RuleSettings


class Reading(NamedTuple):
    """A claim with its score: what the rules look at. `copied` says that an earlier claim says the same."""

    claim: Claim
    credit: float
    penalty: float
    score: float
    copied: bool
    share: float  # of the document score that hangs on this claim


def read_claims(claims: Sequence[Claim], rubric: SpecificityRubric) -> list[Reading]:
    """Score every claim; one that repeats an earlier one, numbers aside, is marked as copied."""
    seen: set[tuple[str, ...]] = set()
    readings: list[Reading] = []
    patterns = [wording(claim.text) for claim in claims]
    distinct = max(1, len(set(patterns)))
    for claim, pattern in zip(claims, patterns, strict=True):
        credit = _faded(claim, rubric.weights, rubric.fade)
        penalty = _faded(claim, rubric.penalties, rubric.penalty_fade)
        penalty += rubric.curve.word * max(0, claim.words - rubric.curve.free_words)
        readings.append(
            Reading(
                claim,
                credit,
                penalty,
                _score(credit - penalty, rubric.curve),
                pattern in seen,
                1.0 / distinct,
            )
        )
        seen.add(pattern)
    return readings


def _faded(claim: Claim, weights: Mapping[FeatureKind, float], fade: Mapping[FeatureKind, float]) -> float:
    """Add up what the kinds of features weigh; saying one thing twice with the same words counts once."""
    total = 0.0
    said: dict[FeatureKind, set[str]] = {}
    for feature in claim.features:
        said.setdefault(feature.kind, set()).add(claim.quote(feature).lower())
    for kind, weight in weights.items():
        count, rest = len(said.get(kind, ())), fade[kind]
        total += weight * (1.0 - rest**count) / (1.0 - rest)
    return total


def _score(net: float, curve: Curve) -> float:
    return float(1.0 / (1.0 + np.exp(-(net - curve.midpoint) / curve.spread)))


def trimmed_mean(scores: Sequence[float], trim: float) -> float:
    """Return the mean without the `trim` share of the lowest and of the highest scores.

    >>> trimmed_mean([0.0, 0.5, 0.5, 0.5, 1.0], 0.2)
    0.5
    """
    ranked = sorted(scores)
    cut = int(len(ranked) * trim)
    kept = ranked[cut : len(ranked) - cut]
    return sum(kept) / len(kept)


def standard_error(scores: Sequence[float], settings: DocumentSettings) -> float:
    """Return sqrt(bootstrap variance over claims + noise of one claim / number of claims).

    One claim has no bootstrap: its error is the noise of one claim.
    """
    noise = settings.claim_noise**2 / len(scores)
    if len(scores) == 1:
        return float(np.sqrt(noise))
    draw = np.random.default_rng(settings.seed)
    ranked = np.sort(
        np.asarray(sorted(scores), dtype=np.float64)[
            draw.integers(0, len(scores), (settings.resamples, len(scores)))
        ],
        axis=1,
    )
    cut = int(len(scores) * settings.trim)
    means = ranked[:, cut : len(scores) - cut].mean(axis=1)
    return float(np.sqrt(means.var(ddof=1) + noise))
