"""What every parser returns, and how it says that it cannot."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, TypedDict

_UNSEEN_CHARACTERS = 20_000


class BlockKind(StrEnum):
    """How a block stands on the page. It shapes how the text looks to a person, never what signals see."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


class Block(NamedTuple):
    """One paragraph, heading, list item, table row (cells separated by tabs) or line of code."""

    kind: BlockKind
    text: str


class Unseen(NamedTuple):
    """Text that is in the file and that nobody sees who looks at the page: `how` says why not."""

    how: str
    text: str


class Bounds(TypedDict):
    """The limits a parser keeps itself (`[document]` of `limits.toml`); the rest is kept from outside."""

    pages: int
    characters: int
    line_items: int
    unpacked_bytes: int
    members: int
    ratio: int
    xml_depth: int


class Refused(Exception):
    """The file cannot be read. `str(error)` says what is wrong and what to do, without the file's name."""

    too_large = False


class RefusedTooLarge(Refused):
    """The file is over a limit."""

    too_large = True


def checked(blocks: Iterable[Block], bounds: Bounds) -> list[Block]:
    """Return the blocks that hold something, as valid Unicode.

    Raises `RefusedTooLarge` over the limit of characters.
    """
    kept: list[Block] = []
    count = 0
    for block in blocks:
        text = valid(block.text)
        if not text.strip():
            continue
        count += len(text)
        if count > bounds["characters"]:
            raise RefusedTooLarge(f"holds more than {bounds['characters']} characters; hand in a shorter one")
        kept.append(Block(block.kind, text))
    return kept


def unseen(found: Iterable[Unseen]) -> list[Unseen]:
    """Return what is not seen, white space levelled, neighbours of one kind joined, cut at a limit."""
    joined: list[Unseen] = []
    left = _UNSEEN_CHARACTERS
    for how, text in found:
        levelled = " ".join(valid(text).split())[:left]
        if not levelled:
            continue
        left -= len(levelled)
        if joined and joined[-1].how == how:
            joined[-1] = Unseen(how, f"{joined[-1].text} {levelled}")
        else:
            joined.append(Unseen(how, levelled))
    return joined


def valid(text: str) -> str:
    """Return the text with U+FFFD where it is no Unicode, and without NUL."""
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "")


def words_of(value: Mapping[str, object], *keys: str) -> list[str]:
    """Return the strings under `keys` that hold something, white space levelled."""
    found = (value.get(key) for key in keys)
    return [line for text in found if isinstance(text, str) and (line := " ".join(text.split()))]
