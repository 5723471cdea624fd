"""From the marks of the detectors to a number for each answer, and to the disagreements a person should see."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from earnest.records.base import Record
from earnest.records.evidence.accountability import Answer, Mark, MarkKind, Sentence


class Weights(Record):
    """What each component adds."""

    base: float
    failure: float
    cost: float
    own_cause: float
    lesson: float
    change: float
    held: float


class Penalties(Record):
    """What each of the classic faults takes away."""

    blame: float
    disguise: float
    denial: float


class Combine(Record):
    """How components bear on each other."""

    generic_lesson: float
    promise: float
    own_excuses_blame: float
    story_excuses_disguise: float
    unowned: float


class DocumentSettings(Record):
    """From answers to one score."""

    least_words: int = Field(ge=1)
    detector_noise: float = Field(ge=0.0)
    least_spread: float = Field(ge=0.0)


class RuleSettings(Record):
    """Thresholds of the rules."""

    present: float
    disagree: float


class AccountabilityRubric(Record):
    """Every weight and threshold of accountability."""

    version: str
    weights: Weights
    penalties: Penalties
    combine: Combine
    document: DocumentSettings
    rules: RuleSettings


class Reading(NamedTuple):
    """One answer with the strength of each component (0..1) and its score."""

    answer: Answer
    strength: dict[MarkKind, float]
    score: float
    disagreements: tuple[str, ...]

    def strongest(self, kind: MarkKind) -> tuple[Sentence, Mark] | None:
        """Return the strongest mark of a kind with its sentence; the first of equals."""
        best: tuple[Sentence, Mark] | None = None
        for sentence in self.answer.sentences:
            for mark in sentence.marks:
                if mark.kind is kind and (best is None or mark.strength > best[1].strength):
                    best = (sentence, mark)
        return best


def read_answer(answer: Answer, rubric: AccountabilityRubric) -> Reading:
    """Combine what the detectors saw in one answer.

    A component counts by its strongest sentence, so that saying it twice, or at length, adds nothing.
    """
    strength = dict.fromkeys(MarkKind, 0.0)
    for sentence in answer.sentences:
        for mark in sentence.marks:
            strength[mark.kind] = max(strength[mark.kind], mark.strength)
    total = _gains(strength, rubric) - _losses(strength, rubric)
    score = float(min(1.0, max(0.0, total)))
    return Reading(answer, strength, score, _disagreements(strength, rubric.rules.disagree))


def _gains(strength: dict[MarkKind, float], rubric: AccountabilityRubric) -> float:
    weights, combine = rubric.weights, rubric.combine
    lesson = max(
        strength[MarkKind.LESSON_SPECIFIC], combine.generic_lesson * strength[MarkKind.LESSON_GENERIC]
    )
    change = max(strength[MarkKind.CHANGE], combine.promise * strength[MarkKind.PROMISE])
    failure = max(strength[MarkKind.FAILURE], strength[MarkKind.COST])
    owned = max(failure, strength[MarkKind.OWN_CAUSE])
    believed = combine.unowned + (1.0 - combine.unowned) * owned
    told = weights.failure * failure + weights.cost * strength[MarkKind.COST]
    own = weights.own_cause * strength[MarkKind.OWN_CAUSE]
    after = (
        weights.lesson * lesson + weights.change * change + weights.held * strength[MarkKind.HELD] * change
    )
    return weights.base + told + own + believed * after


def _losses(strength: dict[MarkKind, float], rubric: AccountabilityRubric) -> float:
    combine, penalties = rubric.combine, rubric.penalties
    blame = strength[MarkKind.BLAME] * (1.0 - combine.own_excuses_blame * strength[MarkKind.OWN_CAUSE])
    story = min(strength[MarkKind.COST], strength[MarkKind.CHANGE])
    posed = 1.0 - combine.story_excuses_disguise * story
    faults = penalties.blame * blame + penalties.disguise * strength[MarkKind.DISGUISE] * posed
    return faults + penalties.denial * strength[MarkKind.DENIAL] * posed


def _disagreements(strength: dict[MarkKind, float], least: float) -> tuple[str, ...]:
    pairs = (
        (MarkKind.BLAME, MarkKind.OWN_CAUSE),
        (MarkKind.DISGUISE, MarkKind.COST),
        (MarkKind.DENIAL, MarkKind.COST),
        (MarkKind.DENIAL, MarkKind.OWN_CAUSE),
    )
    found = [
        f"{one.value} and {other.value}"
        for one, other in pairs
        if strength[one] >= least and strength[other] >= least
    ]
    untold = max(strength[MarkKind.FAILURE], strength[MarkKind.OWN_CAUSE]) < 1.0 - least
    if strength[MarkKind.CHANGE] >= least and untold:
        found.append("change without failure")
    return tuple(found)


def standard_error(scores: Sequence[float], settings: DocumentSettings) -> float:
    """Return sqrt((detector noise^2 + variance between answers) / number of answers)."""
    between = float(np.var(scores, ddof=1)) if len(scores) > 1 else 0.0
    error = float(np.sqrt((settings.detector_noise**2 + between) / len(scores)))
    return max(error, settings.least_spread)
