"""Characters that could deceive a reader, shown for what they are.

Control characters move a terminal's cursor; bidirectional overrides make a line read as what it is not
(Boucher and Anderson, Trojan Source, 2021). Line breaks, tabs, joiners and direction marks stay.
"""

from functools import cache

_RANGES = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0x2028, 0x2029),
    (0x202A, 0x202E),
    (0x2066, 0x206F),
    (0xD800, 0xDFFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
)


def visible(text: str) -> str:
    r"""Return `text` with each control, override, tag and lone surrogate written as its number.

    >>> visible("user\u202e.exe\x1b[2J")
    'user‹U+202E›.exe‹U+001B›[2J'
    """
    return text.translate(_table())


def one_line(text: str) -> str:
    r"""Return `text` made visible and on one line, runs of white space as one space.

    >>> one_line("a\r\n\tb")
    'a b'
    """
    return " ".join(visible(text).split())


@cache
def _table() -> dict[int, str]:
    return {code: f"‹U+{code:04X}›" for first, last in _RANGES for code in range(first, last + 1)}
