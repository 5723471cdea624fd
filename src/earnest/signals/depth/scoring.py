"""From answers to a chance-corrected share of edge cases known."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from earnest.records.base import Record
from earnest.records.evidence.depth import DepthEvidence, EdgeAnswer


class ScoreRubric(Record):
    """The least number of answers, the grid, and the chance of guessing a short answer."""

    least_answers: int
    grid: int
    guess_open: float


class RuleRubric(Record):
    """When the rules about the profile speak."""

    most_findings: int
    one_share: float
    one_names: int
    spread_share: float
    spread_names: int


class DepthRubric(Record):
    """`rubric.toml`, typed."""

    version: str
    score: ScoreRubric
    rules: RuleRubric


class Known(NamedTuple):
    """Posterior mean and standard deviation of the share of edge cases known."""

    mean: float
    deviation: float


def main_specialty(evidence: DepthEvidence) -> str:
    """Return the chosen specialty if it was answered, else the one with the most answers (first by name)."""
    counts = Counter(answer.specialty for answer in evidence.answers)
    if evidence.specialty in counts:
        return evidence.specialty
    return min(counts, key=lambda name: (-counts[name], name), default="")


def known_share(answers: Sequence[EdgeAnswer], rubric: ScoreRubric) -> Known:
    """Return the posterior of the share t of edge cases that the candidate knows, under a flat prior.

    An item is answered right with probability c + (1 - c) t, where c is its chance of a lucky guess (the
    three-state model of knowing or guessing; Lord and Novick 1968, chapter 14). Answering all items of four
    options by guessing gives a mean near 0, not 0.25.
    """
    points = [(index + 0.5) / rubric.grid for index in range(rubric.grid)]
    logs = [math.fsum(_log_likelihood(answer, point, rubric) for answer in answers) for point in points]
    top = max(logs)
    weights = [math.exp(value - top) for value in logs]
    total = math.fsum(weights)
    mean = math.fsum(weight * point for weight, point in zip(weights, points, strict=True)) / total
    spread = math.fsum(w * (point - mean) ** 2 for w, point in zip(weights, points, strict=True)) / total
    return Known(mean, math.sqrt(spread))


def _log_likelihood(answer: EdgeAnswer, share: float, rubric: ScoreRubric) -> float:
    chance = answer.chance or rubric.guess_open
    right = chance + (1 - chance) * share
    return math.log(right if answer.right else 1 - right)
