"""Comments and strings of a source file, in any language: where words can stand that are no code."""

import re
from collections.abc import Iterator

_MOST_BYTES = 1_000_000
_LONGEST_LINE = 2_000
_COMMENT = re.compile(r"(?:#|//|/\*|--|;|<!--|%)\s*+(.*)|^\s*+\*\s(.*)")
_STRING = re.compile(r"\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"|'([^'\\]*+(?:\\.[^'\\]*+)*+)'|`([^`]*+)`")
_FEWEST_WORDS = 2


def remarks(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the number of a line (from 1) and what a comment, a string or a line of prose in it says.

    A line without either is taken as a whole where it looks like prose: it may stand in a longer comment.
    """
    text = content[:_MOST_BYTES].decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        for remark in _of_line(line[:_LONGEST_LINE]):
            if len(remark.split()) >= _FEWEST_WORDS:
                yield number, remark.strip()


def _of_line(line: str) -> Iterator[str]:
    comment = _COMMENT.search(line)
    if comment:
        yield comment.group(1) or comment.group(2) or ""
    for match in _STRING.finditer(line):
        yield match.group(1) or match.group(2) or match.group(3) or ""
    if not comment and not re.search(r"[=(){}\[\];<>\"`]", line):
        yield line
