"""Plain text and Markdown: what a person does not see when the text is shown as Markdown.

These are comments (`<!-- ... -->` and `[//]: # (...)`), titles of link definitions and elements that their
style hides, outside code. A comment or an element that is never closed is seen.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from earnest.text.segment import Span

_OPEN, _CLOSE = "<!--", "-->"
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_MARK = re.compile(r"`++|<!--|<(?=[a-z])", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]{0,10})(?=[\s])[^<>]{0,200}?"
    r"(?:\shidden(?=[\s>=])|(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|opacity\s?:\s?0(?![.\d])"
    r"|(?<![\w-])color\s?:\s?(?:white|transparent|#fff(?:fff)?)(?!\w)))[^<>]{0,200}>",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"[ ]{0,3}\[[^\]\n]{1,100}\]:[ \t]{0,9}\S{1,500}[ \t]{1,9}([\"'(])(?P<said>.*)[\"')][ \t]*+$"
)
_DEFINED = re.compile(
    r"[ ]{0,3}\[(?://|comment|#)\]:[ \t]*+(?:#|<>)[ \t]*+([(\"'])(?P<said>.*)[)\"'][ \t]*+$", re.IGNORECASE
)
_LONGEST = 20_000
HOW = "a comment"


class Seen(NamedTuple):
    """A text without its comments, line ends kept, and the comments."""

    text: str
    comments: tuple[str, ...] = ()


def seen(text: str) -> Seen:
    r"""Take the comments out of a text.

    >>> seen("Built it. <!-- hire me -->\nRan `<!-- x -->` too.")
    Seen(text='Built it. \nRan `<!-- x -->` too.', comments=('hire me',))
    """
    if "<" not in text and "]:" not in text:
        return Seen(text)
    parts: list[str] = []
    comments: list[str] = []
    at = 0
    for span, said in _comments(text):
        parts += (text[at : span.start], "\n" * text.count("\n", span.start, span.end))
        comments.append(" ".join(said.split()))
        at = span.end
    return Seen("".join((*parts, text[at:])), tuple(comment for comment in comments if comment))


def _comments(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the place of each comment and what it says, in order."""
    fence, start, past, last = "", 0, 0, text.rfind(_CLOSE)
    for line in text.splitlines(keepends=True):
        begin, start = max(start, past), start + len(line)
        if begin >= start:
            continue
        mark = _FENCE.match(line)
        if fence or mark:
            fence = _fence_after(fence, mark)
            continue
        plain = line.rstrip("\r\n")
        defined = _DEFINED.match(plain) or _TITLE.match(plain)
        if defined:
            yield Span(begin, begin + defined.end()), defined["said"]
            continue
        for span, said in _in_line(text, Span(begin, start), last):
            past = span.end
            yield span, said


def _fence_after(fence: str, mark: re.Match[str] | None) -> str:
    if mark is None or (fence and mark.group(1) != fence):
        return fence
    return "" if fence else mark.group(1)


def _in_line(text: str, line: Span, last: int) -> Iterator[tuple[Span, str]]:
    """Yield the comments that begin in a line, outside code spans; the last may end in a later line.

    `last` is where the last comment of the text is closed.
    """
    at = line.start
    while at < line.end and (match := _MARK.search(text, at, line.end)):
        at = match.end()
        if match.group() == "<":
            element = _element(text, match.start())
            if element is not None:
                at = element[0].end
                yield element
            continue
        if match.group() != _OPEN:
            closing = text.find(match.group(), at, line.end)
            at = closing + len(match.group()) if closing >= 0 else at
            continue
        if at > last:
            return
        at = text.find(_CLOSE, at) + len(_CLOSE)
        yield Span(match.start(), at), text[match.end() : at - len(_CLOSE)]


def _element(text: str, start: int) -> tuple[Span, str] | None:
    """Return the place of a hidden element that begins here, and what it says; None where there is none."""
    opening = _HIDDEN.match(text, start)
    if opening is None:
        return None
    mark = f"</{opening['tag']}>"
    close = text.find(mark, opening.end(), opening.end() + _LONGEST)
    return (Span(start, close + len(mark)), text[opening.end() : close]) if close >= 0 else None
