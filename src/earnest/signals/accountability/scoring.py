"""From what the readers saw to a number for each answer, and to the disagreements a person should see."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from pydantic import Field

from earnest.records.base import Record
from earnest.records.evidence.accountability import Answer, MarkKind, Role, Sentence
from earnest.signals.accountability.quoting import TOLD, shown_in


class Weights(Record):
    """What each component adds."""

    base: float
    failure: float
    cost: float
    own_cause: float
    learned: float
    lesson: float
    change: float
    held: float


class Penalties(Record):
    """What each of the classic faults takes away."""

    blame: float
    disguise: float
    denial: float


class Readers(Record):
    """How the two readers of a sentence, phrases and grammar, are put together.

    A probability of a role counts from `least` on and fully from `full` on, that of a lesson or a change
    taken together fully from `learned_full` on; so do the means over the answer that stand for blame and
    self-praise. Where the cause is put outside, an own cause without a plain word for it loses up to
    `outside_in_own`. A cue counts fully in a sentence with `content` words of its own; one up to `step` may
    be a repair as well, and is trusted as far as the grammar sees a lesson or a change.
    """

    phrases: float = Field(ge=0.0, le=1.0)
    blame_phrases: float = Field(ge=0.0, le=1.0)
    least: float
    full: float
    learned_full: float
    blame_least: float
    blame_full: float
    praise_least: float
    praise_full: float
    uncued_praise: float = Field(ge=0.0, le=1.0)
    cued_praise: float = Field(ge=1.0)
    outside_in_own: float = Field(ge=0.0, le=1.0)
    content: int = Field(ge=1)
    platitude_in_lesson: float = Field(ge=0.0, le=1.0)
    story_in_lesson: float = Field(ge=0.0, le=1.0)
    step: float = Field(ge=0.0, le=1.0)
    grammar_in_step: float = Field(ge=0.0, le=1.0)


class Combine(Record):
    """How components bear on each other."""

    generic_lesson: float
    tied_lesson: float
    promise: float
    own_excuses_blame: float
    learned_excuses_blame: float
    story_excuses_disguise: float
    unowned: float
    unlearned: float


class DocumentSettings(Record):
    """From answers to one score."""

    least_words: int = Field(ge=1)
    detector_noise: float = Field(ge=0.0)
    least_spread: float = Field(ge=0.0)


class RuleSettings(Record):
    """Thresholds of the rules."""

    present: float
    half_told: float
    blame: float
    owned: float
    learned_in_blame: float
    disagree: float


class AccountabilityRubric(Record):
    """Every weight and threshold of accountability."""

    version: str
    weights: Weights
    penalties: Penalties
    readers: Readers
    combine: Combine
    document: DocumentSettings
    rules: RuleSettings


_ROLE_OF = {
    MarkKind.FAILURE: Role.FAILURE,
    MarkKind.OWN_CAUSE: Role.OWN_CAUSE,
    MarkKind.LESSON_SPECIFIC: Role.LESSON,
    MarkKind.LESSON_GENERIC: Role.PLATITUDE,
    MarkKind.CHANGE: Role.CHANGE,
    MarkKind.BLAME: Role.BLAME,
    MarkKind.DISGUISE: Role.SELF_PRAISE,
}
_NEEDS_CONTENT = frozenset({MarkKind.OWN_CAUSE, MarkKind.LESSON_SPECIFIC, MarkKind.CHANGE})

_LEARNED = frozenset({MarkKind.LESSON_SPECIFIC, MarkKind.CHANGE})
_STORY = (
    Role.SITUATION,
    Role.FAILURE,
    Role.OWN_CAUSE,
    Role.REPAIR,
    Role.BLAME,
    Role.SELF_PRAISE,
)


class Reading(NamedTuple):
    """One answer with the strength of each component (0..1), its strongest sentence, and its score.

    `learned` says how surely a lesson or a change is told, whichever of the two it is. `shown` is the
    sentence that may stand for a component before a reader: see `quoting`.
    """

    answer: Answer
    strength: dict[MarkKind, float]
    best: dict[MarkKind, Sentence]
    shown: dict[MarkKind, Sentence]
    learned: float
    score: float
    disagreements: tuple[str, ...]


def read_answer(answer: Answer, rubric: AccountabilityRubric) -> Reading:
    """Combine what the two readers saw in one answer.

    A component counts by its strongest sentence, so that saying it twice, or at length, adds nothing. Blame
    and self-praise are the tone of a whole answer: there the grammar counts by its mean over the sentences.
    """
    readers = rubric.readers
    strength = dict.fromkeys(MarkKind, 0.0)
    best: dict[MarkKind, Sentence] = {}
    outside = _ramp(_mean(answer, Role.BLAME, readers), readers.blame_least, readers.blame_full)
    leaning = _mean(answer, Role.SELF_PRAISE, readers) * _leans(answer, readers)
    praise = _ramp(leaning, readers.praise_least, readers.praise_full)
    for kind in MarkKind:
        trust = readers.phrases * (1.0 - outside if kind is MarkKind.OWN_CAUSE else 1.0)
        for sentence in answer.sentences:
            seen = _seen(sentence, kind, readers, trust)
            if kind is MarkKind.CHANGE:
                seen *= _of_the_writer(sentence, outside)
            if seen > strength[kind]:
                strength[kind], best[kind] = seen, sentence
    strength[MarkKind.BLAME] = _either(readers.blame_phrases * _loudest(answer, MarkKind.BLAME), outside)
    strength[MarkKind.DISGUISE] = _either(readers.phrases * _loudest(answer, MarkKind.DISGUISE), praise)
    disagreements = _disagreements(strength, rubric.rules.disagree)
    strength[MarkKind.OWN_CAUSE] *= 1.0 - readers.outside_in_own * outside * (
        1.0 - _loudest(answer, MarkKind.OWN_CAUSE)
    )
    learned = max((_learned(sentence, outside, readers) for sentence in answer.sentences), default=0.0)
    total = _gains(strength, best, learned, rubric) - _losses(strength, learned, rubric)
    score = float(min(1.0, max(0.0, total)))
    shown = {kind: one for kind, one in best.items() if kind not in TOLD} | shown_in(answer)
    return Reading(answer, strength, best, shown, learned, score, disagreements)


def _seen(sentence: Sentence, kind: MarkKind, readers: Readers, trust: float) -> float:
    """Return how strongly a sentence shows a component; a cue without content of its own shows nothing."""
    phrases = _phrases(sentence, kind)
    role = _ROLE_OF.get(kind)
    if role is None:
        return phrases
    likely = sentence.roles.get(role, 0.0)
    if kind in _LEARNED:
        likely *= 1.0 - readers.story_in_lesson * _story(sentence)
    grammar = _ramp(likely, readers.least, readers.full)
    if kind in _LEARNED and phrases <= readers.step:
        phrases *= 1.0 - readers.grammar_in_step * (1.0 - grammar)
    content = _content(sentence, readers) if kind in _NEEDS_CONTENT else 1.0
    if kind is MarkKind.LESSON_SPECIFIC:
        platitude = _seen(sentence, MarkKind.LESSON_GENERIC, readers, trust)
        content *= 1.0 - readers.platitude_in_lesson * platitude
    return content * _either(trust * phrases, grammar)


def _of_the_writer(sentence: Sentence, outside: float) -> float:
    """Return how far a change is one of the writer: what others are told to do is none.

    Where the cause is put outside (0..1), a change in which the writer does not act counts as much less.
    """
    if sentence.for_others:
        return 0.0
    return 1.0 if sentence.own_present or sentence.own_past else 1.0 - outside


def _learned(sentence: Sentence, outside: float, readers: Readers) -> float:
    """Return how surely the grammar takes a sentence for a lesson or a change, be it the one or the other."""
    lesson, change = (sentence.roles.get(role, 0.0) for role in (Role.LESSON, Role.CHANGE))
    likely = lesson + change * _of_the_writer(sentence, outside)
    likely = min(1.0, likely) * (1.0 - readers.story_in_lesson * _story(sentence))
    return _content(sentence, readers) * _ramp(likely, readers.least, readers.learned_full)


def _story(sentence: Sentence) -> float:
    return max((sentence.roles.get(role, 0.0) for role in _STORY), default=0.0)


def _content(sentence: Sentence | None, readers: Readers) -> float:
    return min(1.0, sentence.content / readers.content) if sentence else 0.0


def _phrases(sentence: Sentence, kind: MarkKind) -> float:
    return max((mark.strength for mark in sentence.marks if mark.kind is kind), default=0.0)


def _loudest(answer: Answer, kind: MarkKind) -> float:
    return max((_phrases(sentence, kind) for sentence in answer.sentences), default=0.0)


def _mean(answer: Answer, role: Role, readers: Readers) -> float:
    """Return the mean over the sentences that say something: an empty one must not thin out the others.

    A sentence that names an own part ("I had not read it, so the upgrade broke"), a lesson or a change is not
    blame or self-praise for as much.
    """
    told = [sentence for sentence in answer.sentences if sentence.content > 1] or answer.sentences
    held = [
        sentence.roles.get(role, 0.0)
        * (1.0 - readers.phrases * _phrases(sentence, MarkKind.OWN_CAUSE))
        * (1.0 - max(sentence.roles.get(after, 0.0) for after in (Role.LESSON, Role.CHANGE)))
        for sentence in told
    ]
    return sum(held) / len(held) if held else 0.0


def _leans(answer: Answer, readers: Readers) -> float:
    """Return how far self-praise has something to lean on: virtues, excess, what others say of the writer.

    `uncued_praise` where no sentence has such a thing, `cued_praise` where every second one has.
    """
    leaning = sum(_phrases(sentence, MarkKind.PRAISE) > 0.0 for sentence in answer.sentences)
    share = min(1.0, 2.0 * leaning / max(1, len(answer.sentences)))
    return readers.uncued_praise + (readers.cued_praise - readers.uncued_praise) * share


def _either(one: float, other: float) -> float:
    return 1.0 - (1.0 - one) * (1.0 - other)


def _ramp(value: float, least: float, full: float) -> float:
    return min(1.0, max(0.0, (value - least) / (full - least)))


def _gains(
    strength: Mapping[MarkKind, float],
    best: Mapping[MarkKind, Sentence],
    learned: float,
    rubric: AccountabilityRubric,
) -> float:
    weights, combine = rubric.weights, rubric.combine
    platitude = strength[MarkKind.LESSON_GENERIC] * _content(
        best.get(MarkKind.LESSON_GENERIC), rubric.readers
    )
    lesson = max(
        strength[MarkKind.LESSON_SPECIFIC],
        combine.generic_lesson * platitude,
        combine.tied_lesson * strength[MarkKind.LESSON_TIED],
    )
    change = max(strength[MarkKind.CHANGE], combine.promise * strength[MarkKind.PROMISE])
    failure = max(strength[MarkKind.FAILURE], strength[MarkKind.COST])
    owned = max(failure, strength[MarkKind.OWN_CAUSE])
    believed = combine.unowned + (1.0 - combine.unowned) * owned
    told = weights.failure * failure + weights.cost * strength[MarkKind.COST]
    told += weights.own_cause * strength[MarkKind.OWN_CAUSE]
    either = _either(_either(lesson, change), learned)
    after = weights.learned * (learned + either) / 2.0 + weights.lesson * lesson + weights.change * change
    after += weights.held * strength[MarkKind.HELD] * change
    return weights.base + (combine.unlearned + (1.0 - combine.unlearned) * either) * told + believed * after


def _losses(strength: dict[MarkKind, float], learned: float, rubric: AccountabilityRubric) -> float:
    combine, penalties = rubric.combine, rubric.penalties
    blame = strength[MarkKind.BLAME] * (1.0 - combine.own_excuses_blame * strength[MarkKind.OWN_CAUSE])
    blame *= 1.0 - combine.learned_excuses_blame * learned
    wrong = max(strength[MarkKind.COST], min(strength[MarkKind.FAILURE], strength[MarkKind.OWN_CAUSE]))
    story = min(wrong, max(strength[MarkKind.CHANGE], learned))
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
