"""The share of votes each class got: the simplest answer to what the key of an item is."""

import numpy as np

from earnest.measurement.labels import Array, Labels


def vote_shares(labels: Labels) -> Array:
    """Return the share of an item's labels that each class got, shape (items, classes).

    >>> rows = [("a", "x", "1"), ("b", "x", "1"), ("c", "x", "2"), ("a", "y", "2")]
    >>> vote_shares(Labels.of(rows)).round(2).tolist()
    [[0.67, 0.33], [0.0, 1.0]]
    """
    counts = labels.item_counts()
    shares: Array = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    return shares


def majority(labels: Labels) -> tuple[str, ...]:
    """Return the class with most votes of each item; of equals the first in the order of `classes`."""
    return tuple(labels.classes[code] for code in vote_shares(labels).argmax(axis=1))
