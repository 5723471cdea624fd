"""A screening as a reviewer may see it: the same evidence without who it is, where from or how it looked.

The reviewer's report is rendered from this record alone, so a template cannot leak what is not in it.
Documents become the blocks of their text, one a line: bullets, headings, wrapping and file format are gone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from pydantic import JsonValue

from earnest.records.application import Problem
from earnest.records.decision import Decision
from earnest.records.document import Document
from earnest.records.finding import LocatedFinding, Place
from earnest.records.ledger import Masked
from earnest.records.result import Assessment, SignalResult
from earnest.records.screening import CodeExcerpt, Screening
from earnest.report.scrubbing import MOST_PHRASES, Scrubber, any_of
from earnest.text.layout import block_spans, space_between
from earnest.text.segment import Span

_LABEL_LENGTH = 10
UNUSABLE = "this part could not be used as it was handed in"


def label(screening: Screening) -> str:
    """Return what a reviewer calls an application: the head of the hash of what was handed in."""
    return screening.versions.submission_sha256[:_LABEL_LENGTH]


def blinded(screening: Screening) -> Screening:
    """Return `screening` without identity, formatting, file names and the application's own name."""
    scrubber = Scrubber(screening.documents, screening.masked, _file_names(screening))
    messages = any_of(sorted({each.message for each in screening.problems if each.message})[:MOST_PHRASES])

    def clean(text: str) -> str:
        return scrubber.text(messages.sub(UNUSABLE, text) if messages is not None else text)

    texts = [_BlindText(document, screening.masked, clean) for document in screening.documents]
    by_id = {text.original: text for text in texts}
    return Screening(
        name=label(screening),
        assessment=Assessment(
            results=tuple(_result(result, clean) for result in screening.assessment.results)
        ),
        decision=_decision(screening.decision, clean),
        findings={
            signal: tuple(_finding(found, by_id, clean) for found in findings)
            for signal, findings in screening.findings.items()
        },
        masked=tuple(mask for text in texts for mask in text.masked()),
        documents=tuple(text.document for text in texts),
        excerpts=tuple(_excerpt(excerpt, clean) for excerpt in screening.excerpts),
        problems=tuple(Problem(part=each.part, file="", message=UNUSABLE) for each in screening.problems),
        flags=tuple(
            flag.but(file="", where=clean(flag.where), text=clean(flag.text), message=clean(flag.message))
            for flag in screening.flags
        ),
        versions=screening.versions,
    )


def _file_names(screening: Screening) -> set[str]:
    """Collect how the candidate called things: the application, and the files of texts and of problems."""
    paths = [document.file for document in screening.documents]
    paths += [problem.file for problem in screening.problems]
    names = {part for path in (*paths, screening.name) for part in (path, *PurePosixPath(path).parts)}
    return names - {"profile.md", "interview.md", "interview", "writing", "samples"}


def _result(result: SignalResult, clean: Callable[[str], str]) -> SignalResult:
    findings = tuple(
        finding.but(
            message=clean(finding.message),
            quote=clean(finding.quote),
            why=clean(finding.why),
            change=clean(finding.change),
            place=_place(finding.place, clean),
        )
        for finding in result.findings
    )
    return result.but(reason=clean(result.reason), findings=findings, details=_cleaned(result.details, clean))


def _cleaned(value: JsonValue, clean: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(each, clean) for each in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(each, clean) for key, each in value.items()}
    return value


def _decision(decision: Decision, clean: Callable[[str], str]) -> Decision:
    reasons = tuple(
        reason.but(message=clean(reason.message), change=clean(reason.change)) for reason in decision.reasons
    )
    return decision.but(reasons=reasons)


def _place(place: Place, clean: Callable[[str], str]) -> Place:
    return place.but(item=clean(place.item), file=clean(place.file))


def _excerpt(excerpt: CodeExcerpt, clean: Callable[[str], str]) -> CodeExcerpt:
    lines = tuple(clean(line) for line in excerpt.lines)
    return excerpt.but(item=clean(excerpt.item), file=clean(excerpt.file), lines=lines)


def _finding(
    found: LocatedFinding, texts: dict[str, "_BlindText"], clean: Callable[[str], str]
) -> LocatedFinding:
    changes: dict[str, object] = {
        "message": clean(found.message),
        "quote": clean(found.quote),
        "why": clean(found.why),
        "change": clean(found.change),
        "place": _place(found.place, clean),
    }
    text = texts.get(found.document)
    if text is not None:
        span = text.where(Span(found.document_start, found.document_end))
        changes |= {
            "document": text.document.id,
            "document_start": span.start,
            "document_end": span.end,
            "quote": span.of(text.document.text) if found.quote else "",
        }
    return found.but(**changes)


