"""Coherence: long-form that does not fall apart after 600 words."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import JsonValue

from earnest.errors import BadRecord
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.evidence.coherence import CoherenceEvidence
from earnest.records.finding import Finding
from earnest.records.response import TextResponse
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.coherence.examples import example
from earnest.signals.coherence.extracting import essay_of
from earnest.signals.coherence.rules import RULES
from earnest.signals.coherence.scoring import CoherenceRubric, Reading, standard_error
from earnest.signals.signal import Context, Line, Signal
from earnest.text.embedding import default_embedder
from earnest.text.language import FOREIGN, split_foreign

__all__ = ["SIGNAL"]


def extract(blind: BlindApplication, _context: Context) -> CoherenceEvidence | None:
    """Return the long answers, by item; None if there are none."""
    if not blind.writing:
        return None
    embedder = default_embedder()
    ordered = sorted(blind.writing, key=lambda response: (response.item, response.document.id))
    english, foreign = split_foreign(ordered)
    essays = tuple(essay_of(response, embedder) for response in english)
    return CoherenceEvidence(essays=essays, foreign=foreign)


def score(evidence: CoherenceEvidence, rubric: CoherenceRubric) -> SignalResult:
    """Score each answer that is long enough to fall apart, and average them."""
    long = [essay for essay in evidence.essays if essay.words_read >= rubric.document.least_words]
    if not long:
        most = max((essay.words for essay in evidence.essays), default=0)
        short = (
            f"the longest answer has {most} words; {rubric.document.least_words} are the fewest "
            "that show whether one holds together"
        )
        return SignalResult(
            signal=SignalId.COHERENCE,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=FOREIGN if evidence.foreign else short,
            details={"words": most},
        )
    readings = [Reading(essay, rubric) for essay in long]
    details: dict[str, JsonValue] = {"essays": [_details(reading) for reading in readings]}
    if len(readings) == 1:
        details |= _details(readings[0])
    return SignalResult(
        signal=SignalId.COHERENCE,
        status=Status.SCORED,
        score=round(sum(reading.score for reading in readings) / len(readings), 6),
        standard_error=round(standard_error(readings), 6),
        findings=tuple(finding for reading in readings for finding in _findings(reading)),
        details=details,
    )


def _findings(reading: Reading) -> Iterator[Finding]:
    for each in RULES:
        for finding in list(each(reading))[: reading.rubric.rules.most_findings]:
            yield finding.but(rule=each.id, effect=each.effect)


def _details(reading: Reading) -> dict[str, JsonValue]:
    essay = reading.essay
    return {
        "item": essay.item,
        "words": essay.words,
        "words_read": essay.words_read,
        "essay_score": round(reading.score, 4),
        "curve": [[word, value] for word, value in reading.curve],
        "break_at": reading.break_word,
        "break_word": reading.break_word,
        "thesis_word": reading.thesis.word,
        "conclusion_words": reading.conclusion_words,
        "parts": {
            "order": round(1.0 - reading.disorder, 4),
            "holds": round(1.0 - reading.drift, 4),
            "end": round(1.0 - reading.new_end, 4),
            "opening": round(1.0 - reading.lost_opening, 4),
            "opens_first": round(1.0 - reading.late_opening, 4),
            "thesis": round(reading.thesis_strength * reading.early, 4),
            "support": round(reading.support, 4),
            "stress": round(reading.stress, 4),
            "conclusion": round(reading.ending, 4),
        },
        "roles": [
            {"word": paragraph.word, "words": paragraph.words, "role": role.value}
            for paragraph, role in reading.roles
        ],
    }


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "prompt", "text"}`; the prompt may be missing."""
    text, prompt = line.get("text"), line.get("prompt", "")
    if not isinstance(text, str) or not isinstance(prompt, str):
        raise BadRecord('coherence needs {"id", "prompt", "text"}: "text" is missing or not a string')
    document = Document(id="writing/answer", kind=DocumentKind.WRITING, text=text)
    response = TextResponse(item="answer", prompt=prompt, document=document)
    return Application(name=str(line.get("id", "")), writing=(response,)), context


SIGNAL = Signal(
    id=SignalId.COHERENCE,
    title="Coherence: long-form that does not fall apart after 600 words",
    reads="writing",
    version="2",
    evidence=CoherenceEvidence,
    rubric=CoherenceRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
