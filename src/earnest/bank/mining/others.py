"""Whether a clause speaks of somebody or something else than what the reader hands in."""

from dataclasses import dataclass

from earnest.bank.mining.force import opened
from earnest.bank.mining.reading import Clause
from earnest.bank.mining.words import table
from earnest.bank.mining.work import Work, are_people, finite_place, head_row
from earnest.text.inflect import verb

_ADDRESSED = frozenset({"your", "you", "we", "i"})
_POINTS = frozenset({"it", "this", "that", "which", "everything", "nothing", "anything"})
_UNNOTICED = frozenset({"notice", "break"})  # "clients must not notice": of the change
_SUBJECT_REACH = 5


@dataclass(frozen=True)
class Before:
    """What the clause before did: order something, or speak of somebody or something else."""

    ordered: bool = False
    of_others: bool = False


def is_of_others(clause: Clause, work: Work, *, before: Before) -> bool:
    """Whether the subject of a clause is a person or a thing that nobody hands in.

    A clause without a subject has the subject of the clause before it.
    """
    words = opened(clause)
    if before.of_others and not clause.first and words and words[0] in table().asking.cuts_off:
        return True
    place = finite_place(words) if words else -1
    if place == 0 and words[0] not in {"do", "don't", "does"}:
        return not any(map(work.has, words)) and _is_subject_of_others(clause, work)
    if place <= 0:
        return bool(words) and words[0] == "only" and _is_only_of_others(words, work)
    subject = head_row(words[:place])
    if not subject or _ADDRESSED & set(words[:place]) or any(map(work.has, subject)):
        return False
    if clause.stems & _UNNOTICED:
        return False
    may = words[0] == "only" and words[place] in {"may", "can", "is", "are"}
    return may or are_people(subject[-1:] if len(subject) == 1 else subject[-2:])


def _is_subject_of_others(clause: Clause, work: Work) -> bool:
    """Whether the sentence of a clause without a subject begins with nothing of the work."""
    before = [token.shape for token in clause.before if token.tag != "mark"][:_SUBJECT_REACH]
    return bool(before) and not set(before) & (_ADDRESSED | _POINTS) and not any(map(work.has, before))


def _is_only_of_others(words: tuple[str, ...], work: Work) -> bool:
    """Whether "only ..." without a known verb speaks of things of the world: "only invoices count"."""
    if verb(words[-1]) is None or len(words) < 3:
        return False
    return not any(work.has(word) and word[0] != "<" for word in words)


def has_other_subject(clause: Clause, work: Work) -> bool:
    """Whether a clause has a subject that is neither the reader nor anything of the work."""
    words = opened(clause)
    place = finite_place(words) if words else -1
    return place > 0 and not _ADDRESSED & set(words[:place]) and not any(map(work.has, words[:place]))
