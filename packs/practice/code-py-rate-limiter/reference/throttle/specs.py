"""Limits as they are written in the gateway's settings."""

from throttle.bucket import TokenBucket
from throttle.clock import Clock
from throttle.limiter import Limiter
from throttle.window import @@cls@@

_KINDS = {"bucket": TokenBucket, "window": @@cls@@}


def limiter_from(spec: str, clock: Clock) -> Limiter:
    """Return the limiter that `spec` ("bucket:100/60") asks for; raise `ValueError` for anything else."""
    kind, _, numbers = spec.partition(":")
    count, _, period = numbers.partition("/")
    try:
        return _KINDS[kind](int(count), float(period), clock)
    except (KeyError, ValueError):
        raise ValueError(
            f"{spec!r} is no limit; write bucket:BURST/PERIOD or window:LIMIT/PERIOD, both above zero"
        ) from None
