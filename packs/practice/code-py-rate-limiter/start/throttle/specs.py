"""Limits as they are written in the gateway's settings."""

from throttle.bucket import TokenBucket
from throttle.clock import Clock
from throttle.limiter import Limiter


def limiter_from(spec: str, clock: Clock) -> Limiter:
    """Return the limiter that `spec` ("bucket:100/60") asks for; raise `ValueError` for anything else."""
    kind, _, numbers = spec.partition(":")
    count, _, period = numbers.partition("/")
    if kind != "bucket" or not count.isdigit():
        raise ValueError(f"{spec!r} is no limit; write bucket:BURST/PERIOD")
    return TokenBucket(int(count), float(period), clock)
