"""Token bucket: bursts are fine, the average is not exceeded."""

from throttle.clock import Clock


class TokenBucket:
    """`burst` tokens for each key, all of them refilled in `period` seconds."""

    def __init__(self, burst: int, period: float, clock: Clock) -> None:
        if burst < 1 or period <= 0:
            raise ValueError("a bucket needs at least one token and a period above zero")
        self._burst = burst
        self._rate = burst / period
        self._clock = clock
        self._state: dict[str, tuple[float, float]] = {}

    def allow(self, key: str, cost: int = 1) -> bool:
        """See `Limiter.allow`."""
        now = self._clock()
        tokens, since = self._state.get(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        if tokens < cost:
            self._keep(key, tokens, now)
            return False
        self._keep(key, tokens - cost, now)
        return True

    def _keep(self, key: str, tokens: float, now: float) -> None:
        """Forget a key that is full again (README, 2023-09)."""
        if tokens >= self._burst:
            self._state.pop(key, None)
        else:
            self._state[key] = (tokens, now)

    def __len__(self) -> int:
        return len(self._state)
