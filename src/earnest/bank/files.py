"""A folder read into memory: plain files only, in order of path, within limits."""

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from earnest.errors import PackError
from earnest.records.base import Record
from earnest.records.tree import FileMode


class PackLimits(Record):
    """How much a pack may hold (`limits.toml`)."""

    version: str
    files: int
    total_bytes: int
    file_bytes: int
    text_bytes: int
    pairs_bytes: int
    depth: int
    left_out: frozenset[str]


@cache
def limits() -> PackLimits:
    """Return the limits that `limits.toml` holds."""
    path = Path(__file__).with_name("limits.toml")
    return PackLimits.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class PackFile:
    """One file of a pack. `path` is relative to the folder that was read, with forward slashes."""

    path: str
    content: bytes
    mode: FileMode = FileMode.REGULAR


def read_folder(folder: Path) -> tuple[PackFile, ...]:
    """Return every file below `folder`, sorted by path; what tools leave behind (`left_out`) is skipped.

    Links are not followed: a link, a device, a name that is not plain text or anything over a limit raises
    `PackError`.
    """
    if not folder.is_dir():
        raise PackError(f"{folder}: not a folder")
    found: list[PackFile] = []
    _collect(str(folder), "", found, 0)
    return tuple(sorted(found, key=lambda file: file.path))


def _collect(folder: str, prefix: str, found: list[PackFile], size: int) -> int:
    """Add the files below `folder` to `found` and return `size` with theirs added."""
    bounds = limits()
    if prefix.count("/") > bounds.depth:
        raise PackError(f"{folder}: more than {bounds.depth} folders inside folders; make the pack flatter")
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in bounds.left_out:
                continue
            path = prefix + _plain_name(entry.name, folder)
            if entry.is_dir(follow_symlinks=False):
                size = _collect(entry.path, path + "/", found, size)
                continue
            file = _read(entry, path, bounds.file_bytes)
            size += len(file.content)
            found.append(file)
            if len(found) > bounds.files or size > bounds.total_bytes:
                raise PackError(
                    f"{folder}: over {bounds.files} files or {bounds.total_bytes} bytes; split the pack"
                )
    return size


def _plain_name(name: str, folder: str) -> str:
    if "\\" in name or not name.isprintable():
        raise PackError(f"{folder}: a file is named {name!r}; use letters, digits, '.', '-' and '_'")
    return name


def _read(entry: "os.DirEntry[str]", path: str, most: int) -> PackFile:
    """Read one file with bare system calls: a pack has a thousand of them."""
    if not entry.is_file(follow_symlinks=False):
        raise PackError(f"{entry.path}: a link or a device; put the file itself there")
    try:
        number = os.open(entry.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            about = os.fstat(number)
            content = os.read(number, min(about.st_size, most) + 1)
            while len(content) <= most and (
                more := os.read(number, most)
            ):  # a short read, or a file that grows
                content += more
        finally:
            os.close(number)
    except OSError as error:
        raise PackError(f"{entry.path}: {error.strerror}; make it readable") from error
    if len(content) > most:
        raise PackError(f"{entry.path}: over {most} bytes; make it smaller")
    return PackFile(path, content, FileMode.EXECUTABLE if about.st_mode & 0o100 else FileMode.REGULAR)


def folder_sha256(files: tuple[PackFile, ...]) -> str:
    """Return the SHA-256 over every path and content, each with its length before it, in order of path.

    Modes and times do not count, so that a pack has one hash in a repository, a wheel and a copy of either.
    """
    digest = sha256()
    for file in files:
        for part in (file.path.encode("utf-8"), file.content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
