"""Opening and end: how much of the essay its first part says, and whether its last part says anything new."""

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from earnest.signals.coherence.openers import NO_OPENERS, opener_values
from earnest.signals.coherence.reading import ReadEssay, ReadSentence, Stretch
from earnest.signals.coherence.relations import Matrix, Wording, unit

_WINDOW = 3  # sentences
_TAIL = 6  # windows of a usual text, fewer are too few to know what is usual
_LONGEST_TAIL = 10  # sentences
_FEWEST_BLOCKS = 4
_OPENING = 5  # sentences
_EDGE_WORDS = 120  # words at either end that may answer the prompt
_SUBJECT = 30  # stems that are called the subject of an essay
_MAIN = 20  # stems that an opening may hold
_FEWEST_STEMS = 8
_NEAREST = 3  # passages
_LEAD_WORDS = 8  # content words of a block of running text
_SHORT_FORM = re.compile(r"\(([A-Z][A-Z0-9]{1,6})\)")


class Places:
    """Where the stems of an essay stand: the sentences of each, first to last."""

    def __init__(self, found: Sequence[ReadSentence]) -> None:
        """Index the stems of `found`."""
        self._sentences = len(found)
        self.found = found
        self.of: dict[str, list[int]] = {}
        for place, one in enumerate(found):
            for stem in one.stems:
                held = self.of.setdefault(stem, [])
                if not held or held[-1] != place:
                    held.append(place)

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
        stems = {stem for one in self.found[first:last] for stem in one.stems}
        own = sum(self.of[stem][0] >= first and self.of[stem][-1] < last for stem in stems)
        return (own / len(stems) if stems else 0.5), len(stems)


def end_values(
    found: Sequence[ReadSentence],
    stretches: tuple[Sequence[Stretch], Sequence[Stretch]],
    vectors: Matrix,
    wording: Wording,
) -> dict[str, float]:
    """Return the values of opening and end; `stretches` are the blocks and the passages of the essay.

    `similarity` values are cosines to all the rest; `end_new` is the share of stems that stand nowhere else
    in the last three sentences, in deviations of all three sentences in a row.
    """
    blocks, passages = stretches
    places, size = Places(found), len(found)
    windows = [places.new(max(0, last - _WINDOW), last) for last in range(1, size + 1)]
    subject_first, subject_last = places.subject()
    end, opening = similarity(vectors, size - _WINDOW, size), similarity(vectors, 0, _OPENING)
    return {
        "end_similarity": end,
        "end_new": _unusual(windows),
        "end_gap": end - opening,
        "opening_similarity": opening,
        "subject_first": subject_first,
        "subject_last": subject_last,
        "explained_late": explained_late(found),
        **tail_values(vectors, wording, passages),
        **edge_values(places, _running(blocks, passages), vectors, wording),
    }


def _unusual(windows: Sequence[tuple[float, int]]) -> float:
    """Return the last of some shares in deviations of those of at least eight stems."""
    usual = [share for share, stems in windows if stems >= _FEWEST_STEMS]
    held = np.array(usual if len(usual) >= _TAIL else [share for share, _ in windows])
    return float((windows[-1][0] - held.mean()) / (held.std() + 0.02))


def _running(blocks: Sequence[Stretch], passages: Sequence[Stretch]) -> Sequence[Stretch]:
    """Return the blocks of running text, or the passages where these are fewer than four."""
    running = [one for one in blocks if one.content >= _LEAD_WORDS and not one.heading]
    return running if len(running) >= _FEWEST_BLOCKS else passages


