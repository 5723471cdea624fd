"""What a policy made of an assessment."""

from enum import StrEnum

from earnest.records.base import Record
from earnest.records.result import SignalId


class Outcome(StrEnum):
    """The four outcomes."""

    ADVANCE = "advance"
    REVIEW = "review"
    DECLINE = "decline"
    INCOMPLETE = "incomplete"


class Reason(Record):
    """One reason for an outcome, in words a candidate understands."""

    signal: SignalId | None = None
    rule: str = ""
    message: str
    change: str = ""


class Decision(Record):
    """Outcome, tier, the limiting signal, and how far it stands from the next tier in standard errors."""

    outcome: Outcome
    tier: str = ""
    next_tier: str = ""
    limiting: SignalId | None = None
    distance: float | None = None
    reasons: tuple[Reason, ...] = ()
    policy: str = ""
