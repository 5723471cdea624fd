"""Items of the bank: what a candidate sees. The keys stand in `answer_key.py`."""

from enum import StrEnum

from pydantic import Field, JsonValue

from earnest.records.base import Record
from earnest.records.tree import Tree


class ItemKind(StrEnum):
    """The kinds of items, one for each way of responding."""

    CODING = "coding"
    PAIR = "pair"
    INTERVIEW = "interview"
    LONGFORM = "longform"
    EDGE = "edge"


class Pool(StrEnum):
    """Practice items anybody may see; operational ones live with the operator."""

    PRACTICE = "practice"
    OPERATIONAL = "operational"


class Provenance(Record):
    """Where an item comes from and under which licence (SPDX identifier)."""

    licence: str = Field(min_length=1)
    source: str = Field(min_length=1)


class Constraint(Record):
    """One stated constraint of a coding item. `quote` stands verbatim in the prompt."""

    id: str
    kind: str
    args: dict[str, JsonValue] = {}
    quote: str = ""


class Item(Record):
    """What every kind of item has."""

    id: str
    kind: ItemKind
    title: str = ""
    prompt: str
    minutes: int = Field(default=0, ge=0)
    provenance: Provenance


class CodingItem(Item):
    """A ticket with 1-3 constraints, a start tree and tests (`test_command` is run in the sandbox)."""

    language: str
    constraints: tuple[Constraint, ...] = ()
    start: Tree = Tree()
    tests: Tree = Tree()
    test_command: tuple[str, ...] = ()


class PairItem(Item):
    """Two options of which one is better by an objective key.

    An `open` pair has no key: it is shown and never scored. A `pretest` pair is given to learn about the item
    itself and is not scored either. `difficulty` is on the logit scale, None where it is not known.
    """

    option_a: str
    option_b: str
    topic: str = ""
    difficulty: float | None = None
    open: bool = False
    pretest: bool = False


class Ask(StrEnum):
    """What an edge-case item asks for. `EXPLAIN` is answered in sentences, the others by an option."""

    PREDICT = "predict"
    BREAKS = "breaks"
    EXPLAIN = "explain"
    LEAST_WRONG = "least-wrong"


class EdgeItem(Item):
    """An edge case of a specialty. `options` is empty for a short answer and for an explanation.

    `versions` says for which languages, engines or editions the key holds.
    """

    specialty: str
    ask: Ask = Ask.PREDICT
    options: dict[str, str] = {}
    difficulty: float | None = None
    versions: str = ""


class InterviewItem(Item):
    """A question that is answered in writing or speech (transcribed)."""


class LongformItem(Item):
    """A long-form prompt; `words` is the length that is asked for."""

    words: int = Field(default=800, ge=0)
