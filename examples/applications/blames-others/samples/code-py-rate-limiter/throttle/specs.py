"""Limits as they are written in the gateway's settings."""

import re

from throttle.bucket import TokenBucket
from throttle.clock import Clock
from throttle.limiter import Limiter
from throttle.window import SlidingWindow

_SPEC = re.compile(r"(bucket|window):([0-9]{1,9})/([0-9]{1,9}(?:\.[0-9]{1,9})?)")


def limiter_from(spec: str, clock: Clock) -> Limiter:
    """Return the limiter that `spec` ("bucket:100/60", "window:100/60") asks for.

    Raises `ValueError` for anything else.
    """
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError(f"{spec!r} is no limit; write bucket:BURST/PERIOD or window:LIMIT/PERIOD")
    make = TokenBucket if found[1] == "bucket" else SlidingWindow
    return make(int(found[2]), float(found[3]), clock)
