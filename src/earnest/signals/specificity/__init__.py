"""Specificity: concrete examples beat abstract claims."""

from collections.abc import Iterator
from pathlib import Path

from earnest.errors import BadRecord
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.evidence.specificity import SpecificityEvidence
from earnest.records.finding import Finding
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.signal import Context, Line, Signal
from earnest.signals.specificity.claims import claims_of
from earnest.signals.specificity.rules import RULES
from earnest.signals.specificity.scoring import (
    Reading,
    SpecificityRubric,
    read_claims,
    standard_error,
    trimmed_mean,
)
from earnest.text.language import FOREIGN, is_foreign

__all__ = ["SIGNAL"]

_NO_CLAIMS = "no claims to read: headings, dates, contact lines and lists of skills are not claims"


def extract(blind: BlindApplication, _context: Context) -> SpecificityEvidence | None:
    """Return the claims of the profile, or None if there is no profile."""
    if blind.profile is None:
        return None
    if is_foreign(blind.profile.text):
        return SpecificityEvidence(foreign=True)
    return SpecificityEvidence(claims=tuple(claims_of(blind.profile)))


def score(evidence: SpecificityEvidence, rubric: SpecificityRubric) -> SignalResult:
    """Score the claims: a trimmed mean over distinct ones, its bootstrap error, and what the rules found."""
    readings = read_claims(evidence.claims, rubric)
    counted = [reading for reading in readings if not reading.copied]
    findings = tuple(_findings(readings, rubric))
    if not counted:
        reason = FOREIGN if evidence.foreign else _NO_CLAIMS
        return SignalResult(
            signal=SignalId.SPECIFICITY,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=reason,
            findings=findings,
            details={"claims": len(counted)},
        )
    scores = [reading.score for reading in counted]
    return SignalResult(
        signal=SignalId.SPECIFICITY,
        status=Status.SCORED,
        score=round(trimmed_mean(scores, rubric.document.trim), 6),
        standard_error=round(standard_error(scores, rubric.document), 6),
        findings=findings,
        details={
            "claims": len(counted),
            "copied_claims": len(readings) - len(counted),
            "concrete_claims": sum(value >= rubric.rules.concrete for value in scores),
            "claim_scores": [
                {"block": one.claim.block, "text": one.claim.text[:160], "score": round(one.score, 3)}
                for one in counted
            ],
        },
    )


def _findings(readings: list[Reading], rubric: SpecificityRubric) -> Iterator[Finding]:
    for each in RULES:
        found = sorted(
            each(readings, rubric), key=lambda one: (-abs(one.weight), one.place.block, one.place.start)
        )
        for finding in found[: rubric.rules.most_findings]:
            yield finding.but(rule=each.id, effect=each.effect)


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "text"}`: a profile or one claim."""
    text = line.get("text")
    if not isinstance(text, str):
        raise BadRecord('specificity needs {"id", "text"}: "text" is missing or not a string')
    document = Document(id="profile", kind=DocumentKind.PROFILE, text=text)
    return Application(name=str(line.get("id", "")), profile=document), context


def example(text: str) -> Line:
    """Make a line of the JSON-lines interface from the text of an example."""
    return {"id": "example", "text": text}


SIGNAL = Signal(
    id=SignalId.SPECIFICITY,
    title="Specificity: concrete examples beat abstract claims",
    reads="profile",
    version="4",
    evidence=SpecificityEvidence,
    rubric=SpecificityRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
