"""What is counted."""

from collections import Counter
from collections.abc import Iterable


def summary(lines: Iterable[str]) -> dict[int | str, int]:
    """Return how many lines have which status; of the old log, where it is the sixth word."""
    counts: Counter[int | str] = Counter()
    for line in lines:
        counts[int(line.split()[5])] += 1
    return dict(counts)
