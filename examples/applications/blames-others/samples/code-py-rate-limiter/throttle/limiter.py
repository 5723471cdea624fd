"""What the gateway may rely on."""

from typing import Protocol


class Limiter(Protocol):
    """Says whether a call may pass."""

    def allow(self, key: str, cost: int = 1) -> bool:
        """Take `cost` from what `key` may still do; False and nothing taken where it does not suffice."""
        ...
