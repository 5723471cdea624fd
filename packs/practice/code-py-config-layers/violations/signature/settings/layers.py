"""Settings files, what they hold, and what they give together."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from settings.errors import SettingsError

UNSET = "@unset"


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
    """Return what the files that exist give together."""
    return @@fn@@([read(path) for path in paths if path.exists()])


def @@fn@@(layers: Sequence[Layer], strict: bool = True) -> dict[str, object]:
    """Return what layers give together; later ones count more. Nothing is shared with them."""
    result: dict[str, object] = {}
    for layer in layers:
        _lay(result, layer.table, "", layer.name)
    return result


def _lay(under: dict[str, object], over: dict[str, object], prefix: str, name: str) -> None:
    """Lay one table over another in place."""
    for key, value in over.items():
        plain = key.removesuffix("+")
        error = SettingsError(f"{prefix}{plain}: {name}")
        if plain != key:
            under[plain] = _appended(under.get(plain, []), value, error)
        elif value == UNSET:
            under.pop(key, None)
        elif isinstance(value, dict) != isinstance(under.get(key, value), dict):
            raise error
        elif isinstance(value, dict):
            _lay(under.setdefault(key, {}), value, f"{prefix}{key}.", name)
        else:
            under[key] = _own(value)


def _appended(before: object, more: object, error: SettingsError) -> list[object]:
    if not isinstance(before, list) or not isinstance(more, list):
        raise error
    return [*before, *(_own(one) for one in more)]


def _own(value: object) -> object:
    """Return a value that shares no list and no table with this one."""
    if isinstance(value, list):
        return [_own(one) for one in value]
    if isinstance(value, dict):
        return {key: _own(one) for key, one in value.items()}
    return value
