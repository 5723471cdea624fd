"""Whether a clause that no rule sorts still asks something of the writer beyond the task itself.

What bears the duty decides: the reader (an imperative that is neither the bare task nor a pointer, "could you
take it out"), or what the reader hands in ("the last line ought to read", "event handlers are named",
"two-space indentation"). What the reader hands in is named by the task ("write a speech": the speech) or by
its nature (functions, commits, paragraphs). A duty of anybody else is how the world is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from earnest.bank.mining.force import is_duty_of_you, is_imperative, opened
from earnest.bank.mining.reading import Clause, stems_of
from earnest.bank.mining.words import closed_words, has_phrase, is_person, table
from earnest.text.inflect import Form, verb
from earnest.text.wordlist import table_of

_MARKS = ("neg_strict", "only_strict", "keep_as", "bound_strict", "banned")
_ASKED_BEHIND = ({"can", "could", "would", "will"}, {"you"})
_LONGEST_NORM = 16  # words of a sentence that lays down how things are made
_LONGEST_BARE = 12
_OBJECT_REACH = 12
_SUBJECTS = frozenset({"it", "they", "that", "which", "we", "i", "he", "she"})
_ADDRESSED = frozenset({"your", "you", "we", "i"})
_POINTS = frozenset({"it", "this", "that", "which", "everything", "nothing", "anything"})
_SUBJECT_REACH = 5
_FINE = frozenset("fine ok okay allowed permitted welcome acceptable good".split())
_OF_IT = frozenset({"it", "<code>"})


@dataclass(frozen=True)
class Work:
    """What the reader is to hand in, as the task names it: stems of nouns."""

    named: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a word names something that only the writer makes or changes."""
        demands = table().demands
        stems = stems_of(word)
        return word in {"<code>", "<path>"} or bool(stems & self.named) or bool(stems & demands.work)


def the_work(clauses: Iterable[Clause]) -> Work:
    """Return what the orders to make something name: "write a letter to a landlord" names the letter."""
    named: set[str] = set()
    data: frozenset[str] = frozenset()
    for clause in clauses:
        words = opened(clause)
        if clause.stems & table().demands.formats:
            data = table().demands.data
        place = next((n for n, word in enumerate(words[:8]) if word in table().demands.makes), -1)
        if place >= 0 and not set(words[:place]) & table().orders.third:
            named |= _object_of(words[place + 1 : place + 1 + _OBJECT_REACH])
    return Work(frozenset(named - table().demands.never_named) | data)


def _object_of(words: tuple[str, ...]) -> set[str]:
    """Return the stems of the head of the first noun phrase: what stands before a preposition or a verb."""
    head = ""
    for word in words:
        if word in closed_words() and head:
            break
        if word not in closed_words():
            head = word
    return stems_of(head) if head and head[0] != "<" else set()


def demands(clause: Clause, work: Work, *, inherited: bool) -> bool:
    """Whether a clause that orders or states something asks it of the writer."""
    words = opened(clause)
    if not words or words[0] in table().demands.no_opener:
        return False
    heading = clause.tokens[-1].lower == ":"
    if _asks(words, clause):
        return not heading
    if is_duty_of_you(words, clause) and _is_marked(clause):
        return True
    place = finite_place(words)
    if place >= 0:
        return _binds(words, place, clause, work)
    return not heading and (_is_bare(words, clause, work) or (inherited and _cuts_off(words, clause)))


