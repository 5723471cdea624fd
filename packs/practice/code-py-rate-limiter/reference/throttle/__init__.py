"""Rate limits for the gateway."""

from throttle.bucket import TokenBucket
from throttle.clock import monotonic
from throttle.limiter import Limiter
from throttle.specs import limiter_from
from throttle.window import @@cls@@

__all__ = ["Limiter", "@@cls@@", "TokenBucket", "limiter_from", "monotonic"]
