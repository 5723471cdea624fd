"""Assessment + flags + policy -> Decision. Pure: nothing but these goes in.

The order of reasoning: a knock-out first, then parts that are missing, then results that failed on our side,
then flags, then each cut. The outcome is the gravest of what was found; `advance` is left when nothing was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from earnest.records.decision import Decision, Outcome, Reason
from earnest.records.finding import Effect, Finding
from earnest.records.flag import Flag
from earnest.records.policy import Cut, Policy, Tier
from earnest.records.result import Assessment, SignalId, SignalResult, Status

_GRAVITY = (Outcome.ADVANCE, Outcome.REVIEW, Outcome.INCOMPLETE, Outcome.DECLINE)
# A score within this of a minimum reaches it: scores are compared as numbers, not as printed digits.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class _Hold:
    """One thing that holds an application back. `margin` is in standard errors, negative below the cut."""

    outcome: Outcome
    reason: Reason
    margin: float


def decide(assessment: Assessment, policy: Policy, flags: Sequence[Flag] = ()) -> Decision:
    """Apply `policy` to `assessment` and the flags of integrity, which can send to a reviewer and no more.

    `limiting` is the signal that holds the application back most: a knock-out's signal, else the one with the
    smallest margin to its cut or to the next tier, in standard errors. `distance` is that margin to the next
    tier (negative: below it), None at the top or where it cannot be known.
    """
    holds = [
        *_knock_outs(assessment, policy),
        *_missing_parts(assessment, policy),
        *_failures(assessment),
        *_flagged(flags, policy),
        *_cuts(assessment, policy),
    ]
    outcome = max((hold.outcome for hold in holds), key=_GRAVITY.index, default=Outcome.ADVANCE)
    tier, following = _tiers(assessment, policy)
    shown_tier = tier.name if tier is not None and outcome in {Outcome.ADVANCE, Outcome.REVIEW} else ""
    margins = tier_margins(assessment, following) if following is not None else {}
    limiting = _limiting(holds, margins, assessment, policy)
    return Decision(
        outcome=outcome,
        tier=shown_tier,
        next_tier=following.name if following is not None else "",
        limiting=limiting,
        distance=_rounded(margins.get(limiting)) if limiting is not None else None,
        reasons=tuple(_reasons(holds, limiting, margins, following, assessment)),
        policy=f"{policy.id}@{policy.version}",
    )


def _knock_outs(assessment: Assessment, policy: Policy) -> Iterator[_Hold]:
    results = assessment.by_signal()
    for knock_out in policy.knock_outs:
        result = results.get(knock_out.signal)
        hits = [finding for finding in result.findings if finding.rule == knock_out.rule] if result else []
        if hits:
            message = f"{hits[0].message} ({len(hits)} x {knock_out.rule}: a knock-out of this policy)"
            reason = Reason(
                signal=knock_out.signal, rule=knock_out.rule, message=message, change=hits[0].change
            )
            yield _Hold(Outcome(knock_out.outcome), reason, float("-inf"))


def _missing_parts(assessment: Assessment, policy: Policy) -> Iterator[_Hold]:
    results = assessment.by_signal()
    for part in policy.parts:
        for signal in part.signals if part.required else ():
            result = results.get(signal)
            if result is None or result.status in {Status.NOT_ADMINISTERED, Status.INSUFFICIENT_EVIDENCE}:
                why = result.reason if result is not None else "not administered"
                message = f"{part.name}: no {signal.value} score ({why})"
                reason = Reason(signal=signal, message=message, change=f"Hand in the part “{part.name}”.")
                yield _Hold(Outcome.INCOMPLETE, reason, 0.0)


def _failures(assessment: Assessment) -> Iterator[_Hold]:
    for result in assessment.results:
        if result.status is Status.FAILED:
            message = (
                f"{result.signal.value} could not be measured: {result.reason}. This counts against nobody."
            )
            reason = Reason(
                signal=result.signal, message=message, change="A reviewer looks at this part by hand."
            )
            yield _Hold(Outcome.REVIEW, reason, 0.0)


def _flagged(flags: Sequence[Flag], policy: Policy) -> Iterator[_Hold]:
    if not flags or policy.flagged is None or policy.flagged.outcome != Outcome.REVIEW:
        return
    kinds = ", ".join(dict.fromkeys(flag.kind.value.replace("-", " ") for flag in flags))
    message = f"{len(flags)} flagged for a person to look at ({kinds}). No score depends on it."
    change = "A reviewer reads the flagged passages."
    yield _Hold(Outcome.REVIEW, Reason(rule=flags[0].kind.value, message=message, change=change), 0.0)


def _cuts(assessment: Assessment, policy: Policy) -> Iterator[_Hold]:
    results = assessment.by_signal()
    for cut in policy.cuts:
        result = results.get(cut.signal)
        if result is None or result.score is None or result.standard_error is None:
            continue
        near = abs(result.score - cut.score) <= cut.band * result.standard_error
        below = result.score < cut.score - _ROUNDING
        if near or below:
            yield _hold_at_cut(cut, result, near=near)


def _hold_at_cut(cut: Cut, result: SignalResult, *, near: bool) -> _Hold:
    score, error = result.score or 0.0, result.standard_error or 0.0
    relation = "is too close to the cut score to call" if near else "is below the cut score"
    message = f"{cut.signal.value} {score:.2f} ± {error:.2f} {relation} {cut.score:.2f}"
    reason = Reason(signal=cut.signal, message=message, change=_what_would_change(result))
    outcome = Outcome.REVIEW if near else Outcome(cut.below)
    return _Hold(outcome, reason, margin(result, cut.score))


def margin(result: SignalResult, needed: float, *, tier: bool = False) -> float:
    """Return how far a score, or what a `tier` reads, is above `needed`, in its standard errors."""
    difference = ((result.tier_score if tier else result.score) or 0.0) - needed
    if result.standard_error:
        return difference / result.standard_error
    return 0.0 if abs(difference) <= _ROUNDING else float("inf") if difference > 0 else float("-inf")


def _tiers(assessment: Assessment, policy: Policy) -> tuple[Tier | None, Tier | None]:
    """Return the highest tier that is reached and the one after it."""
    reached: Tier | None = None
    for tier in policy.tiers:
        if not _reaches(assessment, tier):
            return reached, tier
        reached = tier
    return reached, None


def _reaches(assessment: Assessment, tier: Tier) -> bool:
    results = assessment.by_signal()
    return all(
        (result := results.get(signal)) is not None
        and result.tier_score is not None
        and result.tier_score >= least - _ROUNDING
        for signal, least in tier.minimum.items()
    )


def tier_margins(assessment: Assessment, tier: Tier) -> dict[SignalId, float]:
    """Return how far each scored signal of `tier` stands from its minimum, in standard errors."""
    results = assessment.by_signal()
    return {
        signal: margin(results[signal], least, tier=True)
        for signal, least in tier.minimum.items()
        if signal in results and results[signal].score is not None
    }


def _limiting(
    holds: list[_Hold], margins: dict[SignalId, float], assessment: Assessment, policy: Policy
) -> SignalId | None:
    if any(hold.reason.signal for hold in holds):
        holds = [hold for hold in holds if hold.reason.signal]
        gravest = max(holds, key=lambda hold: (_GRAVITY.index(hold.outcome), -hold.margin))
        return gravest.reason.signal
    if not margins:
        results = assessment.by_signal()
        margins = {
            cut.signal: margin(results[cut.signal], cut.score)
            for cut in policy.cuts
            if cut.signal in results and results[cut.signal].score is not None
        }
    return min(margins, key=lambda signal: margins[signal], default=None)


def _reasons(
    holds: list[_Hold],
    limiting: SignalId | None,
    margins: dict[SignalId, float],
    following: Tier | None,
    assessment: Assessment,
) -> Iterator[Reason]:
    yield from (hold.reason for hold in sorted(holds, key=lambda hold: -_GRAVITY.index(hold.outcome)))
    if following is None or limiting is None:
        return
    result = assessment.by_signal().get(limiting)
    if result is None or result.score is None or limiting not in margins or margins[limiting] >= 0:
        return
    needed = following.minimum[limiting]
    shown = "" if result.demonstrated is None else "shown by your work "
    message = (
        f"tier {following.name!r} needs {limiting.value} {shown}{needed:.2f}; it is {result.tier_score:.2f}, "
        f"{abs(margins[limiting]):.1f} standard errors away"
    )
    yield Reason(signal=limiting, message=message, change=_what_would_change(result))


def _what_would_change(result: SignalResult) -> str:
    """Return the `change` of the finding that weighs most against the candidate."""
    against: list[Finding] = [
        finding for finding in result.findings if finding.effect is Effect.WEAKNESS and finding.change
    ]
    return min(against, key=lambda finding: (finding.weight, finding.rule)).change if against else ""


def _rounded(value: float | None) -> float | None:
    return None if value is None or value in {float("inf"), float("-inf")} else round(value, 4)
