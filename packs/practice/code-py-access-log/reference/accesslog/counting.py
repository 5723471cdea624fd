"""What is counted."""

from collections import Counter
from collections.abc import Iterable

from accesslog.entries import BadLine, @@fn@@


def summary(lines: Iterable[str]) -> dict[int | str, int]:
    """Return how many lines have which status, and how many are "bad" where any is."""
    counts: Counter[int | str] = Counter()
    for line in lines:
        try:
            counts[@@fn@@(line).status] += 1
        except BadLine:
            counts["bad"] += 1
    return dict(counts)
