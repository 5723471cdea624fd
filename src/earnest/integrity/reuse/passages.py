"""Where two works are alike: the longest run of matches, as lines of both files."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from earnest.integrity.reuse.records import Passage
from earnest.integrity.reuse.settings import settings
from earnest.integrity.reuse.works import Work

_OPEN = 16  # runs that a match may still go on from


class Spot(NamedTuple):
    """A levelled token, the number of its file and its line there."""

    token: str
    file: int
    line: int


Side = tuple[Work, Sequence[Spot]]


def longest_passage(
    left: Side, right: Side, places: Iterable[tuple[tuple[int, ...], tuple[int, ...]]]
) -> tuple[Passage, Passage]:
    """Return the two passages of the longest run of matches that goes on in both works.

    `places` holds, for each shared fingerprint, where it stands in either work.
    """
    best: list[tuple[int, int]] = []
    open_runs: deque[list[tuple[int, int]]] = deque(maxlen=_OPEN)
    for match in sorted((one, two) for ones, twos in places for one in ones for two in twos):
        ending = [run for run in open_runs if _goes_on(left[1], right[1], run[-1], match)]
        run = max(ending, key=len) if ending else []
        if not ending:
            open_runs.append(run)
        run.append(match)
        best = max(best, run, key=len)
    ends = settings().code.gram - 1
    return (
        _passage(left, best[0][0], best[-1][0] + ends),
        _passage(right, min(two for _, two in best), max(two for _, two in best) + ends),
    )


def _goes_on(
    left: Sequence[Spot], right: Sequence[Spot], last: tuple[int, int], match: tuple[int, int]
) -> bool:
    """Whether a match lies behind the last one in both works, near it, and in the same files."""
    gap = settings().code.gap
    near = 0 < match[0] - last[0] <= gap and 0 < match[1] - last[1] <= gap
    return near and left[match[0]].file == left[last[0]].file and right[match[1]].file == right[last[1]].file


def _passage(side: Side, first: int, last: int) -> Passage:
    work, spots = side
    number = spots[first].file
    inside = [spot.line for spot in spots[first : last + 1] if spot.file == number and spot.line]
    file = work.files[number]
    return passage_of(work, number, min(inside), max(inside), file.text.split("\n"))


def passage_of(work: Work, number: int, first: int, last: int, lines: Sequence[str]) -> Passage:
    """Return lines `first` to `last` of a file of a work; a long passage is cut."""
    file = work.files[number]
    last = min(last, first + settings().longest_passage - 1)
    shown = (file.numbers[first - 1], file.numbers[last - 1]) if file.numbers else (first, last)
    return Passage(
        owner=work.owner,
        file=file.path,
        first=shown[0],
        last=shown[1],
        text="\n".join(lines[first - 1 : last]),
    )
