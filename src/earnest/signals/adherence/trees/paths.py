"""Paths in a tree: normalised, and matched by globs that are anchored at the root."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from earnest.errors import BadRecord


def normalised(path: str) -> str:
    """Return a path without "." parts and doubled slashes; raise `BadRecord` for one that leaves the tree.

    >>> normalised("./src//app.py")
    'src/app.py'
    """
    if path.startswith("/") or "\\" in path or "\0" in path or re.match(r"[A-Za-z]:", path):
        raise BadRecord(f"{path!r} is not a path inside the tree; use relative paths with forward slashes")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if not parts or ".." in parts or ".git" in (part.lower() for part in parts):
        raise BadRecord(f"{path!r} is not a path inside the tree")
    return "/".join(parts)


def matches(path: str, globs: Iterable[str]) -> bool:
    """Whether a path fits one of the globs: `*` stays in its folder, `**` crosses, `docs/` means all below.

    >>> matches("src/a/b.py", ["src/**/*.py"]), matches("db.py", ["**/db.py"]), matches("x/a.py", ["a.py"])
    (True, True, False)
    >>> matches("docs/a/b.md", ["docs/"]), matches("docs/a.md", ["docs"])
    (True, True)
    """
    return _matches_any(path, tuple(globs))


@lru_cache(maxsize=4096)
def _matches_any(path: str, globs: tuple[str, ...]) -> bool:
    parts = path.split("/")
    return any(_matches(parts, _pieces(glob)) for glob in globs)


@cache
def _pieces(glob: str) -> tuple[str, ...]:
    """Split a glob at its slashes; what it ends with covers all that lies below."""
    pieces = [piece for piece in glob.removeprefix("./").split("/") if piece != "."]
    if pieces[-1] == "":
        pieces[-1] = "*"
    return tuple(pieces)


def _matches(parts: list[str], pieces: tuple[str, ...]) -> bool:
    """Follow every way through the glob at once, so that the cost is the product of both lengths at most."""
    ways = _skipped({0}, pieces)
    for part in parts:
        ahead = {way for way in ways if way < len(pieces) and pieces[way] == "**"}
        ahead |= {way + 1 for way in ways if way < len(pieces) and _fits(part, pieces[way])}
        ways = _skipped(ahead, pieces)
        if len(pieces) in ways:
            return True
    return False


def _skipped(ways: set[int], pieces: tuple[str, ...]) -> set[int]:
    """Add the ways on which a `**` stands for no folder at all; the last piece stands for something."""
    found = set(ways)
    for way in range(len(pieces) - 1):
        if way in found and pieces[way] == "**":
            found.add(way + 1)
    return found


def _fits(part: str, piece: str) -> bool:
    return piece == "**" or fnmatchcase(part, piece.replace("[", "[[]"))
