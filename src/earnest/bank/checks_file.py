"""The numbers of `checks.toml`, typed."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record


class PairBounds(Record):
    """When pairs are balanced."""

    least: int
    tolerance: float


class SqlBounds(Record):
    """What one check.sql may use."""

    statements: int
    steps: int
    value_bytes: int


class OutputBounds(Record):
    """How much of an output is compared."""

    characters: int


class EdgeBounds(Record):
    """From how many edge cases with options cues are looked for, and how far from chance one may come."""

    least: int
    tolerance: float


class CheckBounds(Record):
    """`checks.toml`."""

    version: str
    pairs: PairBounds
    edges: EdgeBounds
    sql: SqlBounds
    output: OutputBounds


@cache
def check_bounds() -> CheckBounds:
    """Return the numbers that `checks.toml` holds."""
    path = Path(__file__).with_name("checks.toml")
    return CheckBounds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
