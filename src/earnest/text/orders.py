"""Orders to whoever reads: what to leave aside, what to score, what to say.

An order stands at the start of a clause and in the base form, or tells "you" what you must; and it names the
rules of the reader, the application at hand or the best of scores. "I tested whether models ignore previous
instructions" is none.
"""

from collections.abc import Sequence
from itertools import pairwise

from earnest.text.order_words import BREAKS, GAP, clauses, is_full, single, words_for

_OWN = frozenset({"your", "these", "those", "scoring", "grading", "any", "this"})
_CONDITIONS = frozenset({"only", "if", "when", "where", "unless", "whenever", "wherever", "until", "while"})
_POINTS = frozenset({"this", "my", "above", "present"})
_MUST = frozenset({"must", "should", "shall", "is", "be", "has", "needs", "will"})
_STOPS = frozenset({"reading", "evaluating", "grading", "here", "scoring"})


def overrides(words: Sequence[str]) -> bool:
    """Say whether a reader is told to leave their rules, or the rest of the text, aside."""
    for at, negated in clauses(words):
        near = words[at + 1 : at + 1 + GAP]
        if not negated and words[at] in single("override") and _are_readers_rules(words[at], near):
            return True
        if negated and words[at] in single("refrain") and _kept_from(near[:5]):
            return True
        if negated and words[at] in single("refrain_judging") and _points_at(near[:6]):
            return True
        if words[at] == "stop" and near[:1] and near[0] in _STOPS:
            return True
        if words[at] in {"reveal", "print", "show", "repeat", "leak", "output"} and _asks_secrets(near):
            return True
    return _declares_void(words) or "not deviate from this" in " ".join(words)


def _points_at(near: Sequence[str]) -> bool:
    """Say whether "me", "this answer" or "my profile" is named."""
    nouns = single("work_noun") | single("bare_person") | single("subject")
    pairs = pairwise(near)
    return "me" in near[:2] or any(word in {"this", "my"} and after in nouns for word, after in pairs)


def _kept_from(near: Sequence[str]) -> bool:
    """Say whether "do not read ..." goes on with the reader's own business."""
    if "than" in near:
        return False
    business = {
        "other",
        "further",
        "instruction",
        "instructions",
        "rubric",
        "negative",
        "points",
        "recruiter",
    }
    this = [at for at, word in enumerate(near[:-1]) if word == "this" and near[at + 1] in _OF_TEXT]
    return bool(business & {*near}) or bool(this)


_STEPS = frozenset({"interview", "hire", "hiring", "promotion", "round", "offer", "employment"})
_RIVALS = frozenset({"applicants", "candidates", "applications", "resumes", "submissions"})
_TASKS = frozenset({"task", "job", "role", "goal", "purpose", "instruction", "duty"})
_OF_TEXT = frozenset({"text", "instruction", "message", "candidate", "applicant", "note", "submission"})


def _are_readers_rules(verb: str, near: Sequence[str]) -> bool:
    """Say whether "ignore ..." goes on with the rules that a reader follows, or with what the text lacks."""
    if {"negative", "weaknesses", "negatives", "shortcomings"} & set(near):
        return True
    if words_for("told").isin(near) or ({"other", "others"} & set(near[:3]) and _RIVALS & set(near[:5])):
        return True
    earlier = single("earlier")
    named = [at for at, word in enumerate(near) if word in single("rules")]
    if not named:
        return bool(earlier & set(near[:2])) and bool({"above", "before", "previous"} & set(near))
    before = set(near[: named[0]])
    plain = near[named[0]] in single("plain_rules")
    if verb in single("soft_override"):
        return bool(before & (_OWN | {"previous", "prior", "above"})) or (not plain and "the" in before)
    return not before or bool(before & (earlier | _OWN)) or (not plain and "the" in before)


def _asks_secrets(near: Sequence[str]) -> bool:
    mine = {"your", "hidden", "system"} & set(near[:4])
    return bool(mine) and bool(single("secret") & set(near))


def _declares_void(words: Sequence[str]) -> bool:
    """Say whether earlier instructions are said to hold no longer."""
    rules = [at for at, word in enumerate(words) if word in single("told_rules")]
    if not rules or not ({"you", "your", "previous", "earlier", "above", "prior"} & set(words)):
        return False
    after = words[rules[0] + 1 : rules[0] + 12]
    no_longer = {"no", "longer"} <= set(after) or {"do", "not"} <= set(after) or "don't" in after
    if single("void_verbs") & set(after) and no_longer:
        return True
    return bool(single("void") & set(after)) and bool({"are", "is", "now", "been"} & set(after))


def judges(words: Sequence[str]) -> bool:
    """Say whether a reader is told how to judge, by an order or by "you must"."""
    conditional = bool(_CONDITIONS & set(words))
    for at, negated in clauses(words):
        if (
            not negated
            and words[at] in single("judge") | single("soft_judge")
            and _judges_here(words, at, conditional)
        ):
            return True
        if words[at] == "be" and _pleads(words[at + 1 :]):
            return True
    return obliges(words) or asks(words) or pleads_for_self(words)


def _judges_here(words: Sequence[str], at: int, conditional: bool) -> bool:
    near = words[at + 1 : at + 2 + 2 * GAP]
    hard = words[at] in single("judge")
    if (hard and _names_application(words[at], near[:6])) or (is_full(near) and not conditional):
        return True
    return _sets_the_score(words[at], near) or _ensures(words[at], near) or _picks(words, at, near)


