"""One line of the log."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """What a line says. Absent fields are None."""

    time: datetime
    address: str
    method: str
    path: str
    status: int
    size: int
    fields: dict[str, str | None]


class BadLine(ValueError):
    """A line out of the format; `column` counts from 1."""

    def __init__(self, column: int) -> None:
        super().__init__(f"column {column}")
        self.column = column
