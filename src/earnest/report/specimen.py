"""An invented screening that holds one of everything, to look at a report and to test it.

Every person, school, place and text in it is invented; no score in it was measured.
"""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from earnest.records.application import Problem
from earnest.records.decision import Decision, Outcome, Reason
from earnest.records.document import Document, DocumentKind
from earnest.records.finding import Effect, LocatedFinding, Place
from earnest.records.flag import Flag
from earnest.records.ledger import Masked, MaskKind
from earnest.records.policy import Cut, Policy, Sourced, SourceStatus, Tier
from earnest.records.result import Assessment, SignalId, SignalResult, Status, Versions
from earnest.records.screening import CodeExcerpt, RunVersions, Screening

_ORIGIN = Sourced(status=SourceStatus.CHOSEN, source="invented")


def specimen() -> Screening:
    """Return the screening: scored, missing and failed signals, overlapping marks, code, curves and masks."""
    documents = {row["id"]: _document(row) for row in _data()["documents"]}
    findings = _findings(documents)
    return Screening(
        name=_data()["name"],
        assessment=Assessment(results=tuple(_result(signal) for signal in SignalId)),
        decision=Decision(
            outcome=Outcome.REVIEW,
            tier="associate",
            next_tier="specialist",
            limiting=SignalId.ADHERENCE,
            distance=-3.2,
            reasons=tuple(Reason.model_validate(row) for row in _data()["reasons"]),
            policy="specimen@1",
        ),
        findings=findings,
        masked=tuple(_masked(documents[row["document"]], row) for row in _data()["masked"]),
        documents=tuple(documents.values()),
        excerpts=tuple(CodeExcerpt.model_validate(row) for row in _data()["excerpts"]),
        problems=tuple(Problem.model_validate(row) for row in _data()["problems"]),
        flags=tuple(Flag.model_validate(row) for row in _data()["flags"]),
        versions=RunVersions(
            earnest="0.0.0",
            pack="specimen@1",
            pack_sha256=_digest("pack"),
            policy="specimen@1",
            policy_sha256=_digest("policy"),
            submission_sha256=_digest("submission"),
        ),
    )


def specimen_policy() -> Policy:
    """Return the policy that goes with it: a cut for every signal and two tiers."""
    data = _data()["policy"]
    return Policy(
        id="specimen",
        version="1",
        title=data["title"],
        parts=(),
        cuts=tuple(
            Cut(signal=SignalId(signal), score=score, band=0.5, origin=_ORIGIN)
            for signal, score in data["cuts"].items()
        ),
        tiers=tuple(Tier.model_validate({**tier, "origin": _ORIGIN}) for tier in data["tiers"]),
    )


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("specimen.toml").read_text(encoding="utf-8"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _document(row: dict[str, str]) -> Document:
    return Document(id=row["id"], kind=DocumentKind(row["kind"]), text=row["text"].strip(), file=row["file"])


def _result(signal: SignalId) -> SignalResult:
    row = _data()["results"][signal.value]
    versions = Versions(
        earnest="0.0.0",
        signal=f"{signal.value}@1",
        rubric="1",
        rubric_sha256=_digest(f"rubric {signal.value}"),
        evidence_sha256=_digest(f"evidence {signal.value}"),
    )
    return SignalResult(
        signal=signal,
        status=Status(row["status"]),
        score=row.get("score"),
        standard_error=row.get("standard_error"),
        reason=row.get("reason", ""),
        details=row.get("details", {}),
        versions=versions if row["status"] == Status.SCORED.value else Versions(),
    )


def _findings(documents: dict[str, Document]) -> dict[str, tuple[LocatedFinding, ...]]:
    found: dict[str, list[LocatedFinding]] = {}
    for row in _data()["findings"]:
        found.setdefault(row["signal"], []).append(_finding(documents, row))
    return {signal: tuple(findings) for signal, findings in found.items()}


def _finding(documents: dict[str, Document], row: dict[str, Any]) -> LocatedFinding:
    document = documents.get(row.get("document", ""))
    quote = row.get("quote", "")
    start = document.text.index(row.get("at", quote)) if document is not None else 0
    return LocatedFinding(
        rule=row["rule"],
        effect=Effect(row["effect"]),
        message=row["message"],
        quote=quote,
        place=Place.model_validate(row.get("place", {})),
        why=row.get("why", ""),
        change=row.get("change", ""),
        weight=row.get("weight", 0.0),
        document=document.id if document is not None else "",
        document_start=start,
        document_end=start + len(quote) if document is not None else 0,
    )


def _masked(document: Document, row: dict[str, str]) -> Masked:
    start = document.text.index(row["words"])
    return Masked(
        document=document.id,
        kind=MaskKind(row["kind"]),
        rule=row["rule"],
        why=row["why"],
        start=start,
        end=start + len(row["words"]),
        blind_start=0,
        blind_end=0,
    )
