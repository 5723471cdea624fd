"""Text of a PDF that does not run from left to right: it is turned until it does, then read as any other."""

import ctypes
from math import cos, degrees, radians, sin

from pypdfium2 import raw

from earnest.intake.parsers.pdf_places import Box

_NEARLY = 10
"""In degrees: a line that leans so little is read as it stands."""
_RIGHT = 90
_STEEP = 3
"""In degrees: so near to a right angle is one."""
_TALL, _DEEP, _WIDE = 0.75, 0.25, 0.5
"""Of the height of a font: above its base line, below it, and a letter's width where nothing says it."""


def turn_of(text: object, at: int) -> int:
    """Return by how many degrees a character is turned against the clock, 0 where it is all but upright."""
    angle = round(degrees(raw.FPDFText_GetCharAngle(text, at)))
    if angle < 0 or angle % 360 <= _NEARLY or angle % 360 >= 360 - _NEARLY:
        return 0
    # PDFium counts with the clock.
    turn = -angle % 360
    near = round(turn / _RIGHT) * _RIGHT
    return near % 360 if abs(turn - near) <= _STEEP else turn


def upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return where a point stands when the page is turned back by `turn` degrees.

    >>> [round(part) for part in upright(0.0, 5.0, 90)]
    [5, 0]
    """
    angle = radians(turn)
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)


def upright_box(box: Box, text: object, at: int, turn: int) -> Box:
    """Return the box of a turned character when it is turned back: by its corners or, askew, by its font."""
    if turn % _RIGHT == 0:
        first, last = upright(box.left, box.bottom, turn), upright(box.right, box.top, turn)
        return Box(
            min(first[0], last[0]), min(first[1], last[1]), max(first[0], last[0]), max(first[1], last[1])
        )
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, at, matrix)
    height = raw.FPDFText_GetFontSize(text, at) * max(abs(matrix.c), abs(matrix.d), 0.01)
    x, y = _origin(text, at)
    left, base = upright(x, y, turn)
    after, after_base = upright(*_origin(text, at + 1), turn)
    goes_on = abs(after_base - base) < _DEEP * height and 0 < after - left < 2 * height
    return Box(
        left, base - _DEEP * height, after if goes_on else left + _WIDE * height, base + _TALL * height
    )


def _origin(text: object, at: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value
