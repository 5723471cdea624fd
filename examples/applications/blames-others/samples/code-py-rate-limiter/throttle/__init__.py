"""Rate limits for the gateway."""

from throttle.bucket import TokenBucket
from throttle.clock import monotonic
from throttle.limiter import Limiter
from throttle.specs import limiter_from
from throttle.window import SlidingWindow

__all__ = ["Limiter", "SlidingWindow", "TokenBucket", "limiter_from", "monotonic"]
