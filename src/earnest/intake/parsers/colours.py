"""Colours of documents and how much they differ: what is written in its own background is not seen."""

import colorsys
import re
from typing import NamedTuple

LEAST_CONTRAST = 1.3
"""By WCAG 2 (21 for black on white, 1 for equal colours). White on light grey paper is 1.2 to 1."""
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_NUMBERS = re.compile(r"[\d.]+%?")
_NAMED = {
    "white": "ffffff", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff", "whitesmoke": "f5f5f5",
    "floralwhite": "fffaf0", "azure": "f0ffff", "mintcream": "f5fffa", "black": "000000", "navy": "000080",
    "red": "ff0000", "green": "008000", "blue": "0000ff", "gray": "808080", "grey": "808080",
    "silver": "c0c0c0", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "yellow": "ffff00", "teal": "008080",
    "darkred": "8b0000", "darkgreen": "006400", "darkblue": "00008b", "cyan": "00ffff", "magenta": "ff00ff",
    "darkyellow": "808000", "darkcyan": "008b8b", "darkmagenta": "8b008b", "darkgray": "a9a9a9",
}  # fmt: skip


class Colour(NamedTuple):
    """Red, green, blue and opacity, each 0 to 1."""

    red: float
    green: float
    blue: float
    opacity: float = 1.0


WHITE = Colour(1.0, 1.0, 1.0)


def colour(words: str) -> Colour | None:
    """Return a colour as HTML and Word write it, None where it is none that is known here.

    >>> colour("#fff") == colour("rgb(100%, 255, 255)") == WHITE, colour("auto")
    (True, None)
    """
    words = words.strip().lower()[:64]
    if words == "transparent":
        return Colour(0.0, 0.0, 0.0, 0.0)
    digits = _HEX.fullmatch(_NAMED.get(words, words))
    if digits:
        return _of_digits(digits.group(1))
    if words.startswith("rgb") and words.endswith(")"):
        return _of_numbers(_NUMBERS.findall(words))
    if words.startswith("hsl") and words.endswith(")"):
        return _of_hue(_NUMBERS.findall(words))
    return None


def _of_digits(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return Colour(*(int(digits[at : at + 2], 16) / 255 for at in range(0, len(digits), 2)))


def _of_numbers(numbers: list[str]) -> Colour | None:
    if len(numbers) not in {3, 4}:
        return None
    try:
        parts = [_part(number, 255 if at < 3 else 1) for at, number in enumerate(numbers)]
    except ValueError:
        return None
    return Colour(*parts)


def _of_hue(numbers: list[str]) -> Colour | None:
    """Return a colour that is told by hue (degrees), saturation and lightness (per cent)."""
    if len(numbers) not in {3, 4}:
        return None
    try:
        hue, saturation, light = (float(number.rstrip("%")) for number in numbers[:3])
        opacity = _part(numbers[3], 1) if len(numbers) == 4 else 1.0
    except ValueError:
        return None
    saturation, light = (min(100.0, part) / 100 for part in (saturation, light))
    return Colour(*colorsys.hls_to_rgb(hue % 360 / 360, light, saturation), opacity)


def _part(number: str, full: int) -> float:
    value = float(number[:-1]) / 100 if number.endswith("%") else float(number) / full
    return min(1.0, value)


def is_seen(text: Colour, ground: Colour) -> bool:
    """Say whether letters of one colour are seen on a ground that is opaque.

    >>> is_seen(WHITE, WHITE), is_seen(Colour(0.8, 0.8, 0.8), WHITE)
    (False, True)
    """
    mixed = [
        above * text.opacity + below * (1 - text.opacity)
        for above, below in zip(text[:3], ground[:3], strict=True)
    ]
    lights = sorted((_light(*mixed), _light(*ground[:3])))
    return (lights[1] + 0.05) / (lights[0] + 0.05) >= LEAST_CONTRAST or _hues_differ(mixed, ground)


def _hues_differ(text: list[float], ground: Colour) -> bool:
    """Say whether two colours of equal light are of different hues: red on green is seen."""
    return max(abs(a - b) for a, b in zip(text, ground[:3], strict=True)) >= 0.25


def _light(red: float, green: float, blue: float) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
