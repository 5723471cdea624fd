"""Adherence: every stated constraint of a coding sample decided, with the lines that show it."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from earnest.records.application import BlindApplication
from earnest.records.evidence.adherence import AdherenceEvidence, SampleEvidence, VerdictState
from earnest.records.finding import Finding
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.adherence.deciding import decide
from earnest.signals.adherence.lines import example, read_line
from earnest.signals.adherence.rules import RULES
from earnest.signals.adherence.samples import join
from earnest.signals.adherence.scoring import AdherenceRubric, Reading
from earnest.signals.adherence.testing import run_item_tests
from earnest.signals.signal import Context, Signal

__all__ = ["SIGNAL", "decide", "run_item_tests"]


def extract(blind: BlindApplication, context: Context) -> AdherenceEvidence | None:
    """Return the samples with every constraint decided; None where no coding sample was handed in."""
    if not blind.samples:
        return None
    return join(blind.samples, context.pack)


def score(evidence: AdherenceEvidence, rubric: AdherenceRubric) -> SignalResult:
    """Score the posterior mean of the share kept of decided constraints and the items' tests."""
    reading = Reading(evidence, rubric)
    findings, details = tuple(_findings(reading)), _details(evidence)
    if not reading.decided or not reading.total:
        return SignalResult(
            signal=SignalId.ADHERENCE,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=_why_nothing(evidence),
            findings=findings,
            details=details,
        )
    kept = reading.kept
    return SignalResult(
        signal=SignalId.ADHERENCE,
        status=Status.SCORED,
        score=round(kept.mean, 6),
        standard_error=round(kept.deviation, 6),
        findings=findings,
        details=details,
    )


def _why_nothing(evidence: AdherenceEvidence) -> str:
    unreadable = [f"{one.item}: {one.unreadable}" for one in evidence.samples if one.unreadable]
    if any(one.unchanged for one in evidence.samples):
        return "nothing was changed: the files of the ticket came back as they were"
    undecided = [verdict for sample in evidence.samples for verdict in sample.verdicts]
    if undecided:
        return f"none of {len(undecided)} constraints could be decided; the first: {undecided[0].reason}"
    if unreadable:
        return unreadable[0]
    if evidence.unknown:
        return f"no sample belongs to an item of this pack: {', '.join(evidence.unknown)}"
    return "the samples have no constraints"


def _findings(reading: Reading) -> Iterator[Finding]:
    for each in RULES:
        for finding in each(reading):
            yield finding.but(rule=each.id, effect=each.effect)


def _details(evidence: AdherenceEvidence) -> dict[str, JsonValue]:
    """Verdicts by constraint id (by `item/id` where there are several samples), counts of each sample, and
    every constraint as decided, for a report.
    """
    several = len(evidence.samples) > 1
    verdicts: dict[str, JsonValue] = {
        f"{sample.item}/{verdict.constraint}" if several else verdict.constraint: verdict.state.value
        for sample in evidence.samples
        for verdict in sample.verdicts
    }
    samples: dict[str, JsonValue] = {sample.item: _counts(sample) for sample in evidence.samples}
    constraints: list[JsonValue] = [
        {"item": sample.item, **verdict.model_dump(mode="json")}
        for sample in evidence.samples
        for verdict in sample.verdicts
    ]
    unknown: list[JsonValue] = list(evidence.unknown)
    return {"verdicts": verdicts, "samples": samples, "constraints": constraints, "unknown": unknown}


def _counts(sample: SampleEvidence) -> JsonValue:
    states = [verdict.state for verdict in sample.verdicts]
    counts: dict[str, JsonValue] = {state.value: states.count(state) for state in VerdictState}
    if sample.tests is not None:
        counts["tests"] = sample.tests.model_dump(mode="json")
    if sample.unreadable:
        counts["unreadable"] = sample.unreadable
    return counts


SIGNAL = Signal(
    id=SignalId.ADHERENCE,
    title="Adherence: read carefully",
    reads="samples",
    version="1",
    evidence=AdherenceEvidence,
    rubric=AdherenceRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
