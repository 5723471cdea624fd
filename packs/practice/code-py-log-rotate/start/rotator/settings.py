"""What a run may do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """`max_bytes`: a log larger than this is rotated. `keep`: how many old ones stay."""

    max_bytes: int = 1_000_000
    keep: int = 5

    def __post_init__(self) -> None:
        if self.max_bytes < 1 or self.keep < 1:
            raise ValueError("max_bytes and keep are at least 1")
