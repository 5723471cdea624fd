"""How much one run may use."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from earnest.records.base import Record


class Limits(Record):
    """Upper limits of one run; none may be zero, which some systems read as "no limit", nor without end."""

    wall_seconds: float = Field(gt=0, allow_inf_nan=False)
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
    return Limits.model_validate({name: value for name, value in _read().items() if name != "compiling"})


def compiling_limits() -> Limits:
    """Return the limits of a run that begins with a compiler: only the compiler needs the wider ones."""
    return default_limits().but(**_read()["compiling"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("limits.toml").read_text(encoding="utf-8"))
