"""Figures as data for SVG: everything is computed here, the template only writes numbers down.

Positions are percentages of the figure, so that text keeps its size on a phone and on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import JsonValue

from earnest.records.decision import Decision
from earnest.records.policy import Policy
from earnest.records.result import SignalId, SignalResult

_LANDMARK = 600
_SHOWN_VALUES = 12


@dataclass(frozen=True)
class Dot:
    """A score on an axis of 0..100: position, ends of the bar of one standard error on each side.

    `cut` is the policy's cut score and `goal` what the next tier asks for, None where there is none.
    """

    x: float
    low: float
    high: float
    cut: float | None
    goal: float | None


def dot(result: SignalResult, policy: Policy, decision: Decision) -> Dot | None:
    """Return the dot of a scored result, None for the other three states."""
    if result.score is None or result.standard_error is None:
        return None
    return Dot(
        x=_percent(result.score),
        low=_percent(result.score - result.standard_error),
        high=_percent(result.score + result.standard_error),
        cut=cut_of(result.signal, policy),
        goal=_goal(result.signal, policy, decision),
    )


def cut_of(signal: SignalId, policy: Policy) -> float | None:
    """Return where a signal's cut score stands on the axis, None where the policy has none."""
    return next((_percent(cut.score) for cut in policy.cuts if cut.signal is signal), None)


def _goal(signal: SignalId, policy: Policy, decision: Decision) -> float | None:
    tier = next((tier for tier in policy.tiers if tier.name == decision.next_tier), None)
    minimum = tier.minimum.get(signal) if tier is not None else None
    return None if minimum is None else _percent(minimum)


def _percent(share: float) -> float:
    return round(100 * min(1.0, max(0.0, share)), 2)


@dataclass(frozen=True)
class CurvePoint:
    """One point: percentages from the left and from the top, and what it stands for."""

    x: float
    y: float
    word: int
    value: float


@dataclass(frozen=True)
class Curve:
    """Coherence by word position, with marks at 600 words and where the text breaks (percentages)."""

    item: str
    points: tuple[CurvePoint, ...]
    words: int
    landmark: float | None
    break_x: float | None
    break_word: int | None

    @property
    def path(self) -> str:
        """The points as an SVG polyline in a box of 100 by 100."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def sampled(self) -> tuple[CurvePoint, ...]:
        """At most a dozen of the points, evenly, with the last one, for the table below the figure."""
        step = -(-len(self.points) // _SHOWN_VALUES)
        return (*self.points[:-1:step], self.points[-1])

    @property
    def lowest(self) -> CurvePoint:
        """The point of the least value, the first of equals."""
        return min(self.points, key=lambda point: point.value)


def curves(details: Mapping[str, JsonValue]) -> tuple[Curve, ...]:
    """Read the curves that a signal left in its details: under `essays`, or one directly."""
    essays = details.get("essays")
    sources = essays if isinstance(essays, list) else [dict(details)]
    found = (_curve(source) for source in sources if isinstance(source, dict))
    return tuple(curve for curve in found if curve is not None)


def _curve(source: Mapping[str, JsonValue]) -> Curve | None:
    """Scale [word, value 0..1] points into the figure; None for fewer than two or unordered ones."""
    raw = _pairs(source.get("curve"))
    if len(raw) < 2 or any(left[0] >= right[0] for left, right in pairwise(raw)):
        return None
    words, broken = _number(source.get("words")), _number(source.get("break_at"))
    last = max(words or 0.0, raw[-1][0], 1.0)
    return Curve(
        item=str(source.get("item") or ""),
        points=tuple(
            CurvePoint(_percent(word / last), _percent(1 - value), int(word), round(value, 2))
            for word, value in raw
        ),
        words=int(last),
        landmark=_percent(_LANDMARK / last) if last > _LANDMARK else None,
        break_x=None if broken is None else _percent(broken / last),
        break_word=None if broken is None else int(broken),
    )


def _pairs(value: JsonValue) -> list[tuple[float, float]]:
    rows: Sequence[JsonValue] = value if isinstance(value, list) else []
    pairs = ((_number(row[0]), _number(row[1])) for row in rows if isinstance(row, list) and len(row) == 2)
    return [(word, level) for word, level in pairs if word is not None and level is not None]


def _number(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