def tail_values(vectors: Matrix, wording: Wording, passages: Sequence[Stretch]) -> dict[str, float]:
    """Return how the last sentences stand to the rest, by words that are rare in other writing.

    `tail_near`: the mean cosine of the last sentences with eight content words to the three passages nearest
    to them. `tail_apart`: the largest, over the last 1 to 10 sentences, of (1/2 - half the cosine of meaning
    to the rest - the cosine of rare words to the rest) x sqrt(content words).
    """
    size = len(vectors)
    first = size - 1
    while first > 0 and wording.size(first, size) < _FEWEST_STEMS:
        first -= 1
    near, before = _NO_TAIL["tail_near"], [one for one in passages if one.last <= first]
    if before:
        own = unit(wording.weighed(wording.counts(first, size)))
        near = float(np.sort(unit(wording.weighed(wording.rows(before))) @ own)[-_NEAREST:].mean())
    total, everything = vectors.sum(axis=0), wording.counts(0, size)
    apart = []
    for last in range(max(1, size - _LONGEST_TAIL, -(-3 * size // 4)), size):
        meant, counts = vectors[last:].sum(axis=0), wording.counts(last, size)
        if counts.sum() >= _FEWEST_STEMS:
            shared = cosine(wording.weighed(counts), wording.weighed(everything - counts))
            lacks = 0.5 - cosine(meant, total - meant) / 2.0 - shared
            apart.append(lacks * math.sqrt(counts.sum()))
    return {"tail_near": near, "tail_apart": max(apart, default=_NO_TAIL["tail_apart"])}


_NO_TAIL = {"tail_near": 0.2, "tail_apart": 0.5}


def edge_values(
    places: Places, blocks: Sequence[Stretch], vectors: Matrix, wording: Wording
) -> dict[str, float]:
    """Return how the first and the last blocks stand to the others, in their deviations.

    `to_rest`: cosine to all the rest; `holds`: how many of the twenty stems of the essay that recur most,
    rarer ones before others. `last_rare` (cosine to the rest by rare words) and `last_new` (share of its rare
    words that stand nowhere else) are no deviations.
    """
    if len(blocks) < _FEWEST_BLOCKS:
        return dict(_NO_EDGES)
    own = np.array([vectors[one.first : one.last].sum(axis=0) for one in blocks])
    rest = (unit(own) * unit(vectors.sum(axis=0) - own)).sum(axis=1)
    counts, everything = wording.rows(blocks), wording.counts(0, len(vectors))
    held = _deviations((counts[:, _main(places, wording)] > 0).sum(axis=1))
    to_rest = _deviations(rest)
    last = counts[-1]
    alone = (last > 0) & (everything - last <= 0)
    rarity = max(float(wording.rare[last > 0].sum()), 1e-9)
    return {
        **_neighbours(unit(own), unit(wording.weighed(counts))),
        "first_to_rest": float(to_rest[0]),
        "first_holds": float(held[0]),
        "last_to_rest": float(to_rest[-1]),
        "last_holds": float(held[-1]),
        "last_rare": cosine(wording.weighed(last), wording.weighed(everything - last)),
        "last_new": float(wording.rare[alone].sum()) / rarity,
        **opener_values(places.found, blocks),
    }


_NO_EDGES = {
    **dict.fromkeys(("first_next", "last_start", "first_to_rest", "first_holds"), 0.0),
    **dict.fromkeys(("last_to_rest", "last_holds"), 0.0),
    "last_rare": 0.3,
    "last_new": 0.4,
    **NO_OPENERS,
}


def _main(places: Places, wording: Wording) -> npt.NDArray[np.intp]:
    """Return the columns of the stems that recur most: log(1 + sentences with it) x sqrt(rarity)."""
    spread = np.array([len(places.of[stem]) for stem in wording.stems])
    return np.argsort(-(np.log1p(spread) * np.sqrt(wording.rare)), kind="stable")[:_MAIN]


def _neighbours(meant: Matrix, said: Matrix) -> dict[str, float]:
    """Return how near the first block is to the second, and the last to the first two, in deviations."""
    near = (meant @ meant.T + said @ said.T) / 2
    others = near[~np.eye(len(near), dtype=bool)]
    spread, mean = float(others.std()) + 0.02, float(others.mean())
    return {
        "first_next": (float(near[0, 1]) - mean) / spread,
        "last_start": (float(near[-1, :2].mean()) - mean) / spread,
    }


def _deviations(values: Matrix) -> Matrix:
    found: Matrix = (values - values.mean()) / (values.std() + 0.02)
    return found


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


def cosine(one: Matrix, other: Matrix) -> float:
    """Return the cosine of two vectors, 0 where one has no length."""
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / length if length > 1e-9 else 0.0


def similarity(vectors: Matrix, first: int, last: int) -> float:
    """Return the cosine of sentences `first:last` to all the others; a negative `first` counts as 0."""
    own = vectors[max(0, first) : last].sum(axis=0)
    return cosine(own, vectors.sum(axis=0) - own)


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