class _Piece(NamedTuple):
    """`[start, end)` of the original stands at `at` of the blind text, as itself or behind `mask`."""

    start: int
    end: int
    at: int
    length: int
    mask: Masked | None


@dataclass
class _Writer:
    """Puts pieces of one document together and remembers where each of them went."""

    parts: list[str]
    pieces: list[_Piece]
    at: int = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def put(self, span: Span, text: str, mask: Masked | None) -> None:
        self.pieces.append(_Piece(span.start, span.end, self.at, len(text), mask))
        self.write(text)


class _BlindText:
    """One document without its formatting and with placeholders for what was masked."""

    def __init__(self, document: Document, masked: tuple[Masked, ...], clean: Callable[[str], str]) -> None:
        self.original = document.id
        masks = [mask for mask in masked if mask.document == document.id and mask.end > mask.start]
        writer = _written(document.text, _outermost(masks))
        self._pieces = writer.pieces
        self._starts = [piece.start for piece in writer.pieces]
        self.document = document.but(id=clean(document.id), file="", text="".join(writer.parts))
        seen = {id(piece.mask) for piece in writer.pieces}
        self._unseen = [mask for mask in masks if id(mask) not in seen]

    def masked(self) -> Iterator[Masked]:
        """Yield what was masked, where its placeholder stands; one out of sight (a link) has no length."""
        told: set[int] = set()
        for piece in self._pieces:
            if piece.mask is not None and id(piece.mask) not in told:
                told.add(id(piece.mask))
                yield self._moved(piece.mask, piece.at, piece.at + piece.length)
        for mask in self._unseen:
            yield self._moved(mask, 0, 0)

    def _moved(self, mask: Masked, start: int, end: int) -> Masked:
        return mask.but(document=self.document.id, start=start, end=end, blind_start=start, blind_end=end)

    def where(self, span: Span) -> Span:
        """Return where a span of the original stands in the blind text."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        if not self._pieces:
            return Span(0, 0)
        if self._pieces[first].end <= span.start and first + 1 < len(self._pieces):
            first += 1
        last = max(first, bisect_left(self._starts, span.end) - 1)
        start = _offset(self._pieces[first], span.start)
        if span.end <= span.start:
            return Span(start, start)
        return Span(start, max(start, _offset(self._pieces[last], span.end, end=True)))


def _offset(piece: _Piece, at: int, *, end: bool = False) -> int:
    if piece.mask is not None:
        return piece.at + piece.length if end else piece.at
    return piece.at + min(max(at - piece.start, 0), piece.length)


def _outermost(masks: list[Masked]) -> list[Masked]:
    """Sort masks by place, without those that lie inside another one."""
    kept: list[Masked] = []
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
        if not kept or mask.end > kept[-1].end:
            kept.append(mask)
    return kept


def _written(text: str, masks: list[Masked]) -> _Writer:
    """Write the blocks of a text, one a line; of masked lines that follow each other the first one."""
    writer = _Writer([], [])
    before = ""
    for spans in block_spans(text):
        kinds = {mask.kind.value if mask else "" for span in spans for _, mask in _cut(span, masks)}
        only = kinds.pop() if len(kinds) == 1 else ""
        if only and only == before:
            continue
        before = only
        if writer.parts:
            writer.write("\n")
        _write_block(text, spans, masks, writer)
    return writer


def _write_block(text: str, spans: list[Span], masks: list[Masked], writer: _Writer) -> None:
    last: Span | None = None
    shown: Masked | None = None
    for span in spans:
        if last is not None and space_between(text, last.end, span.start):
            writer.write(" ")
        for piece, mask in _cut(span, masks):
            if mask is None:
                words = " ".join(piece.of(text).splitlines()) if "\n" in piece.of(text) else piece.of(text)
                writer.put(piece, words, None)
            elif mask is not shown:
                writer.put(piece, f"[{mask.kind.value}]", mask)
            shown = mask
        last = span


def _cut(span: Span, masks: list[Masked]) -> Iterator[tuple[Span, Masked | None]]:
    """Cut a span at the edges of the masks over it."""
    at = span.start
    first = bisect_left(masks, span.start, key=lambda mask: mask.end)
    for mask in masks[first:]:
        if mask.start >= span.end:
            break
        start, end = max(mask.start, at), min(mask.end, span.end)
        if end <= start:
            continue
        if start > at:
            yield Span(at, start), None
        yield Span(start, end), mask
        at = end
    if at < span.end:
        yield Span(at, span.end), None
