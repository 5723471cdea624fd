"""Opening and end: how much of the essay its first part says, and whether its last part says anything new."""

import math
import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from earnest.signals.coherence.reading import ReadEssay, ReadSentence, Stretch
from earnest.signals.coherence.relations import Links, Matrix, unit

_WINDOW = 3  # sentences
_TAIL = 6  # windows at the end that are looked at
_OPENING = 5  # sentences
_EDGE_WORDS = 120  # words at either end that may answer the prompt
_SUBJECT = 30  # stems that are called the subject of an essay
_FEWEST_STEMS = 8
_LEAD_WORDS = 20  # words of a block of running text
_SHORT_FORM = re.compile(r"\(([A-Z][A-Z0-9]{1,6})\)")


class Places:
    """Where the stems of an essay stand: the sentences of each, first to last."""

    def __init__(self, found: Sequence[ReadSentence]) -> None:
        """Index the stems of `found`."""
        self._sentences = len(found)
        self._found = found
        self.of: dict[str, list[int]] = {}
        for place, one in enumerate(found):
            for stem in one.stems:
                held = self.of.setdefault(stem, [])
                if not held or held[-1] != place:
                    held.append(place)

    @cached_property
    def _whole(self) -> float:
        return sum(math.log(len(held)) for held in self.of.values())

    def coverage(self, first: int, last: int) -> float:
        """Return how much of what recurs in the essay is named in sentences `first:last`, 0..1."""
        stems = {stem for one in self._found[first:last] for stem in one.stems}
        return sum(math.log(len(self.of[stem])) for stem in stems) / self._whole if self._whole else 0.0

    def subject(self) -> tuple[float, float]:
        """Return where the subject's stems stand first and last on average, as shares of the sentences."""
        stems = sorted(self.of, key=lambda stem: (-len(self.of[stem]), stem))[:_SUBJECT]
        if not stems:
            return 0.0, 0.0
        first = sum(self.of[stem][0] for stem in stems) / len(stems)
        last = sum(self.of[stem][-1] for stem in stems) / len(stems)
        return first / self._sentences, last / self._sentences

    def new(self, first: int, last: int) -> tuple[float, int]:
        """Return the share of the stems of `first:last` that stand nowhere else, and the number of stems."""
        stems = {stem for one in self._found[first:last] for stem in one.stems}
        own = sum(self.of[stem][0] >= first and self.of[stem][-1] < last for stem in stems)
        return (own / len(stems) if stems else 0.5), len(stems)


class _Usual(NamedTuple):
    """Mean and deviation of the windows of one essay: similarity to the rest, share of new stems."""

    similar: tuple[float, float]
    new: tuple[float, float]

    @classmethod
    def of(cls, windows: Sequence[tuple[float, float, int]]) -> "_Usual":
        usual = [one for one in windows if one[2] >= _FEWEST_STEMS]
        rows = np.array(usual if len(usual) >= _TAIL else windows)
        spread = rows.std(axis=0) + 0.02
        mean = rows.mean(axis=0)
        return cls((float(mean[0]), float(spread[0])), (float(mean[1]), float(spread[1])))

    def similarity(self, window: tuple[float, float, int]) -> float:
        return (window[0] - self.similar[0]) / self.similar[1]

    def newness(self, window: tuple[float, float, int]) -> float:
        return (window[1] - self.new[0]) / self.new[1]


def end_values(
    found: Sequence[ReadSentence], parts: Sequence[Stretch], vectors: Matrix, links: Links
) -> dict[str, float]:
    """Return the values of opening and end.

    `similarity` values are cosines to all the rest; `tail_to_rest` and `end_new` are deviations from the
    other windows of three sentences; `coverage` values say how much of what recurs in the essay is named.
    """
    places, size = Places(found), len(found)
    windows = [
        (similarity(vectors, max(0, last - _WINDOW), last), *places.new(max(0, last - _WINDOW), last))
        for last in range(1, size + 1)
    ]
    usual = _Usual.of(windows)
    tail = [one for one in windows[-_TAIL:] if one[2] >= _FEWEST_STEMS] or windows[-1:]
    at, lead = lead_of(parts)
    subject_first, subject_last = places.subject()
    end, opening = similarity(vectors, size - _WINDOW, size), similarity(vectors, 0, _OPENING)
    return {
        "end_similarity": end,
        "end_last_similarity": similarity(vectors, size - 2, size),
        "end_new": usual.newness(windows[-1]),
        "tail_to_rest": min(usual.similarity(one) for one in tail),
        "end_gap": end - opening,
        "opening_similarity": opening,
        "opening_coverage": places.coverage(0, _OPENING),
        "lead_coverage": places.coverage(lead.first, lead.last),
        "lead_to_next": float(links.both[at, at + 1]) if at + 1 < len(parts) else 0.0,
        "subject_first": subject_first,
        "subject_last": subject_last,
        "explained_late": explained_late(found),
    }


def asked_values(essay: ReadEssay, stems: frozenset[str]) -> dict[str, float]:
    """Return the shares of the prompt's stems at either end, of those that stand in the essay at all.

    What the prompt says about form ("write 800 words") is mostly not repeated in an essay and so does not
    count. Fewer than two shared stems give no values.
    """
    held = {stem for one in essay.sentences for stem in one.stems} & stems
    if len(held) < 2:
        return {}
    opening = {stem for one in essay.sentences if one.word < _EDGE_WORDS for stem in one.stems}
    late = essay.words_read - _EDGE_WORDS
    end = {stem for one in essay.sentences if one.word >= late for stem in one.stems}
    return {"asked_opening": len(held & opening) / len(held), "asked_end": len(held & end) / len(held)}


def similarity(vectors: Matrix, first: int, last: int) -> float:
    """Return the cosine of sentences `first:last` to all the others; a negative `first` counts as 0."""
    own = vectors[max(0, first) : last].sum(axis=0)
    return float(unit(own[None])[0] @ unit((vectors.sum(axis=0) - own)[None])[0])


def lead_of(units: Sequence[Stretch]) -> tuple[int, Stretch]:
    """Return the first block of running text and its index; the first block where there is none."""
    for at, one in enumerate(units):
        if one.words >= _LEAD_WORDS and not one.heading:
            return at, one
    return 0, units[0]


def explained_late(found: Sequence[ReadSentence]) -> float:
    """Return the share of abbreviations in brackets that are used before they are explained, shrunk to 0.

    >>> from earnest.text.segment import Span
    >>> def read(text: str) -> ReadSentence:
    ...     return ReadSentence("b", Span(0, len(text)), text, 0, 0, 1, (), "")
    >>> explained_late([read("The MVP came first."), read("A minimum viable product (MVP) is small.")])
    0.5
    """
    explained: dict[str, tuple[int, int]] = {}
    for place, one in enumerate(found):
        for match in _SHORT_FORM.finditer(one.text):
            explained.setdefault(match[1], (place, match.start()))
    if not explained:
        return 0.0
    late = set()
    for place, one in enumerate(found):
        for match in re.finditer(r"[A-Z][A-Z0-9]{1,6}(?![\w])", one.text):
            if match[0] in explained and (place, match.start()) < explained[match[0]]:
                late.add(match[0])
    return len(late) / (len(explained) + 1)
