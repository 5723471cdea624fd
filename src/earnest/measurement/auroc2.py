"""How well confidence tells one's own right answers from one's wrong ones, whatever its level.

S. M. Fleming, H. C. Lau (2014), How to measure metacognition, Frontiers in Human Neuroscience 8, 443: the
area under the type 2 ROC curve. It is the chance that a right answer came with more confidence than a wrong
one, ties counting half (J. A. Hanley, B. J. McNeil 1982, Radiology 143, 29-36): .5 tells nothing, 1 all.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Auroc2(NamedTuple):
    """`value` 0..1 and its `standard_error` (Hanley, McNeil 1982, with their exponential approximation)."""

    value: float
    standard_error: float


def auroc2(confidence: Sequence[float], correct: Sequence[bool]) -> Auroc2 | None:
    """Return the area, or None where all answers are right or all are wrong: then nothing can be told.

    Raises `ValueError` where the two differ in length.

    >>> round(auroc2([0.9, 0.8, 0.6, 0.7], [True, True, False, False]).value, 2)
    1.0
    """
    pairs = list(zip(confidence, correct, strict=True))
    wrong = sorted(stated for stated, right in pairs if not right)
    rights = [stated for stated, right in pairs if right]
    if not wrong or not rights:
        return None
    wins = math.fsum((bisect_left(wrong, one) + bisect_right(wrong, one)) / 2 for one in rights)
    area = wins / (len(rights) * len(wrong))
    return Auroc2(area, _error(area, len(rights), len(wrong)))


def _error(area: float, rights: int, wrongs: int) -> float:
    first, second = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (rights - 1) * (first - area**2) + (wrongs - 1) * (second - area**2)
    return math.sqrt(max(spread, 0.0) / (rights * wrongs))
