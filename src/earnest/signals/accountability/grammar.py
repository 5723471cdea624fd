"""What the grammar of a sentence and its place in the answer say, as named numbers between 0 and 1.

Nothing here is about a topic or a trade: who acts, in which tense, whether it is denied, how the sentence
hangs on the ones around it, and which closed lists of cues it touches. `roles` weighs these numbers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from earnest.signals.accountability.acting import AMBIGUOUS, reads_as_past
from earnest.signals.accountability.lexicon import word_list
from earnest.signals.accountability.parsed import Parsed
from earnest.text.clauses import OWN, Agent, Tense, VerbGroup
from earnest.text.inflect import Form
from earnest.text.tokens import Tag

Features = dict[str, float]
_BACK_THEN = frozenset({Tense.PAST, Tense.PERFECT})
_PEOPLE = frozenset({Agent.OTHER})
_NOBODY = frozenset({Agent.THING, Agent.PASSIVE})
_PHRASES = (
    "trouble_phrases", "own_phrases", "lesson_cues", "platitude_phrases", "habit_cues", "held_cues",
    "virtue_phrases", "payoff_phrases", "denial_phrases", "blame_phrases", "cause_cues", "excuse_phrases",
)  # fmt: skip
_WORDS = (
    "trouble_nouns", "bad_manner", "practice_nouns", "virtues", "fault_nouns", "blame_objects",
    "outside_things", "absolutes", "weak_traits",
)  # fmt: skip
_WITHOUT = frozenset({"without", "instead", "although", "though", "despite", "only", "but"})
_LONG = 25


def grammar(sentences: Sequence[Parsed]) -> list[Features]:
    """Return the named numbers of each sentence of one answer, those of its neighbours among them.

    A sentence without a word of its own ("In conclusion, that was important.") is nobody's neighbour and
    moves no place: what is added to an answer without saying anything must not change how the rest is read.
    """
    telling = [one for one in sentences if one.own]
    told = iter(_in_context(telling))
    return [next(told) if one.own else _in_context([one])[0] for one in sentences]


def _in_context(sentences: Sequence[Parsed]) -> list[Features]:
    alone = [_alone(one) for one in sentences]
    held: list[Features] = []
    trouble = 0.0
    past, verbs = 0, 0
    for place, one in enumerate(alone):
        finite = [group for group in sentences[place].groups if group.tense is not Tense.LOOSE]
        around: Features = {
            "place: first": float(place == 0),
            "place: last": float(place == len(alone) - 1),
            "place: late": place / max(1, len(alone) - 1) if len(alone) > 1 else 0.5,
            "before: trouble": trouble,
            "words told before": min(1.0, len(_told(sentences, place)) / 3),
        }
        before = alone[place - 1] if place else {}
        after = alone[place + 1] if place + 1 < len(alone) else {}
        around |= {f"before: {name}": before.get(name, 0.0) for name in _OF_BEFORE}
        around |= {f"next: {name}": after.get(name, 0.0) for name in _OF_NEXT}
        around |= _turn(one, told=past > verbs / 2, troubled=trouble > 0)
        held.append({**one, **around})
        trouble = max(trouble, _troubled(one))
        past += sum(group.tense in _BACK_THEN for group in finite)
        verbs += len(finite)
    return held


def _turn(one: Mapping[str, float], *, told: bool, troubled: bool) -> Features:
    """Return where the telling turns from what happened to what holds: a present after a past."""
    turned = float(told) * max(
        one["own present"], one["we present"], one["thing present"], one["other present"]
    )
    pure = turned * one["present only"]
    own = max(one["own present"], one["we present"])
    return {
        "turn: present": pure,
        "turn: own present": turned * own,
        "turn: thing present": pure * max(one["thing present"], one["other present"]) * (1.0 - own),
        "turn: after trouble": pure * float(troubled),
        "turn: own condition": turned * own * one["condition"],
        "turn: universal": turned * one["universal"],
        "turn: own act": float(told) * one["own act present"] * one["opens present"],
        "turn: own state": float(told) * own * one["state present"] * (1.0 - one["own act present"]),
        "turn: thing act": pure * max(one["thing act present"], one["other act present"]) * (1.0 - own),
        "turn: copula": pure * one["copula present"],
        "turn: contrast": pure * one["contrast"],
        "past: own after trouble": one["own past"] * float(troubled),
        "past: other after trouble": max(one["other past"], one["thing past"]) * float(troubled),
    }


_OF_NEXT = ("harm", "trouble_nouns", "trouble_phrases")
_OF_BEFORE = ("own past", "other past", "own present", "lesson_cues", *_OF_NEXT)


def _told(sentences: Sequence[Parsed], place: int) -> frozenset[str]:
    return sentences[place].own & sentences[place].earlier


def _troubled(one: Mapping[str, float]) -> float:
    return max(one["harm"], one["trouble_nouns"], one["trouble_phrases"])


def _alone(one: Parsed) -> Features:
    found: Features = {"always": 1.0}
    for read in _READERS:
        found.update(read(one))
    return found


def _who_and_when(one: Parsed) -> Iterator[tuple[str, float]]:
    groups = [group for group in one.groups if group.tense is not Tense.LOOSE]
    agents: tuple[tuple[str, frozenset[Agent]], ...] = (
        ("own", OWN), ("we", frozenset({Agent.WE})), ("other", _PEOPLE), ("thing", _NOBODY),
    )  # fmt: skip
    for name, who in agents:
        mine = [group for group in groups if group.agent in who]
        yield f"{name} past", _any(mine, lambda group: group.tense in _BACK_THEN and not group.negated)
        yield f"{name} past denied", _any(mine, lambda group: group.tense in _BACK_THEN and group.negated)
        yield f"{name} present", _any(mine, lambda group: group.tense is Tense.PRESENT)
        yield f"{name} modal", _any(mine, lambda group: bool(group.modal))
        yield f"{name} harm", _any(mine, lambda group: group.kind == "harm" and not group.negated)
    past = sum(_is_over(one, group) for group in groups)
    yield "past only", float(bool(groups) and past == len(groups))
    yield "present only", float(bool(groups) and past == 0)
    yield "no verb", float(not groups)
    yield (
        "general present",
        float(bool(groups) and not past and not any(group.agent in OWN | {Agent.WE} for group in groups)),
    )
    yield "you", _any(groups, lambda group: group.agent is Agent.YOU)


def _present(one: Parsed) -> Iterator[tuple[str, float]]:
    """Tell what somebody does (a practice) from how things are (a state) in the present."""
    groups = [group for group in one.groups if group.tense is Tense.PRESENT and not _may_be_past(one, group)]
    acts = [group for group in groups if not _is_state(group)]
    yield "state present", _any(groups, _is_state)
    yield "copula present", _any(groups, lambda group: group.lemma == "be" and group.agent not in OWN)
    yield "present denied", _any(groups, lambda group: group.negated)
    yield "own act present", _any(acts, lambda group: group.agent in OWN | {Agent.WE})
    yield "thing act present", _any(acts, lambda group: group.agent in _NOBODY)
    yield "other act present", _any(acts, lambda group: group.agent in _PEOPLE)
    yield "acts present", min(1.0, len(acts) / 3)
    main = next((group for group in one.groups if group.tense is not Tense.LOOSE), None)
    yield "opens present", float(main is not None and main in groups)
    yield "opens present act", float(main is not None and main in acts)
    yield "mixed tense", float(bool(groups) and any(group.tense in _BACK_THEN for group in one.groups))


def _is_over(one: Parsed, group: VerbGroup) -> bool:
    """Say whether a verb tells what was: "nobody phoned", "had phoned", but not "has phoned"."""
    if group.tense is not Tense.PERFECT:
        return group.tense is Tense.PAST
    return any(token.lower in {"had", "hadn't"} for token in one.tokens[group.first : group.last])


def _may_be_past(one: Parsed, group: VerbGroup) -> bool:
    """Say whether a form is past as well ("we put it back") and nothing near it says that it is a habit."""
    alone = all(other is group or other.tense is not Tense.PRESENT for other in one.groups)
    return reads_as_past(one, group) or (
        group.lemma in AMBIGUOUS and group.form is Form.BASE and alone and not one.hits("habit_cues")
    )


def _is_state(group: VerbGroup) -> bool:
    return group.lemma in word_list("states") or group.kind == "mind"


def _general(one: Parsed) -> Iterator[tuple[str, float]]:
    """Say what holds for more than one case: comparisons, anybody, what would have been."""
    lowers = {token.lower for token in one.tokens}
    yield "comparison", float(bool(lowers & _COMPARES))
    yield "anybody", float(bool(lowers & _ANYBODY))
    yield (
        "would have been",
        _any(one.groups, lambda group: bool(group.modal) and _has_have(one, group) and not group.negated),
    )
    yield "in the end", float(bool(lowers & _OUTCOMES) or bool(one.hits("outcome_cues")))
    yield "now and then", float(bool(lowers & {"then", "before", "used"}) and "now" in lowers)


def _has_have(one: Parsed, group: VerbGroup) -> bool:
    return any(token.lower in {"have", "'ve"} for token in one.tokens[group.first : group.head + 1])


_COMPARES = frozenset({"than", "same", "better", "worse", "less", "more", "rather", "instead"})
_ANYBODY = frozenset(
    {"nobody", "whoever", "anyone", "anybody", "everybody", "everyone", "people", "who", "one"}
)
_OUTCOMES = frozenset({"eventually", "finally", "luckily", "fortunately", "afterwards", "later"})


def _any(groups: Sequence[VerbGroup], holds: Callable[[VerbGroup], bool]) -> float:
    return float(any(holds(group) for group in groups))


def _verbs(one: Parsed) -> Iterator[tuple[str, float]]:
    for kind in ("deed", "outcome", "duty", "mind", "harm", "plain"):
        yield kind, _any(one.groups, lambda group, kind=kind: group.kind == kind and not group.negated)  # type: ignore[misc]
    own = [group for group in one.groups if group.agent in OWN]
    yield "own lapse", _any(own, lambda group: group.lemma in word_list("lapses") and not group.negated)
    yield "own state", _any(own, lambda group: group.lemma == "be")
    practises = word_list("practice_verbs")
    yield "own practice", _any(own, lambda group: group.lemma in practises and not group.negated)
    others = [group for group in one.groups if group.agent is Agent.OTHER]
    yield "others suffer", _any(others, lambda group: group.lemma in word_list("victim_verbs"))
    lowers = [token.lower for token in one.tokens]
    yield (
        "had to",
        float(any(pair in {("had", "to"), ("have", "to")} for pair in pairwise(lowers))),
    )


def _cues(one: Parsed) -> Iterator[tuple[str, float]]:
    for name in _PHRASES:
        yield name, float(bool(one.hits(name)))
    for name in _WORDS:
        yield name, _share(one, word_list(name))
    lowers = {token.lower for token in one.tokens}
    yield "too", float("too" in lowers)
    yield "contrast", float(bool(lowers & _WITHOUT))
    yield "measured", float(one.measured)
    yield "denied", min(1.0, sum(token.tag is Tag.NEGATION for token in one.tokens) / 2)
    yield "question of they", min(1.0, sum(token.lower in _THEY for token in one.tokens) / 2)
    yield "to me", float(bool(lowers & {"me", "us"}))
    yield "first person", min(1.0, sum(token.lower.split("'")[0] in _I for token in one.tokens) / 3)
    yield "long", min(1.0, len(one.tokens) / _LONG)


def _share(one: Parsed, listed: frozenset[str]) -> float:
    if listed.isdisjoint(one.where):
        return 0.0
    return min(1.0, sum(token.lower in listed for token in one.tokens) / 2)


_THEY = frozenset({"they", "them", "their", "he", "him", "his", "she", "her"})
_I = frozenset({"i", "my", "me", "myself", "mine"})


def _conditions(one: Parsed) -> Iterator[tuple[str, float]]:
    """Say whether a rule is told: a condition in the present, or a word for every case of a kind."""
    opens = [place for place, token in enumerate(one.tokens) if token.lower in _CONDITIONS]
    present = [group.first for group in one.groups if group.tense is Tense.PRESENT]
    yield "condition", float(any(0 < first - place <= 5 for place in opens for first in present))
    lowers = [token.lower for token in one.tokens]
    yield "universal", float(any(word in _UNIVERSAL for word in lowers))
    yield "universal first", float(any(word in _UNIVERSAL for word in lowers[:3]))


_CONDITIONS = frozenset({"if", "when", "whenever", "before", "until", "unless", "once", "after", "till"})
_UNIVERSAL = frozenset(
    {
        "each",
        "every",
        "any",
        "no",
        "nothing",
        "anything",
        "whoever",
        "whatever",
        "whichever",
        "nobody",
        "never",
        "always",
    }
)


def _reasons(one: Parsed) -> Iterator[tuple[str, float]]:
    """Whose deed stands behind "because"."""
    ends = [hit.last for hit in one.hits("cause_cues")]
    after = [group for group in one.groups if any(0 <= group.first - end < 6 for end in ends)]
    yield "because own", _any(after, lambda group: group.agent in OWN)
    yield "because other", _any(after, lambda group: group.agent in _PEOPLE | _NOBODY)


_READERS: tuple[Callable[[Parsed], Iterator[tuple[str, float]]], ...] = (
    _who_and_when,
    _present,
    _general,
    _verbs,
    _cues,
    _conditions,
    _reasons,
)
