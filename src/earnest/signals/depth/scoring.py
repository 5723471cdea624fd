"""From answers to a chance-corrected share of edge cases known, and to an ability."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from earnest.measurement.ability import Belief
from earnest.records.base import Record
from earnest.records.evidence.depth import DepthEvidence, EdgeAnswer


class ScoreRubric(Record):
    """The least number of answers, the grid, and the chance of guessing a short answer."""

    least_answers: int
    grid: int
    guess_open: float


class FormRubric(Record):
    """When an administered form stops, in score units, and how much of the pack each step chooses from."""

    least_items: int
    most_items: int
    standard_error: float
    open_share: float
    drawn_share: float


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
    form: FormRubric
    rules: RuleRubric


class Known(NamedTuple):
    """Posterior mean and standard deviation of the share of edge cases known, and of its logit."""

    mean: float
    deviation: float
    ability: float
    ability_deviation: float


def main_specialty(evidence: DepthEvidence) -> str:
    """Return the chosen specialty if it was answered, else the one with the most answers (first by name)."""
    counts = Counter(answer.specialty for answer in evidence.answers)
    if evidence.specialty in counts:
        return evidence.specialty
    return min(counts, key=lambda name: (-counts[name], name), default="")


def decided(answers: Sequence[EdgeAnswer]) -> list[EdgeAnswer]:
    """Return the answers that are right or wrong; an open one that a person has to look at is neither."""
    return [answer for answer in answers if not answer.undecided]


def belief_of(answers: Sequence[EdgeAnswer], rubric: ScoreRubric) -> Belief:
    """Return the posterior of the logit of t, the share known of edge cases of middle difficulty.

    The prior of t is flat. An item of difficulty b and chance c of a lucky guess is answered right with
    probability c + (1 - c) logistic(logit(t) - b): with b = 0 the three-state model of knowing or guessing
    (Lord and Novick 1968, chapter 14), in general the model with three parameters of `measurement.irt` with
    discrimination 1.
    """
    shares = (np.arange(rubric.grid) + 0.5) / rubric.grid
    held = Belief(np.log(shares / (1 - shares)), np.zeros(rubric.grid))
    for answer in decided(answers):
        held = held.after(answer.right, 1.0, answer.difficulty or 0.0, answer.chance or rubric.guess_open)
    return held


def known_share(answers: Sequence[EdgeAnswer], rubric: ScoreRubric) -> Known:
    """Return the posterior of the share t of edge cases of middle difficulty that the candidate knows.

    Answering all items of four options by guessing gives a mean near 0, not 0.25.
    """
    return summary(belief_of(answers, rubric))


def summary(held: Belief) -> Known:
    """Return mean and deviation of the share and of its logit."""
    shares = 1 / (1 + np.exp(-held.nodes))
    mean = float(held.shares @ shares)
    deviation = float(np.sqrt(held.shares @ (shares - mean) ** 2))
    return Known(mean, deviation, held.mean, held.sd)
