"""Whether a clause orders something of the person who reads the prompt.

The mood decides, then who is spoken to: an imperative, a duty of "you", a duty of what the writer makes
("the answer must", "no function may"), a wish of the asker, or a fragment that can only be a demand ("no new
dependencies"). A duty of anybody else ("users must"), what was, what somebody says, a permission, a question
and an example order nothing.
"""

from enum import StrEnum
from functools import cache
from itertools import pairwise

from earnest.bank.mining.reading import Clause, is_base_verb, stems_of
from earnest.bank.mining.words import closed_words, has_phrase, table

_REQUESTS = frozenset({("can", "you"), ("could", "you"), ("would", "you"), ("will", "you")})
_ASKING = frozenset({"if", "when", "whether", "where", "why", "how"})
_NO_REPORT_AFTER = frozenset({"you", "i", "we", "to", "not", "please", "never", "that", "which"})
_FINITE = frozenset("is are am was were has have had does did do".split())
_NO_OBJECT = frozenset("is are was were has have must should may can cannot".split())
_NAMING = frozenset({"word", "letter", "keyword", "term", "phrase", "name", "character"})
_LEADING = frozenset({"on", "for", "with", "at", "after", "before", "in", "instead", "from"})
_NO_SUBJECT = frozenset({"we", "i", "it", "that", "which", "who", "to", "this", "and"})
_MAY = frozenset({"may", "can", "could", "might"})
_RESTRICTING = frozenset(
    {"not", "only", "never", "just", "cannot", "can't", "neither", "no", "nothing", "none"}
)
_SINGLE = frozenset({"only", "one", "sole", "single"})
_STRONG = frozenset({"must", "shall", "should", "mustn't"})
_NOTHING = frozenset({"nothing", "none", "everything", "neither"})
_ENDS_SUBJECT = frozenset(
    {"of", "in", "for", "from", "to", "that", "which", "with", "on", "other", "than", "at"}
)
_AUXILIARY = frozenset({"do", "don't", "have", "will", "can", "could", "would", "should", "shall", "may"})
_SUBJECTS = frozenset({"we", "i", "they", "he", "she"})
_FREE = frozenset({"requirement", "restriction", "obligation", "rule", "need"})
_LONGEST_SUBJECT = 25
_LONGEST_FRAGMENT = 14


class Mood(StrEnum):
    """What a clause does to the reader."""

    ORDER = "order"
    STATEMENT = "statement"  # says how it is; an order only where it speaks of how the work is made
    NOTHING = "nothing"


def mood(clause: Clause, *, inherited: bool) -> Mood:
    """Return the mood of a clause; `inherited` says whether the clause before it, which it goes on from,
    ordered something.
    """
    words = opened(clause)
    if not words or _is_no_order(clause, words):
        return Mood.NOTHING
    if _is_order(clause, words, inherited):
        return Mood.ORDER
    if has_phrase(clause.line, table().orders.nowadays):
        return Mood.NOTHING
    row = {token.lower for token in clause.before} | set(clause.words)
    if set(words) & table().orders.past or row & table().orders.elsewhere:
        return Mood.NOTHING
    opens_condition = words[0] in _ASKING or (words[0] == "without" and clause.first)
    return Mood.NOTHING if opens_condition else Mood.STATEMENT


def opened(clause: Clause) -> tuple[str, ...]:
    """Return the words of a clause behind its opening conjunctions, adverbs and politeness."""
    words = list(clause.words)
    while words and words[0] in table().orders.polite and not _counts(words):
        words.pop(0)
    for lead in _leads().get(words[0] if words else "", ()):
        if tuple(words[: len(lead)]) == lead and len(words) > len(lead):
            words = words[len(lead) :]
            break
    return tuple(words[1:] if words[:2] == ["that", "no"] else words)


def _counts(words: list[str]) -> bool:
    """Whether an ordinal counts something: "first person", not "first, write"."""
    following = words[1:2]
    return (
        words[0] in table().ordinals
        and bool(following)
        and not (is_base_verb(following[0]) or following[0] in table().orders.verbs | closed_words())
    )


@cache
def _leads() -> dict[str, list[tuple[str, ...]]]:
    """Return the phrases that may stand before an order, by their first word, the longest first."""
    held: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(table().asking.leads, key=len, reverse=True):
        held.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return held


