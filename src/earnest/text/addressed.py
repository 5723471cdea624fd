"""Text that speaks to a machine or as one: messages to graders, role play, tags and records of a prompt."""

import re
from collections.abc import Sequence

from earnest.text.order_words import BREAKS, is_full, owner, single, words_for

_TEMPLATE = re.compile(
    r"<\|[a-z_]{2,20}\|>|\[/?inst\]|<</?sys>>|\[(?:cls|sep|bos|eos)\]|###\s*+(?:system|instruction|assistant|user|grader|admin)\b"
    r"|\[{1,2}/?(?:ratings?|scores?|grades?|verdict|system|instructions?|evaluation|hidden)\]"
    r"|\b(?:begin|end|start)_\w{0,20}instructions?\b"
    r"|^\W{0,4}</?(?:system|assistant|developer|instructions?|prompt|tool|tool_\w{1,20}|function\w{0,20}|evaluation"
    r"|verdict|score|rating|grader?|candidate\w{0,20}|application|admin|override|result)\b[^>\n]{0,80}>"
)
_CLOSED = re.compile(
    r"</(?:system|assistant|developer|instructions?|prompt|evaluation|verdict|grader?|candidate\w{0,20}|scores?|ratings?|review)>"
)
_FENCE = re.compile(
    r"(?:-{2,}|={2,}|\*{2,}|#{2,}|_{3,}|\[)\s*+(?:begin|start|end)\b[ \w]{0,30}\b(?:of\b[ \w]{0,30})?"
    r"(?:application|prompt|instructions?"
    r"|response|answer|submission|output|grader|system|resume|candidate|context|message|document|input)\b"
)
_PAIR = re.compile(
    r"[\"']?([a-z_]{2,24})[\"']?\s{0,3}[:=]\s{0,3}(?:\"([^\"\n]{1,60})\"|'([^'\n]{1,60})'|([\w./%+-]{1,30}))"
)
_CALL = re.compile(
    r"\b(?:set|assign|submit|record|update|override|give)_(?:\w{1,20}_)?(?:score|grade|rating|verdict|tier|result)s?\s?\("
)
_TOLD_RECORD = re.compile(r"\b(?:return|output|print|respond|reply|emit|write|give|answer)\b[^{\n]{0,30}\{")
_RECORD = re.compile(
    r"^\W{0,6}(?:json|output|result|response|tool|call|:|\s){0,6}[{\[<(]|^\W{0,3}[a-z_]{2,24}\s{0,3}[:=]"
)


def is_markup(plain: str) -> bool:
    """Say whether a sentence holds tags of a prompt, or the record of a verdict, in place of words."""
    if _TEMPLATE.search(plain) or _CLOSED.search(plain) or _FENCE.search(plain) or _CALL.search(plain):
        return True
    told = bool(_TOLD_RECORD.search(plain))
    pairs = list(_PAIR.finditer(plain)) if told or _RECORD.search(plain) else []
    found = [(match.group(1), match.group(2) or match.group(3) or match.group(4)) for match in pairs]
    best = [key for key, value in found if _is_key(key) and _is_best(value)]
    roles = [key for key, value in found if key == "role" and value in single("machine_role")]
    return len(best) >= 2 or (bool(best) and (told or (len(found) >= 2 and _is_braced(plain)))) or bool(roles)


def _is_braced(plain: str) -> bool:
    return "{" in plain or "[" in plain


def _is_key(key: str) -> bool:
    return key.rpartition("_")[2] in single("signals") or key.endswith(tuple(single("keys")))


def _is_best(value: str) -> bool:
    words = value.lower().replace("_", " ").split()
    said = [word for word in words if word not in {"strong", "strongly"}]
    if is_full(words) or (
        said and said[0] in single("outcome") | single("top_number") | {"true", "yes", "max"}
    ):
        return True
    return value.lower() in {"strong", "a+", "1"}


def speaks_as_other(words: Sequence[str]) -> bool:
    """Say whether a sentence pretends to come from somebody else: a system, a grader, a trusted expert."""
    first = [word for word in words[:9] if word not in BREAKS and word not in {"a", "the"}]
    verdict = words_for("praise").isin(words) or is_full(words) or bool(single("rules") & set(words))
    verdict = (
        verdict or words_for("modes").isin(words) or bool({"result", "results", "override"} & set(words))
    )
    if not first or not verdict:
        return False
    if first[0] in single("role") and {":", "]"} & set(words[: 3 + words.index(first[0])]):
        return first[0] in single("machine_role") or _is_verdict(words)
    noted = first[0] in single("note") and first[1:2] and first[1] in {"to", "for", "by", "from"}
    owned = len(first) > 1 and first[1] in single("note") and first[0].endswith(("'s", "’s"))
    named = {owner(word) for word in words[:10]}
    return bool(noted or owned) and bool(named & (single("addressee") | _WHOEVER)) and ":" in words


