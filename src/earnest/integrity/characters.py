"""Characters that show nothing and carry something: tags, zero-width fillers, overrides of direction.

Honest uses stay unflagged: joiners in Persian, Indic scripts and emoji, flags of regions, soft hyphens, a
byte order mark, break hints in long addresses, marks of direction in texts that run from right to left.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAGS = re.compile("[\U000e0020-\U000e007f]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
_OVERRIDES = re.compile("[\u202d\u202e][^\u202c\n]*+")
_FILLED = re.compile("[A-Za-z](?:[\u200b-\u200d\u2060-\u2064\ufeff\u180e]++[A-Za-z]++){2,}+")
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u180e]")
_RUN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{8,}")
_FLAG_BASE = "\U0001f3f4"
_CANCEL = "\U000e007f"


class Invisible(NamedTuple):
    """What was found: how it hides, and what a person would want to read of it."""

    how: str
    text: str


def invisible(text: str) -> list[Invisible]:
    r"""Return what invisible characters carry, or do, in a text.

    >>> invisible("i\u200bg\u200bn\u200bore it")
    [Invisible(how='zero-width characters inside words', text='ignore')]
    >>> invisible("می\u200cخواهم \U0001f469\u200d\U0001f4bb")
    []
    """
    return [] if text.isascii() else list(_found(text))


def _found(text: str) -> Iterator[Invisible]:
    for match in _TAGS.finditer(text):
        is_region = match.group().endswith(_CANCEL) and text[match.start() - 1 : match.start()] == _FLAG_BASE
        if not is_region:
            said = "".join(chr(ord(tag) - 0xE0000) for tag in match.group() if tag != _CANCEL)
            yield Invisible("letters written in invisible tag characters", said)
    selectors = [match.group() for match in _SELECTORS.finditer(text)]
    if selectors:
        yield Invisible(
            "runs of variation selectors, which show nothing", f"{len(''.join(selectors))} characters"
        )
    for match in _OVERRIDES.finditer(text):
        yield Invisible("an override of the direction of letters", match.group()[1:])
    filled = [_ZERO_WIDTH.sub("", match.group()) for match in _FILLED.finditer(text)]
    if filled:
        yield Invisible("zero-width characters inside words", " ".join(filled))
    for match in _RUN.finditer(text):
        yield Invisible("a run of zero-width characters", f"{len(match.group())} characters")
