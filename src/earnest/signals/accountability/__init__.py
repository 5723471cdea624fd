"""Accountability: honest failure analysis."""

from collections.abc import Iterator
from pathlib import Path

from earnest.errors import BadRecord
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.evidence.accountability import AccountabilityEvidence, Answer, MarkKind, Sentence
from earnest.records.finding import Finding
from earnest.records.response import BlindTextResponse, TextResponse
from earnest.records.result import SignalId, SignalResult, Status
from earnest.signals.accountability.acting import acting
from earnest.signals.accountability.detectors import marks_of
from earnest.signals.accountability.lexicon import phrase_list
from earnest.signals.accountability.parsed import parse
from earnest.signals.accountability.roles import roles_of
from earnest.signals.accountability.rules import RULES
from earnest.signals.accountability.scoring import AccountabilityRubric, Reading, read_answer, standard_error
from earnest.signals.signal import Context, Line, Signal
from earnest.text.language import FOREIGN, split_foreign
from earnest.text.segment import words
from earnest.text.tokens import tokenize

__all__ = ["SIGNAL"]

_TOO_SHORT = "the answer is empty or too short to hold a failure and what came of it"

_SHOWN = (
    MarkKind.FAILURE,
    MarkKind.COST,
    MarkKind.OWN_CAUSE,
    MarkKind.LESSON_SPECIFIC,
    MarkKind.LESSON_GENERIC,
    MarkKind.CHANGE,
    MarkKind.HELD,
    MarkKind.DISGUISE,
    MarkKind.DENIAL,
    MarkKind.BLAME,
)
_TROUBLE = frozenset({MarkKind.FAILURE, MarkKind.COST, MarkKind.OWN_CAUSE})


def asks_for_failure(prompt: str) -> bool:
    """Say whether a prompt asks for a failure, a mistake or a conflict. An unknown prompt ("") does.

    >>> asks_for_failure("Tell me about a time you failed.")
    True
    >>> asks_for_failure("Why do you want to work here?")
    False
    """
    return not prompt.strip() or bool(phrase_list("prompt_cues").find(tokenize(prompt)))


def extract(blind: BlindApplication, _context: Context) -> AccountabilityEvidence | None:
    """Return the answers that were given to prompts about a failure, by item; None if there are none."""
    asked = [response for response in blind.interview if asks_for_failure(response.prompt)]
    if not asked:
        return None
    ordered = sorted(asked, key=lambda response: (response.item, response.document.id))
    english, foreign = split_foreign(ordered)
    return AccountabilityEvidence(answers=tuple(_answer(response) for response in english), foreign=foreign)


def _answer(response: BlindTextResponse) -> Answer:
    sentences: list[Sentence] = []
    after_failure = False
    taken_apart = list(parse(response.document))  # a sentence that is said again is not among them
    for parsed, roles in zip(taken_apart, roles_of(taken_apart), strict=True):
        marks = marks_of(parsed, after_failure=after_failure)
        after_failure = after_failure or any(mark.kind in _TROUBLE for mark in marks)
        sentences.append(
            Sentence(
                block=parsed.block,
                start=parsed.place.start,
                end=parsed.place.end,
                text=parsed.place.of(parsed.text),
                marks=marks,
                roles=roles,
                content=len(parsed.own),
                **acting(parsed)._asdict(),
            )
        )
    held = sum(len(words(sentence.text)) for sentence in sentences)
    return Answer(item=response.item, words=held, sentences=tuple(sentences))


def score(evidence: AccountabilityEvidence, rubric: AccountabilityRubric) -> SignalResult:
    """Score each answer by what the detectors saw in it, and average the answers."""
    read = [answer for answer in evidence.answers if answer.words >= rubric.document.least_words]
    if not read:
        return SignalResult(
            signal=SignalId.ACCOUNTABILITY,
            status=Status.INSUFFICIENT_EVIDENCE,
            reason=FOREIGN if evidence.foreign else _TOO_SHORT,
            details={"answers": len(evidence.answers)},
        )
    readings = [read_answer(answer, rubric) for answer in read]
    scores = [reading.score for reading in readings]
    return SignalResult(
        signal=SignalId.ACCOUNTABILITY,
        status=Status.SCORED,
        score=round(sum(scores) / len(scores), 6),
        standard_error=round(standard_error(scores, rubric.document), 6),
        findings=tuple(finding for reading in readings for finding in _findings(reading, rubric)),
        details={
            "review": any(reading.disagreements for reading in readings),
            "answers": [
                {
                    "item": reading.answer.item,
                    "score": round(reading.score, 3),
                    "words": reading.answer.words,
                    "detectors": {kind.value: round(reading.strength[kind], 2) for kind in _SHOWN},
                    "disagreements": list(reading.disagreements),
                }
                for reading in readings
            ],
        },
    )


def _findings(reading: Reading, rubric: AccountabilityRubric) -> Iterator[Finding]:
    for each in RULES:
        for finding in each(reading, rubric):
            yield finding.but(rule=each.id, effect=each.effect)


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read `{"id", "question", "answer"}`.

    Who hands an answer to this signal has decided that it is about a failure, so a question whose words do
    not ask for one is left out rather than used to refuse the answer.
    """
    answer, question = line.get("answer"), line.get("question", "")
    if not isinstance(answer, str) or not isinstance(question, str):
        raise BadRecord(
            'accountability needs {"id", "question", "answer"}: "answer" is missing or not a string'
        )
    document = Document(id="interview/answer", kind=DocumentKind.INTERVIEW, text=answer)
    prompt = question if asks_for_failure(question) else ""
    response = TextResponse(item="answer", prompt=prompt, document=document)
    return Application(name=str(line.get("id", "")), interview=(response,)), context


def example(text: str) -> Line:
    """Make a line of the JSON-lines interface from the text of an example."""
    return {"id": "example", "question": "Tell me about a time you failed.", "answer": text}


SIGNAL = Signal(
    id=SignalId.ACCOUNTABILITY,
    title="Accountability: honest failure analysis",
    reads="interview",
    version="4",
    evidence=AccountabilityEvidence,
    rubric=AccountabilityRubric,
    rubric_file=Path(__file__).with_name("rubric.toml"),
    extract=extract,
    score=score,
    read_line=read_line,
    example=example,
    rules=RULES,
)
