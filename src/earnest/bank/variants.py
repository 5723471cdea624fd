"""Variants of an item: named slots with choices, of which a seed picks one each, the same ones every time.

`[variants]` in `item.toml` names a slot and its choices; `@@slot@@` stands for the one that was picked, in
`prompt.md`, in the values of `item.toml` and `key.toml`, and in names and contents of the item's files. A
choice that is a table has parts, `@@slot.part@@`. Nobody's seed (None, 0 or "") picks the first choices.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from pydantic import Field, ValidationError

from earnest.bank.files import PackFile
from earnest.errors import PackError
from earnest.records.base import Record

Seed = int | str | None
Value = int | str
Choices = tuple[Value | dict[str, Value], ...]
Slots = Mapping[str, Choices]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_PLACEHOLDER = re.compile(r"@@([a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?)@@")
_PLACEHOLDER_BYTES = re.compile(_PLACEHOLDER.pattern.encode())
_MOST_SEEDS = 400


class VariantsManifest(Record):
    """`[variants]` of `item.toml`: slots by name, each with two choices or more."""

    variants: dict[str, tuple[Value | dict[str, Value], ...]] = Field(default={})


def slots_of(given: object, where: Path) -> Slots:
    """Return the slots that a table of an `item.toml` declares; raise `PackError` for one that is none."""
    try:
        slots = VariantsManifest.model_validate({"variants": given}).variants
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PackError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    for name, choices in slots.items():
        if not _NAME.match(name):
            raise PackError(f"{where}: variants.{name}: name it with small letters, digits and '_'")
        if len({str(choice) for choice in choices}) != len(choices) or len(choices) < 2:
            raise PackError(f"{where}: variants.{name}: give two choices or more, none of them twice")
        if len({_parts(choice) for choice in choices}) > 1:
            raise PackError(f"{where}: variants.{name}: all choices need the same parts")
    return slots


def _parts(choice: Value | dict[str, Value]) -> tuple[str, ...]:
    return tuple(sorted(choice)) if isinstance(choice, dict) else ()


def picks(slots: Slots, item: str, seed: Seed) -> dict[str, int]:
    """Return the number of the choice of each slot.

    It is the SHA-256 of seed, item and slot, modulo the number of choices: nothing that was drawn before
    changes it, and no machine, version or hash seed does. Nobody's seed picks choice 0 of every slot.

    >>> picks({"a": ("x", "y"), "b": (1, 2, 3)}, "code-x", None)
    {'a': 0, 'b': 0}
    >>> picks({"a": ("x", "y")}, "code-x", 7) == picks({"a": ("x", "y")}, "code-x", "7")
    True
    """
    said = "" if seed is None else str(seed).strip()
    if said in {"", "0"}:
        return dict.fromkeys(slots, 0)
    return {
        name: int.from_bytes(sha256(f"{said}\0{item}\0{name}".encode()).digest()[:8], "big") % len(choices)
        for name, choices in slots.items()
    }


def covering_seeds(slots: Slots, item: str) -> tuple[Seed, ...]:
    """Return nobody's seed and a few others with which every choice is picked once.

    Of the seeds 1 to 400 the one that adds most new choices comes next, of equals the smallest.
    """
    found: list[Seed] = [None]
    seen = set(picks(slots, item, None).items())
    drawn = (
        {seed: set(picks(slots, item, seed).items()) for seed in range(1, _MOST_SEEDS + 1)} if slots else {}
    )
    while len(seen) < sum(map(len, slots.values())) and drawn:
        seed = max(drawn, key=lambda one: (len(drawn[one] - seen), -one))
        if not drawn[seed] - seen:
            break
        seen |= drawn.pop(seed)
        found.append(seed)
    return tuple(found)


class Filling:
    """The values of one variant, put in the place of their placeholders. `where` is the item's folder."""

    def __init__(self, slots: Slots, item: str, seed: Seed, where: Path) -> None:
        self._values: dict[str, Value] = {}
        for name, number in picks(slots, item, seed).items():
            choice = slots[name][number]
            parts = {name: choice} if not isinstance(choice, dict) else _dotted(name, choice)
            self._values.update(parts)
        self._where = where
        self._used: set[str] = set()

    def files(self, files: Mapping[str, PackFile]) -> dict[str, PackFile]:
        """Return the files with their names and contents filled; `item.toml` is left as it is."""
        filled: dict[str, PackFile] = {}
        for path, file in files.items():
            name, new = path, file
            if path != "item.toml" and ("@@" in path or b"@@" in file.content):
                name = self.text(path)
                new = PackFile(name, self._bytes(file.content), file.mode)
            if name in filled:
                raise PackError(f"{self._where / name}: two files come to this name; rename one")
            filled[name] = new
        return filled

    def table(self, given: dict[str, object]) -> dict[str, object]:
        """Return a table with its values filled; a value that is one placeholder keeps its choice's type."""
        return {name: self._value(value) for name, value in given.items()}

    def text(self, text: str) -> str:
        """Return a text filled."""
        return _PLACEHOLDER.sub(lambda match: str(self._of(match[1])), text)

    def unused(self) -> str:
        """Name the first value that stands nowhere, "" where all do."""
        return min(self._values.keys() - self._used, default="")

    def _bytes(self, content: bytes) -> bytes:
        return _PLACEHOLDER_BYTES.sub(lambda match: str(self._of(match[1].decode())).encode(), content)

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            whole = _PLACEHOLDER.fullmatch(value)
            return self._of(whole[1]) if whole else self.text(value)
        if isinstance(value, list):
            return [self._value(one) for one in value]
        if isinstance(value, dict):
            return {self.text(name): self._value(one) for name, one in value.items()}
        return value

    def _of(self, name: str) -> Value:
        if name not in self._values:
            raise PackError(f"{self._where}: @@{name}@@: no such slot in [variants]; correct the name")
        self._used.add(name)
        return self._values[name]


def _dotted(name: str, choice: Mapping[str, Value]) -> dict[str, Value]:
    return {f"{name}.{part}": value for part, value in choice.items()}


def described(slots: Slots, item: str, seed: Seed) -> str:
    """Say which choices a seed picks, in one line.

    >>> described({"limit": (20, 30)}, "code-x", None)
    'limit 20'
    """
    return ", ".join(_said(name, slots[name][number]) for name, number in picks(slots, item, seed).items())


def _said(name: str, choice: Value | dict[str, Value]) -> str:
    if not isinstance(choice, dict):
        return f"{name} {choice}"
    return f"{name} {'/'.join(str(value) for value in _values(choice))}"


def _values(choice: Mapping[str, Value]) -> Iterator[Value]:
    yield from (choice[part] for part in sorted(choice))
