"""What `earnest match` reads: profiles and listings from files, folders and JSON lines of {"id", "text"}."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from earnest.bank import Pack, find_pack
from earnest.blind import separate
from earnest.cli.paths import read_listings
from earnest.errors import BadRecord, InputError, TooLarge, UnreadableFile
from earnest.intake import find_applications, read, read_submission
from earnest.intake.limits import limits
from earnest.matching.ranking import ProfileText, profile_text
from earnest.records.application import Application, BlindApplication
from earnest.records.document import Document, DocumentKind
from earnest.records.listing import Listing
from earnest.signals.stack.samples import demonstrated

_LINES = {".jsonl", ".ndjson"}
_PROFILE = "profile"


class Given(NamedTuple):
    """A profile before it is read: a path, or the id and text of a JSON line; or why there is none."""

    id: str
    path: str = ""
    text: str = ""
    error: str = ""


class Unread(NamedTuple):
    """A profile that could not be read, and why in one line."""

    id: str
    error: str


def read_profiles(paths: Sequence[Path], pack: str, jobs: int = 1) -> list[ProfileText | Unread]:
    """Return the profiles in the order given, each separated from who wrote it before it is read.

    A profile that cannot be read is an `Unread`; it does not stop the others. Raises `BadRecord` where two
    have one id.
    """
    given = [one for path in paths for one in _given(path)]
    _distinct([one.id for one in given], "profiles")
    work = partial(_profile, pack=pack)
    if jobs <= 1 or len(given) < 2 * jobs:
        return [work(one) for one in given]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(work, given, chunksize=max(1, min(64, len(given) // jobs))))


def read_all_listings(paths: Sequence[Path]) -> list[Listing]:
    """Return the listings of files, folders and JSON lines; raises `InputError` where one cannot be read."""
    found: list[Listing] = []
    for path in paths:
        found += list(_listing_lines(path)) if is_lines(path) else list(read_listings((path,)))
    _distinct([one.id for one in found], "listings")
    if not found:
        raise UnreadableFile(
            f"{paths[0]}: holds no listing; give .md or .txt files, or JSON lines of id and text"
        )
    return found


def is_lines(path: Path) -> bool:
    """Say whether a path holds JSON lines: by its ending, or "-" for standard input."""
    return str(path) == "-" or path.suffix.lower() in _LINES


def _given(path: Path) -> Iterator[Given]:
    if is_lines(path):
        yield from _lines(path)
    else:
        yield from (Given(name, found) for name, found in find_applications((path,)).items())


def _listing_lines(path: Path) -> Iterator[Listing]:
    for one in _lines(path):
        if one.error:
            raise BadRecord(f"{path}: {one.error}")
        yield Listing(id=one.id, text=one.text)


def _lines(path: Path) -> Iterator[Given]:
    """Yield a `Given` for each line that is not blank."""
    for number, raw in enumerate(_raw_lines(path), 1):
        if raw.strip():
            yield _line(raw, number)


def _raw_lines(path: Path) -> Iterator[bytes]:
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be opened ({error.strerror})") from error


def _line(raw: bytes, number: int) -> Given:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Given(f"line {number}", error=f"line {number} is not JSON: {error}")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        name = str(row["id"]) if isinstance(row, dict) and "id" in row else f"line {number}"
        return Given(name, error=f'line {number} is not {{"id": ..., "text": "..."}}')
    return Given(str(row["id"]), text=row["text"])


def _distinct(ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise BadRecord(f"two {what} have the id {one!r}; give each an id of its own")
        seen.add(one)


def _profile(given: Given, pack: str) -> ProfileText | Unread:
    if given.error:
        return Unread(given.id, given.error)
    try:
        blind = separate(_application(given)).blind
    except InputError as error:
        return Unread(given.id, str(error))
    if blind.profile is None:
        return Unread(given.id, f"{given.id}: holds no profile; put a profile.* file into it")
    return profile_text(given.id, blind.profile.text, _shown(blind, pack))


def _application(given: Given) -> Application:
    if given.path:
        return read(read_submission(Path(given.path)))
    most = limits().document.characters
    if len(given.text) > most:
        raise TooLarge(f"{given.id}: holds more than {most} characters; hand in a shorter one")
    return Application(
        name=given.id, profile=Document(id=_PROFILE, kind=DocumentKind.PROFILE, text=given.text)
    )


def _shown(blind: BlindApplication, pack: str) -> tuple[str, ...]:
    """Return the technologies that samples use; the pack is read only where there are samples."""
    return tuple(one.name for one in demonstrated(blind, _pack(pack))) if blind.samples else ()


@cache
def _pack(name: str) -> Pack:
    return find_pack(name)
