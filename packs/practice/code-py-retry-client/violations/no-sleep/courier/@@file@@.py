"""A transport that tries again what is worth trying again."""

import math
import time

from courier.clock import Clock
from courier.messages import Request, Response, Transport

_BUSY = frozenset({429, 503})  # nothing was done yet
_BROKEN = frozenset({502, 504})  # perhaps something was


class @@cls@@:
    """Sends by way of another transport, `tries` times at most, waiting longer each time."""

    def __init__(
        self,
        transport: Transport,
        *,
        clock: Clock,
        tries: int,
        base: float,
        most: float,
        deadline: float = math.inf,
    ) -> None:
        if tries < 1 or base < 0 or most < 0:
            raise ValueError("at least one try, and no wait below zero")
        self._transport = transport
        self._clock = clock
        self._tries = tries
        self._base = base
        self._most = most
        self._deadline = deadline

    def send(self, request: Request) -> Response:
        """Return the first response that is not worth another try, or the last one."""
        end = self._clock.now() + self._deadline
        for number in range(self._tries - 1):
            try:
                response = self._transport.send(request)
            except ConnectionError:
                wait = self._after(number)
                if not _repeatable(request) or not self._fits(wait, end):
                    raise
            else:
                wait = self._told(response, number)
                if not _worth_it(request, response) or not self._fits(wait, end):
                    return response
            (self._clock.wait if self._clock else time.sleep)(wait)
        return self._transport.send(request)

    def _after(self, number: int) -> float:
        return min(self._base * 2.0**number, self._most)

    def _told(self, response: Response, number: int) -> float:
        """Return how long to wait: what the service says, else the usual."""
        headers = {name.casefold(): value.strip() for name, value in response.headers.items()}
        said = headers.get("retry-after", "")
        return float(said) if said.isascii() and said.isdigit() else self._after(number)

    def _fits(self, wait: float, end: float) -> bool:
        if self._clock is None:
            return time.monotonic() + wait <= end
        return wait <= self._most and self._clock.now() + wait <= end


def _repeatable(request: Request) -> bool:
    return request.method != "POST" or bool(request.idempotency_key)


def _worth_it(request: Request, response: Response) -> bool:
    return response.status in _BUSY or (response.status in _BROKEN and _repeatable(request))
