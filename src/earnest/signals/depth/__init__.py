"""Depth: edge cases of one specialty, answered and corrected for guessing."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from earnest.bank.open_answers import FoundClaim, Verdict
from earnest.errors import BadRecord, UnknownName
from earnest.records.answer_key import EdgeKey
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.evidence.depth import AnswerPoint, DepthEvidence, EdgeAnswer
from earnest.records.finding import Finding
from earnest.records.item import EdgeItem, Pool
from earnest.records.response import EdgeResponse
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.depth.answers import judge, missed_because
from earnest.signals.depth.domains import domains_of
from earnest.signals.depth.items import with_items
from earnest.signals.depth.proposing import proposal_of
from earnest.signals.depth.rules import RULES
from earnest.signals.depth.scoring import DepthRubric, decided, known_share, main_specialty
from earnest.signals.signal import Context, Line, Signal

__all__ = ["SIGNAL"]


def extract(blind: BlindApplication, context: Context) -> DepthEvidence | None:
    """Return the answers joined with their keys; None where no item was answered.

    Raises `UnknownName` for an item that is not an edge-case item of the pack. Of two answers to one item the
    first counts.
    """
    if not blind.specialty:
        return None
    answers: dict[str, EdgeAnswer] = {}
    for response in blind.specialty:
        if response.item not in answers:
            answers[response.item] = _joined(response, context)
    return DepthEvidence(
        specialty=blind.specialty_name,
        answers=tuple(answers[item] for item in sorted(answers)),
        domains=domains_of(blind.profile) if blind.profile is not None else (),
        proposal=proposal_of(blind, context.pack),
    )


# What is quoted of an answer: right or wrong is decided on all of it.
_LONGEST_QUOTE = 200


def _joined(response: EdgeResponse, context: Context) -> EdgeAnswer:
    item = context.pack.item(response.item)
    if not isinstance(item, EdgeItem):
        raise UnknownName(f"item {response.item!r} of pack {context.pack.id!r} is no edge-case item")
    key = context.pack.key(response.item, EdgeKey)
    return answer_with_key(item, key, response.answer, told=context.pack.pool is Pool.PRACTICE)


def answer_with_key(item: EdgeItem, key: EdgeKey, answer: str, *, told: bool) -> EdgeAnswer:
    """Join one answer with its key; what the key says is kept where it may be `told`."""
    judged = judge(item, key, answer)
    wrong = judged.verdict is Verdict.WRONG
    why = [key.why, missed_because(item, key, answer) if wrong else ""]
    return EdgeAnswer(
        item=item.id,
        specialty=item.specialty,
        answer=answer[:_LONGEST_QUOTE],
        right=judged.verdict is Verdict.RIGHT,
        undecided=judged.verdict is Verdict.PERSON,
        ask=item.ask,
        points=tuple(_point(found, told=told) for found in (*judged.points, *judged.refuted)),
        chance=1 / len(item.options) if len(item.options) > 1 else 0.0,
        difficulty=item.difficulty,
        why=" ".join(part for part in why if part) if told else "",
    )


def _point(found: FoundClaim, *, told: bool) -> AnswerPoint:
    return AnswerPoint(
        state=found.state.value,
        quote=found.quote[:_LONGEST_QUOTE],
        says=found.says if told else "",
        reason=found.reason if told else "",
    )


def score(evidence: DepthEvidence, rubric: DepthRubric) -> SignalResult:
    """Score the share of edge cases known in the main specialty, corrected for guessing."""
    findings = tuple(_findings(evidence, rubric))
    main = main_specialty(evidence)
    answers = [answer for answer in evidence.answers if answer.specialty == main]
    held = len(decided(answers))
    if held < rubric.score.least_answers:
        return SignalResult(
            signal=SignalId.DEPTH,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=f"{held} edge-case items answered in one specialty, fewer than "
            f"{rubric.score.least_answers}",
            findings=findings,
            details=_details(evidence, rubric),
        )
    known = known_share(answers, rubric.score)
    return SignalResult(
        signal=SignalId.DEPTH,
        status=Status.SCORED,
        score=round(known.mean, 6),
        standard_error=round(known.deviation, 6),
        findings=findings,
        details=_details(evidence, rubric),
    )


def _details(evidence: DepthEvidence, rubric: DepthRubric) -> dict[str, JsonValue]:
    by_specialty: dict[str, JsonValue] = {}
    for name in sorted({answer.specialty for answer in evidence.answers}):
        answers = [answer for answer in evidence.answers if answer.specialty == name]
        known = known_share(answers, rubric.score)
        by_specialty[name] = {
            "answered": len(answers),
            "for_a_person": len(answers) - len(decided(answers)),
            "right": sum(answer.right for answer in answers),
            "expected_by_guessing": round(sum(answer.chance for answer in decided(answers)), 3),
            "known": round(known.mean, 4),
            "standard_error": round(known.deviation, 4),
            "ability": round(known.ability, 4),
            "ability_standard_error": round(known.ability_deviation, 4),
        }
    total = sum(len(domain.technologies) for domain in evidence.domains)
    concentration = len(evidence.domains[0].technologies) / total if total else None
    return {
        "specialty": main_specialty(evidence),
        "specialties": by_specialty,
        "domain": evidence.domains[0].name if evidence.domains else None,
        "concentration": None if concentration is None else round(concentration, 4),
        "proposed": None if evidence.proposal is None else evidence.proposal.model_dump(mode="json"),
    }


def _findings(evidence: DepthEvidence, rubric: DepthRubric) -> Iterator[Finding]:
    for each in RULES:
        found = sorted(each(evidence, rubric), key=lambda one: (-abs(one.weight), one.place.item))
        for finding in found[: rubric.rules.most_findings]:
            yield finding.but(rule=each.id, effect=each.effect)


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "profile", "responses": [{"item", "answer"}], "specialty", "items"}`.

    The items stand in the pack; "items" may bring others along (`items.py` says how). Raises `BadRecord` for
    a line out of the format and `UnknownName` for an item that is in neither.
    """
    context = with_items(line.get("items"), context)
    given = line.get("responses", [])
    if not isinstance(given, list):
        raise BadRecord('depth needs {"id", "responses"}: "responses" is not a list of {"item", "answer"}')
    responses = tuple(_response(one, number) for number, one in enumerate(given, 1))
    for response in responses:
        context.pack.item(response.item)
    text = line.get("profile")
    profile = None
    if isinstance(text, str) and text.strip():
        profile = Document(id="profile", kind=DocumentKind.PROFILE, text=text)
    application = Application(
        name=str(line.get("id", "")),
        profile=profile,
        specialty=responses,
        specialty_name=str(line.get("specialty") or ""),
    )
    return application, context


def _response(given: JsonValue, number: int) -> EdgeResponse:
    if not isinstance(given, dict) or not isinstance(given.get("item"), str):
        raise BadRecord(f'response {number} is not {{"item", "answer"}}')
    answer = given.get("answer", "")
    if answer is None or isinstance(answer, dict | list):
        raise BadRecord(f"response {number}: the answer is neither a letter nor a text")
    return EdgeResponse(item=str(given["item"]), answer=str(answer))


def example(text: str) -> Line:
    """Make a line of the JSON-lines interface from an example: the line itself, or the text of a profile."""
    if not text.lstrip().startswith("{"):
        return {"id": "example", "profile": text}
    items = json.loads(Path(__file__).with_name("example_items.json").read_text(encoding="utf-8"))
    return {"id": "example", **json.loads(text), "items": items}


SIGNAL = Signal(
    id=SignalId.DEPTH,
    title="Depth: edge cases of one specialty",
    reads="specialty",
    version="2",
    evidence=DepthEvidence,
    rubric=DepthRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
