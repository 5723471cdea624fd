"""Whether an item says under which licence it stands and where it comes from."""

import re
from functools import cache
from pathlib import Path

from earnest.records.item import Item

_OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]{1,80}\Z")
_NOWHERE = frozenset({"unknown", "none", "n/a", "-", "?", "todo"})


@cache
def known_licences() -> frozenset[str]:
    """Return the identifiers of the SPDX list."""
    lines = Path(__file__).with_name("licences.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def licence_problem(item: Item, pack_folder: Path) -> str:
    """Return "" or, in one line, what is wrong with an item's licence or source.

    A licence is one identifier of the SPDX list, several of them joined by AND or OR, or `LicenseRef-...`
    with a LICENSE file in the pack's folder or the item's.
    """
    if item.provenance.source.strip().casefold() in _NOWHERE:
        return f"source {item.provenance.source!r} names nothing; say who wrote it or where it stands"
    for part in re.split(r" AND | OR ", item.provenance.licence):
        if part in known_licences():
            continue
        if not _OWN.match(part):
            return f"licence {part!r} is not on the SPDX list (https://spdx.org/licenses); correct it"
        if not any((folder / "LICENSE").is_file() for folder in (pack_folder, pack_folder / item.id)):
            return f"licence {part!r} is your own: put its text into a LICENSE file of the pack"
    return ""
