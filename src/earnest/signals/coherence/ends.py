"""Opening and end: how much of the essay its first part says, and whether its last part says anything new."""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from earnest.signals.coherence.reading import ReadEssay, ReadSentence, Stretch
from earnest.signals.coherence.relations import Links, Matrix, unit

_WINDOW = 3  # sentences
_TAIL = 6  # windows at the end that are looked at
_LONGEST_TAIL = 7  # sentences
_FEWEST_BLOCKS = 4
_OPENING = 5  # sentences
_EDGE_WORDS = 120  # words at either end that may answer the prompt
_SUBJECT = 30  # stems that are called the subject of an essay
_FEWEST_STEMS = 8
_LEAD_WORDS = 8  # content words of a block of running text
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

    def recurring(self, first: int, last: int) -> float:
        """Return how much the stems of sentences `first:last` recur: the mean of log(sentences with it)."""
        stems = {stem for one in self._found[first:last] for stem in one.stems}
        return sum(math.log(len(self.of[stem])) for stem in stems) / max(1, len(stems))

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

    `similarity` values are cosines to all the rest; `tail_` values and `end_new` are deviations from the
    other windows of the essay, `last_` and `first_` values from its other blocks; `gap` values are the end's
    less the opening's.
    """
    places, size = Places(found), len(found)
    near = similarities(vectors, _WINDOW)
    windows = [
        (float(near[last - 1]), *places.new(max(0, last - _WINDOW), last)) for last in range(1, size + 1)
    ]
    usual = _Usual.of(windows)
    tail = [one for one in windows[-_TAIL:] if one[2] >= _FEWEST_STEMS] or windows[-1:]
    subject_first, subject_last = places.subject()
    end, opening = similarity(vectors, size - _WINDOW, size), similarity(vectors, 0, _OPENING)
    return {
        "end_similarity": end,
        "end_new": usual.newness(windows[-1]),
        "tail_to_rest": min(usual.similarity(one) for one in tail),
        "tail_apart": tail_apart(vectors),
        "end_gap": end - opening,
        "opening_similarity": opening,
        "subject_first": subject_first,
        "subject_last": subject_last,
        "explained_late": explained_late(found),
        **edge_values(places, parts, vectors, links),
    }


def edge_values(places: Places, parts: Sequence[Stretch], vectors: Matrix, links: Links) -> dict[str, float]:
    """Return how the first and the last block of running text stand to the others, in their deviations."""
    running = [at for at, one in enumerate(parts) if one.content >= _LEAD_WORDS and not one.heading]
    if len(running) < _FEWEST_BLOCKS:
        return dict.fromkeys(_EDGES, 0.0)
    matrix = links.both[np.ix_(running, running)]
    others = matrix[~np.eye(len(running), dtype=bool)]
    spread, mean = float(others.std()) + 0.02, float(others.mean())
    own = np.array([vectors[parts[at].first : parts[at].last].sum(axis=0) for at in running])
    rest = (unit(own) * unit(vectors.sum(axis=0) - own)).sum(axis=1)
    named = np.array([places.recurring(parts[at].first, parts[at].last) for at in running])
    last_start, last_before = float(matrix[-1, :2].mean()), float(matrix[-1, -3:-1].mean())
    first_named, last_named = _deviation(named, 0), _deviation(named, -1)
    return {
        "first_next": (float(matrix[0, 1]) - mean) / spread,
        "first_to_rest": _deviation(rest, 0),
        "last_named": last_named,
        "named_gap": last_named - first_named,
        "last_start": (last_start - mean) / spread,
        "last_start_gap": (last_start - last_before) / spread,
    }


_EDGES = ("first_next", "first_to_rest", "last_named", "named_gap", "last_start", "last_start_gap")


def _deviation(values: Matrix, at: int) -> float:
    return float((values[at] - values.mean()) / (values.std() + 0.02))


def tail_apart(vectors: Matrix) -> float:
    """Return how far the last sentences are from the rest, against as many sentences anywhere else.

    The lowest deviation over the last 2 to 7 sentences, 0 at most.
    """
    size, lowest = len(vectors), 0.0
    for held in range(2, _LONGEST_TAIL + 1):
        if size < 4 * held:
            break
        rest = similarities(vectors, held)[held - 1 :]
        lowest = min(lowest, float((rest[-1] - rest[:-1].mean()) / (rest[:-1].std() + 0.03)))
    return lowest


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


def similarities(vectors: Matrix, held: int) -> Matrix:
    """Return the cosine of the `held` sentences up to each one to all the others, shape (n,)."""
    before = np.vstack([np.zeros((held, vectors.shape[1])), np.cumsum(vectors, axis=0)])
    own = before[held:] - before[:-held]
    near: Matrix = (unit(own) * unit(vectors.sum(axis=0) - own)).sum(axis=1)
    return near


def similarity(vectors: Matrix, first: int, last: int) -> float:
    """Return the cosine of sentences `first:last` to all the others; a negative `first` counts as 0."""
    own = vectors[max(0, first) : last].sum(axis=0)
    return float(unit(own[None])[0] @ unit((vectors.sum(axis=0) - own)[None])[0])


def explained_late(found: Sequence[ReadSentence]) -> float:
    """Return the share of abbreviations in brackets that are used before they are explained, shrunk to 0.

    >>> from earnest.text.segment import Span
    >>> def read(text: str) -> ReadSentence:
    ...     return ReadSentence("b", Span(0, len(text)), text, 0, 0, 1, (), ())
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