def _cuts_off(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether a clause hangs on an order and denies the rest: "give me the summary and nothing else"."""
    return not clause.first and words[0] in table().demands.cuts_off


def belongs_to_others(clause: Clause, work: Work) -> bool:
    """Whether the subject of a clause is a person or a thing that nobody hands in.

    A clause that opens with its verb has the subject of the clause before it.
    """
    words = opened(clause)
    place = finite_place(words) if words else -1
    if place == 0 and words[0] not in {"do", "don't", "does"}:
        return not any(map(work.has, words)) and _is_subject_of_others(clause, work)
    if place <= 0:
        return bool(words) and words[0] == "only" and _is_only_of_others(words, work)
    subject = _head_row(words[:place])
    if not subject or _ADDRESSED & set(words[:place]) or any(map(work.has, subject)):
        return False
    may = words[0] == "only" and words[place] in {"may", "can", "is", "are"}
    return may or is_person(subject[-1])


def _is_subject_of_others(clause: Clause, work: Work) -> bool:
    """Whether the sentence of a clause without a subject begins with nothing of the work."""
    before = [token.shape for token in clause.before if token.tag != "mark"][:_SUBJECT_REACH]
    return bool(before) and not set(before) & (_ADDRESSED | _POINTS) and not any(map(work.has, before))


def _is_only_of_others(words: tuple[str, ...], work: Work) -> bool:
    """Whether "only ..." without a known verb speaks of things of the world: "only invoices count"."""
    if verb(words[-1]) is None or len(words) < 3:
        return False
    return not any(work.has(word) and word[0] != "<" for word in words)


# --- who is asked


def _asks(words: tuple[str, ...], clause: Clause) -> bool:
    asked = _asked_verb(words, clause)
    if not asked:
        return False
    table_ = table().demands
    if asked in table_.points:
        return False
    if asked in table_.makes or asked in table_.mends:
        return _is_marked(clause)
    return True


def _asked_verb(words: tuple[str, ...], clause: Clause) -> str:
    """Return the verb of what the reader is asked to do, "" where nothing is asked of the reader."""
    for before, word in pairwise(clause.words[:12]):
        if before in {"please", "pls", "kindly"} and word not in closed_words():
            return word
    if words[0] in _ASKED_BEHIND[0] and words[1:2] == ("you",):
        return words[2] if len(words) > 2 else ""
    if words[0] in {"never", "always"} and len(words) > 1:
        return "" if words[1] in table().demands.after_never else words[1]
    if is_imperative(words, clause):
        return next((word for word in words[:2] if word not in {"do", "always", "never"}), words[0])
    return words[0] if _looks_imperative(words, clause) else ""


def _looks_imperative(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether an unknown word opens the sentence and an object follows it: "tabulate the results"."""
    if not clause.first or len(words) < 2 or words[0] in closed_words() or words[0][0] == "<":
        return False
    known = verb(words[0])
    if known is not None and known.form is not Form.BASE:
        return False
    return words[1] in table().demands.opens_object and finite_place(words[:6]) < 0


# --- what bears the duty


def finite_place(words: tuple[str, ...]) -> int:
    """Return where the finite verb of a clause stands, -1 if it has none."""
    orders = table().orders
    relative = False
    for place, word in enumerate(words[:25]):
        relative = relative or (place > 0 and word in {"that", "which", "who"})
        if word in orders.modals or word in table().demands.finite or (place and _is_finite(words, place)):
            if not relative:
                return place
            relative = False
    return -1


def _is_finite(words: tuple[str, ...], place: int) -> bool:
    """Whether a word behind a noun is a finite verb: "messages follow", "the program exits"."""
    word, before = words[place], words[place - 1]
    if before in {"never", "always", "only", "also"} and place > 1:
        before = words[place - 2]
    known = verb(word)
    if known is None or known.form not in {Form.BASE, Form.S} or _is_determiner(before):
        return False
    if before in closed_words() and before not in _SUBJECTS:
        return False
    plural = before.endswith("s") and not before.endswith("ss")
    if known.form is Form.BASE:
        return (
            (plural or before == "they")
            and word not in table().demands.nouns
            and stems_of(word).isdisjoint(table().demands.work)
        )
    return not plural and stems_of(word).isdisjoint(table().demands.work | table().demands.nouns)


def _binds(words: tuple[str, ...], place: int, clause: Clause, work: Work) -> bool:
    """Whether the finite verb says what the work must be, or how the work is always made."""
    if _is_ruled_out(words, clause):
        return True
    subject = _head_row(words[:place])
    if subject and stems_of(subject[-1]) & table().demands.loose and _keeps(clause):
        return True
    if not subject or not _is_work(words[:place], subject, work):
        return bool(subject) and subject[-1] in _OF_IT and _has_to_run(words, place)
    if set(words) & table().orders.past or (
        words[place] in {"may", "can", "could", "might"} and not _is_marked(clause)
    ):
        return False
    if words[place] in table().demands.duties or _is_expected(words[place:]):
        return subject[-1][0] != "<" or _is_marked(clause) or _has_to_run(words, place)
    general = words[0] not in {"the", "this", "that", "these", "those"} or clause.item
    says_how = words[place] in table().demands.norms
    return general and says_how and subject[-1][0] != "<" and len(words) <= _LONGEST_NORM


def _is_ruled_out(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether a clause denies what its sentence grants something else: "views are fine, tables are not"."""
    if words[-1] != "not" or words[-2:-1] not in {("is",), ("are",)}:
        return False
    return bool({token.lower for token in clause.before} & _FINE or set(words[:-1]) & _FINE)


def _keeps(clause: Clause) -> bool:
    held = table().phrases
    return has_phrase(clause.line, (*held["keep_as"], "survive", "unchanged", "intact", "be preserved"))


def _has_to_run(words: tuple[str, ...], place: int) -> bool:
    """Whether it has to run or pass, actively: "it has to run on SQLite"."""
    rest = [word for word in words[place : place + 4] if word != "to"]
    strong = rest[0] in {"must", "should", "shall", "needs", "has", "ought"}
    return strong and bool(set(rest[1:3]) & table().demands.norms) and "be" not in rest


def _is_expected(words: tuple[str, ...]) -> bool:
    return words[0] in {"is", "are"} and bool(set(words[1:5]) & table().demands.expected)


def _is_work(before: tuple[str, ...], subject: list[str], work: Work) -> bool:
    if any(map(is_person, subject)):
        return False
    if "your" in before or work.has(subject[-1]):
        return True
    if len(subject) > 1 and subject[-2] in {"letter", "word", "keyword", "character", "name", "term"}:
        return True
    placed = bool(set(subject[:-1]) & table().demands.places) and subject[-1] in table().demands.placed
    loose = subject[0] in {"anything", "everything", "whatever"}
    return placed or (loose and bool({"<code>", "<path>"} & set(before)))


def _head_row(words: tuple[str, ...]) -> list[str]:
    """Return the subject up to its head: "anything exported from x" gives anything."""
    held: list[str] = []
    for word in words:
        if word in _prepositions() and held:
            break
        held.append(word)
    while len(held) > 1 and verb(held[-1]) is not None and held[-1].endswith(("ed", "ing")):
        held.pop()
    return held


# --- demands without a verb


def _is_bare(words: tuple[str, ...], clause: Clause, work: Work) -> bool:
    """Whether a sentence without a finite verb names something of the work: "docstrings on everything"."""
    if not (clause.first or clause.item) or len(words) > _LONGEST_BARE or any(map(is_person, words)):
        return False
    named = any(work.has(word) and word[0] != "<" for word in words)
    return (named or has_phrase(clause.line, table().phrases["bare"])) and (clause.item or _ends(clause))


def _ends(clause: Clause) -> bool:
    """Whether a clause is no heading: a full stop or a comma follows it."""
    following = clause.text[clause.span.end : clause.span.end + 1]
    return following in {".", ",", "!", ";"}


def _is_marked(clause: Clause) -> bool:
    held = table().phrases
    return any(has_phrase(clause.line, held[name]) for name in _MARKS) or " must be " in clause.line


def _is_determiner(word: str) -> bool:
    tags = table_of("function_words")["tags"]
    return word in tags["article"].split() or word in tags["determiner"].split()


@cache
def _prepositions() -> frozenset[str]:
    tags = table_of("function_words")["tags"]
    return frozenset(tags["preposition"].split()) | {"that", "which", "who", "other"}
