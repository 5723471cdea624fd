"""From verdicts and outcomes of tests to a share of requirements kept, with an honest standard error."""

import math
from functools import cached_property
from typing import NamedTuple

from earnest.records.base import Record
from earnest.records.evidence.adherence import (
    AdherenceEvidence,
    SampleEvidence,
    TestsState,
    Verdict,
    VerdictState,
)


class PriorSettings(Record):
    """Parameters of the Beta prior."""

    alpha: float
    beta: float


class WeightSettings(Record):
    """How much one constraint and the tests of one item count."""

    constraint: float
    tests: float


class DependenceSettings(Record):
    """Correlation of the requirements of one item, 0..1."""

    within_item: float


class AdherenceRubric(Record):
    """Every weight of adherence."""

    version: str
    prior: PriorSettings
    weights: WeightSettings
    dependence: DependenceSettings


class Kept(NamedTuple):
    """Posterior mean and standard deviation of the share of requirements kept."""

    mean: float
    deviation: float


class Reading:
    """The samples with their counts, each computed once."""

    def __init__(self, evidence: AdherenceEvidence, rubric: AdherenceRubric) -> None:
        """Hold the evidence; nothing is computed before it is asked for."""
        self.evidence = evidence
        self.rubric = rubric

    @cached_property
    def decided(self) -> list[tuple[SampleEvidence, Verdict]]:
        """The verdicts that are kept or missed; an undecidable one is neither."""
        return [pair for pair in self.verdicts if pair[1].state is not VerdictState.UNDECIDABLE]

    @cached_property
    def verdicts(self) -> list[tuple[SampleEvidence, Verdict]]:
        """Every verdict with its sample."""
        return [(sample, verdict) for sample in self.evidence.samples for verdict in sample.verdicts]

    @cached_property
    def total(self) -> float:
        """Weight of everything that was decided."""
        return math.fsum(asked for asked, _kept in self._by_sample)

    def share(self, weight: float) -> float:
        """Return how much of the score hangs on one requirement of this weight, 0..1."""
        return weight / self.total if self.total else 0.0

    @cached_property
    def _by_sample(self) -> list[tuple[float, float]]:
        """(weight of what was decided, weight of what was kept) of each sample in which anything was
        decided.
        """
        pairs = [self._counted(sample) for sample in self.evidence.samples]
        return [pair for pair in pairs if pair[0] > 0]

    def _counted(self, sample: SampleEvidence) -> tuple[float, float]:
        weights = self.rubric.weights
        states = [verdict.state for verdict in sample.verdicts]
        kept = weights.constraint * states.count(VerdictState.KEPT) * done(sample)
        asked = kept + weights.constraint * states.count(VerdictState.MISSED)
        if sample.tests is not None and sample.tests.state is not TestsState.NOT_RUN:
            asked += weights.tests
            kept += weights.tests * (sample.tests.state is TestsState.PASSED)
        return asked, kept

    @cached_property
    def kept(self) -> Kept:
        """Posterior of the share kept: Beta(alpha + k / d, beta + (n - k) / d), d the design effect.

        d = 1 + (m - 1) * rho for items of m requirements on average and a correlation rho within an item
        (Kish, Survey Sampling, 1965, section 5.4).
        """
        asked = math.fsum(one for one, _kept in self._by_sample)
        kept = math.fsum(one for _asked, one in self._by_sample)
        mean_size = asked / len(self._by_sample)
        effect = 1 + max(0.0, mean_size - 1) * self.rubric.dependence.within_item
        alpha = self.rubric.prior.alpha + kept / effect
        beta = self.rubric.prior.beta + (asked - kept) / effect
        total = alpha + beta
        return Kept(alpha / total, math.sqrt(alpha * beta / (total * total * (total + 1))))


def done(sample: SampleEvidence) -> float:
    """Return how much of the ticket's work was done, 0..1: the share of its tests that pass.

    To keep a constraint while not doing the work shows little; not to touch anything shows nothing. Where no
    test was run, the work counts as done.
    """
    if sample.unchanged:
        return 0.0
    tests = sample.tests
    if tests is None or tests.state is TestsState.NOT_RUN or not tests.expected:
        return 1.0
    return (
        1.0 - min(1.0, len(tests.failed) / tests.expected)
        if tests.failed
        else float(tests.state is TestsState.PASSED)
    )
