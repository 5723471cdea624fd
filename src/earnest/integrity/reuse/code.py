"""Which pairs of code works of one item are alike, and where.

The share of a pair is what both have of the smaller work's fingerprints, each weighed by how rare it is
(inverse document frequency, Sparck Jones 1972). What the item gave to everybody is taken out, and what many
candidates have counts as common knowledge. How alike two works must be is set by the item's own pairs, of
which nearly all were written independently.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from earnest.integrity.reuse.lexing import tokens_of
from earnest.integrity.reuse.passages import Spot, longest_passage
from earnest.integrity.reuse.records import Reuse, WorkKind
from earnest.integrity.reuse.settings import settings
from earnest.integrity.reuse.winnowing import fingerprints
from earnest.integrity.reuse.works import Work, WorkFile

_REPEATS = 4  # places of one fingerprint in one work that are remembered


@dataclass(frozen=True)
class Printed:
    """A work, its tokens with their spots, and for each fingerprint where it stands among them."""

    work: Work
    spots: tuple[Spot, ...]
    places: dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class Pair:
    """Two works by their numbers, and the share of the smaller one that both have."""

    left: int
    right: int
    share: float


def printed(work: Work, given: frozenset[int] = frozenset()) -> Printed:
    """Return the fingerprints of a work without those that were `given` with the item."""
    spots = tuple(_spots(work.files))
    held = settings().code
    places: dict[int, list[int]] = {}
    for value, place in fingerprints([spot.token for spot in spots], held.gram, held.window):
        if value not in given and len(places.setdefault(value, [])) < _REPEATS:
            places[value].append(place)
    return Printed(work, spots, {value: tuple(row) for value, row in places.items()})


def given_with(files: Iterable[WorkFile]) -> frozenset[int]:
    """Return every gram of the files that an item gives to everybody, not only the kept ones."""
    spots = [spot.token for spot in _spots(tuple(files))]
    return frozenset(value for value, _ in fingerprints(spots, settings().code.gram, 1))


def _spots(files: Sequence[WorkFile]) -> Iterator[Spot]:
    for number, file in enumerate(files):
        for token in tokens_of(file.path, file.text):
            yield Spot(token.text, number, token.line)
        yield Spot(f"\0{number}", number, 0)  # so that no gram reaches from one file into the next


def pairs(works: Sequence[Printed]) -> list[Pair]:
    """Return the pairs that share a fingerprint that is not common, by their numbers in `works`.

    A pair of two works of packs or of one owner is none. Linear in the works, as no fingerprint that counts
    is shared by more than `common` of them.
    """
    candidates = sum(not one.work.pack for one in works)
    owners = Counter(value for one in works if not one.work.pack for value in one.places)
    limit = _limit(candidates)
    weight = {value: math.log(1 + candidates / count) for value, count in owners.items() if count <= limit}
    own = [sum(weight.get(value, 0.0) for value in one.places) for one in works]
    holders: dict[int, list[int]] = {}
    for number, one in enumerate(works):
        if _is_long_enough(one, weight):
            for value in one.places:
                if value in weight:
                    holders.setdefault(value, []).append(number)
    both: dict[tuple[int, int], float] = {}
    for value, numbers in holders.items():
        for pair in combinations(numbers, 2):
            both[pair] = both.get(pair, 0.0) + weight[value]
    return [
        Pair(left, right, total / min(own[left], own[right]))
        for (left, right), total in sorted(both.items())
        if _may_be_compared(works[left].work, works[right].work)
    ]


def _limit(candidates: int) -> int:
    held = settings().code
    return min(held.common, max(3, math.ceil(held.common_share * candidates)))


def _is_long_enough(one: Printed, weight: dict[int, float]) -> bool:
    held = settings().code
    kept = sum(value in weight for value in one.places)
    return kept * (held.window + 1) / 2 >= held.least_tokens


def _may_be_compared(left: Work, right: Work) -> bool:
    return left.owner != right.owner and not (left.pack and right.pack)


def threshold_of(shares: Sequence[float], candidates: int) -> float:
    """Return how alike two works of an item must be: far above its own pairs (Tukey's outer fence, 1977).

    Pairs that share nothing count as 0. With few candidates it is the median of the pairs, of which at most a
    few are copies, and a margin; with two there is nothing to compare their one pair with.
    """
    held = settings().code
    total = candidates * (candidates - 1) // 2
    if candidates < held.fewest:
        return held.assumed
    if candidates < held.few:
        return min(held.assumed, max(held.floor, _quantile(shares, total, 0.5) + held.above))
    lower, upper = (_quantile(shares, total, part) for part in (0.25, 0.75))
    return min(held.ceiling, max(held.floor, upper + held.spread * (upper - lower)))


def _quantile(shares: Sequence[float], total: int, part: float) -> float:
    """Return a quantile of `shares` filled up with zeros to `total` values."""
    row = sorted(shares)
    place = math.floor(part * (total - 1)) - (total - len(row))
    return row[min(place, len(row) - 1)] if place >= 0 and row else 0.0


def alike(item: str, works: Sequence[Printed]) -> Iterator[Reuse]:
    """Yield the pairs of an item that pass its threshold, each with its longest passage."""
    found = pairs(works)
    candidates = sum(not one.work.pack for one in works)
    among = [
        pair.share for pair in found if not works[pair.left].work.pack and not works[pair.right].work.pack
    ]
    threshold = threshold_of(among, candidates)
    for pair in found:
        if pair.share >= threshold:
            left, right = works[pair.left], works[pair.right]
            shared = left.places.keys() & right.places.keys()
            places = [(left.places[value], right.places[value]) for value in sorted(shared)]
            passage = longest_passage((left.work, left.spots), (right.work, right.spots), places)
            yield Reuse(
                kind=WorkKind.CODE,
                item=item,
                share=round(min(1.0, pair.share), 3),
                threshold=round(threshold, 3),
                left=passage[0],
                right=passage[1],
            )