def _is_order(clause: Clause, words: tuple[str, ...], inherited: bool) -> bool:
    return (
        is_imperative(words, clause)
        or is_duty_of_you(words, clause)
        or _is_duty_of_the_work(words, clause)
        or _is_wish(words, clause)
        or _is_fragment(words, clause)
        or ((inherited or bool(clause.carried)) and _goes_on(words))
    )


def _is_no_order(clause: Clause, words: tuple[str, ...]) -> bool:
    if has_phrase(clause.line, table().orders.permissions) or _is_reported(clause):
        return True
    if words[0] == "there" and "no" in words and clause.stems & _FREE:
        return True
    if clause.question and not _asks_politely(clause):
        return True
    return words[0] in _ASKING and not {"you", "your"} & set(words)


def _asks_politely(clause: Clause) -> bool:
    """Whether a question is a request: "can you", "could you", or a clause that hangs on one."""
    row = [token.lower for token in (*clause.before, *clause.tokens)]
    if clause.first and row[0] in table().orders.verbs and row[0] not in _AUXILIARY:
        return True  # "End with the exact phrase Is there anything else?"
    return bool(_REQUESTS & set(pairwise(row))) or not clause.first


def _is_reported(clause: Clause) -> bool:
    """Whether somebody else says it: "the manual says ...", "Mira said we should never ..."."""
    row = [*(token.lower for token in clause.before), *clause.words]
    said = any(
        word in table().orders.reports and before not in _NO_REPORT_AFTER for before, word in pairwise(row)
    )
    return said or "told" in row


