"""What depth may know: answers to edge-case items joined with their keys, and what a profile names."""

from pydantic import Field

from earnest.records.base import Record


class EdgeAnswer(Record):
    """One answer. `chance` is the probability of a lucky guess; `why` stands for practice items alone."""

    item: str
    specialty: str
    answer: str
    right: bool
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


class DepthEvidence(Record):
    """Answers sorted by item; `specialty` is the one that the candidate chose ("" where none was)."""

    specialty: str = ""
    answers: tuple[EdgeAnswer, ...] = ()
    domains: tuple[Domain, ...] = ()
