"""Paths -> submissions: which applications there are, and their bytes, read so that no path leads outside."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from earnest.errors import InputError, TooLarge, UnreadableFile
from earnest.intake.limits import limits, size
from earnest.intake.names import as_text, safe, shown
from earnest.records.application import Submission, SubmittedFile
from earnest.records.base import Record
from earnest.records.tree import FileMode

_MARKS = frozenset(
    {"application.toml", "preferences.jsonl", "interview.md", "interview.jsonl", "specialty.jsonl"}
)
_MARK_FOLDERS = frozenset({"samples", "writing"})


class FailedSubmission(Record):
    """An application whose bytes could not be collected, and why in one line."""

    name: str
    error: str


def collect(path: Path) -> Iterator[Submission | FailedSubmission]:
    """Yield every application under `path` in sorted order; a bad one never stops the rest."""
    for name, found in find_applications((path,)).items():
        try:
            yield read_submission(Path(found)).but(name=name)
        except InputError as error:
            yield FailedSubmission(name=name, error=str(error))


def find_applications(paths: Iterable[Path]) -> dict[str, str]:
    """Return the path of every application under `paths` by a name that is unique and safe as a folder name.

    A path is a profile, an application folder, or a folder of applications. Loose files count only in
    a folder that was named itself. Raises `UnreadableFile` for a path that holds no application.
    """
    named: dict[str, str] = {}
    for path in paths:
        found = list(_find(path))
        if not found:
            raise UnreadableFile(
                f"{shown(str(path))}: holds no application; give a profile file, or a folder with profile.*,"
                " samples/, preferences.jsonl, interview.*, writing/ or specialty.jsonl"
            )
        for application in found:
            named[_free_name(application, named)] = str(application)
    return named


def _find(path: Path) -> Iterator[Path]:
    if not path.is_dir() or is_application(path):
        yield path
        return
    for entry in _entries(path):
        if entry.is_file(follow_symlinks=False) and _may_be_profile(entry.name):
            yield Path(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            yield from _folders(Path(entry.path), limits().submission.search_depth)


def _folders(path: Path, depth: int) -> Iterator[Path]:
    try:
        found, entries = is_application(path), _entries(path)
    except UnreadableFile:
        # It is counted as an application, so that its error stands in the results and the others go on.
        found, entries = True, []
    if found:
        yield path
        return
    for entry in entries if depth > 1 else ():
        if entry.is_dir(follow_symlinks=False):
            yield from _folders(Path(entry.path), depth - 1)


def is_application(folder: Path) -> bool:
    """Say whether a folder is one application rather than a folder of them."""
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name in _MARK_FOLDERS:
                return True
        elif entry.name in _MARKS or entry.name.partition(".")[0] == "profile":
            return True
    return False


def _entries(folder: Path, *, hidden: bool = False) -> list[os.DirEntry[str]]:
    """Return the entries of a folder that count, in order of name; `hidden` ones only where asked for."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if hidden or not entry.name.startswith(".")]
    except OSError as error:
        raise UnreadableFile(
            f"{shown(str(folder))}: cannot be opened ({error.strerror}); check its permissions"
        ) from error
    left_out = limits().submission.left_out
    return sorted((entry for entry in found if entry.name not in left_out), key=lambda entry: entry.name)


def _may_be_profile(name: str) -> bool:
    stem, _, ending = name.partition(".")
    return bool(ending) and stem.lower() not in limits().submission.not_applications


def _free_name(path: Path, taken: dict[str, str]) -> str:
    resolved = path.resolve()
    name = safe(resolved.name if resolved.is_dir() else resolved.stem)
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def read_submission(path: Path) -> Submission:
    """Return the bytes of one application: a profile file or an application folder.

    Links inside a folder are kept as links and never followed; hidden files count only inside `samples/`.
    Raises `UnreadableFile` or `TooLarge`, each with one line that names the path.
    """
    if path.is_dir():
        bag = _Bag(shown(str(path)))
        try:
            bag.add_folder(path, (), hidden=False)
        except OSError as error:
            raise UnreadableFile(
                f"{shown(str(path))}: cannot be read ({error.strerror}); check its permissions"
            ) from error
        if not bag.files:
            raise UnreadableFile(
                f"{shown(str(path))}: the folder is empty; put a profile.* or other parts into it"
            )
        return Submission(
            name=_free_name(path, {}), files=tuple(sorted(bag.files, key=lambda file: file.path))
        )
    content = _read_regular(path, shown(str(path)), follow=True)
    return Submission(
        name=_free_name(path, {}), files=(SubmittedFile(path=as_text(path.name), content=content),)
    )


@dataclass
class _Bag:
    """The files of one application while they are collected."""

    label: str
    files: list[SubmittedFile] = field(default_factory=list)
    total: int = 0

    def add_folder(self, folder: Path, parts: tuple[str, ...], *, hidden: bool) -> None:
        bounds = limits().submission
        if len(parts) > bounds.depth:
            raise TooLarge(
                f"{self.label}: folders are nested deeper than {bounds.depth}; flatten {shown(parts[0])}/"
            )
        for entry in _entries(folder, hidden=hidden):
            inside = (*parts, as_text(entry.name))
            if entry.is_dir(follow_symlinks=False):
                self.add_folder(Path(entry.path), inside, hidden=inside[0] == "samples")
            else:
                self._add_file(Path(entry.path), "/".join(inside))

    def _add_file(self, path: Path, name: str) -> None:
        bounds = limits().submission
        if len(self.files) >= bounds.files:
            raise TooLarge(f"{self.label}: more than {bounds.files} files; leave out what is not your work")
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            target = os.fsencode(os.readlink(path))  # noqa: PTH115 - the exact bytes, not a normalised path
            self.files.append(SubmittedFile(path=name, content=target, mode=FileMode.SYMLINK))
            return
        content = _read_regular(path, f"{self.label}: {shown(name)}", follow=False)
        self.total += len(content)
        if self.total > bounds.total_bytes:
            raise TooLarge(
                f"{self.label}: more than {size(bounds.total_bytes)} together;"
                " leave out what is not your work"
            )
        mode = FileMode.EXECUTABLE if status.st_mode & stat.S_IXUSR else FileMode.REGULAR
        self.files.append(SubmittedFile(path=name, content=content, mode=mode))


def _read_regular(path: Path, label: str, *, follow: bool) -> bytes:
    """Read a regular file of at most the limit. A pipe or a device is refused without waiting for it."""
    bound = limits().submission.file_bytes
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0))
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - a descriptor
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableFile(f"{label}: not a regular file; replace it by a copy of its content")
            # The size is a promise: a file that grows while it is read is cut off too.
            content = b"" if status.st_size > bound else file.read(bound + 1)
    except OSError as error:
        raise UnreadableFile(
            f"{label}: cannot be opened ({error.strerror}); check that it exists and may be read"
        ) from error
    if max(len(content), status.st_size) > bound:
        raise TooLarge(f"{label}: larger than {size(bound)}; export it smaller")
    return content
