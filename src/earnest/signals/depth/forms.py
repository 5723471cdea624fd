"""An administered form: the item that tells most comes next, until the score is sure or the cap is met.

The same pack, seed and answers give the same next item. Items come from the half of the pack that the seed
draws at each step, so that two people rarely get one form; how often each was given is held against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from earnest.bank import Pack
from earnest.bank.exposure import ExposureCounts
from earnest.errors import UnknownName
from earnest.measurement.adaptive import Exposure, Mask, by_content, next_item
from earnest.measurement.irt import ItemParameters
from earnest.records.answer_key import EdgeKey
from earnest.records.evidence.depth import EdgeAnswer
from earnest.records.item import Ask, EdgeItem
from earnest.records.response import EdgeResponse
from earnest.signals.depth import answer_with_key
from earnest.signals.depth.scoring import DepthRubric, Known, belief_of, summary

_CHOSEN, _OPEN = "chosen", "open"


@dataclass(frozen=True)
class Given:
    """Give this item next."""

    item: EdgeItem
    why: str


@dataclass(frozen=True)
class Ended:
    """The form is over."""

    known: Known
    why: str


@dataclass(frozen=True)
class DepthForm:
    """A form over the items of one specialty.

    `open_items` False leaves explanations out, `exposure` is how often each item was given to others.
    """

    pack: Pack
    specialty: str
    rubric: DepthRubric
    seed: str = "1"
    open_items: bool = True
    exposure: ExposureCounts = field(default_factory=ExposureCounts)
    cap: float = 0.25

    def __post_init__(self) -> None:
        if not self.items:
            known = ", ".join(specialties_of(self.pack))
            raise UnknownName(
                f"no items for {self.specialty!r} in pack {self.pack.id!r}: choose one of {known}"
            )

    @property
    def items(self) -> list[EdgeItem]:
        """The items that may be given, by id."""
        return [
            item
            for _, item in sorted(self.pack.items.items())
            if isinstance(item, EdgeItem)
            and item.specialty == self.specialty
            and (self.open_items or item.ask is not Ask.EXPLAIN)
        ]

    def step(self, responses: Sequence[EdgeResponse]) -> Given | Ended:
        """Return what comes after these answers; of two to one item the first counts."""
        items = self.items
        place = {item.id: at for at, item in enumerate(items)}
        answers = self.answers(responses)
        used = [place[answer.item] for answer in answers]
        held = belief_of(answers, self.rubric.score)
        known = summary(held)
        why = self._over(known, len(used), len(items))
        if why:
            return Ended(known, why)
        bank = ItemParameters(
            np.ones(len(items)),
            np.array([item.difficulty or 0.0 for item in items]),
            np.array([1 / len(item.options) if item.options else 0.0 for item in items]),
        )
        allowed = self._content(items, used) & self._drawn(items, len(used)) & self._exposed(items)
        at = next_item(held.mean, bank, used, allowed=allowed)
        chosen = items[at] if at is not None else items[used[0]]
        return Given(
            chosen, f"tells most at {known.mean:.2f} ± {known.deviation:.2f} after {len(used)} items"
        )

    def answers(self, responses: Sequence[EdgeResponse]) -> list[EdgeAnswer]:
        """Return the answers to items of this form joined with their keys, in order, each item once."""
        items: Mapping[str, EdgeItem] = {item.id: item for item in self.items}
        found: dict[str, EdgeAnswer] = {}
        for one in responses:
            if one.item in items and one.item not in found:
                key = self.pack.key(one.item, EdgeKey)
                found[one.item] = answer_with_key(items[one.item], key, one.answer, told=True)
        return list(found.values())

    def _over(self, known: Known, given: int, available: int) -> str:
        form = self.rubric.form
        if given >= form.least_items and known.deviation <= form.standard_error:
            return f"sure enough after {given} items: ± {known.deviation:.2f}"
        if given >= form.most_items:
            return f"the cap of {form.most_items} items"
        return f"all {available} items of the pack are answered" if given >= available else ""

    def _content(self, items: Sequence[EdgeItem], used: Sequence[int]) -> Mask:
        kinds = [_OPEN if item.ask is Ask.EXPLAIN else _CHOSEN for item in items]
        share = self.rubric.form.open_share
        return by_content(kinds, {_OPEN: share, _CHOSEN: 1 - share}, used)

    def _drawn(self, items: Sequence[EdgeItem], step: int) -> Mask:
        """Draw a share of the items for this step, by a hash of seed, step and item."""
        most = int(self.rubric.form.drawn_share * 256)
        texts = [f"{self.seed}\0{step}\0{item.id}" for item in items]
        return np.array([sha256(text.encode()).digest()[0] < most for text in texts], dtype=bool)

    def _exposed(self, items: Sequence[EdgeItem]) -> Mask:
        counts = np.array([self.exposure.items.get(item.id, 0) for item in items], dtype=np.int64)
        return Exposure(counts, self.exposure.persons, self.cap).allowed()


def specialties_of(pack: Pack) -> list[str]:
    """Return the specialties that a pack has edge cases for, by name."""
    return sorted({item.specialty for item in pack.items.values() if isinstance(item, EdgeItem)})
