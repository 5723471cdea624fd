"""Which sentence may stand for a component before a reader.

A score may lean on a sentence that is only probably a lesson; a quotation may not. Here both readers have to
agree, or one of them has to be sure and the writer (or a group with the writer in it) has to act. Where no
sentence is good enough, none is shown.
"""

from collections.abc import Callable, Mapping, Sequence

from earnest.records.evidence.accountability import Answer, MarkKind, Role, Sentence

_SURE = 0.5  # a phrase, or the probability of a role
_LIKELY = 0.25  # a probability that stands beside a phrase, or beside what follows from it
_ADMITTED = 0.85  # a phrase that is enough by itself: a lapse, an omission, a loss
_FOLLOWS = 2  # so many sentences later what went wrong has to be told
_BRIEF = 5  # words: a shorter sentence cannot be understood alone
_TROUBLE = frozenset({MarkKind.FAILURE, MarkKind.COST})
_CAUSED = _TROUBLE | {MarkKind.OWN_CAUSE}
_Rank = Callable[[Sequence[Sentence], int], float]


def shown_in(answer: Answer) -> dict[MarkKind, Sentence]:
    """Return the sentence to quote for each component of `TOLD` that one may stand for."""
    found: dict[MarkKind, Sentence] = {}
    for kind, rank in TOLD.items():
        ranked = [
            (_readable(one) * rank(answer.sentences, n), -n, one) for n, one in enumerate(answer.sentences)
        ]
        rank_of_best, _, best = max(ranked, key=lambda row: row[:2], default=(0.0, 0, None))
        if best is not None and rank_of_best > 0.0:
            found[kind] = best
    return found


def _readable(sentence: Sentence) -> float:
    """Put whole sentences before those in which something was masked, and leave out the very short ones."""
    if len(sentence.text.split()) < _BRIEF:
        return 0.0
    return 0.5 if "[" in sentence.text else 1.0


def _phrase(sentence: Sentence, kind: MarkKind) -> float:
    return max((mark.strength for mark in sentence.marks if mark.kind is kind), default=0.0)


def _role(sentence: Sentence, role: Role) -> float:
    """Return the probability of a role, 0 where another one is likelier."""
    value = sentence.roles.get(role, 0.0)
    return value if value >= max(sentence.roles.values(), default=0.0) else 0.0


def _cost(sentences: Sequence[Sentence], place: int) -> float:
    one = sentences[place]
    phrase, likely = _phrase(one, MarkKind.COST), one.roles.get(Role.FAILURE, 0.0)
    seen = phrase >= _ADMITTED or (phrase >= _SURE and likely >= _LIKELY)
    return phrase + likely if seen else 0.0


def _own_cause(sentences: Sequence[Sentence], place: int) -> float:
    one = sentences[place]
    phrase, likely = _phrase(one, MarkKind.OWN_CAUSE), one.roles.get(Role.OWN_CAUSE, 0.0)
    if phrase >= _SURE and (likely >= _LIKELY or phrase >= _ADMITTED):
        return 1.0 + phrase + likely
    followed = sentences[place : place + 1 + _FOLLOWS]
    follows = any(mark.kind in _TROUBLE for later in followed for mark in later.marks)
    told = _role(one, Role.OWN_CAUSE)
    return told if told >= _SURE and one.own_past and follows else 0.0


def _lesson(sentences: Sequence[Sentence], place: int) -> float:
    one = sentences[place]
    phrase, likely = _phrase(one, MarkKind.LESSON_SPECIFIC), one.roles.get(Role.LESSON, 0.0)
    if phrase >= _SURE and likely >= _LIKELY:
        return 1.0 + phrase + likely
    troubled = any(mark.kind in _CAUSED for other in sentences[:place] for mark in other.marks)
    told = _role(one, Role.LESSON)
    return told if told >= _SURE and troubled and one.content > _FOLLOWS else 0.0


def _change(sentences: Sequence[Sentence], place: int) -> float:
    one = sentences[place]
    phrase, likely = _phrase(one, MarkKind.CHANGE), one.roles.get(Role.CHANGE, 0.0)
    if one.for_others or not (one.present or one.own_past):
        return 0.0
    if phrase >= _SURE and likely >= _LIKELY:
        return 1.0 + phrase + likely + one.present
    troubled = any(mark.kind in _CAUSED for other in sentences[:place] for mark in other.marks)
    told = _role(one, Role.CHANGE) >= _SURE and troubled
    return likely + one.present if told and (one.own_present or one.present) else 0.0


TOLD: Mapping[MarkKind, _Rank] = {
    MarkKind.COST: _cost,
    MarkKind.OWN_CAUSE: _own_cause,
    MarkKind.LESSON_SPECIFIC: _lesson,
    MarkKind.CHANGE: _change,
}
