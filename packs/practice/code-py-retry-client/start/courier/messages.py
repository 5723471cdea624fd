"""What goes to the service and comes from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Request:
    """`idempotency_key`: the service does the same key only once."""

    method: str
    path: str
    body: str = ""
    idempotency_key: str = ""


@dataclass(frozen=True)
class Response:
    """Header names come in any case."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Sends a request."""

    def send(self, request: Request) -> Response:
        """Return the response; `ConnectionError` where there is none."""
        ...
