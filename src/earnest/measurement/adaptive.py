"""Which item to give next: the one that tells most, within content and exposure.

Maximum information: F. M. Lord (1980), Applications of Item Response Theory, 10.2. Kullback-Leibler index:
H.-H. Chang, Z. Ying (1996), A global information approach to computerized adaptive testing, Applied
Psychological Measurement 20, 213-229: the KL information of an item about theta and its neighbours, summed
over theta -+ 3 / sqrt(n). Content: G. G. Kingsbury, A. R. Zara (1989), Procedures for selecting items for
computerized adaptive tests, Applied Measurement in Education 2, 359-375. Exposure: J. Revuelta, V. Ponsoda
(1998), A comparison of item exposure control methods in computerized adaptive testing, Journal of Educational
Measurement 35, 311-327, restricted method.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from earnest.measurement.irt import ItemParameters, information, probability
from earnest.measurement.labels import Array

Mask = npt.NDArray[np.bool_]
Rule = Literal["information", "kl"]


def next_item(
    theta: float,
    bank: ItemParameters,
    used: Collection[int],
    *,
    rule: Rule = "information",
    allowed: Mask | None = None,
) -> int | None:
    """Return the place in `bank` of the item to give next, or None where nothing is left.

    `used` holds the places given already; `allowed` (items,) says which may be given (see `by_content` and
    `Exposure.allowed`; combine masks with `&`). Where `allowed` leaves nothing, all unused items may
    be given. Of equals the first is taken.
    """
    free = np.ones(len(bank), dtype=bool)
    free[list(used)] = False
    if not free.any():
        return None
    if allowed is not None and (free & allowed).any():
        free &= allowed
    value = information(theta, bank) if rule == "information" else kl_index(theta, bank, len(used))
    return int(np.argmax(np.where(free, value, -np.inf)))


def kl_index(theta: float, bank: ItemParameters, given: int, points: int = 21) -> Array:
    """Return the KL index of each item at `theta` after `given` items, shape (items,)."""
    reach = 3 / math.sqrt(max(given, 1))
    near = np.linspace(theta - reach, theta + reach, points)
    here, there = probability(theta, bank), probability(near, bank)
    told = here * np.log(here / there) + (1 - here) * np.log((1 - here) / (1 - there))
    step = near[1] - near[0]
    summed: Array = (told[1:] + told[:-1]).sum(axis=0) * step / 2
    return summed


def by_content(content: Sequence[str], targets: Mapping[str, float], used: Collection[int]) -> Mask:
    """Return the mask of the content area that is furthest behind its target share, shape (items,).

    `content` names the area of each item; `targets` gives shares, areas without one are never asked for. An
    area with no unused item is passed over; of equals the first by name is taken.
    """
    given = [content[place] for place in used]
    spent = set(used)
    open_areas = {area for place, area in enumerate(content) if place not in spent and area in targets}
    if not open_areas:
        return np.zeros(len(content), dtype=bool)
    total = max(len(given), 1)
    behind = sorted(open_areas, key=lambda area: (given.count(area) / total - targets[area], area))
    return np.array([area == behind[0] for area in content], dtype=bool)


@dataclass
class Exposure:
    """How often each item was given, `counts` (items,), to `persons`; none goes above the share `cap`."""

    counts: npt.NDArray[np.int64]
    persons: int = 0
    cap: float = 0.25

    def allowed(self) -> Mask:
        """Return which items the next person may get: giving one keeps its count within cap x persons."""
        limit = max(1.0, self.cap * (self.persons + 1))
        mask: Mask = self.counts + 1 <= limit
        return mask

    def record(self, places: Collection[int]) -> None:
        """Count one person's items."""
        self.counts[list(places)] += 1
        self.persons += 1
