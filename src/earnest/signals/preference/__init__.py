"""Preference: calibrated judgement between two answers, and what pulls it."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from earnest.measurement.auroc2 import auroc2
from earnest.measurement.brier import brier
from earnest.measurement.interval import Interval
from earnest.measurement.jeffreys import jeffreys
from earnest.measurement.wilson import wilson
from earnest.records.application import Application, BlindApplication
from earnest.records.evidence.preference import PreferenceEvidence
from earnest.records.finding import Finding
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.preference.examples import example
from earnest.signals.preference.joining import join, pack_of, read_responses
from earnest.signals.preference.rules import RULES, unknown_item
from earnest.signals.preference.scoring import Count, Estimate, PreferenceRubric, Reading
from earnest.signals.signal import Context, Line, Signal

__all__ = ["SIGNAL"]


def extract(blind: BlindApplication, context: Context) -> PreferenceEvidence | None:
    """Return the choices joined with item and key; None where no pair was answered."""
    if not blind.preferences:
        return None
    return join(blind.preferences, context.pack)


def score(evidence: PreferenceEvidence, rubric: PreferenceRubric) -> SignalResult:
    """Score the posterior mean of accuracy, balanced by length; its standard error is the posterior's."""
    reading = Reading(evidence, rubric)
    if len(evidence.answers) < rubric.items.least:
        return SignalResult(
            signal=SignalId.PREFERENCE,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=f"{len(evidence.answers)} answered pairs; {rubric.items.least} are the fewest that say "
            "anything",
            findings=tuple(_named(unknown_item(reading))),
            details={"n": len(evidence.answers)},
        )
    accuracy = reading.accuracy
    return SignalResult(
        signal=SignalId.PREFERENCE,
        status=Status.SCORED,
        score=round(accuracy.value, 6),
        standard_error=round(accuracy.error, 6),
        findings=tuple(_findings(reading)),
        details=_details(reading),
    )


def _findings(reading: Reading) -> Iterator[Finding]:
    for each in RULES:
        for finding in each(reading):
            yield finding.but(rule=each.id, effect=each.effect)


def _named(findings: Iterator[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding.but(rule=unknown_item.id, effect=unknown_item.effect)


def _details(reading: Reading) -> dict[str, JsonValue]:
    total, model, detection = reading.all, reading.model, reading.detection
    return {
        "n": total.total,
        "right": total.right,
        "accuracy": round(total.share, 4),
        "wilson": _interval(wilson(*total)),
        "jeffreys": _interval(jeffreys(*total)),
        "key_longer": _counted(reading.longer),
        "key_shorter": _counted(reading.shorter),
        "same_length": _counted(reading.same),
        "lure_gap": _with_interval(reading.lure_gap),
        "ability": _estimate(model.ability),
        "length_pull": _estimate(model.length),
        "position_pull": _estimate(model.position),
        "d_prime": None if detection is None else round(detection.sensitivity, 4),
        "criterion": None if detection is None else round(detection.criterion, 4),
        "brier": round(brier(*_unzipped(reading)), 4) if reading.stated else None,
        "overconfidence": _with_interval(reading.overconfidence),
        "auroc2": _auroc2(reading),
        "too_fast": len(reading.too_fast),
        "swaps": {
            "n": len(reading.evidence.mirrored),
            "steady": sum(one.steady for one in reading.evidence.mirrored),
        },
        "open": [one.model_dump(mode="json") for one in reading.evidence.open],
        "pretest": list(reading.evidence.pretest),
        "baselines": {
            "always_longer": _share(reading.longer.total, reading.longer.total + reading.shorter.total),
            "always_shorter": _share(reading.shorter.total, reading.longer.total + reading.shorter.total),
            "always_first": _share(reading.key_first, total.total),
            "always_markdown": _always_markdown(reading),
        },
        "unknown": list(reading.evidence.unknown),
    }


def _auroc2(reading: Reading) -> JsonValue:
    """Return how well confidence tells right answers from wrong ones, from enough stated ones on."""
    if len(reading.stated) < reading.rubric.items.least_confidence:
        return None
    found = auroc2(*_unzipped(reading))
    return None if found is None else round(found.value, 4)


def _unzipped(reading: Reading) -> tuple[list[float], list[bool]]:
    return [stated for stated, _ in reading.stated], [right for _, right in reading.stated]


def _always_markdown(reading: Reading) -> float | None:
    """Return what choosing the option with more markdown would score, over the pairs that differ in it."""
    differ = [one for one in reading.answers if one.markdown]
    right = sum((one.markdown > 0) == (one.key.value == "a") for one in differ)
    return _share(right, len(differ))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _interval(interval: Interval) -> JsonValue:
    return [round(interval.low, 4), round(interval.high, 4)]


def _counted(count: Count) -> JsonValue:
    return {"right": count.right, "n": count.total}


def _estimate(estimate: Estimate) -> JsonValue:
    return {"value": round(estimate.value, 4), "standard_error": round(estimate.error, 4)}


def _with_interval(found: tuple[float, Interval] | None) -> JsonValue:
    return None if found is None else {"value": round(found[0], 4), "interval": _interval(found[1])}


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "responses"}`, and "items" where the line brings its own.

    Raises `BadRecord` for a malformed field and `UnknownName` for an item that is not in the pack, unless the
    line says `"skip_unknown": true`, as an application does.
    """
    pack = pack_of(line["items"]) if "items" in line else context.pack
    responses = read_responses(line.get("responses"), pack, skip_unknown=line.get("skip_unknown") is True)
    application = Application(name=str(line.get("id", "")), preferences=responses)
    return application, Context(pack=pack, listings=context.listings)


SIGNAL = Signal(
    id=SignalId.PREFERENCE,
    title="Preference: calibrated judgement, not maximalism",
    reads="preferences",
    version="1",
    evidence=PreferenceEvidence,
    rubric=PreferenceRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
