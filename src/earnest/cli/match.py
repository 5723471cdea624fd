"""`earnest match`: listings for profiles, or profiles for listings."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from earnest.cli.match_inputs import Unread, read_all_listings, read_profiles
from earnest.cli.match_terminal import print_listings, print_profiles
from earnest.errors import UnreadableFile
from earnest.matching.embedders import embedder_named
from earnest.matching.explaining import MoveLimits, moves, why
from earnest.matching.ranking import ListingIndex, Match, ProfileIndex, ProfileText
from earnest.records.listing import Listing
from earnest.report.visible import one_line
from earnest.text.embedding import Embedder

_TOP = 10
Index = TypeVar("Index", ListingIndex, ProfileIndex)
_PATH = click.Path(path_type=Path)


@click.command("match")
@click.argument("profile", nargs=-1, type=_PATH)
@click.option("--listings", multiple=True, type=_PATH, help="Listings to rank for PROFILE.")
@click.option("--listing", multiple=True, type=_PATH, help="A listing to rank --profiles for.")
@click.option("--profiles", multiple=True, type=_PATH, help="Profiles to rank for --listing.")
@click.option("--format", "form", default="text", type=click.Choice(["text", "json"]), show_default=True)
@click.option("--top", type=click.IntRange(min=1), help="Results for each; 10 as text, all as JSON.")
@click.option(
    "--embedder",
    "embedder_name",
    default="static",
    show_default=True,
    type=click.Choice(["static", "minilm", "best"]),
    help="Vectors: the shipped table, the quality model, or that if it is installed.",
)
@click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what is ranked here: listings or profiles.",
)
@click.option("--pack", default="practice", show_default=True, help="The item bank of the samples.")
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Profiles read at a time."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    profile: tuple[Path, ...],
    listings: tuple[Path, ...],
    listing: tuple[Path, ...],
    profiles: tuple[Path, ...],
    form: str,
    top: int | None,
    embedder_name: str,
    index: Path | None,
    pack: str,
    jobs: int,
) -> None:
    r"""Rank listings for a profile, or profiles for a listing, and say why.

    \b
    earnest match resume.pdf --listings listings/
    earnest match --listing rust.md --profiles applications/

    A path is a file, a folder, or JSON lines of {"id", "text"} (.jsonl, or "-" for standard input). School,
    years and country are separated from a profile before it is read. With --format json each profile (or
    each --listing) gives one line: {"id", "ranking": [{"id", "score", "why"}]}.

    A name that stands in a list finds less than one that a sentence says what was done with; text that a
    profile shares with a listing word by word counts for nothing. With --index the listings are read once:
    what changed is read again, the rest is opened.
    """
    _check(profile, listings, listing, profiles, index)
    embedder = embedder_named(embedder_name)
    read = read_profiles(profile or profiles, pack, jobs)
    for one in read:
        if isinstance(one, Unread):
            told = one.error if one.error.startswith(one.id) else f"{one.id}: {one.error}"
            click.echo(one_line(told), err=True)
    if profile:
        found = _index(ListingIndex, read_all_listings(listings) if listings else None, embedder, index)
        _rank_listings(read, found, form, top)
    else:
        texts = [one for one in read if isinstance(one, ProfileText)]
        pool = _index(ProfileIndex, texts if profiles else None, embedder, index)
        _rank_profiles(pool, read_all_listings(listing), form, top)


def _check(
    profile: Sequence[Path],
    listings: Sequence[Path],
    listing: Sequence[Path],
    profiles: Sequence[Path],
    index: Path | None,
) -> None:
    kept = index is not None and index.is_dir()
    to_listings = bool(profile and (listings or kept)) and not (listing or profiles)
    to_profiles = bool(listing and (profiles or kept)) and not (profile or listings)
    if to_listings == to_profiles:
        raise click.UsageError(
            "give PROFILE with --listings, or --listing with --profiles; an --index made before may stand for"
            " --listings or --profiles"
        )
    for path in (*profile, *listings, *listing, *profiles):
        if str(path) != "-" and not path.exists():
            raise UnreadableFile(f"{path}: does not exist")


def _index(kind: type[Index], items: Sequence[Any] | None, embedder: Embedder, folder: Path | None) -> Index:
    """Return the index of `items`, or of what the folder holds where there are none, and keep it there."""
    if folder is None:
        return kind(items or (), embedder)
    known = kind.open(folder, embedder) if items is None or _is_filled(folder) else None
    if items is None and known is not None:
        return known
    found = kind(items or (), embedder) if known is None else known.updated(items or ())
    if known is None or found.corpus is not known.corpus:
        found.save(folder)
    return found


def _is_filled(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _rank_listings(
    read: Sequence[ProfileText | Unread], index: ListingIndex, form: str, top: int | None
) -> None:
    console = Console(highlight=False)
    for one in read:
        if isinstance(one, Unread):
            if form == "json":
                click.echo(_json(one.id, [], one.error))
            continue
        ranking = index.rank(one.sentences, one.extra, top if form == "json" else None)
        if form == "json":
            click.echo(_json(one.id, list(_listing_rows(one, ranking, index))))
        else:
            moved = list(moves(index, one.sentences, one.extra, ranking, MoveLimits(top=top or _TOP)))
            print_listings(console, one, ranking[: top or _TOP], moved, index)


def _listing_rows(
    one: ProfileText, ranking: Sequence[Match], index: ListingIndex
) -> Iterator[dict[str, Any]]:
    for match in ranking:
        own = index.own_sentences(one.sentences, index.items[match.id])
        told = why(match, own, index.items[match.id], index.corpus.rarity_of, one.shown)
        yield {"id": match.id, "score": match.score, "why": told}


def _rank_profiles(index: ProfileIndex, listings: Sequence[Listing], form: str, top: int | None) -> None:
    console = Console(highlight=False)
    for listing in listings:
        ranking = index.rank(listing, top if form == "json" else top or _TOP)
        rows = list(_profile_rows(listing, ranking, index))
        if form == "json":
            click.echo(_json(listing.id, rows))
        else:
            print_profiles(console, listing, rows)


def _profile_rows(
    listing: Listing, ranking: Sequence[Match], index: ProfileIndex
) -> Iterator[dict[str, Any]]:
    for match in ranking:
        one = index.items[match.id]
        own = index.own_sentences(one, listing)
        told = why(match, own, listing, index.corpus.rarity_of, one.shown)
        yield {"id": match.id, "score": match.score, "why": told}


def _json(name: str, ranking: list[dict[str, Any]], error: str = "") -> str:
    rows = [{**row, "why": "; ".join(row["why"])} for row in ranking]
    line = {"id": name, "ranking": rows, **({"error": error} if error else {})}
    return json.dumps(line, ensure_ascii=False)
