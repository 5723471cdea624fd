"""What a reader sees of a text: tags, addresses and entities blanked, fences of code known.

Every character stays where it was, so spans of the surface are spans of the text. Linear in its length.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_INLINE = frozenset(
    "a abbr b cite code del em font i ins kbd label mark q s samp small span strong sub sup tt u var".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body br button caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe img input li link main meta nav"
    " noscript ol option p path pre script section select source style summary svg table tbody td textarea"
    " tfoot th thead title tr ul video".split()
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,10})(?:\s[^<>]{0,2000})?/?>")
_UNREAD = re.compile(r"<(script|style)\b[^<>]{0,2000}>|<!--", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'|]{1,2000}"
    r"|(?<![\w.@/-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,3}\.(?:com|org|edu|gov|dev|co)/[^\s<>\"'|]{0,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}"
)
_EMPTY_LINES = re.compile(r"\n{3,}")
_FENCE = re.compile(r"^[ \t]{0,8}(```+|~~~+)[ \t]*([^\s`~]{0,40})[^\n]{0,200}$", re.MULTILINE)


class Fence(NamedTuple):
    """A fenced piece of code: its body is `text[start:end]`, the word after the opening marks at `info`."""

    info: int
    language: str
    start: int
    end: int


class Surface(NamedTuple):
    """A text as it is seen, of the same length, and its fences in order."""

    text: str
    fences: tuple[Fence, ...]

    def fence(self, offset: int) -> Fence | None:
        """Return the fence whose body holds `offset`."""
        index = bisect_right(self.fences, offset, key=lambda one: one.start) - 1
        if index >= 0 and offset < self.fences[index].end:
            return self.fences[index]
        return None


def surface(text: str) -> Surface:
    r"""Return what a reader sees of `text`.

    >>> surface("<li>Go</li> at https://go.dev/x, R&amp;D").text
    '\n   Go\n     at                   R&    D'
    """
    fences = tuple(_fences(text)) if "```" in text or "~~~" in text else ()
    if "<" in text:
        text = _TAG.sub(_blank_tag, _without_unread(text))
    if "&" in text:
        text = _ENTITY.sub(_blank_entity, text)
    if "/" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    return Surface(text, fences)


def plain_text(html: str) -> str:
    r"""Return HTML as plain text: a line for each block, no tags, entities read.

    >>> plain_text("<p>R&amp;D in <b>Go</b>.</p><ul><li>a &lt; b</li></ul>")
    'R&D in Go.\n\na < b'
    """
    bare = _TAG.sub(_spaced_tag, _without_unread(html)) if "<" in html else html
    lines = [" ".join(line.split()) for line in unescape(bare).splitlines()]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _spaced_tag(found: re.Match[str]) -> str:
    name = found[1].lower()
    return "" if name in _INLINE else "\n" if name in _BLOCK else found.group()


def _without_unread(text: str) -> str:
    """Blank comments and the bodies of scripts and styles; an element that never ends is left alone."""
    parts: list[str] = []
    at = 0
    low = text.lower()
    while opened := _UNREAD.search(text, at):
        close = f"</{opened[1].lower()}" if opened[1] else "-->"
        end = low.find(close, opened.end())
        if end < 0:
            break
        parts += [
            text[at : opened.start()],
            _blank(text[opened.start() : end + len(close) * (close == "-->")]),
        ]
        at = opened.start() + len(parts[-1])
    return "".join([*parts, text[at:]])


def _blank(piece: str) -> str:
    return "".join("\n" if char == "\n" else " " for char in piece)


def _blank_tag(found: re.Match[str]) -> str:
    name = found[1].lower()
    if name in _INLINE:
        return _blank(found.group())
    return "\n" + _blank(found.group()[1:]) if name in _BLOCK else found.group()


def _blank_entity(found: re.Match[str]) -> str:
    sign = {"&amp;": "&", "&#38;": "&", "&plus;": "+", "&#43;": "+"}.get(found.group().lower(), " ")
    return sign + " " * (len(found.group()) - 1)


def _fences(text: str) -> Iterator[Fence]:
    opened: re.Match[str] | None = None
    for mark in _FENCE.finditer(text):
        if opened is None:
            opened = mark
        elif mark[1][0] == opened[1][0] and len(mark[1]) >= len(opened[1]) and not mark[2]:
            yield Fence(opened.start(2), opened[2].lower(), opened.end(), mark.start())
            opened = None
