"""Findings inside the candidate's own text: overlapping spans become runs that each know their findings."""

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from earnest.records.document import Document
from earnest.records.finding import LocatedFinding
from earnest.records.ledger import Masked


@dataclass(frozen=True)
class Run:
    """A stretch of one document. `numbers` are the findings (as numbered in the report) that cover it."""

    text: str
    numbers: tuple[int, ...] = ()
    effect: str = ""
    masked: str = ""
    ends: tuple[int, ...] = ()


class _Span(NamedTuple):
    start: int
    end: int
    number: int
    label: str


class _Cover:
    """Which of the spans (sorted by start) lie over a position, asked for rising positions in linear time."""

    def __init__(self, spans: list[_Span]) -> None:
        self._waiting = deque(spans)
        self._active: list[_Span] = []

    def over(self, position: int) -> list[_Span]:
        while self._waiting and self._waiting[0].start <= position:
            self._active.append(self._waiting.popleft())
        self._active = [span for span in self._active if span.end > position]
        return self._active


def runs(
    document: Document, findings: list[tuple[int, LocatedFinding]], masked: tuple[Masked, ...], *, blind: bool
) -> list[Run]:
    """Cut a document into runs.

    `findings` are (number, finding) pairs; those of other documents are ignored. With `blind` the masked
    spans are replaced by their kind in brackets; without it they keep their words and carry their kind.
    """
    spans = sorted(
        _Span(found.document_start, found.document_end, number, found.effect.value)
        for number, found in findings
        if found.document == document.id and found.document_end > found.document_start
    )
    hidden = sorted(
        _Span(each.start, each.end, 0, each.kind.value)
        for each in masked
        if each.document == document.id and each.end > each.start
    )
    edges = sorted(
        {0, len(document.text), *(edge for span in (*spans, *hidden) for edge in (span.start, span.end))}
    )
    marking, masking = _Cover(spans), _Cover(hidden)
    out: list[Run] = []
    for start, end in pairwise(edges):
        kind = next((span.label for span in masking.over(start)), "")
        out.append(_run(document.text[start:end], marking.over(start), kind, end, blind=blind))
    return _joined(out) if blind else out


def _run(text: str, covering: list[_Span], kind: str, end: int, *, blind: bool) -> Run:
    effects = [span.label for span in covering]
    effect = next((name for name in ("weakness", "strength", "note") if name in effects), "")
    numbers = tuple(span.number for span in covering)
    ends = tuple(span.number for span in covering if span.end == end)
    if kind and blind:
        return Run(text=f"[{kind}]", masked=kind)
    return Run(text=text, numbers=numbers, effect=effect, masked=kind, ends=ends)


def _joined(parts: list[Run]) -> list[Run]:
    """Show one placeholder where neighbouring runs hide behind the same kind."""
    out: list[Run] = []
    for run in parts:
        if run.masked and out and out[-1].masked == run.masked:
            continue
        out.append(run)
    return out
