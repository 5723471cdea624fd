"""What a candidate gave to an item, one type for each kind of item."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record
from earnest.records.document import BlindDocument, Document
from earnest.records.tree import Tree


class Choice(StrEnum):
    """Which of the two options the candidate found better."""

    A = "a"
    B = "b"


class SampleForm(StrEnum):
    """How a coding sample was handed in."""

    TREE = "tree"
    DIFF = "diff"
    BUNDLE = "bundle"


class CodeResponse(Record):
    """A coding sample. For `TREE`, `tree` is the whole result; otherwise `patch` holds the bytes to apply."""

    item: str
    form: SampleForm
    tree: Tree = Tree()
    patch: bytes = b""


class PairResponse(Record):
    """A choice between two options. `confidence` is the stated probability of being right, 0.5..1.

    `choice` names the option as the item has it. `mirrored` says that option_b was shown first, as the second
    time that a form gives the same pair.
    """

    item: str
    choice: Choice
    mirrored: bool = False
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    seconds: float | None = Field(default=None, ge=0.0, allow_inf_nan=False)


class TextResponse(Record):
    """A written answer (interview or long-form). `prompt` is what was asked, "" where unknown."""

    item: str
    prompt: str = ""
    document: Document


class BlindTextResponse(Record):
    """A written answer after separation."""

    item: str
    prompt: str = ""
    document: BlindDocument


class EdgeResponse(Record):
    """An answer to an edge-case item of a specialty: an option letter or a short text."""

    item: str
    answer: str


Response = CodeResponse | PairResponse | TextResponse | EdgeResponse
