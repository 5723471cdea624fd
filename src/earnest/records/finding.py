"""Findings: what a rule found, quoted."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class Effect(StrEnum):
    """Whether a finding speaks for the candidate, against, or only informs."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    NOTE = "note"


class Place(Record):
    """Where a quote stands.

    In a text: `block` is the id of the block and `start`/`end` are offsets in that block's text.
    In code: `file` is a path of the candidate's tree, `line`/`end_line` count from 1, and `item` names the
    coding item. For an item response: only `item`.
    """

    block: str = ""
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    item: str = ""
    file: str = ""
    line: int = Field(default=0, ge=0)
    end_line: int = Field(default=0, ge=0)


class Finding(Record):
    """One thing a rule found.

    `quote` stands verbatim in what the candidate gave ("" only where the finding is that something is
    absent). `why` says why it matters, `change` what would change it. `weight` is how much of the score
    hangs on it, -1..1 (0 for notes).
    """

    rule: str
    effect: Effect
    message: str
    quote: str = ""
    place: Place = Place()
    why: str = ""
    change: str = ""
    weight: float = Field(default=0.0, ge=-1.0, le=1.0)


class LocatedFinding(Finding):
    """A finding led back to what the candidate gave: offsets into the original document `document`."""

    document: str = ""
    document_start: int = Field(default=0, ge=0)
    document_end: int = Field(default=0, ge=0)
