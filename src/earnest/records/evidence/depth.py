"""What depth may know: answers to edge-case items joined with their keys, and what a profile names."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.item import Ask


class AnswerPoint(Record):
    """A claim that an open answer should make: `made`, `near` or `missed`, and the words that speak for it.

    `refuted` is one that a right answer never makes and this one does.
    `says` and `reason` (why it is only near) stand for practice items alone.
    """

    state: str
    quote: str = ""
    says: str = ""
    reason: str = ""


class EdgeAnswer(Record):
    """One answer. `chance` is the probability of a lucky guess.

    `undecided` is an open answer that a person has to look at: it is neither right nor wrong. `points` are
    those of an open answer. `why` (the rule, and what the answer takes for true) stands for practice items
    alone.
    """

    item: str
    specialty: str
    answer: str
    right: bool
    undecided: bool = False
    ask: Ask = Ask.PREDICT
    points: tuple[AnswerPoint, ...] = ()
    chance: float = Field(ge=0.0, lt=1.0)
    difficulty: float | None = None
    why: str = ""


class Domain(Record):
    """The technologies of a profile that belong to one language or category; where the first stands."""

    name: str
    technologies: tuple[str, ...]
    block: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str


class Proposal(Record):
    """The specialty to be examined in, as the work that is shown and told suggests.

    `concentrated` where that specialty holds most of the work, else it is the nearest one. `share` is its
    part of the weight of all technologies; `shown`, `told` and `named` are the technologies it rests on.
    """

    specialty: str
    concentrated: bool
    share: float = Field(ge=0.0, le=1.0)
    shown: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class DepthEvidence(Record):
    """Answers sorted by item; `specialty` is the one that the candidate chose ("" where none was)."""

    specialty: str = ""
    answers: tuple[EdgeAnswer, ...] = ()
    domains: tuple[Domain, ...] = ()
    proposal: Proposal | None = None
