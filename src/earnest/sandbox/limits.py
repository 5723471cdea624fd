"""How much one run may use."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import Field

from earnest.records.base import Record


class Limits(Record):
    """Upper limits of one run; none may be zero, which some systems read as "no limit"."""

    wall_seconds: float = Field(gt=0)
    cpu_seconds: int = Field(gt=0)
    memory_bytes: int = Field(gt=0)
    total_bytes: int = Field(gt=0)
    processes: int = Field(gt=0)
    file_bytes: int = Field(gt=0)
    disk_bytes: int = Field(gt=0)
    open_files: int = Field(gt=0)
    output_bytes: int = Field(gt=0)


@cache
def default_limits() -> Limits:
    """Return the limits of `limits.toml`."""
    text = Path(__file__).with_name("limits.toml").read_text(encoding="utf-8")
    return Limits.model_validate(tomllib.loads(text))