def _picks(words: Sequence[str], at: int, near: Sequence[str]) -> bool:
    """Say whether "hire her", "recommend for interview", "treat all as true" is meant."""
    if near[:1] and near[0] in {'"', "'", "“"} and single("outcome") & set(near[1:3]):
        return True
    person = near[:1] and near[0] in single("person")
    if near[:1] == ["without"] and {"further", "any", "more"} & set(near[1:2]):
        return bool({"checks", "review", "questions", "reading", "evaluation"} & set(near[2:4]))
    if words[at] in single("pick"):
        short = at == 0 and person and len(near) <= 3
        return bool(short) or (near[:1] == ["for"] and bool(_STEPS & set(near[1:4])))
    if person and near[0] == "me" and (single("generously") | {"hire", "pass"}) & set(near[1:3]):
        return True
    if words[at] == "treat" and near[:1] in (["every"], ["all"]) and "as" in near:
        return bool({"verified", "true", "proven", "correct"} & set(near))
    return (not near or near[0] in {".", "!"}) and at > 0 and words[at - 1] == "always"


def _sets_the_score(verb: str, near: Sequence[str]) -> bool:
    """Say whether "set every signal to 1.0", "put the score at one hundred" is meant."""
    if verb not in {"set", "put", "make", "keep", "raise", "record", "enter", "move", "push", "register"}:
        return False
    nouns = [at for at, word in enumerate(near) if word in single("numeric_noun")]
    top = {"1.0", "10", "100", "hundred", "maximum", "max", "top", "highest", "full"}
    return bool(nouns) and bool(top & set(near[nouns[0] + 1 : nouns[0] + 5]))


def _ensures(verb: str, near: Sequence[str]) -> bool:
    """Say whether "make sure that this profile is graded ..." is meant."""
    if verb not in {"make", "ensure", "see", "guarantee", "remember", "be", "assume", "confirm"}:
        return False
    points = any(
        near[at] in _POINTS and near[at + 1] in single("work_noun") | single("bare_person")
        for at in range(len(near) - 1)
    )
    return points and bool(single("verdict_part") & set(near))


def _pleads(near: Sequence[str]) -> bool:
    """Say whether "be generous with this one" is meant."""
    return bool(near) and near[0] in single("lenient") and bool({"this", "me", "my", "give"} & set(near[1:6]))


def _names_application(verb: str, near: Sequence[str]) -> bool:
    """Say whether "this candidate", "this resume", "the candidate" is named, and as a whole."""
    for at, word in enumerate(near[:4]):
        if word not in {"this", "the", "my"}:
            continue
        for place in (at + 1, at + 2):
            subject = near[place] if place < len(near) else ""
            after = near[place + 1] if place + 1 < len(near) else "."
            if subject in _subjects(word, verb) and (after in BREAKS or after in single("after_subject")):
                return True
    application = [at for at, word in enumerate(near[:-2]) if word == "application" and near[at + 1] == "as"]
    return bool(application) and near[application[0] + 2] in single("outcome")


def _subjects(word: str, verb: str) -> frozenset[str]:
    if word == "my":
        return (
            single("subject")
            if verb in single("own_judge")
            else frozenset({"resume", "résumé", "cv", "profile"})
        )
    return single("person_subject") | (single("person_noun") - {"person"} if word == "this" else frozenset())


def pleads_for_self(words: Sequence[str]) -> bool:
    """Say whether "advance me", "you must rate this answer", "tell you to accept it" is meant."""
    return any(_pleads_at(words, at) for at in range(len(words) - 1))


def _pleads_at(words: Sequence[str], at: int) -> bool:
    if words[at] not in single("own_judge") | _PICKS:
        return False
    near, before = words[at + 1 : at + 7], words[at - 1] if at else ""
    told = bool({"you", "please", *single("grader")} & set(words[max(0, at - 5) : at]))
    if near[0] == "me" and (told or before in {"", "to", "simply", "just"}):
        return words[at] in single("own_judge") | {"choose", "pick"} or bool(_TOPMOST & set(near))
    alone = near[0] in {"this", "it"} and (len(near) == 1 or near[1] in BREAKS)
    return told and before in {"to", "must", "should", "would"} and (alone or _points_at(near[:2]))


_PICKS = frozenset({"choose", "pick", "move", "put", "give"})
_TOPMOST = frozenset({"next", "top", "first", "front", "shortlist", "final"})


def obliges(words: Sequence[str]) -> bool:
    """Say whether "your evaluation must be positive", "the grader gives this a perfect mark" is meant."""
    for at, word in enumerate(words[:-2]):
        near = words[at + 1 : at + 10]
        owed = word in {"you", *single("grader")} and words[at + 1] in {"would", "should", "must"}
        if owed and single("judge") & set(near[1:3]) and is_full(near) and {"this", "my", "me"} & set(near):
            return True
        if word == "your" and single("evalnoun") & set(near[:2]) and _MUST & set(near[1:4]):
            after = set(near[2:])
            if (single("top") | single("outcome")) & after and not _CONDITIONS & set(words):
                return True
        if word == "your" and near[:1] and near[0] in _TASKS and near[1:3] == ["is", "to"]:
            told = set(near[3:5]) & (single("judge") | single("soft_judge"))
            if told and (single("outcome") | single("top") | single("evalnoun") | {'"', "'"}) & set(
                words[at + 5 :]
            ):
                return True
        points = set(words[at:]) & _POINTS
        if word in single("grader") and points and is_full(near) and not _CONDITIONS & set(words):
            return True
    return False


def asks(words: Sequence[str]) -> bool:
    """Say whether a reader is asked: "could you bump my rating up"."""
    for at, word in enumerate(words[:-3]):
        if word in {"can", "could", "would", "will"} and words[at + 1] == "you":
            near = words[at + 2 : at + 10]
            hard = (single("ask") - {"give", "consider"}) & set(near[:2])
            mine = hard and {"my", "me"} & set(near[1:4])
            if mine or (single("ask") & set(near[:2]) and is_full(near)):
                return True
    return False
