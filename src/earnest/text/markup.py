"""Inline markup of Markdown as spans to leave out: emphasis, code, links, images, tags, entities, escapes.

What only looks like markup stays: `2 * 3`, `snake_case`, `__init__`, `List<int>`, `*args`.
Linear in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from earnest.text.segment import Span

_URL = r"(?:[^()\s]|\([^()\s]*+\))*+"
_TARGET = rf"\({_URL}(?:\s\"[^\"\n]*+\")?+\)"
_TAGS = (
    "a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|picture"
    "|pre|q|s|section|small|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul"
)
_TOKEN = re.compile(
    rf"""
      (?P<escape>\\[\\`*_{{}}\[\]()\#+\-.!|~<>])
    | (?P<ticks>`++)
    | (?P<badge>\[!\[[^\[\]]*+\]{_TARGET}\]{_TARGET})
    | (?P<image>!\[[^\[\]]*+\]{_TARGET})
    | (?P<link>\[(?P<label>[^\[\]]*+)\]{_TARGET})
    | (?P<auto><(?:https?://|mailto:)[^<>\s]++>)
    | (?P<mail><[\w.+\-]++@[\w.\-]++>)
    | (?P<tag></?(?:{_TAGS})(?:\s[^<>]*+)?+/?>)
    | (?P<amp>&amp;)
    | (?P<blank>&(?:nbsp|ensp|emsp|thinsp|\#160|\#xa0);)
    | (?P<marks>\*{{1,3}}(?!\*)|(?<!_)_{{1,3}}(?!_)|~~)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENS_ON = frozenset("[(\"'`$<#@+&“‘«*_~\\")
_TICKS = re.compile(r"`++")
_LOWER_NAME = re.compile(r"[a-z0-9_]++")


def visible_spans(text: str, lines: Iterable[Span]) -> list[Span]:
    """Return the parts of the given lines of one block that stay when inline markup goes, in order.

    >>> text = "Used **Go** and [pprof](https://go.dev), not `awk`."
    >>> [span.of(text) for span in visible_spans(text, [Span(0, len(text))])]
    ['Used ', 'Go', ' and ', 'pprof', ', not ', 'awk', '.']
    """
    lines = list(lines)
    scan = _Scan(text)
    for line in lines:
        scan.add_line(line)
    hidden = sorted(scan.hidden)
    return [part for line in lines for part in _without(line, hidden)]


class _Scan:
    """Collects what to hide over the lines of one block; emphasis may run from one line into another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.hidden: list[Span] = []
        self.opened: dict[str, Span] = {}
        self.no_ticks: set[int] = set()

    def add_line(self, line: Span) -> None:
        self.no_ticks.clear()
        at = line.start
        while match := _TOKEN.search(self.text, at, line.end):
            at = self._take(match, line)

    def _take(self, match: re.Match[str], line: Span) -> int:
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "ticks":
            return self._code(Span(start, end), line.end)
        if kind == "marks":
            self._marks(Span(start, end), line)
        elif match.group("label"):
            self.hidden += (Span(start, start + 1), Span(match.end("label"), end))
            return start + 1
        elif kind in {"auto", "mail"}:
            self.hidden += (Span(start, start + 1), Span(end - 1, end))
        elif kind == "escape":
            self.hidden.append(Span(start, start + 1))
        else:
            self.hidden.append(Span(start + 1 if kind == "amp" else start, end))
        return end

    def _code(self, ticks: Span, end: int) -> int:
        """Hide a pair of tick runs of one length; what stands between them is no markup."""
        length = ticks.end - ticks.start
        if length in self.no_ticks:
            return ticks.end
        for close in _TICKS.finditer(self.text, ticks.end, end):
            if close.end() - close.start() == length:
                self.hidden += (ticks, Span(*close.span()))
                return close.end()
        self.no_ticks.add(length)
        return ticks.end

    def _marks(self, marks: Span, line: Span) -> None:
        before = self.text[marks.start - 1] if marks.start > line.start else " "
        after = self.text[marks.end] if marks.end < line.end else " "
        run = marks.of(self.text)
        opener = self.opened.get(run)
        if opener is not None and not before.isspace() and not _is_wordy(after):
            del self.opened[run]
            if not self._is_name(run, opener, marks):
                self.hidden += (opener, marks)
        elif not _is_wordy(before) and (_is_wordy(after) or after in _OPENS_ON):
            self.opened[run] = marks

    def _is_name(self, run: str, opener: Span, closer: Span) -> bool:
        """Say whether this is a name such as `__init__`."""
        return run == "__" and bool(_LOWER_NAME.fullmatch(self.text, opener.end, closer.start))


def _is_wordy(character: str) -> bool:
    return character.isalnum()


def _without(line: Span, hidden: list[Span]) -> Iterator[Span]:
    at = line.start
    for span in _inside(line, hidden):
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < line.end:
        yield Span(at, line.end)


def _inside(line: Span, hidden: list[Span]) -> list[Span]:
    low, high = bisect_left(hidden, (line.start,)), bisect_left(hidden, (line.end,))
    return hidden[low:high]
