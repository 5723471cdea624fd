"""A policy: what an operator does with an assessment. It has no word for school, years, country or format."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record
from earnest.records.result import SignalId


class SourceStatus(StrEnum):
    """Whether a line of a preset is documented by the platform, reported by contractors, or our choice."""

    DOCUMENTED = "documented"
    REPORTED = "reported"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"


class Sourced(Record):
    """Where a line of a policy comes from."""

    status: SourceStatus
    source: str = ""


class Part(Record):
    """One part of the screen: which signals it feeds and how long it takes."""

    name: str
    signals: tuple[SignalId, ...]
    required: bool = True
    minutes: tuple[int, int] | None = None
    origin: Sourced


class KnockOut(Record):
    """A finding that declines an application, or sends it to a reviewer, whatever the scores are."""

    rule: str
    signal: SignalId
    outcome: str = Field(pattern="^(decline|review)$")
    origin: Sourced


class Cut(Record):
    """The score a signal must reach. `band` is how many standard errors around it go to a reviewer."""

    signal: SignalId
    score: float = Field(ge=0.0, le=1.0)
    band: float = Field(default=1.0, ge=0.0)
    below: str = Field(default="review", pattern="^(decline|review)$")
    origin: Sourced


class Flagged(Record):
    """What becomes of an application with a flag of integrity: a reviewer looks, or it is only noted."""

    outcome: str = Field(pattern="^(review|note)$")
    origin: Sourced


class Tier(Record):
    """A tier: the least score each signal must reach, and one rate that is the same in every country."""

    name: str
    minimum: dict[SignalId, float]
    rate: float | None = Field(default=None, ge=0.0)
    currency: str = "USD"
    origin: Sourced


class Policy(Record):
    """What an operator does with an assessment."""

    id: str
    version: str
    title: str
    about: str = ""
    parts: tuple[Part, ...]
    knock_outs: tuple[KnockOut, ...] = ()
    flagged: Flagged | None = None
    cuts: tuple[Cut, ...]
    tiers: tuple[Tier, ...] = ()
    unknown: tuple[str, ...] = ()
