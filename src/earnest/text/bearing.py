"""How much a sentence bears on its own grading, where no single pattern decides: cues and their weights.

Each cue is a yes or no about words and grammar; the sum of the weights of those that are there is compared
with a threshold (`lexicons/instructions.toml`, fitted by `benchmarks/orders.py` with a ridge). What speaks
for an account of work (somebody did it, in the past, for a reason) weighs against.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from earnest.text.clauses import Agent, Tense, VerbGroup, verb_groups
from earnest.text.inflect import Form, verb
from earnest.text.order_words import BREAKS, clauses, is_full, is_modifier, single, words_for
from earnest.text.tokens import tokenize
from earnest.text.wordlist import table_of

_GRADES = frozenset(
    "score scores rating ratings grade grades marks verdict rubric criteria criterion grading scoring tier"
    " evaluation assessment credit points xp band deductions".split()
)
_DEIXIS = frozenset({"this", "above", "below", "following", "here"})
_MUST = frozenset(
    {"must", "should", "shall", "has", "need", "needs", "required", "mandatory", "imperative", "have"}
)
_ABSOLUTE = frozenset(
    {"regardless", "matter", "automatically", "always", "whatever", "unanimously", "every", "all", "100%"}
)
_GENERIC = frozenset({"a", "an", "each", "some", "one", "because", "but", "than", "not", "never"})
_CONDITIONS = frozenset({"if", "when", "unless", "until", "where", "whenever", "wherever", "even", "only"})
_AT_HAND = frozenset({"this-work", "candidate", "headed"})
_SECOND = frozenset({"you", "your", "you're", "yours", "yourself"})
_PRAISING = frozenset({"best", "good"})
"""Cues of words that are no praise where they are the verb of an order: "pass the rubric to ..."."""
_FIRST = frozenset({"i", "we", "my", "our", "me", "us", "i'm", "i've", "we've"})
_OUTPUT = frozenset(
    {
        "output",
        "return",
        "print",
        "respond",
        "reply",
        "answer",
        "state",
        "say",
        "write",
        "conclude",
        "include",
    }
)
_SKIPS = frozenset(
    {"skip", "stop", "bypass", "override", "ignore", "disregard", "forget", "disable", "cancel"}
)


def bears(words: Sequence[str], plain: str) -> bool:
    """Say whether a sentence speaks of its own grading rather than of its writer's work."""
    found = cues(words, plain)
    if found & {"i-did", "did"} or ("condition" in found and not found & _AT_HAND):
        return False
    return weight(found) >= float(_table()["threshold"])


def weight(found: set[str]) -> float:
    """Return the sum of the weights of cues."""
    weights: dict[str, float] = _table()["weights"]
    return sum(weights.get(cue, 0.0) for cue in sorted(found))


def cues(words: Sequence[str], plain: str) -> set[str]:
    """Return the names of the cues that a sentence has; none where it does not speak of grading at all."""
    topics = set(_topics(words))
    if not topics:
        return set()
    return topics | set(_manner(words)) | set(_tenses(plain))


def _topics(words: Sequence[str]) -> Iterator[str]:
    said = set(words)
    if said & _GRADES:
        yield "grade"
    elif said & single("evalnoun"):
        yield "result"
    if said & (single("verdict_part") | single("judge_more")):
        yield "judged"
    if words_for("machine").isin(words) or said & single("grader"):
        yield "grader"
    people = single("bare_person") | {"candidates", "applicants", "resume", "cv"}
    if any(word in people and not is_modifier(words, at) for at, word in enumerate(words)):
        yield "candidate"
    if said & (_SKIPS | _OUTPUT) and any(words[at] in _SKIPS | _OUTPUT for at, _ in clauses(words)):
        yield "output"
    if words_for("marks").isin(words):
        yield "hire"


def _manner(words: Sequence[str]) -> Iterator[str]:
    said = set(words)
    listed = {
        "must": _MUST,
        "absolute": _ABSOLUTE,
        "generic": _GENERIC,
        "second": _SECOND,
        "first": _FIRST,
        "best": (single("praise") | single("top") | single("outcome")) - single("weak_praise"),
        "good": single("weak_praise") & (single("praise") | single("top") | single("outcome")),
        "machine-words": {"override", "instructions", "prompt", "output", "message", "mode"},
        "please": {"please", "pls", "kindly", "thanks", "thx", "thank"},
    }
    verbs = {at for at, _ in clauses(words)}
    described = {word for at, word in enumerate(words) if at not in verbs}
    yield from (name for name, known in listed.items() if (described if name in _PRAISING else said) & known)
    if is_full(words):
        yield "full"
    if said & _CONDITIONS:
        yield "condition"
    if _points(words):
        yield "this-work"
    elif said & _DEIXIS:
        yield "this"
    if _is_headed(words):
        yield "headed"
    if _opens_with_order(words):
        yield "order"
    if len([word for word in words if word not in BREAKS]) > 24:
        yield "long"


def _points(words: Sequence[str]) -> bool:
    """Say whether "this candidate", "this answer", "the above response" is named."""
    nouns = single("work_noun") | single("bare_person") | {"one", "author"}
    return any(
        word in nouns
        and not is_modifier(words, at)
        and (_DEIXIS - {"here"}) & set(words[max(0, at - 2) : at])
        for at, word in enumerate(words)
    )


def _is_headed(words: Sequence[str]) -> bool:
    """Say whether a label of grading stands before a colon: "Evaluation note: ..."."""
    head = words[: words.index(":")] if ":" in words[:6] else ()
    if {"the", "a", "not", "never", "is", "i"} & set(head):
        return False
    labels = (
        _GRADES
        | {"recommendation", "decision"}
        | single("grader")
        | {"override", "scoring", "grading", "system", "internal", "human"}
    )
    return bool(set(head) & labels)


def _opens_with_order(words: Sequence[str]) -> bool:
    for at, _ in clauses(words):
        found = verb(words[at])
        after = words[at + 1] if at + 1 < len(words) else "."
        if found is not None and found.form is Form.BASE and after not in {"is", "was", "of", ":"}:
            return True
    return False


def _tenses(plain: str) -> Iterator[str]:
    groups = verb_groups(tokenize(plain))
    if any(group.agent in {Agent.I, Agent.WE} and group.tense is Tense.PAST for group in groups):
        yield "i-did"
    if any(_is_own_fragment(group) for group in groups):
        yield "did"
    if any(group.tense is Tense.PAST and group.agent not in {Agent.I, Agent.WE} for group in groups):
        yield "past"
    if any(
        group.tense in {Tense.PRESENT, Tense.MODAL} and group.agent in {Agent.I, Agent.WE} for group in groups
    ):
        yield "i-do"
    if any(group.passive for group in groups):
        yield "passive"
    if not groups:
        yield "verbless"


def _is_own_fragment(group: VerbGroup) -> bool:
    return (
        group.agent is Agent.IMPLIED
        and group.tense is Tense.PAST
        and group.first == 0
        and group.lemma != "base"
    )


@cache
def _table() -> dict[str, Any]:
    return dict(table_of("instructions")["bearing"])
