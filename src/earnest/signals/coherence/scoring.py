"""From Evidence to parts, roles, a curve and one number. Pure: nothing but Evidence and rubric is read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from pydantic import Field

from earnest.errors import ContractBroken
from earnest.records.base import Record
from earnest.records.evidence.coherence import Essay, EssaySentence, Paragraph


class Role(StrEnum):
    """What a paragraph does in the argument."""

    THESIS = "thesis"
    SUPPORT_WITH_EVIDENCE = "support_with_evidence"
    SUPPORT_WITHOUT = "support_without"
    FAILURE_MODE = "failure_mode"
    CONCLUSION = "conclusion"
    DIGRESSION = "digression"


FAULTS = ("order", "drift", "aside", "end", "opening", "late")
"""The detectors whose odds make the score."""


class Term(Record):
    """One relation in a detector: its mean and deviation in the training essays, and its weight in logits."""

    mean: float
    scale: float = Field(gt=0.0)
    weight: float


class Detector(Record):
    """A logistic model over the relations of an essay: chance = 1 / (1 + exp(-(bias + sum weight x z))).

    It was fitted on as many damaged texts as intact ones; `prior` is the chance of the fault before
    anything is seen.
    """

    prior: float = Field(gt=0.0, lt=1.0)
    bias: float
    terms: dict[str, Term]

    def chance(self, values: dict[str, float]) -> float:
        """Return the chance in 0..1. Raises `ContractBroken` for a relation that the evidence lacks."""
        total = self.bias + math.log(self.prior / (1.0 - self.prior))
        for name, term in self.terms.items():
            if name not in values:
                raise ContractBroken(
                    f"the rubric of coherence weighs {name!r}, which the evidence does not hold"
                )
            z = (values[name] - term.mean) / term.scale
            total += term.weight * min(4.0, max(-4.0, z))
        return 1.0 / (1.0 + math.exp(-min(60.0, max(-60.0, total))))


class Detectors(Record):
    """The faults of structure; the `asked` ones are for essays that share words with their prompt."""

    order: Detector
    drift: Detector
    aside: Detector
    end: Detector
    opening: Detector
    opening_asked: Detector
    late: Detector
    late_asked: Detector


class Combine(Record):
    """How the parts make one number: what the argument can take from the structure, and its weights."""

    floor: float = Field(ge=0.0, le=1.0)
    thesis: float
    support: float
    stress: float
    conclusion: float


class ThesisSettings(Record):
    """What a thesis looks like. Shares are of the words of the essay."""

    early: float
    late: float
    words: int
    least: float
    central_low: float
    central_high: float
    asked_weight: float
    claim_full: float = Field(gt=0.0)
    claim_floor: float


class RoleSettings(Record):
    """When a paragraph plays which part."""

    least_words: int
    linked: float
    backed: float
    limited: float
    limiting_sentence: float


class ConclusionSettings(Record):
    """What a conclusion looks like; shares are of the words of the essay."""

    longest: float
    longest_words: int
    least_rest: float


class CurveSettings(Record):
    """The similarity that counts as 0 and as 1 on the curve."""

    low: float
    high: float


class Noise(Record):
    """The error of each part: logits for the faults of structure, 0..1 for the argument."""

    order: float = Field(ge=0.0)
    drift: float = Field(ge=0.0)
    aside: float = Field(ge=0.0)
    end: float = Field(ge=0.0)
    opening: float = Field(ge=0.0)
    late: float = Field(ge=0.0)
    argument: float = Field(ge=0.0)


class DocumentSettings(Record):
    """From essays to one score, and its error."""

    least_words: int = Field(ge=1)
    least_error: float = Field(ge=0.0)
    noise: Noise


class RuleSettings(Record):
    """Thresholds of the rules: chances from which a fault is called one, and to which it is called absent."""

    drift: float
    order: float
    end: float
    late: float
    late_claimed: float
    held: float
    position: int
    most_findings: int


class CoherenceRubric(Record):
    """Every weight and threshold of coherence."""

    version: str
    combine: Combine
    thesis: ThesisSettings
    roles: RoleSettings
    conclusion: ConclusionSettings
    curve: CurveSettings
    document: DocumentSettings
    rules: RuleSettings
    detectors: Detectors


@dataclass(frozen=True)
class Reading:
    """One essay read with a rubric."""

    essay: Essay
    rubric: CoherenceRubric

    @cached_property
    def faults(self) -> dict[str, float]:
        """Return the chance of each fault of structure by the name of its detector."""
        asked = ("opening", "late") if self.essay.prompted else ()
        detectors = dict(self.rubric.detectors)
        return {
            name: detectors[f"{name}_asked" if name in asked else name].chance(self.essay.relations.values)
            for name in FAULTS
        }

    @property
    def disorder(self) -> float:
        """Chance that the parts stand in no order."""
        return self.faults["order"]

    @property
    def drift(self) -> float:
        """Chance that the essay turns away, for good or for a stretch."""
        turned = _odds(self.faults["drift"]) + _odds(self.faults["aside"])
        return turned / (1.0 + turned)

    @property
    def new_end(self) -> float:
        """Chance that the end says something new."""
        return self.faults["end"]

    @property
    def lost_opening(self) -> float:
        """Chance that the opening does not say what the essay is about."""
        return self.faults["opening"]

    @property
    def late_opening(self) -> float:
        """Chance that what should open the essay stands at its end."""
        return self.faults["late"]

    @property
    def thesis(self) -> EssaySentence:
        """The candidate thesis."""
        return self.essay.sentences[self.essay.thesis]

    @cached_property
    def thesis_strength(self) -> float:
        """How much the candidate looks like a thesis, 0..1: central, near what was asked, and a claim."""
        settings, one = self.rubric.thesis, self.thesis
        spread = settings.central_high - settings.central_low
        central = min(1.0, max(0.0, (one.central - settings.central_low) / spread))
        asked = one.asked if self.essay.prompted else central
        topic = (1.0 - settings.asked_weight) * central + settings.asked_weight * asked
        claimed = min(1.0, one.claim / settings.claim_full)
        return topic * (settings.claim_floor + (1.0 - settings.claim_floor) * claimed)

    @property
    def thesis_place(self) -> float:
        """Where the candidate thesis stands, as a share of the words."""
        return self.thesis.word / max(1, self.essay.words_read)

    @cached_property
    def early(self) -> float:
        """1 where the candidate stands in the opening, falling to 0 at the late end."""
        settings = self.rubric.thesis
        if self.thesis.word <= settings.words:
            return 1.0
        gone = (self.thesis_place - settings.early) / (settings.late - settings.early)
        return min(1.0, max(0.0, 1.0 - gone))

    @cached_property
    def break_word(self) -> int | None:
        """The word at which the essay turns away, or None where it holds."""
        at = self.essay.relations.break_passage
        if self.drift < self.rubric.rules.drift or at == 0:
            return None
        return self.essay.passages[at].word

    @cached_property
    def conclusion_words(self) -> int:
        """Words from the beginning of the conclusion to the end."""
        return self.essay.words_read - self.essay.sentences[self.essay.conclusion].word

    @cached_property
    def roles(self) -> tuple[tuple[Paragraph, Role], ...]:
        """The paragraphs that are long enough to play a part, with their part."""
        least = self.rubric.roles.least_words
        return tuple((one, self._role(one)) for one in self.essay.paragraphs if one.words >= least)

    def _role(self, paragraph: Paragraph) -> Role:
        settings, essay = self.rubric.roles, self.essay
        if paragraph.first <= essay.thesis < paragraph.last:
            return Role.THESIS
        if paragraph.last > essay.conclusion:
            return Role.CONCLUSION
        gone = self.break_word is not None and paragraph.word >= self.break_word
        if (paragraph.to_thesis if gone else max(paragraph.to_thesis, paragraph.to_rest)) < settings.linked:
            return Role.DIGRESSION
        if self.limited(paragraph) >= settings.limited:
            return Role.FAILURE_MODE
        backed = self.backed(paragraph) >= settings.backed
        return Role.SUPPORT_WITH_EVIDENCE if backed else Role.SUPPORT_WITHOUT

    def limited(self, paragraph: Paragraph) -> float:
        """Return the words of a paragraph's limiting sentences, as a share."""
        least = self.rubric.roles.limiting_sentence
        own = self.essay.sentences[paragraph.first : paragraph.last]
        return sum(one.words * (one.limiting >= least) for one in own) / max(1, paragraph.words)

    def backed(self, paragraph: Paragraph) -> float:
        """Return the strongest backing of a paragraph's sentences."""
        own = self.essay.sentences[paragraph.first : paragraph.last]
        return max((one.backing for one in own), default=0.0)

    def of_role(self, role: Role) -> list[Paragraph]:
        """Return the paragraphs of one role, in order."""
        return [paragraph for paragraph, held in self.roles if held is role]

    @cached_property
    def support(self) -> float:
        """Share of the supporting words that stand in paragraphs with evidence; 0 without any support."""
        backed = sum(one.words for one in self.of_role(Role.SUPPORT_WITH_EVIDENCE))
        bare = sum(one.words for one in self.of_role(Role.SUPPORT_WITHOUT))
        loose = sum(one.words for one in self.of_role(Role.DIGRESSION))
        return backed / (backed + bare + loose) if backed else 0.0

    @cached_property
    def stress(self) -> float:
        """1 with a paragraph that tests the thesis, else half the strongest limiting sentence."""
        if self.of_role(Role.FAILURE_MODE):
            return 1.0
        return 0.5 * max((one.limiting for one in self.essay.sentences if not one.heading), default=0.0)

    @cached_property
    def ending(self) -> float:
        """1 with a conclusion of fit length that returns to the essay, less where it is long."""
        settings = self.rubric.conclusion
        allowed = max(settings.longest_words, settings.longest * self.essay.words_read)
        return min(1.0, allowed / max(1, self.conclusion_words))

    @cached_property
    def curve(self) -> list[tuple[int, float]]:
        """Word position and relation (0..1) of each passage: to the thesis and to what came before."""
        settings = self.rubric.curve
        points = []
        for at, one in enumerate(self.essay.passages):
            before = one.to_before if at else one.to_rest
            raw = (one.to_thesis + before) / 2
            value = (raw - settings.low) / (settings.high - settings.low)
            points.append((one.word, round(min(1.0, max(0.0, value)), 3)))
        return points

    @cached_property
    def argument(self) -> float:
        """Thesis, support, stress test and conclusion, weighed; 0..1."""
        combine = self.rubric.combine
        parts = (
            (combine.thesis, self.thesis_strength * self.early),
            (combine.support, self.support),
            (combine.stress, self.stress),
            (combine.conclusion, self.ending),
        )
        return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)

    def share(self, part: str) -> float:
        """Return how much of the score hangs on one part of the argument."""
        weights = self.rubric.combine.model_dump()
        total = sum(weights[name] for name in ("thesis", "support", "stress", "conclusion"))
        return float((1.0 - weights["floor"]) * weights[part] / total)

    @cached_property
    def score(self) -> float:
        """Chance that no fault of structure is there, times argument."""
        return self._score(self.faults, self.argument)

    def cost(self, *names: str) -> float:
        """Return how much lower the score is for some faults."""
        without = {name: chance for name, chance in self.faults.items() if name not in names}
        return self._score(without, self.argument) - self.score

    @cached_property
    def error(self) -> float:
        """How far the score moves when each part moves by its own error, parts taken as independent.

        Half the difference between the score with a part one error up and one error down, in logits for the
        faults; the errors of the parts stand in the rubric.
        """
        settings = self.rubric.document
        moved = []
        for name, noise in settings.noise.model_dump().items():
            if name == "argument":
                ends = [self._score(self.faults, self.argument + step) for step in (-noise, noise)]
            else:
                shifted = [_moved(self.faults[name], step) for step in (-noise, noise)]
                ends = [self._score(self.faults | {name: fault}, self.argument) for fault in shifted]
            moved.append((ends[0] - ends[1]) / 2)
        return max(settings.least_error, math.sqrt(sum(step * step for step in moved)))

    def _score(self, faults: dict[str, float], argument: float) -> float:
        """Return 1 / (1 + sum of the odds of the faults) x (floor + (1 - floor) x argument).

        The first is the chance that none is there, if no two come together (Bayes): one clear fault is enough
        to bring it down, and what no detector is sure of takes little.
        """
        combine = self.rubric.combine
        held = min(1.0, max(0.0, argument))
        sound = 1.0 / (1.0 + sum(_odds(fault) for fault in faults.values()))
        return sound * (combine.floor + (1.0 - combine.floor) * held)


def _odds(chance: float) -> float:
    return chance / max(1e-9, 1.0 - chance)


def _moved(chance: float, step: float) -> float:
    """Return a chance after a step in logits."""
    bounded = min(1.0 - 1e-9, max(1e-9, chance))
    return 1.0 / (1.0 + math.exp(-(math.log(bounded / (1.0 - bounded)) + step)))


def standard_error(readings: Sequence[Reading]) -> float:
    """Return sqrt((mean of the squared errors of the essays + variance between them) / number of essays)."""
    within = sum(one.error**2 for one in readings) / len(readings)
    scores = [one.score for one in readings]
    between = float(np.var(scores, ddof=1)) if len(scores) > 1 else 0.0
    return math.sqrt((within + between) / len(readings))
