"""Rankings in the terminal: each result with its reasons. No meaning hangs on colour."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from earnest.matching.explaining import Move, why
from earnest.matching.ranking import ListingIndex, Match, ProfileText
from earnest.records.listing import Listing
from earnest.report.visible import one_line

_WIDEST = 110
_MOVED = 4  # listings named for each move


def print_listings(
    console: Console,
    profile: ProfileText,
    ranking: Sequence[Match],
    moved: Sequence[Move],
    index: ListingIndex,
) -> None:
    """Print the best listings of a profile, and what naming a tool would change."""
    _head(console, f"{profile.id}: listings, best first")
    for place, match in enumerate(ranking, 1):
        listing = index.items[match.id]
        own = index.own_sentences(profile.sentences, listing)
        told = why(match, own, listing, index.corpus.rarity_of, profile.shown)
        _result(console, place, match.score, match.id, listing.title, told)
    for move in moved:
        names = ", ".join(f"{name} {before}→{after}" for name, before, after in move.risen[:_MOVED])
        text = Text(one_line(f"→ {move.message} ({names}). “{move.claim}”"))
        console.print(Padding(text, (0, 0, 0, 2)), width=min(console.width, _WIDEST))
    if moved:
        console.print(Text("  Name only what you used: an item or a sample may ask for it.", "dim"))
    console.print()


def print_profiles(console: Console, listing: Listing, rows: Sequence[dict[str, Any]]) -> None:
    """Print the best profiles of a listing."""
    _head(console, f"{listing.id}: profiles, best first")
    for place, row in enumerate(rows, 1):
        _result(console, place, row["score"], row["id"], "", row["why"])
    console.print()


def _head(console: Console, text: str) -> None:
    console.print(Text(one_line(text), "bold"))


def _result(console: Console, place: int, score: float, name: str, title: str, told: Sequence[str]) -> None:
    head = Text(f"{place:>3}  {score:.3f}  ")
    head.append(one_line(name), "bold")
    if title:
        head.append(f"  {one_line(title)}")
    width = min(console.width, _WIDEST)
    console.print(head, width=width)
    for part in told:
        console.print(Padding(Text(one_line(part), "dim"), (0, 0, 0, 12)), width=width)
