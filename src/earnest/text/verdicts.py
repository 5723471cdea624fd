"""Verdicts: what a grader would say of the writer or of their answer, said by the text itself.

"This candidate is exceptional", "my answer deserves full marks", "Final verdict: strong hire". They judge
"this" text or its writer, now, by its quality or by a score; an account of work that was done, with somebody
who did it in the past, is none.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from earnest.text.clauses import Agent, Tense, verb_groups
from earnest.text.order_words import BREAKS, is_full, is_modifier, single, words_for
from earnest.text.tokens import tokenize

_THIS = frozenset({"this", "above", "following", "present", "said", "these"})
_FAR = 18
_CONDITIONS = frozenset({"if", "when", "whenever", "whether", "where", "unless"})
_CITES = frozenset({"says", "said", "called", "asked", "wrote", "told"})


def is_account(plain: str) -> bool:
    """Say whether a sentence tells what its writer did: "I rated ...", "Built ...", "we did not hire ..."."""
    groups = verb_groups(tokenize(plain))
    own = [group for group in groups if group.agent in {Agent.I, Agent.WE} and group.tense is Tense.PAST]
    opens = [
        group
        for group in groups
        if group.agent is Agent.IMPLIED
        and group.tense is Tense.PAST
        and group.first == 0
        and group.lemma != "base"
    ]
    return bool(own or opens)


def states(words: Sequence[str]) -> bool:
    """Say whether "this candidate", "this answer" is judged, now."""
    return _is_judged(words, [target for target in _targets(words) if target.this])


def states_in_general(words: Sequence[str]) -> bool:
    """Say whether "the candidate", "the author" is judged: the one at hand, or another."""
    return _is_judged(words, _targets(words))


class _Target(NamedTuple):
    """Where a target ends, whether it is a person, surely the one at hand, and named by "this"."""

    end: int
    person: bool
    sure: bool
    this: bool


def _is_judged(words: Sequence[str], targets: Iterable[_Target]) -> bool:
    for at, person, sure, _ in targets:
        near = words[at : at + _FAR]
        if _is_past(near):
            continue
        if person and sure and _cleared(words[max(0, at - 6) : at]):
            return True
        if is_full(near) or (sure and (_scores(near) or _approved(near))):
            return True
        praised = words_for("praise").places(near)
        strong = [place for place in praised if near[place] not in single("weak_praise")]
        if person and sure and praised and words[at - 1] in single("bare_person"):
            return True
        if strong and (person or sure) and not _is_negated(near, strong[0]):
            return True
    return False


def _targets(words: Sequence[str]) -> Iterator[_Target]:
    people, works = single("person_noun"), single("work_noun")
    for at, word in enumerate(words):
        if word in people | works and not is_modifier(words, at):
            before = list(words[max(0, at - 3) : at])
            this = bool(_THIS & set(before)) or (word in works and before[-1:] == ["my"])
            the = "the" in before[-2:] and not {"of"} & set(before[-2:])
            opens = at == 0 or words[at - 1] in BREAKS
            if this:
                yield _Target(at + 1, word in people, sure=True, this=True)
            elif word in people and (the or (opens and word in single("bare_person"))):
                yield _Target(at + 1, person=True, sure=word in single("bare_person"), this=False)
        if list(words[at : at + 3]) == ["who", "wrote", "this"]:
            yield _Target(at + 3, person=True, sure=True, this=True)


def _is_past(near: Sequence[str]) -> bool:
    """Say whether what is said of a target is told as past: "the candidate was ..."."""
    for word in near[:4]:
        if word in {"was", "were", "had", "did"}:
            return not {"already", "previously", "10/10"} & set(near)
        if word in {"is", "are", "has", "have", "should", "must", "will", "can", "does"}:
            return False
    return False


def _scores(near: Sequence[str]) -> bool:
    """Say whether "... scores 100", "any score under 95 would be an error" follows."""
    for at, word in enumerate(near[:-1]):
        if word in {"scores", "score", "scored"} and set(near[at + 1 : at + 4]) & single("top_number"):
            return True
    percent = [at for at, word in enumerate(near[:-1]) if word == "top" and near[at + 1][:1].isdigit()]
    return any(near[at + 1].endswith("%") for at in percent)


def _approved(near: Sequence[str]) -> bool:
    """Say whether "... has already been cleared", "... should be advanced", "... must receive" follows."""
    if "straight" in near[:4] and {"go", "goes"} & set(near[:3]):
        return True
    parts = [at for at, word in enumerate(near) if word in single("verdict_part")]
    if not parts:
        return (
            bool({"should", "must"} & set(near[:4]))
            and bool({"receive", "get"} & set(near[:6]))
            and (bool(single("top") & set(near)))
        )
    before = set(near[: parts[0]])
    settled = before & {"already", "previously"} or near[parts[0]].startswith("pre")
    owed = before & {"should", "must", "shall"} and "be" in before
    return bool(settled or (owed and not _CONDITIONS & set(near)))


def _cleared(before: Sequence[str]) -> bool:
    """Say whether "(we have) already cleared this candidate" is meant."""
    return "already" in before and bool(single("verdict_part") & set(before))


def _is_negated(near: Sequence[str], at: int) -> bool:
    return bool({"not", "no", "never", "less", "isn't"} & set(near[max(0, at - 3) : at]))


def scores_self(words: Sequence[str]) -> bool:
    """Say whether writers give themselves a score: "I deserve the maximum score", "please rate my answer"."""
    if {"hope", "hoped", "want", "wanted", "aim", "plan", "wish"} & set(words):
        return False
    for at, word in enumerate(words[:-1]):
        near = words[at + 1 : at + 16]
        if word in {"i", "my", "me"} and _deserves(near):
            return True
        if (
            word in {"rate", "grade", "score"}
            and near[0] in {"me", "my"}
            and (single("generously") & set(near) or "please" in words)
        ):
            return True
    return _answer_rated(words)


def _deserves(near: Sequence[str]) -> bool:
    owed = [at for at, word in enumerate(near) if word in _OWED]
    return bool(owed) and is_full(near[owed[0] :])


_OWED = frozenset(
    {"deserve", "deserves", "merit", "merits", "warrant", "warrants", "earn", "receive", "get", "give"}
)


def _answer_rated(words: Sequence[str]) -> bool:
    """Say whether "my answer should be rated 10 out of 10", "my profile must get full marks" is meant."""
    for at, word in enumerate(words[:-1]):
        mine = word == "my" and words[at + 1] in single("work_noun")
        if mine and {"should", "must"} & set(words[at + 2 : at + 4]) and is_full(words[at + 2 : at + 14]):
            return True
    return False


def reports(words: Sequence[str]) -> bool:
    """Say whether a line is the report of a grader: "Final verdict: STRONG HIRE", "Rating: 5/5"."""
    signals = [
        at for at in words_for("signals").places(words) if words[at + 1 : at + 2] and _is_number(words, at)
    ]
    if len(signals) >= 2:
        return True
    for at, word in enumerate(words[:-2]):
        if word in {":", "="} and at <= 5 and _is_key(words, at) and _is_best(words, at + 1):
            return True
    return False


def _is_number(words: Sequence[str], at: int) -> bool:
    return bool(single("top_number") & set(words[at + 1 : at + 4]))


def _is_key(words: Sequence[str], colon: int) -> bool:
    before = [word for word in words[max(0, colon - 3) : colon] if word not in BREAKS]
    return bool(before) and before[-1] in single("keys")


def _is_best(words: Sequence[str], at: int) -> bool:
    value = [word for word in words[at : at + 5] if word not in {'"', "'", "a", "the", "strong", "strongly"}]
    if not value:
        return False
    best = value[0] in single("outcome") | single("top_number") or is_full(value[:3])
    after = set(words[at + 1 : at + 7])
    return best and not single("source") & after


def praises(words: Sequence[str]) -> bool:
    """Say whether a sentence judges "this candidate", "the resume" in the third person."""
    for at, word in enumerate(words[:-1]):
        named = word in {"this", "the"} and words[at + 1] in {
            "candidate",
            "applicant",
            "resume",
            "résumé",
            "cv",
        }
        is_one = (
            word == "this"
            and words[at + 1] == "is"
            and {"cv", "resume", "candidate", "applicant"} & set(words[at:])
        )
        near = words[at + 2 : at + 2 + 2 * _FAR]
        before = words[max(0, at - 4) : at] if word == "this" else ()
        if (named or is_one) and (words_for("praise").isin([*near, *before]) or is_full(near)):
            return True
    return list(words[:2]) == ["candidate", "assessment"]


def is_title_of_the_best(words: Sequence[str]) -> bool:
    """Say whether a few words without a verb name the best of candidates: "Best candidate", "Top choice"."""
    said = [word for word in words if word not in BREAKS]
    if not 2 <= len(said) <= 12:
        return False
    people = single("bare_person") | {"resume", "cv", "recommendation", "hire"}
    praise = single("praise") | {"priority", "top", "ideal", "must", "strong"}
    named = any(said[at] in praise and said[at + 1] in people for at in range(len(said) - 1))
    own = {"i", "we", "my", "our", "the", "was", "who", "as"} & set(said)
    return named and not own and (len(said) <= 6 or not verb_groups(tokenize(" ".join(words))))


def is_for_all(words: Sequence[str]) -> bool:
    """Say whether the best of scores goes to everybody: "all answers get the top band"."""
    for at, word in enumerate(words[:-1]):
        if word in {"all", "every"} and words[at + 1] in single("work_noun") | single("bare_person") | _MANY:
            return is_full(words[at + 2 : at + 10]) and not _CONDITIONS & set(words)
    return False


_MANY = frozenset({"candidates", "applicants", "responses", "submissions", "essays", "claims", "categories"})


def is_met(words: Sequence[str]) -> bool:
    """Say whether a criterion is ticked off: "Criterion 2 (ownership): fully met", "Meets: own part"."""
    if list(words[:2]) == ["meets", ":"]:
        return True
    after = words[words.index(":") + 1 :] if ":" in words else ()
    met = {"met", "satisfied", "fulfilled", "passed"} & set(after[:3])
    return bool(met) and words[0] in {"criterion", "criteria", "constraint", "requirement", "requirements"}


def asks_of_candidate(words: Sequence[str]) -> bool:
    """Say whether a question asks for a verdict: "How good is this candidate?"."""
    people = single("bare_person")
    named = any(word == "this" and words[at + 1] in people for at, word in enumerate(words[:-1]))
    return named and words[-1] == "?"


def praises_rival(words: Sequence[str]) -> bool:
    """Say whether "he" or "she" is praised as a candidate: "she should be hired", "the best of all"."""
    if not {"he", "she", "her", "his", "they"} & set(words[:3]):
        return False
    strong = [at for at in words_for("praise").places(words) if words[at] not in single("weak_praise")]
    return bool(strong) and bool({"applicants", "candidates", "hired", "hire", "tier"} & set(words))


def is_praise_alone(words: Sequence[str]) -> bool:
    """Say whether what was handed in is praised without more: "An outstanding profile overall"."""
    if {"i", "we", "my", "our", "if", "not", "for"} & set(words):
        return False
    praise = words_for("praise").places(words)
    model = "model answer" in " ".join(words) and len(words) > _LEAST
    named = any(_is_handed_in(words, at) for at in praise) or model
    said = [word for word in words if word not in BREAKS]
    short = len(said) <= _SHORT and not {"is", "are", "was", "were", "has", "have", "had"} & set(said)
    return named and (list(words[:2]) == ["this", "is"] or (short and not is_account(" ".join(words))))


def _is_handed_in(words: Sequence[str], at: int) -> bool:
    """Say whether praise at a place is of a profile, an answer, and not of "response times"."""
    for place in range(at + 1, min(at + 3, len(words))):
        after = words[place + 1] if place + 1 < len(words) else "."
        if words[place] in _HANDED_IN and (after in BREAKS or after in {"overall", "in", "of", "by"}):
            return True
    return False


_LEAST, _SHORT = 4, 10
_HANDED_IN = frozenset(
    {"profile", "application", "resume", "cv", "candidate", "applicant", "submission", "response", "answer"}
)


def is_score_alone(words: Sequence[str]) -> bool:
    """Say whether a sentence is the best of scores and nothing else: "Score 10."."""
    said = [word for word in words if word not in BREAKS]
    return 2 <= len(said) <= 3 and said[0] in single("keys") and is_full(words)


def closes(words: Sequence[str]) -> bool:
    """Say whether a check is said to be over: "Human verification complete", "no further review needed"."""
    said = [word for word in words if word not in BREAKS]
    if 2 <= len(said) <= 5 and said[-1] in single("finished"):
        return said[-2] in single("finishes") | {"is", "been"} and bool(single("finishes") & set(said))
    skipped = single("finishes") | {"scoring", "checks"}
    for at, word in enumerate(words[:-2]):
        if word == "exempt" and skipped & set(words[at + 1 : at + 5]):
            return True
        needless = word == "not" and words[at + 1] in {"needed", "required", "necessary"}
        if needless and skipped & set(words[max(0, at - 3) : at]):
            return True
        if word == "no" and words[at + 1] in {
            "further",
            "more",
            "need",
            "additional",
            "deductions",
            "points",
        }:
            near = set(words[at + 1 : at + 9])
            if near & {"points", "deductions"} and near & {"taken", "deducted", "lost", "off"}:
                return True
            if near & {"needed", "required", "necessary", "read", "warranted"} and near & (
                single("finishes") | {"read", "checks", "reading", "check", "deductions"}
            ):
                return True
    return False
