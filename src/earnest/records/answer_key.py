"""Answer keys. Protected: only the bank and the signals that join a response with its key import this."""

from earnest.records.base import Record
from earnest.records.response import Choice
from earnest.records.tree import Tree


class PairKey(Record):
    """The better option and the checkable reason for it."""

    item: str
    key: Choice
    why: str = ""


class EdgeKey(Record):
    """The right answer; `accepted` lists other ways to write it."""

    item: str
    answer: str
    accepted: tuple[str, ...] = ()
    why: str = ""


class Violation(Record):
    """A solution that breaks exactly one constraint."""

    constraint: str
    tree: Tree


class CodingKey(Record):
    """The reference solution and one violating solution for each constraint."""

    item: str
    reference: Tree
    violations: tuple[Violation, ...] = ()


AnswerKey = PairKey | EdgeKey | CodingKey
