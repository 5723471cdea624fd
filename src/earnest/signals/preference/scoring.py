"""From choices to an accuracy, and to what pulled them: length, position, confidence, haste."""

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from earnest.measurement.brier import overconfidence, overconfidence_interval
from earnest.measurement.empirical_bayes import BetaPrior
from earnest.measurement.interval import Interval
from earnest.measurement.logistic import logistic_map
from earnest.measurement.newcombe import newcombe
from earnest.measurement.signal_detection import Detection, choice_of_two
from earnest.records.base import Record
from earnest.records.evidence.preference import PairAnswer, PreferenceEvidence
from earnest.records.response import Choice


class PriorSettings(Record):
    """Accuracy before any answer."""

    alpha: float
    beta: float


class ItemSettings(Record):
    """How many answers each number needs."""

    least: int
    least_stratum: int
    least_confidence: int
    same_length: float


class ModelSettings(Record):
    """Priors of the logistic model, in logits."""

    ability_mean: float
    ability_sd: float
    length_sd: float
    position_sd: float
    most_doublings: float


class BootstrapSettings(Record):
    """The bootstrap of over-confidence."""

    draws: int
    seed: int


class ReadingSettings(Record):
    """When an answer came faster than anybody reads."""

    words_per_second: float
    least_seconds: float
    share: float


class SwapSettings(Record):
    """From how many changed choices, and which share of them, a mirrored pair is worth a look."""

    least: int
    share: float


class RuleSettings(Record):
    """Thresholds of the rules."""

    sure: float
    position_sure: float
    least_pull: float
    overconfidence: float
    underconfidence: float
    accurate: float
    accurate_low: float
    often_wrong: float
    steady: float


class PreferenceRubric(Record):
    """Every weight and threshold of preference."""

    version: str
    prior: PriorSettings
    items: ItemSettings
    model: ModelSettings
    bootstrap: BootstrapSettings
    reading: ReadingSettings
    swaps: SwapSettings
    rules: RuleSettings


class Estimate(NamedTuple):
    """A coefficient in logits and its standard error."""

    value: float
    error: float

    @property
    def z(self) -> float:
        """How many standard errors it stands from zero."""
        return self.value / self.error


class Model(NamedTuple):
    """P(first option) = logistic(ability * key + length * doublings + position), key = +1 (first) or -1."""

    ability: Estimate
    length: Estimate
    position: Estimate


