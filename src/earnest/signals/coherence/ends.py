"""Opening and end: how much of the essay its first part says, and whether its last part says something
new.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from earnest.signals.coherence.reading import ReadEssay, ReadSentence
from earnest.signals.coherence.relations import Links, Matrix, unit

_WINDOW = 3  # sentences
_TAIL = 6  # windows at the end that are looked at
_OPENING = 8  # sentences
_TOP = 12  # stems that are called the subject of an essay
_FEWEST_STEMS = 8
_LEAST_UNIT = 20  # words of a block of running text


class Window(NamedTuple):
    """A few sentences: similarity to all the rest, share of stems that the rest has not, number of stems."""

    to_rest: float
    new: float
    stems: int


def end_values(essay: ReadEssay, vectors: Matrix, units: Links) -> dict[str, float]:
    """Return the values of opening and end; deviations are from the other windows of the same essay."""
    found = essay.sentences
    windows = _windows(found, vectors)
    usual = [one for one in windows if one.stems >= _FEWEST_STEMS]
    usual = usual if len(usual) >= _TAIL else windows
    rest = _Usual.of(usual)
    last = windows[-1]
    tail = [one for one in windows[-_TAIL:] if one.stems >= _FEWEST_STEMS] or [last]
    opening = vectors[:_OPENING].sum(axis=0)
    lead = next((at for at, one in enumerate(essay.units) if one.words >= _LEAST_UNIT and not one.heading), 0)
    first = essay.units[lead]
    subject = _subject(found)
    return {
        "end_to_rest": rest.similar(last),
        "end_new": rest.newer(last),
        "tail_to_rest": min(rest.similar(one) for one in tail),
        "tail_new": max(rest.newer(one) for one in tail),
        "end_to_last": _cosine(vectors[-_WINDOW:].sum(axis=0), vectors[-3 * _WINDOW : -_WINDOW].sum(axis=0)),
        "end_subject": _share(subject, found[-_WINDOW - 2 :]),
        "opening_to_rest": (_cosine(opening, vectors.sum(axis=0) - opening) - rest.mean) / rest.spread,
        "opening_subject": _share(subject, found[:_OPENING]),
        "lead_subject": _share(subject, found[first.first : first.last]),
        "lead_to_next": float(units.both[lead, lead + 1]) if lead + 1 < len(essay.units) else 0.0,
    }


class _Usual(NamedTuple):
    """Mean and deviation of the windows of one essay."""

    mean: float
    spread: float
    new_mean: float
    new_spread: float

    @classmethod
    def of(cls, windows: Sequence[Window]) -> "_Usual":
        similar = np.array([one.to_rest for one in windows])
        new = np.array([one.new for one in windows])
        return cls(
            float(similar.mean()), float(similar.std()) + 0.02, float(new.mean()), float(new.std()) + 0.02
        )

    def similar(self, one: Window) -> float:
        return (one.to_rest - self.mean) / self.spread

    def newer(self, one: Window) -> float:
        return (one.new - self.new_mean) / self.new_spread


def _windows(found: Sequence[ReadSentence], vectors: Matrix) -> list[Window]:
    total = vectors.sum(axis=0)
    counts = Counter(stem for one in found for stem in set(one.stems))
    windows = []
    for last in range(1, len(found) + 1):
        first = max(0, last - _WINDOW)
        own = vectors[first:last].sum(axis=0)
        held = Counter(stem for one in found[first:last] for stem in set(one.stems))
        fresh = sum(counts[stem] == times for stem, times in held.items())
        share = fresh / len(held) if held else 0.5
        windows.append(Window(_cosine(own, total - own), share, len(held)))
    return windows


def _subject(found: Sequence[ReadSentence]) -> list[str]:
    counts = Counter(stem for one in found for stem in set(one.stems))
    return sorted(counts, key=lambda stem: (-counts[stem], stem))[:_TOP]


def _share(subject: Sequence[str], found: Sequence[ReadSentence]) -> float:
    held = {stem for one in found for stem in one.stems}
    return sum(stem in held for stem in subject) / max(1, len(subject))


def _cosine(one: Matrix, other: Matrix) -> float:
    return float(unit(one[None])[0] @ unit(other[None])[0])
