"""Labels that raters gave to items, as three arrays of equal length and the names behind the codes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labels:
    """One entry a label: `rater`, `item` and `label` are codes (n,) into `raters`, `items` and `classes`."""

    rater: Codes
    item: Codes
    label: Codes
    raters: tuple[str, ...]
    items: tuple[str, ...]
    classes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.label)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]], classes: Sequence[str] = ()) -> "Labels":
        """Make it from (rater, item, label) rows; names are sorted, so the order of rows changes no code.

        `classes` adds labels that nobody gave (a key may name one).

        >>> labels = Labels.of([("bo", "x", "no"), ("al", "x", "yes")])
        >>> labels.raters, labels.classes, labels.label.tolist()
        (('al', 'bo'), ('no', 'yes'), [0, 1])
        """
        given = list(rows)
        raters, rater = _coded([row[0] for row in given])
        items, item = _coded([row[1] for row in given])
        names, label = _coded([row[2] for row in given], classes)
        return cls(rater, item, label, raters, items, names)

    def key_codes(self, keys: Mapping[str, str]) -> Codes:
        """Return the class code of each item's key (items,), -1 where there is none.

        Keys of items that nobody labelled are passed over. Raises `ValueError` for a class not in `classes`.
        """
        place = {name: code for code, name in enumerate(self.classes)}
        unknown = sorted({keys[item] for item in self.items if item in keys} - place.keys())
        if unknown:
            raise ValueError(f"key {unknown[0]!r} is none of the classes {', '.join(self.classes)}")
        return np.array([place[keys[item]] if item in keys else -1 for item in self.items], dtype=np.int64)

    def item_counts(self) -> Array:
        """Return how often each class was given to each item, shape (items, classes)."""
        flat = np.bincount(self.item * self.width + self.label, minlength=len(self.items) * self.width)
        return flat.reshape(len(self.items), self.width).astype(np.float64)

    def matrix(self) -> Array:
        """Return the label codes as (raters, items) with NaN where a rater did not see an item.

        A rater's second label of one item replaces the first.
        """
        table = np.full((len(self.raters), len(self.items)), np.nan)
        table[self.rater, self.item] = self.label
        return table

    @property
    def width(self) -> int:
        """The number of classes."""
        return len(self.classes)


def _coded(values: Sequence[str], more: Sequence[str] = ()) -> tuple[tuple[str, ...], Codes]:
    names = sorted({*values, *more})
    place = {name: code for code, name in enumerate(names)}
    return tuple(names), np.array([place[value] for value in values], dtype=np.int64)
