"""Canonical text: the same words whatever the format, with the way back to every character.

A block (paragraph, bullet, heading, table cell) becomes one line. Compatibility forms, ligatures, dashes,
quotes and white space are levelled; superscripts, subscripts and fractions stay (10³ is not 103). Combining
marks join their letter; invisible format characters go, except the joiners that Indic and Persian words are
spelled with.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from earnest.text.layout import space_between
from earnest.text.segment import Span

_PIECE = re.compile(
    r"(?P<plain>[!-~]+(?: [!-~]+)*(?![^\x00-\x7f])|[!-~])|(?P<other>[^\x00-\x7f]+|[\x00-\x20\x7f]+)"
)
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63\uff0d", "-")
_QUOTES = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
}
_FOLDED = {**_DASHES, **_QUOTES, "\u2014": " - ", "\u2015": " - ", "\u2026": "..."}
_JOINERS = frozenset("\u200c\u200d")
_KEPT_FORMS = ("<super>", "<sub>", "<fraction>")


class Run(NamedTuple):
    """`length` characters at `at` of a canonical text came from `[start, end)` of the original."""

    at: int
    length: int
    start: int
    end: int


@dataclass(frozen=True)
class CanonicalBlock:
    """One line of canonical text and its runs, in order; the runs cover every character of `text`."""

    text: str
    runs: tuple[Run, ...]

    def run_index(self, at: int) -> int:
        """Return the index of the run that covers character `at`."""
        return bisect_right(self.runs, at, key=lambda run: run.at) - 1

    def source(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` (not empty) came from, from its first to its last character."""
        first, last = self.runs[self.run_index(start)], self.runs[self.run_index(end - 1)]
        exact_first, exact_last = (
            first.end - first.start == first.length,
            last.end - last.start == last.length,
        )
        begin = first.start + (start - first.at if exact_first else 0)
        finish = last.start + (end - last.at) if exact_last else last.end
        return Span(begin, finish)


def canonical_block(text: str, spans: Iterable[Sequence[int]]) -> CanonicalBlock:
    r"""Level the given spans (start, end) of `text` into one line, joined as `text.layout` joins them.

    >>> block = canonical_block("Cut  p95\n\u2013 by \ufb01ve\u00a0ms", [(0, 8), (9, 20)])
    >>> block.text, block.source(11, 15)
    ('Cut p95 - by five ms', Span(start=12, end=15))
    """
    builder = _Builder()
    last = -1
    for start, end in spans:
        if last >= 0 and space_between(text, last, start):
            builder.white_space(start)
        _add_span(builder, text, start, end)
        last = end
    return builder.finished()


class _Builder:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.at = 0
        self.space_from = -1
        self.last_end = 0

    def white_space(self, start: int) -> None:
        if self.at and self.space_from < 0:
            self.space_from = min(self.last_end, start)

    def add(self, piece: str, start: int, end: int) -> None:
        if self.space_from >= 0:
            self._append(" ", self.space_from if self.space_from < start else self.last_end, start)
            self.space_from = -1
        self._append(piece, start, end)
        self.last_end = end

    def _append(self, piece: str, start: int, end: int) -> None:
        last = self.runs[-1] if self.runs else None
        exact = end - start == len(piece)
        if last and exact and last.end == start and last.end - last.start == last.length:
            self.runs[-1] = Run(last.at, last.length + len(piece), last.start, end)
        else:
            self.runs.append(Run(self.at, len(piece), start, max(start, end)))
        self.parts.append(piece)
        self.at += len(piece)

    def finished(self) -> CanonicalBlock:
        return CanonicalBlock("".join(self.parts), tuple(self.runs))


def _add_span(builder: _Builder, text: str, start: int, end: int) -> None:
    at = start
    while at < end:
        match = _PIECE.match(text, at, end)
        if match is None:  # unreachable: the pattern covers every character
            break
        stop = match.end()
        if match.lastgroup == "plain" and not (stop < end and _continues(text[stop])):
            builder.add(match.group(), at, stop)
        elif match.lastgroup == "plain":
            _, stop = _add_cluster(builder, text, at, end)
        else:
            stop = _add_other(builder, text, at, stop)
        at = stop


def _add_other(builder: _Builder, text: str, start: int, end: int) -> int:
    at = start
    while at < end:
        _, at = _add_cluster(builder, text, at, end)
    return at


def _add_cluster(builder: _Builder, text: str, start: int, end: int) -> tuple[int, int]:
    stop = start + 1
    while stop < end and stop - start < 32 and _continues(text[stop]):
        stop += 1
    piece = _levelled(text[start:stop])
    body = piece.strip()
    if piece[:1].isspace():
        builder.white_space(start)
    if body:
        builder.add(body, start, stop)
    if piece[-1:].isspace():
        builder.white_space(stop)
    return start, stop


@lru_cache(maxsize=65536)
def _continues(character: str) -> bool:
    """Say whether a character belongs to the one before it.

    Combining marks and the later parts of a Hangul syllable.
    """
    if character.isascii():
        return False
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


@lru_cache(maxsize=65536)
def _levelled(cluster: str) -> str:
    if cluster in _FOLDED:
        return _FOLDED[cluster]
    if unicodedata.decomposition(cluster[0]).startswith(_KEPT_FORMS):
        return unicodedata.normalize("NFC", cluster)
    levelled = "".join(
        _FOLDED.get(character, character) for character in unicodedata.normalize("NFKC", cluster)
    )
    return "".join(_visible(character) for character in levelled)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return " "
    return "" if category == "Cf" and character not in _JOINERS else character
