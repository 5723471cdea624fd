"""Sliding window. Costs one deque entry a call that counts, nothing for the others."""

import math
from collections import defaultdict, deque

from throttle.clock import Clock


class SlidingWindow:
    """No more than `limit` calls in any `period` seconds for each key."""

    def __init__(self, limit: int, period: float, clock: Clock) -> None:
        if limit < 1:
            raise ValueError("limit must be at least 1")
        if period <= 0:
            raise ValueError("period must be above zero")
        self.limit = limit
        self.period = period
        self._clock = clock
        self._ends: defaultdict[str, deque[float]] = defaultdict(deque)  # when each call stops counting

    def allow(self, key: str, cost: int = 1) -> bool:
        """See `Limiter.allow`."""
        now = self._clock()
        ends = self._ends[key]
        while ends and ends[0] <= now:
            ends.popleft()
        passes = len(ends) + cost <= self.limit
        if passes:
            ends.extend(now + self.period for _ in range(cost))
        if not ends:
            del self._ends[key]
        return passes

    def retry_after(self, key: str, cost: int = 1) -> float:
        """Seconds until `cost` would pass. Reads only."""
        if cost > self.limit:
            return math.inf
        now = self._clock()
        ends = [end for end in self._ends.get(key, ()) if end > now]
        must_end = len(ends) + cost - self.limit
        if must_end <= 0:
            return 0.0
        return ends[must_end - 1] - now

    def __len__(self) -> int:
        return len(self._ends)
