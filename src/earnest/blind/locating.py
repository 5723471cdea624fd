"""From a finding on the blind text back to the words the candidate wrote."""

from bisect import bisect_right
from collections.abc import Iterator

from earnest.blind.separation import Separated
from earnest.records.application import Application
from earnest.records.document import BlindDocument, Document
from earnest.records.finding import Finding, LocatedFinding
from earnest.records.ledger import Anchor
from earnest.text.segment import Span


def locate(finding: Finding, application: Application, separated: Separated) -> LocatedFinding:
    """Lead a finding back to the original: `document.text[document_start:document_end] == quote`.

    A quote that covers a placeholder, or words that do not stand together in the original, becomes its
    longest stretch without one. A finding in code or on an item passes through unchanged.
    """
    passed = LocatedFinding(**dict(finding))
    blind = _document_of(finding, separated)
    if blind is None:
        return passed
    block = next(block for block in blind.blocks if block.id == finding.place.block)
    original = _original(application, blind.id)
    start = min(block.start + finding.place.start, block.end)
    end = min(block.start + finding.place.end, block.end)
    span = max(_stretches(separated, blind.id, original.text, Span(start, end)), key=_length, default=None)
    if span is None or not finding.quote:
        anchors = _anchors(separated, blind.id)
        at = anchors[_index(anchors, start)].start if anchors else 0
        return passed.model_copy(
            update={"quote": "", "document": blind.id, "document_start": at, "document_end": at}
        )
    return passed.model_copy(
        update={
            "quote": span.of(original.text),
            "document": blind.id,
            "document_start": span.start,
            "document_end": span.end,
        }
    )


def _length(span: Span) -> tuple[int, int]:
    return (span.end - span.start, -span.start)


def _document_of(finding: Finding, separated: Separated) -> BlindDocument | None:
    """Return the document whose block the finding names.

    Where a block stands in several, the named item's.
    """
    if not finding.place.block:
        return None
    documents = separated.blind.documents()
    ordered = [
        response.document
        for response in (*separated.blind.interview, *separated.blind.writing)
        if response.item == finding.place.item
    ]
    for document in (*ordered, *documents.values()):
        for block in document.blocks:
            if block.id == finding.place.block and _says(document, block.start, finding):
                return document
    return None


def _says(document: BlindDocument, offset: int, finding: Finding) -> bool:
    return (
        document.text[offset + finding.place.start : offset + finding.place.end] == finding.quote
        or not finding.quote
    )


def _original(application: Application, document_id: str) -> Document:
    documents = [response.document for response in (*application.interview, *application.writing)]
    if application.profile is not None:
        documents.append(application.profile)
    return next(document for document in documents if document.id == document_id)


def _anchors(separated: Separated, document_id: str) -> tuple[Anchor, ...]:
    return next(found.anchors for found in separated.ledger.maps if found.document == document_id)


def _index(anchors: tuple[Anchor, ...], at: int) -> int:
    return max(0, bisect_right(anchors, at, key=lambda anchor: anchor.blind_start) - 1)


def _stretches(separated: Separated, document_id: str, text: str, blind: Span) -> Iterator[Span]:
    """Yield the stretches of the original behind a span of the blind text, without what was masked."""
    anchors = _anchors(separated, document_id)
    hidden = {mask.blind_start for mask in separated.ledger.masked if mask.document == document_id}
    current: Span | None = None
    for anchor in anchors[_index(anchors, blind.start) :]:
        if anchor.blind_start >= blind.end:
            break
        if anchor.blind_start + anchor.length <= blind.start:
            continue
        piece = None if anchor.blind_start in hidden else _part_of(anchor, blind)
        if current is not None and (piece is None or not _continues(text, current, piece)):
            yield from _trimmed(text, current)
            current = None
        if piece is not None:
            current = Span(current.start, piece.end) if current is not None else piece
    if current is not None:
        yield from _trimmed(text, current)


def _part_of(anchor: Anchor, blind: Span) -> Span:
    exact = anchor.end - anchor.start == anchor.length
    skip = max(0, blind.start - anchor.blind_start)
    rest = max(0, anchor.blind_start + anchor.length - blind.end)
    return Span(anchor.start + skip, anchor.end - rest) if exact else Span(anchor.start, anchor.end)


def _continues(text: str, left: Span, right: Span) -> bool:
    between = text[left.end : right.start]
    return right.start >= left.end and not any(character.isalnum() for character in between)


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    """Cut white space, and the stop or comma that a piece was left with at its front."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:.)"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
