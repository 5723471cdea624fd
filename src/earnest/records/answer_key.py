"""Answer keys. Protected: only the bank and the signals that join a response with its key import this."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.response import Choice
from earnest.records.tree import Tree


class PairKey(Record):
    """The better option and the checkable reason for it."""

    item: str
    key: Choice
    why: str = ""


class Claim(Record):
    """Something that an open answer may say, and how it is known.

    `needs` holds groups of phrases: of each group one phrase must stand in the same sentence or the next. A
    word that ends in `*` stands for every word that begins so. `unless` lists phrases that undo it.
    """

    says: str
    needs: tuple[tuple[str, ...], ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class EdgeKey(Record):
    """The right answer; `accepted` lists other ways to write it.

    `misses` says why a generalist answers otherwise, `thinks` what who picks an option takes for true, by its
    letter. An open answer must make the claims `points`, and none of `refuted`.
    """

    item: str
    answer: str
    accepted: tuple[str, ...] = ()
    why: str = ""
    misses: str = ""
    thinks: dict[str, str] = {}
    points: tuple[Claim, ...] = ()
    refuted: tuple[Claim, ...] = ()


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
