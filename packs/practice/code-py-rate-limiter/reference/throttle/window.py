"""Sliding window: never more than `limit` calls in any stretch of `period` seconds."""

import math
from collections import deque

from throttle.clock import Clock


class @@cls@@:
    """Remembers for each key when its calls of the last `period` seconds passed."""

    def __init__(self, limit: int, period: float, clock: Clock) -> None:
        if limit < 1 or period <= 0:
            raise ValueError("a window needs a limit of at least one and a period above zero")
        self._limit = limit
        self._period = period
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}

    def allow(self, key: str, cost: int = 1) -> bool:
        """See `Limiter.allow`."""
        now = self._clock()
        calls = self._counting(key, now)
        passes = len(calls) + cost <= self._limit
        if passes:
            calls.extend([now] * cost)
        if calls:
            self._calls[key] = calls
        else:
            self._calls.pop(key, None)
        return passes

    def retry_after(self, key: str, cost: int = 1) -> float:
        """Return the seconds until `cost` would pass: 0.0 now, infinity for never."""
        if cost > self._limit:
            return math.inf
        now = self._clock()
        counting = [moment for moment in self._calls.get(key, ()) if moment + self._period > now]
        surplus = len(counting) + cost - self._limit
        return counting[surplus - 1] + self._period - now if surplus > 0 else 0.0

    def _counting(self, key: str, now: float) -> deque[float]:
        """Drop the calls that have stopped counting; one at second 0 has at second `period`."""
        calls = self._calls.get(key, deque())
        while calls and calls[0] + self._period <= now:
            calls.popleft()
        return calls

    def __len__(self) -> int:
        return len(self._calls)