def is_imperative(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether the opened `words` of a clause tell the reader to do something."""
    orders = table().orders
    first, rest = words[0], words[1:]
    if first in {"do", "don't", "dont"} and rest:
        return True
    if first in {"never", "always", "not", "only"} and rest:
        return is_base_verb(rest[0]) or rest[0] in orders.verbs or rest[0] in table().artifacts
    if first == "hands" or words[:2] in {("be", "sure"), ("be", "careful")}:
        return True
    if first in orders.verbs or (is_base_verb(first) and (clause.first or clause.opens)):
        return not (rest and rest[0] in _NO_OBJECT) and not _opens_subject(words)
    return first in _LEADING and _orders_behind(words)


def _opens_subject(words: tuple[str, ...]) -> bool:
    """Whether a word that could be a verb is part of a subject: "search results are", "last quarter we"."""
    if words[0] in table().asking.takes_clause:
        return False
    for word in words[1:5]:
        if word in _SUBJECTS or word in _NO_OBJECT:
            return True
        if word in closed_words():
            return False
    return False


def _orders_behind(words: tuple[str, ...]) -> bool:
    """Whether an imperative stands behind a leading phrase: "on an empty list raise a ValueError"."""
    for before, word in pairwise(words[:9]):
        if before in table().orders.third | _NO_SUBJECT:
            return False
        if word in table().orders.plain_verbs:
            return True
    return False


def is_duty_of_you(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether "you must", "you are not allowed to", "your answer should" stands there, about the work."""
    orders = table().orders
    for place, word in enumerate(words[:9]):
        if word in {"you", "you'll", "you're"}:
            following = set(words[place + 1 : place + 4])
            single = set(words[:place]) & _SINGLE
            if following & _MAY and not (following & _RESTRICTING or single):
                return False  # a permission
            if following & (orders.modals | _RESTRICTING | {"are"} | _MAY):
                return _about_the_work(clause)
    duty = set(words) & (orders.modals | {"contain", "contains", "needs"})
    return bool({"your", "yours"} & set(words[:4])) and bool(duty)


def _about_the_work(clause: Clause) -> bool:
    """Whether a duty of "you" speaks of code or text: "you may only edit your own account" does not."""
    if clause.words[0] in {"which", "that"} and any(token.tag in {"code", "path"} for token in clause.before):
        return True
    return bool(clause.stems & (table().orders.work_words | table().asking.work))


def _is_duty_of_the_work(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether what the writer makes is the subject of a duty, or of a statement in a list of demands."""
    orders = table().orders
    finite = orders.modals | orders.states
    places = [n for n, word in enumerate(words[:_LONGEST_SUBJECT]) if word in finite]
    if not places:
        return clause.item and _speaks_of_objects(words, clause)
    if set(words[: places[0] + 2]) & orders.past:
        return False
    if places[0] == 0:
        return clause.item or not clause.first
    if "no" in words[1 : places[0]]:  # "apart from this, no file may": the subject begins there
        cut = words.index("no", 1)
        words, places = words[cut:], [place - cut for place in places]
    subject = _subject(words[: places[0]])
    if _is_of_the_work(words, places[0], subject):
        return any(_is_duty(words, place, clause) for place in places)
    spoken = _must_be_done(words, clause) or (clause.item and _speaks_of_objects(words, clause))
    return spoken and not set(subject) & orders.third


def _has_to(words: tuple[str, ...]) -> set[str]:
    """Return a word where something has to or is to be."""
    pairs = {("has", "to"), ("have", "to"), ("is", "to"), ("are", "to")}
    return {"has to"} if pairs & set(pairwise(words)) else set()


def _must_be_done(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether something has to be, and code or a path says what it is."""
    bound = set(words) & _STRONG | _has_to(words)
    return bool(bound) and bool(clause.stems & table().orders.objects)


def _speaks_of_objects(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether a clause of a list denies, keeps or bounds something that only code or a text has."""
    held = table()
    marked = any(
        has_phrase(clause.line, held.phrases[name]) for name in ("neg", "keep", "bound_strict", "still")
    )
    return marked and bool(clause.stems & held.orders.objects) and not set(words) & held.orders.past


def _is_of_the_work(words: tuple[str, ...], place: int, subject: list[str]) -> bool:
    held = table()
    if not subject:
        return False
    head = subject[-1]
    if set(subject) & held.orders.third and head not in {"<code>", "<path>"}:
        return False
    if words[0] in _NOTHING:
        return True
    named = len(subject) > 1 and subject[-2] in _NAMING
    yours = "your" in words[:place] and any(stems_of(word) & held.artifacts for word in words[:place])
    pronoun = head in held.orders.artifact_heads and (
        words[place] not in held.orders.states or head[0] == "<"
    )
    return named or yours or pronoun or _names_work(subject)


def _names_work(subject: list[str]) -> bool:
    """Whether the head of a subject, or the word before it, names something of code or text."""
    work = table().artifacts | table().orders.objects
    heads = (
        subject[0],
        *subject[-2:],
        *(word for n, word in enumerate(subject) if subject[n + 1 : n + 2] == ["and"]),
    )
    return any(stems_of(word) & work for word in heads)


def _subject(words: tuple[str, ...]) -> list[str]:
    """Return the subject without what hangs on its head: "no function of this module" gives no, function."""
    held: list[str] = []
    for word in words:
        if word in _ENDS_SUBJECT and held:
            break
        held.append(word)
    return held


def _is_duty(words: tuple[str, ...], place: int, clause: Clause) -> bool:
    """Whether the verb at `place` says what has to be: "is to", "may only", "has to", "must"."""
    verb, rest = words[place], words[place + 1 :]
    if words[0] in {"no", "none", "neither"}:
        return True
    if verb in {"is", "are"}:
        return bool(set(rest[:4]) & table().orders.required) or clause.item
    if verb in {"has", "have"}:
        return rest[:1] == ("to",) or clause.item or "been" in rest[:2]
    if verb in {"can", "will", "would", "could", "may", "might"}:
        denied = words[0] in {"no", "neither", "none", "nothing"}
        return denied or bool(set(rest[:2]) & {"not", "only", "be", "never"}) or verb == "will"
    return True


def _is_wish(words: tuple[str, ...], clause: Clause) -> bool:
    line = clause.line
    asked = words[:2] in _REQUESTS
    return asked or has_phrase(line, table().orders.wishes) or " please " in line or " pls " in line


def _is_fragment(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether a clause without a finite verb demands: "no new dependencies", "standard library only"."""
    orders = table().orders
    if len(words) > _LONGEST_FRAGMENT or set(words) & (_FINITE | orders.modals | orders.past):
        return False
    bounded = has_phrase(clause.line, table().phrases["bound_strict"]) and bool(
        clause.stems & orders.measured
    )
    opens = words[0] in orders.fragment_openers
    listed = clause.item and bool(clause.stems & orders.objects)
    return opens or words[-1] in orders.fragment_closers or bounded or listed


def _goes_on(words: tuple[str, ...]) -> bool:
    """Whether a clause hangs on the order before it: without a subject and verb of its own."""
    orders = table().orders
    if words[0] in orders.third or set(words[:3]) & orders.past:
        return False
    finite = next((n for n, word in enumerate(words[:8]) if word in orders.modals or word in _FINITE), -1)
    if finite < 0:
        return True
    subject = _subject(words[:finite])
    heads = stems_of(subject[-1]) if subject else set()
    return not subject or subject[-1] in orders.artifact_heads or bool(heads & table().artifacts)
