"""The numbers of `reuse.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record


class CodeSettings(Record):
    """How code is compared; the comments of `reuse.toml` say what each number is."""

    gram: int
    window: int
    least_tokens: int
    common: int
    common_share: float
    gap: int
    few: int
    fewest: int
    assumed: float
    above: float
    floor: float
    ceiling: float
    spread: float


class ProseSettings(Record):
    """How prose is compared."""

    gram: int
    least_words: int
    permutations: int
    bands: int
    threshold: float
    common: int


class Settings(Record):
    """What `reuse.toml` holds."""

    version: str
    longest_file: int
    longest_passage: int
    code: CodeSettings
    prose: ProseSettings


@cache
def settings() -> Settings:
    """Return `reuse.toml`."""
    loaded = tomllib.loads(Path(__file__).with_name("reuse.toml").read_text(encoding="utf-8"))
    return Settings.model_validate(loaded)