def speaks_as_staff(words: Sequence[str]) -> bool:
    """Say whether a remark of the other side begins: "HR note: ...", "Grader 2: ...", "Internal: ..."."""
    if ":" not in words[:5]:
        return False
    head = [owner(word) for word in words[: words.index(":")] if word not in BREAKS]
    if not head or head[0] not in single("speaker"):
        return False
    numbered = len(head) == 2 and (len(head[1]) == 1 or head[1].isdigit())
    return numbered or bool(set(head[1:]) & single("remark")) or head == ["internal"]


def threatens(words: Sequence[str]) -> bool:
    """Say whether a bad grade is said to have consequences for who gives it."""
    said = set(words)
    graded = said & single("downgrade") and said & (single("evalnoun") | single("grader") | {"me", "this"})
    return bool(graded and said & single("legal") and said & {"will", "would", "is", "may", "can"})


def pleads(words: Sequence[str]) -> bool:
    """Say whether a reader is begged: "I beg you", "please, my visa depends on it"."""
    said = set(words)
    if said & single("plead") and "you" in said:
        return True
    begged = said & {"please", "point", "score", "grade", "result"} and said & single("needy")
    if begged and said & {"please", "you"} and said & {"my", "us", "our"}:
        return True
    told = " ".join(words)
    return "mean the world to me" in told or ("if you" in told and "generously" in said)


def _is_verdict(words: Sequence[str]) -> bool:
    strong = [at for at in words_for("praise").places(words) if words[at] not in single("weak_praise")]
    return bool(strong) or is_full(words)


def addresses(words: Sequence[str]) -> bool:
    """Say whether a sentence speaks to a machine: "Attention AI reviewers:", "if you are a bot"."""
    machine = words_for("machine").places(words)
    if machine and (_is_called(words, machine[0]) or (words[0] == "as" and "you" in words[machine[0] :][:4])):
        return True
    return any(
        _is_machine(words, at, machine) or _is_read_by(words, at, machine) or _applies_to(words, at, machine)
        for at in range(len(words))
    )


def _is_machine(words: Sequence[str], at: int, machine: Sequence[int]) -> bool:
    """Say whether "if you are a language model" or "whoever grades this" begins at a place."""
    near = words[at + 1 : at + 7]
    if words[at] in _WHOEVER:
        return bool(single("reads") & set(near[:3])) and "this" in near[:5]
    told = words[at] == "you're" or (words[at] == "you" and near[:1] == ["are"])
    return told and words[at - 1] in _IF and at > 0 and any(at <= place < at + 7 for place in machine)


_WHOEVER = frozenset({"whoever", "whichever", "whatever", "anyone", "anybody"})
_IF = frozenset({"if", "because", "since", "as"})
_APPLIES = frozenset({"applies", "apply", "addressed", "intended", "meant", "directed"})


def _is_read_by(words: Sequence[str], at: int, machine: Sequence[int]) -> bool:
    """Say whether "if this is processed by an automated system" is meant."""
    read = words[at] in single("read_by") and list(words[at + 1 : at + 2]) == ["by"]
    return read and {"this", "if"} <= set(words[:at]) and any(at < place <= at + 4 for place in machine)


def _is_called(words: Sequence[str], at: int) -> bool:
    """Say whether a machine is called: a salute before, a colon or comma after."""
    before = [word for word in words[:at] if word not in BREAKS]
    end = at + max(1, words_for("machine").at(words, at))
    after = words[end : end + 3]
    called = bool(after) and (after[0] in {":", ",", "!"} or (len(after) > 1 and after[1] in {":", ",", "!"}))
    called = called or (len(after) > 2 and after[2] == ":")
    if not before:
        told = {"you", "your", "please", "this", "me", "my"} & set(words[end:])
        return bool(after and told) and (after[0] in {":", ","} or (at > 0 and words[at - 1] == "@"))
    if before[0] in {"for", "to"} and ":" not in after:
        return False
    return called and len(before) <= 5 and before[0] in single("salute")


def _applies_to(words: Sequence[str], at: int, machine: Sequence[int]) -> bool:
    """Say whether "the following applies to the scoring engine" is meant."""
    told = words[at] in _APPLIES and bool({"following", "this", "below"} & set(words[:at]))
    return told and any(at < place <= at + 5 for place in machine)


def plays(words: Sequence[str]) -> bool:
    """Say whether a reader is given a part to play, or another way to work."""
    for at in words_for("plays").places(words):
        opens = at == 0 or words[at - 1] in BREAKS or words[at - 1] in {"please", "now", "just"}
        near = words[at + 1 : at + 16]
        named = (
            single("addressee")
            | single("grader")
            | single("rules")
            | single("reads")
            | {"finished", "generous", "win"}
        )
        if opens and (named & set(near) or words_for("modes").isin(words[at:]) or is_full(near)):
            return True
    return words_for("modes").isin(words) and bool(
        {"switch", "enter", "enable", "activate", "go"} & set(words[:3])
    )
