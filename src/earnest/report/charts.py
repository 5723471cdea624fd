"""Figures as data for SVG: everything is computed here, the template only writes numbers down."""

from dataclasses import dataclass

from earnest.records.policy import Policy
from earnest.records.result import SignalResult

CURVE_WIDTH, CURVE_HEIGHT = 640, 160


@dataclass(frozen=True)
class Dot:
    """A score on a 0..100 axis: position, ends of the bar of one standard error, and the cut score."""

    x: float
    low: float
    high: float
    cut: float | None


def dot(result: SignalResult, policy: Policy) -> Dot | None:
    """Return the dot of a scored result, None for the other three states."""
    if result.score is None or result.standard_error is None:
        return None
    cut = next((cut.score * 100 for cut in policy.cuts if cut.signal is result.signal), None)
    low = max(0.0, result.score - result.standard_error)
    high = min(1.0, result.score + result.standard_error)
    return Dot(round(result.score * 100, 2), round(low * 100, 2), round(high * 100, 2), cut)


@dataclass(frozen=True)
class Curve:
    """The coherence curve as SVG points, with marks at 600 words and where it breaks."""

    points: str
    words: int
    six_hundred: float | None
    break_x: float | None
    break_word: int | None
    dots: tuple[tuple[float, float, int, float], ...]


def curve(points: list[tuple[float, float]], break_at: float | None, words: int) -> Curve | None:
    """Scale (word position, value 0..1) points into the figure's box; None for fewer than two points."""
    if len(points) < 2:
        return None
    last = max(words, int(points[-1][0]), 1)

    def across(position: float) -> float:
        return round(position / last * CURVE_WIDTH, 2)

    def down(value: float) -> float:
        return round((1 - min(1.0, max(0.0, value))) * CURVE_HEIGHT, 2)

    dots = tuple((across(x), down(y), int(x), round(y, 3)) for x, y in points)
    return Curve(
        points=" ".join(f"{x},{y}" for x, y, _, _ in dots),
        words=last,
        six_hundred=across(600) if last > 600 else None,
        break_x=across(break_at) if break_at is not None else None,
        break_word=int(break_at) if break_at is not None else None,
        dots=dots,
    )
