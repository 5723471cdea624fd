"""Whether the prompt states what a constraint demands: the quoted words, and each name and number."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from earnest.records.base import Record
from earnest.records.item import Constraint


class StatementsTable(Record):
    """What of a constraint's arguments its prompt must say (`statements.toml`)."""

    version: str
    names: frozenset[str]
    numbers: frozenset[str]
    words: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]


@cache
def table() -> StatementsTable:
    """Return the table that `statements.toml` holds."""
    path = Path(__file__).with_name("statements.toml")
    return StatementsTable.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def unstated(constraint: Constraint, prompt: str) -> Iterator[str]:
    """Yield a sentence for each thing that a constraint demands and its prompt does not say.

    The quote must stand in the prompt word for word, spaces apart. A limit must stand there as a number or a
    word; a module, a call or a name as it is written, or by one of its synonyms.
    """
    said = " ".join(prompt.split())
    quote = " ".join(constraint.quote.split())
    if not quote:
        yield f"constraint {constraint.id!r} has no quote; copy the prompt's words"
    elif quote not in said:
        yield f"constraint {constraint.id!r}: the prompt does not say {quote!r}"
    lowered = said.casefold()
    for name, value in sorted(constraint.args.items()):
        for one in value if isinstance(value, list) else [value]:
            if name in table().names and isinstance(one, str) and not _is_named(one, lowered):
                yield f"constraint {constraint.id!r}: {name}: the prompt nowhere says {one!r}"
            if name in table().numbers and isinstance(one, int) and not _is_counted(one, lowered):
                yield f"constraint {constraint.id!r}: {name}: the prompt nowhere says {one}"


def _is_named(name: str, lowered: str) -> bool:
    """Whether a name stands in the text, whole or by its last part, or by a synonym."""
    plain = name.strip(".").casefold()
    last = plain.rpartition(".")[2]
    return any(word in lowered for word in (plain, last, *table().synonyms.get(name, ())))


def _is_counted(number: int, lowered: str) -> bool:
    words = (str(number), f"{number:,}", *table().words.get(str(number), ()))
    parts = {part.strip(".,;:()`*\"'") for part in lowered.split()}
    return any(word in parts or (" " in word and word in lowered) for word in words)
