"""What stack may know: sentences of the profile with the technologies they name, and listings."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.listing import Listing


class NamedTechnology(Record):
    """A technology by its canonical name at `[start, end)` of the block's text, and what it implies."""

    name: str
    category: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    implies: tuple[str, ...] = ()


class StackSentence(Record):
    """One sentence of a block, `[start, end)` of the block's text.

    `deed` says that somebody of the candidate's side does something in it, `measured` that it holds a number
    or a stated duration. `words` counts the content words outside the names of technologies; `template` is
    the same for two sentences that differ in these names and in numbers alone. `unlisted` holds what looks
    like the name of a tool and stands in no table.
    """

    block: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    deed: bool = False
    measured: bool = False
    engineering: bool = False
    words: int = Field(default=0, ge=0)
    template: str = ""
    technologies: tuple[NamedTechnology, ...] = ()
    unlisted: tuple[str, ...] = ()


class Demonstrated(Record):
    """A technology that a file of a submitted sample uses: its language, or a package it imports."""

    name: str
    item: str
    file: str
    line: int = Field(ge=1)
    quote: str


class StackEvidence(Record):
    """Sentences sorted by block id and place, demonstrated technologies by name, listings by id."""

    sentences: tuple[StackSentence, ...] = ()
    demonstrated: tuple[Demonstrated, ...] = ()
    listings: tuple[Listing, ...] = ()
