"""Readers of the word lists in `data/`: each is read once, when a text first needs it."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from earnest.blind.words_of_line import key

FOLDER = Path(__file__).with_name("data")


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return `data/<name>.toml`."""
    return MappingProxyType(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def entries(name: str, file: str = "words") -> tuple[str, ...]:
    """Return one list of `data/<file>.toml`: entries are separated by commas or line breaks."""
    rows = table(file)[name].replace("\n", ",").split(",")
    return tuple(row.strip() for row in rows if row.strip())


@cache
def words(name: str, file: str = "words") -> frozenset[str]:
    """Return one list of `data/<file>.toml` in lower case."""
    return frozenset(entry.lower() for entry in entries(name, file))


@cache
def first_words(name: str, file: str = "words") -> frozenset[str]:
    """Return the first word of every entry as `words_of_line.Word.fold` gives it."""
    return frozenset(part for entry in entries(name, file) for part in key(entry).split()[:1])


@cache
def alternatives(name: str, file: str = "words") -> str:
    """Return one list as the inside of a regular expression, longest entry first."""
    return "|".join(
        re.escape(entry) for entry in sorted(entries(name, file), key=lambda entry: (-len(entry), entry))
    )
