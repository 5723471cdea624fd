"""The only place that knows the machine's time."""

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never go back, and waiting."""

    def now(self) -> float:
        """Return seconds."""
        ...

    def wait(self, seconds: float) -> None:
        """Return after so many seconds."""
        ...


class MachineClock:
    """The machine's own."""

    def now(self) -> float:
        """See `Clock`."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """See `Clock`."""
        time.sleep(seconds)
