"""Settings files and what they hold."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from settings.errors import SettingsError


@dataclass(frozen=True)
class Layer:
    """One file's settings. `name` is for messages."""

    name: str
    table: dict[str, object]


def read(path: Path) -> Layer:
    """Read one file; raise `SettingsError` where it is no TOML."""
    try:
        return Layer(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name}: {error}") from error


def load(paths: Sequence[Path]) -> dict[str, object]:
    """Return the settings of the last file that exists; without one, none."""
    there = [path for path in paths if path.exists()]
    return read(there[-1]).table if there else {}
