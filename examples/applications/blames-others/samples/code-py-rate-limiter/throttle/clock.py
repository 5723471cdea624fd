"""The only place that knows what time it is."""

import time
from collections.abc import Callable

Clock = Callable[[], float]


def monotonic() -> float:
    """Return seconds that never go back."""
    return time.monotonic()
