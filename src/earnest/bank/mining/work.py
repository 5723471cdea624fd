"""What the reader of a prompt is to hand in, and where the subject of a clause ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from earnest.bank.mining.force import opened
from earnest.bank.mining.reading import Clause, stems_of
from earnest.bank.mining.words import closed_words, is_person, table
from earnest.text.inflect import Form, verb
from earnest.text.wordlist import table_of

_OBJECT_REACH = 12  # words behind a verb of making in which its object stands
_SUBJECTS = frozenset({"it", "they", "that", "which", "we", "i", "he", "she"})
_SURE = frozenset("is are was were must should shall may can cannot has have needs ought".split())
_GRAMMATICAL = frozenset({"first", "second", "third"})


@dataclass(frozen=True)
class Work:
    """What the reader is to hand in, as the task names it: stems of nouns."""

    named: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a word names something that only the writer makes or changes."""
        asking = table().asking
        stems = stems_of(word)
        return word in {"<code>", "<path>"} or bool(stems & self.named) or bool(stems & asking.work)


def the_work(clauses: Iterable[Clause]) -> Work:
    """Return what the orders to make something name: "write a letter to a landlord" names the letter."""
    named: set[str] = set()
    data: frozenset[str] = frozenset()
    for clause in clauses:
        words = opened(clause)
        if clause.stems & table().asking.formats:
            data = table().asking.data
        place = next((n for n, word in enumerate(words[:8]) if word in table().asking.makes), -1)
        if place >= 0 and not set(words[:place]) & table().orders.third:
            named |= _object_of(words[place + 1 : place + 1 + _OBJECT_REACH])
    return Work(frozenset(named - table().asking.never_named) | data)


def _object_of(words: tuple[str, ...]) -> set[str]:
    """Return the stems of the head of the first noun phrase: what stands before a preposition or a verb."""
    head = ""
    for word in words:
        if word in closed_words() and head:
            break
        if word not in closed_words():
            head = word
    return stems_of(head) if head and head[0] != "<" else set()


def finite_place(words: tuple[str, ...]) -> int:
    """Return where the finite verb of a clause stands, -1 if it has none."""
    orders = table().orders
    sure = next((n for n, word in enumerate(words[:8]) if word in _SURE), -1)
    if sure > 0 and not any(word in closed_words() and not _is_determiner(word) for word in words[:sure]):
        return sure
    relative = False
    for place, word in enumerate(words[:25]):
        relative = relative or (place > 0 and word in {"that", "which", "who"})
        if words[place + 1 : place + 2] and words[place + 1] in _SURE and word not in _SURE:
            continue  # "rhetorical questions are": a noun
        if word in orders.modals or word in table().asking.finite or (place and _is_finite(words, place)):
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
            and word not in table().asking.nouns
            and stems_of(word).isdisjoint(table().asking.work)
        )
    return not plural and stems_of(word).isdisjoint(table().asking.work | table().asking.nouns)


def head_row(words: tuple[str, ...]) -> list[str]:
    """Return the subject up to its head: "anything exported from x" gives anything."""
    held: list[str] = []
    for word in words:
        if word in _prepositions() and held:
            break
        held.append(word)
    while len(held) > 1 and verb(held[-1]) is not None and held[-1].endswith(("ed", "ing")):
        held.pop()
    return held


def are_people(subject: list[str]) -> bool:
    """Whether a noun phrase names people; "first person" names none."""
    grammar = subject[-1] == "person" and _GRAMMATICAL & set(subject)
    return not grammar and any(map(is_person, subject))


def _is_determiner(word: str) -> bool:
    tags = table_of("function_words")["tags"]
    return word in tags["article"].split() or word in tags["determiner"].split()


@cache
def _prepositions() -> frozenset[str]:
    tags = table_of("function_words")["tags"]
    return frozenset(tags["preposition"].split()) | {"that", "which", "who", "other"}
