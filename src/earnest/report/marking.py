"""Findings inside the candidate's own text: overlapping spans become runs that each know their findings."""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from earnest.records.document import Document
from earnest.records.finding import Effect, LocatedFinding
from earnest.records.ledger import Masked
from earnest.text.layout import block_spans

_STRONGEST_FIRST = (Effect.WEAKNESS.value, Effect.STRENGTH.value, Effect.NOTE.value)


@dataclass(frozen=True)
class Run:
    """A stretch of one line. `effect` is the gravest of the findings that cover it, "" where none does.

    `starts` and `ends` are the numbers of the findings that begin and end with it, `masked` the kind of mask.
    """

    text: str
    effect: str = ""
    masked: str = ""
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


class _Span(NamedTuple):
    start: int
    end: int
    number: int
    label: str


class _Cover:
    """Which of the spans (sorted by start) lie over a position, asked for rising positions."""

    def __init__(self, spans: list[_Span]) -> None:
        self._waiting = deque(spans)
        self._active: list[_Span] = []

    def over(self, position: int) -> list[_Span]:
        while self._waiting and self._waiting[0].start <= position:
            self._active.append(self._waiting.popleft())
        self._active = [span for span in self._active if span.end > position]
        return self._active


def lines(
    document: Document, findings: Iterable[tuple[int, LocatedFinding]], masked: Iterable[Masked]
) -> list[list[Run]]:
    """Cut a document into lines of runs, so that each line has its own direction of writing.

    `findings` are (number, finding) pairs; those of other documents are ignored. A finding without length
    (something is absent) ends at its place and covers nothing.
    """
    here = [(number, found) for number, found in findings if found.document == document.id]
    spans = sorted(
        _Span(found.document_start, found.document_end, number, found.effect.value)
        for number, found in here
        if found.document_end > found.document_start
    )
    points = sorted(
        (found.document_start, number) for number, found in here if found.document_end <= found.document_start
    )
    hidden = sorted(
        _Span(each.start, each.end, 0, each.kind.value)
        for each in masked
        if each.document == document.id and each.end > each.start
    )
    return _in_lines(_runs(_with_one_break(document.text), spans, hidden, deque(points)))


def paragraphs(text: str, cut: list[list[Run]]) -> list[list[list[Run]]]:
    """Put the lines of `text`, as `lines` cut them, together into the paragraphs they were wrapped from.

    A narrow page can then flow the lines of a paragraph anew.
    """
    blocks = [(spans[0].start, spans[-1].end) for spans in block_spans(text)]
    starts = [start for start, _ in blocks]
    out = [cut[:1]]
    at = -1
    for line, before in zip(cut[1:], _with_one_break(text).split("\n"), strict=False):
        at += len(before) + 1
        block = bisect_right(starts, at) - 1
        if block >= 0 and at < blocks[block][1]:
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _with_one_break(text: str) -> str:
    """Write every line break as a single one, character for character, so that offsets stay."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _runs(
    text: str, spans: list[_Span], hidden: list[_Span], points: deque[tuple[int, int]]
) -> Iterator[Run]:
    """Yield the runs between all edges; a point is a run without text."""
    edges = {0, len(text), *(edge for span in (*spans, *hidden) for edge in (span.start, span.end))}
    edges |= {min(position, len(text)) for position, _ in points}
    marking, masking = _Cover(spans), _Cover(hidden)
    for start, end in pairwise(sorted(edge for edge in edges if edge <= len(text))):
        yield from _points(points, start)
        covering = marking.over(start)
        effects = {span.label for span in covering}
        yield Run(
            text=text[start:end],
            effect=next((effect for effect in _STRONGEST_FIRST if effect in effects), ""),
            masked=next((span.label for span in masking.over(start)), ""),
            starts=tuple(span.number for span in covering if span.start == start),
            ends=tuple(span.number for span in covering if span.end == end),
        )
    yield from _points(points, None)


def _points(points: deque[tuple[int, int]], position: int | None) -> Iterator[Run]:
    """Yield the points up to `position`, all that are left for None."""
    numbers: list[int] = []
    while points and (position is None or points[0][0] <= position):
        numbers.append(points.popleft()[1])
    if numbers:
        yield Run(text="", starts=tuple(numbers), ends=tuple(numbers))


def _in_lines(runs: Iterable[Run]) -> list[list[Run]]:
    out: list[list[Run]] = [[]]
    for run in runs:
        pieces = run.text.split("\n")
        for place, piece in enumerate(pieces):
            if place:
                out.append([])
            first, last = place == 0, place == len(pieces) - 1
            if piece or (first and run.starts) or (last and run.ends):
                out[-1].append(
                    replace(
                        run, text=piece, starts=run.starts if first else (), ends=run.ends if last else ()
                    )
                )
    return out