class Count(NamedTuple):
    """`right` of `total`."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """Accuracy; 0 of 0 is not asked for."""
        return self.right / self.total


def fit(answers: Sequence[PairAnswer], settings: ModelSettings) -> Model:
    """Fit the model of one rater. With length and position in it, ability is what is left."""
    key = np.array([1.0 if one.key is Choice.A else -1.0 for one in answers])
    length = np.clip([one.doublings for one in answers], -settings.most_doublings, settings.most_doublings)
    chose = np.array([1.0 if one.choice is Choice.A else 0.0 for one in answers])
    found = logistic_map(
        np.column_stack([key, length, np.ones(len(answers))]),
        chose,
        np.array([settings.ability_mean, 0.0, 0.0]),
        np.array([settings.ability_sd, settings.length_sd, settings.position_sd]),
    )
    values = [
        Estimate(float(value), float(error))
        for value, error in zip(found.coefficients, found.standard_errors, strict=True)
    ]
    return Model(*values)


class Reading:
    """One form as answered, with everything the rules and the report ask for, each computed once."""

    def __init__(self, evidence: PreferenceEvidence, rubric: PreferenceRubric) -> None:
        """Hold the evidence; nothing is computed before it is asked for."""
        self.evidence = evidence
        self.answers = evidence.answers
        self.rubric = rubric

    @cached_property
    def all(self) -> Count:
        """All answers."""
        return _count(self.answers)

    @cached_property
    def longer(self) -> Count:
        """Answers where the better option is the longer one."""
        return _count([one for one in self.answers if self._lean(one) > 0])

    @cached_property
    def shorter(self) -> Count:
        """Answers where the better option is the shorter one."""
        return _count([one for one in self.answers if self._lean(one) < 0])

    @cached_property
    def same(self) -> Count:
        """Answers whose options are about equally long."""
        return _count([one for one in self.answers if self._lean(one) == 0])

    def _lean(self, answer: PairAnswer) -> int:
        """Say whether the better option is longer (1), shorter (-1) or about as long (0)."""
        if abs(answer.doublings) < self.rubric.items.same_length:
            return 0
        return 1 if (answer.doublings > 0) == (answer.key is Choice.A) else -1

    @cached_property
    def chose_longer(self) -> int:
        """How often the longer option was chosen where lengths differ."""
        return self.longer.right + self.shorter.total - self.shorter.right

    @cached_property
    def chose_first(self) -> int:
        """How often the first option was chosen."""
        return sum(one.choice is Choice.A for one in self.answers)

    @cached_property
    def key_first(self) -> int:
        """How often the first option is the better one."""
        return sum(one.key is Choice.A for one in self.answers)

    @cached_property
    def model(self) -> Model:
        """The rater's ability and pulls."""
        return fit(self.answers, self.rubric.model)

    @cached_property
    def accuracy(self) -> Estimate:
        """Posterior mean and standard deviation of accuracy on a form balanced by length.

        Answers where the better option is longer and those where it is shorter count the same, however many
        of each the form holds: always choosing the longer option earns .5 on any form. Each stratum starts
        from its share of the prior.
        """
        sides = [count for count in (self.longer, self.shorter) if count.total]
        least = self.rubric.items.least_stratum
        strata = [self.all] if any(count.total < least for count in sides) or len(sides) < 2 else sides
        weighted = [(count, (1 - self._same_share(strata)) / len(strata)) for count in strata]
        if self.same.total and strata != [self.all]:
            weighted.append((self.same, self._same_share(strata)))
        prior = self.rubric.prior
        posteriors = [
            (BetaPrior(prior.alpha * weight, prior.beta * weight).after(*count), weight)
            for count, weight in weighted
        ]
        mean = math.fsum(weight * posterior.mean for posterior, weight in posteriors)
        variance = math.fsum((weight * posterior.sd) ** 2 for posterior, weight in posteriors)
        return Estimate(mean, math.sqrt(variance))

    def _same_share(self, strata: list[Count]) -> float:
        return 0.0 if strata == [self.all] else self.same.total / self.all.total

    @cached_property
    def lure_gap(self) -> tuple[float, Interval] | None:
        """Accuracy where the better option is shorter, less that where it is longer, and its interval."""
        if min(self.shorter.total, self.longer.total) < self.rubric.items.least_stratum:
            return None
        return newcombe(self.shorter, self.longer)

    @cached_property
    def detection(self) -> Detection | None:
        """Sensitivity d' and criterion over the two positions; None where all keys stand in one."""
        if not 0 < self.key_first < self.all.total:
            return None
        hits = sum(one.correct for one in self.answers if one.key is Choice.A)
        alarms = sum(not one.correct for one in self.answers if one.key is Choice.B)
        return choice_of_two((hits, self.key_first), (alarms, self.all.total - self.key_first))

    @cached_property
    def stated(self) -> list[tuple[float, bool]]:
        """Confidence and correctness of the answers that state one."""
        return [(one.confidence, one.correct) for one in self.answers if one.confidence is not None]

    @cached_property
    def overconfidence(self) -> tuple[float, Interval] | None:
        """Mean confidence less accuracy and its bootstrap interval, from enough answers on."""
        if len(self.stated) < self.rubric.items.least_confidence:
            return None
        confidence, correct = [one for one, _ in self.stated], [right for _, right in self.stated]
        settings = self.rubric.bootstrap
        interval = overconfidence_interval(confidence, correct, draws=settings.draws, seed=settings.seed)
        return overconfidence(confidence, correct), interval

    @cached_property
    def too_fast(self) -> list[PairAnswer]:
        """Answers that came before anybody could have read the pair."""
        settings = self.rubric.reading
        return [
            one
            for one in self.answers
            if one.seconds is not None
            and one.seconds < max(settings.least_seconds, one.words / settings.words_per_second)
        ]


def _count(answers: Sequence[PairAnswer]) -> Count:
    return Count(sum(one.correct for one in answers), len(answers))
