"""The result of one signal."""

from enum import StrEnum
from typing import Self

from pydantic import Field, JsonValue, model_validator

from earnest.records.base import Record
from earnest.records.finding import Finding


class SignalId(StrEnum):
    """The seven signals, in the order of reports."""

    ADHERENCE = "adherence"
    PREFERENCE = "preference"
    SPECIFICITY = "specificity"
    ACCOUNTABILITY = "accountability"
    STACK = "stack"
    COHERENCE = "coherence"
    DEPTH = "depth"


class Status(StrEnum):
    """The four states of a result; only `scored` carries a number and `failed` never lowers anybody."""

    SCORED = "scored"
    NOT_ADMINISTERED = "not_administered"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    FAILED = "failed"


class Versions(Record):
    """What made a result: Evidence, scorer and rubric of the same hashes give the same bytes."""

    earnest: str = ""
    signal: str = ""
    rubric: str = ""
    rubric_sha256: str = ""
    scorer_sha256: str = ""
    evidence_sha256: str = ""


class SignalResult(Record):
    """Status, score in 0..1 (higher is better), standard error in score units, and the findings.

    `demonstrated` is what the score would be from work alone, where a signal scores claims as well: what is
    only said finds listings and feeds the score, and never raises a tier.
    """

    signal: SignalId
    status: Status
    score: float | None = Field(default=None, ge=0.0, le=1.0)
    standard_error: float | None = Field(default=None, ge=0.0)
    demonstrated: float | None = Field(default=None, ge=0.0, le=1.0)
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    details: dict[str, JsonValue] = {}
    versions: Versions = Versions()

    @model_validator(mode="after")
    def _only_scored_carries_a_number(self) -> Self:
        scored = self.status is Status.SCORED
        if scored != (self.score is not None) or scored != (self.standard_error is not None):
            raise ValueError(
                "a scored result carries score and standard_error; every other status carries neither"
            )
        if not scored and not self.reason:
            raise ValueError("a result without a score says why in `reason`")
        return self

    @property
    def tier_score(self) -> float | None:
        """Return what a tier may read: the demonstrated part where there is one, else the score."""
        return self.score if self.demonstrated is None or self.score is None else self.demonstrated


class Assessment(Record):
    """The seven results of one application, in the order of `SignalId`."""

    results: tuple[SignalResult, ...]

    def by_signal(self) -> dict[SignalId, SignalResult]:
        """Return the results by signal."""
        return {result.signal: result for result in self.results}
