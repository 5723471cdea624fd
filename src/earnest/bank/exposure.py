"""How often each item of a pack was given: a small file beside an operator's bank."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from earnest.errors import BadRecord, UnreadableFile


@dataclass(frozen=True)
class ExposureCounts:
    """`items` counts how many of `persons` were given each item."""

    persons: int = 0
    items: Mapping[str, int] = field(default_factory=dict)

    def after(self, given: Iterable[str]) -> "ExposureCounts":
        """Return the counts with one more person, who was given these items."""
        counts = dict(self.items)
        for item in sorted(set(given)):
            counts[item] = counts.get(item, 0) + 1
        return ExposureCounts(self.persons + 1, counts)


def read_exposure(file: Path) -> ExposureCounts:
    """Read the counts; a file that is not there yet is nobody's."""
    if not file.exists():
        return ExposureCounts()
    try:
        given = json.loads(file.read_bytes())
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    except ValueError as error:
        raise BadRecord(f"{file} is not JSON: {error}") from error
    if not isinstance(given, dict) or not isinstance(given.get("items"), dict):
        raise BadRecord(f'{file} is not {{"persons", "items"}}')
    persons, items = given.get("persons"), given["items"]
    if not isinstance(persons, int) or not all(isinstance(count, int) for count in items.values()):
        raise BadRecord(f"{file}: persons and the counts of items are whole numbers")
    return ExposureCounts(persons, items)


def write_exposure(counts: ExposureCounts, file: Path) -> None:
    """Write the counts, items in order of name; the file is replaced in one step."""
    text = json.dumps({"persons": counts.persons, "items": dict(sorted(counts.items.items()))}, indent=1)
    part = file.with_name(file.name + ".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(file)
