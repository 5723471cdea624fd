"""The interviewer: what to ask next about an answer, and what the joined answer says.

Each question is aimed at the component that the answer lacks most, and names none of the words that would
score. The same answer gives the same question; nothing is asked twice, and never more than `MOST`.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from earnest.records.evidence.accountability import MarkKind
from earnest.records.result import SignalResult
from earnest.signals.accountability.scoring import AccountabilityRubric
from earnest.text.language import FOREIGN

MOST = 3


class FollowUp(NamedTuple):
    """One question, and the component of the answer that it asks for."""

    asks_for: MarkKind
    question: str


_QUESTIONS = (
    FollowUp(MarkKind.FAILURE, "Which piece of work was it, and how did it end?"),
    FollowUp(MarkKind.OWN_CAUSE, "What was your own part in it?"),
    FollowUp(MarkKind.CHANGE, "What happened when work of this kind came round again?"),
    FollowUp(MarkKind.LESSON_SPECIFIC, "What would you tell somebody who is about to do the same work?"),
    FollowUp(MarkKind.COST, "Who noticed it first, and what did it mean for them?"),
)  # fmt: skip


def follow_up(
    result: SignalResult, rubric: AccountabilityRubric, asked: Collection[MarkKind] = ()
) -> FollowUp | None:
    """Return the next question about an answer; None when nothing is missing, or `MOST` have been asked.

    `result` is what the signal says of the answer (of several, the first counts), `asked` the components that
    were asked for already. The order is that of a story: without a failure nothing else can be asked for.
    An answer in a language that is not read gets no question.
    Where a strength poses as a failure or failing is denied, the failure is missing, whatever else is there.
    A change that held shows the lesson: it is not asked for then.
    """
    if len(asked) >= MOST or result.reason == FOREIGN:
        return None
    missing = _missing(_strengths(result), rubric.rules.present)
    return next((one for one in _QUESTIONS if one.asks_for in missing and one.asks_for not in asked), None)


def _strengths(result: SignalResult) -> dict[MarkKind, float]:
    answers = result.details.get("answers")
    first = answers[0] if isinstance(answers, list) and answers else {}
    held = first.get("detectors", {}) if isinstance(first, dict) else {}
    pairs = held.items() if isinstance(held, dict) else ()
    return {MarkKind(name): value for name, value in pairs if isinstance(value, float)}


def _missing(strength: Mapping[MarkKind, float], least: float) -> set[MarkKind]:
    missing = {one.asks_for for one in _QUESTIONS if strength.get(one.asks_for, 0.0) < least}
    if max(strength.get(MarkKind.COST, 0.0), strength.get(MarkKind.OWN_CAUSE, 0.0)) >= least:
        missing.discard(MarkKind.FAILURE)
    if max(strength.get(MarkKind.DISGUISE, 0.0), strength.get(MarkKind.DENIAL, 0.0)) >= least:
        missing.add(MarkKind.FAILURE)
    if strength.get(MarkKind.HELD, 0.0) >= least:
        missing.discard(MarkKind.LESSON_SPECIFIC)
    return missing


def joined(answers: Sequence[str]) -> str:
    r"""Join an answer and what was said to the follow-ups, a paragraph each, without the empty ones.

    >>> joined(["It broke.", " ", "I had not looked."])
    'It broke.\n\nI had not looked.'
    """
    return "\n\n".join(text.strip() for text in answers if text.strip())
