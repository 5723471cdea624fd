"""From sentences to credits, coverage and backing, and the error of the score."""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from earnest.records.base import Record
from earnest.records.evidence.stack import NamedTechnology, StackEvidence, StackSentence


class CreditRubric(Record):
    """What a sentence must hold for its technologies to earn credit."""

    least_words: int
    words_per_technology: float
    least_credit: float


class ScoreRubric(Record):
    """The constants of coverage and backing."""

    scale: float
    allowance: float
    per_credit: float
    rate: float
    topics: tuple[str, ...]


class ErrorRubric(Record):
    """The bootstrap."""

    resamples: int
    seed: int
    imagined: float
    least: float


class RuleRubric(Record):
    """When rules speak, and how often."""

    most_findings: int
    bare_reported: int
    unnamed_words: int
    generic_names: int


class MoveRubric(Record):
    """When naming a tool is said to move a listing."""

    shared_words: int
    most: int
    most_tried: int
    top: int


class StackRubric(Record):
    """`rubric.toml`, typed."""

    version: str
    credit: CreditRubric
    score: ScoreRubric
    error: ErrorRubric
    rules: RuleRubric
    move: MoveRubric


class Standing(NamedTuple):
    """One technology: its credit 0..1, the sentence that earns most, and where it is named first."""

    name: str
    category: str
    credit: float
    best: StackSentence
    first: NamedTechnology
    first_sentence: StackSentence


class Reading(NamedTuple):
    """What the rules look at."""

    evidence: StackEvidence
    standings: tuple[Standing, ...]
    described: tuple[Standing, ...]
    bare: tuple[Standing, ...]


def read(evidence: StackEvidence, rubric: StackRubric) -> Reading:
    """Give every named technology its standing; those of samples count as described in full."""
    uses = Counter(sentence.template for sentence in evidence.sentences if sentence.technologies)
    standings: dict[str, Standing] = {}
    for sentence in evidence.sentences:
        credit = sentence_credit(sentence, uses, rubric)
        for technology in sentence.technologies:
            if technology.category not in rubric.score.topics:
                _add(standings, technology, sentence, credit)
    shown = {one.name for one in evidence.demonstrated}
    ordered = tuple(
        standing._replace(credit=1.0) if standing.name in shown else standing
        for _, standing in sorted(standings.items())
    )
    described = tuple(one for one in ordered if one.credit >= rubric.credit.least_credit)
    implied = {
        parent
        for one in described
        for sentence in (one.best,)
        for technology in sentence.technologies
        if technology.name == one.name
        for parent in technology.implies
    }
    bare = tuple(
        one for one in ordered if one.credit < rubric.credit.least_credit and one.name not in implied
    )
    return Reading(evidence, ordered, described, bare)


def _add(
    standings: dict[str, Standing], technology: NamedTechnology, sentence: StackSentence, credit: float
) -> None:
    known = standings.get(technology.name)
    if known is None:
        standings[technology.name] = Standing(
            technology.name, technology.category, credit, sentence, technology, sentence
        )
    elif credit > known.credit:
        standings[technology.name] = known._replace(credit=credit, best=sentence)


def sentence_credit(sentence: StackSentence, uses: Mapping[str, int], rubric: StackRubric) -> float:
    """Return what each technology named in a sentence earns by it, 0..1.

    A pattern that is used again and again with other names shares one credit among its uses.
    """
    names = len({one.name for one in sentence.technologies})
    told = sentence.deed or (sentence.measured and sentence.words > rubric.credit.least_words)
    if not names or not told or sentence.words < rubric.credit.least_words:
        return 0.0
    carried = min(1.0, sentence.words / (rubric.credit.words_per_technology * names))
    return carried / max(1, uses.get(sentence.template, 1))


def stack_score(credits_earned: Sequence[float], bare: int, rubric: StackRubric) -> float:
    """Return coverage * backing, 0..1 (the formula stands in `rubric.toml`)."""
    total = math.fsum(credits_earned)
    if total <= 0:
        return 0.0
    constants = rubric.score
    excess = max(0.0, bare - constants.allowance - constants.per_credit * total)
    backing = total / (total + constants.rate * excess)
    return (1 - math.exp(-total / constants.scale)) * backing


def standard_error(credits_earned: Sequence[float], bare: int, rubric: StackRubric) -> float:
    """Return the bootstrap standard error over the technologies, bare ones included, with a floor.

    One imagined technology of half a credit is drawn along: a profile of two names is not known exactly.
    """
    pool = [*credits_earned, *([0.0] * bare), rubric.error.imagined]
    generator = random.Random(rubric.error.seed)  # noqa: S311 - a bootstrap, not a secret
    scores: list[float] = []
    for _ in range(rubric.error.resamples):
        drawn = generator.choices(pool, k=len(pool))
        earned = [value for value in drawn if value > 0]
        scores.append(stack_score(earned, len(pool) - len(earned), rubric))
    mean = math.fsum(scores) / len(scores)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in scores) / (len(scores) - 1))
    return max(rubric.error.least, spread)
