"""The line: read -> separate -> assess (seven times: extract, then score) -> decide.

Rendering happens elsewhere, when somebody asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from earnest import __version__
from earnest.blind import Separated, locate, separate
from earnest.certificate import Plan, Trial
from earnest.decide import decide
from earnest.errors import BadRecord, EarnestError
from earnest.intake import read
from earnest.integrity import inspect
from earnest.records.application import Application, BlindApplication, Submission
from earnest.records.certificate import Certificate
from earnest.records.finding import LocatedFinding
from earnest.records.policy import Policy
from earnest.records.result import Assessment, SignalId, SignalResult, Status, Versions
from earnest.records.screening import RunVersions, Screening
from earnest.report.excerpts import excerpts
from earnest.signals import Context, Line, Signal, all_signals
from earnest.signals.apart import place_of, result_bytes, scored_apart

_SIXTEEN = Plan()


def screen(submission: Submission, context: Context, policy: Policy, plan: Plan = _SIXTEEN) -> Screening:
    """Run the whole line over one submission. Raises `InputError` where nothing could be read."""
    application = read(submission)
    separated = separate(application)
    results = tuple(assess(signal, separated.blind, context) for signal in all_signals())
    certificate = _certificate(application, context, plan, results).certificate(submission_sha256(submission))
    assessment = Assessment(results=tuple(withheld(result, certificate) for result in results))
    flags = inspect(application)
    decision = decide(assessment, policy, flags)
    findings = {
        result.signal.value: tuple(locate(finding, application, separated) for finding in result.findings)
        for result in assessment.results
    }
    return Screening(
        name=submission.name,
        assessment=assessment,
        decision=decision,
        findings=findings,
        masked=separated.ledger.masked,
        documents=_documents(application),
        excerpts=excerpts(application, assessment),
        problems=application.problems,
        flags=flags,
        certificate=certificate if plan.swaps else None,
        versions=_run_versions(submission, context, policy),
    )


def assess(signal: Signal[Any, Any], blind: BlindApplication, context: Context) -> SignalResult:
    """Extract and score one signal. A failure of ours becomes status `failed`, never a number."""
    problem = next((problem for problem in blind.problems if problem.part == signal.reads), None)
    try:
        evidence = signal.extract(blind, context)
        if evidence is None and problem is not None:
            return _without_score(signal, Status.FAILED, problem.message)
        if evidence is None:
            return _without_score(signal, Status.NOT_ADMINISTERED, f"no {signal.reads} in this application")
        given = evidence.canonical_bytes()
        result = signal.score(signal.evidence.from_canonical(given), signal.loaded_rubric)
    except EarnestError as error:
        return _without_score(signal, Status.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - a defect in one signal must not cost the other six
        return _without_score(
            signal, Status.FAILED, f"internal error in {signal.id.value}: {type(error).__name__}"
        )
    versions = Versions(
        earnest=__version__,
        signal=f"{signal.id.value}@{signal.version}",
        rubric=str(signal.loaded_rubric.version),
        rubric_sha256=signal.rubric_sha256,
        scorer_sha256=signal.scorer_sha256,
        evidence_sha256=sha256(given).hexdigest(),
    )
    return result.model_copy(update={"versions": versions})


def certify(submission: Submission, context: Context, plan: Plan) -> Certificate:
    """Make the certificate of an application. Raises `InputError` where nothing could be read."""
    application = read(submission)
    blind = separate(application).blind
    results = [assess(signal, blind, context) for signal in all_signals()]
    made = _certificate(application, context, plan, results).certificate(submission_sha256(submission))
    return made.without(_other_apart(blind, context))


def _other_apart(blind: BlindApplication, context: Context) -> list[SignalId]:
    """Return the signals whose score is another one in a process that only the Evidence reaches."""
    signals = [signal for signal in all_signals() if signal.id is not SignalId.ADHERENCE]
    evidence = {signal.id: signal.extract(blind, context) for signal in signals}
    given = {
        place_of(signal): one.canonical_bytes()
        for signal in signals
        if (one := evidence[signal.id]) is not None
    }
    apart = scored_apart(given)
    return [
        signal.id
        for signal in signals
        if (name := place_of(signal)) in given and result_bytes(signal, given[name]) != apart[name]
    ]


def _certificate(
    application: Application, context: Context, plan: Plan, results: Iterable[SignalResult]
) -> Trial:
    evidence = {
        result.signal: result.versions.evidence_sha256
        for result in results
        if result.versions.evidence_sha256
    }
    return Trial(application, context, plan, evidence)


def withheld(result: SignalResult, certificate: Certificate) -> SignalResult:
    """Return the result, without its score where its Evidence changed in a swap: a person looks at it."""
    difference = next((one for one in certificate.differences if one.signal is result.signal), None)
    if difference is None or result.status is not Status.SCORED:
        return result
    exchanged = ", ".join(difference.exchanged)
    reason = f"withheld: what it reads changed when {exchanged} and format were exchanged"
    return SignalResult(signal=result.signal, status=Status.FAILED, reason=reason, versions=result.versions)


@dataclass(frozen=True)
class LineResult:
    """The result of one line of the JSON-lines interface, with its findings led back to the line's text."""

    result: SignalResult
    findings: tuple[LocatedFinding, ...]


def assess_line(signal: Signal[Any, Any], line: Line, context: Context) -> LineResult:
    """Assess one line of `earnest assess`. Raises `UserError` for a line that cannot be used."""
    try:
        application, context = signal.read_line(line, context)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRecord(f"{where}: {first['msg']}") from error
    separated: Separated = separate(application)
    result = assess(signal, separated.blind, context)
    return LineResult(result, tuple(locate(finding, application, separated) for finding in result.findings))


def _without_score(signal: Signal[Any, Any], status: Status, reason: str) -> SignalResult:
    return SignalResult(signal=signal.id, status=status, reason=reason)


def _documents(application: Application) -> tuple[Any, ...]:
    profile = (application.profile,) if application.profile is not None else ()
    return (*profile, *(response.document for response in (*application.interview, *application.writing)))


def _run_versions(submission: Submission, context: Context, policy: Policy) -> RunVersions:
    return RunVersions(
        earnest=__version__,
        pack=context.pack.label,
        pack_sha256=context.pack.sha256,
        policy=f"{policy.id}@{policy.version}",
        policy_sha256=policy.sha256(),
        submission_sha256=submission_sha256(submission),
    )


def submission_sha256(submission: Submission) -> str:
    """Return the SHA-256 over every path and content of a submission, in order of path."""
    digest = sha256()
    for file in sorted(submission.files, key=lambda file: file.path):
        for part in (file.path.encode("utf-8", errors="surrogateescape"), file.content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
