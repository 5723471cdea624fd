"""Readers of the data files in `lexicons/`: each is read once and never changed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).with_name("lexicons")


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Return the lines of `lexicons/<name>.txt` without comments and blank lines."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.strip() for line in text.splitlines())
    return tuple(row for row in rows if row and not row.startswith("#"))


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of `lexicons/<name>.txt`, separated by white space."""
    return frozenset(" ".join(lines_of(name)).split())


@cache
def table_of(name: str) -> Mapping[str, Any]:
    """Return `lexicons/<name>.toml`."""
    return MappingProxyType(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
