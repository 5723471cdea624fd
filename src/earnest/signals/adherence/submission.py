"""A submission by its path: a folder with a tree, a diff alone or a git bundle alone. Links are never
followed.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from earnest.errors import TooLarge, UnreadableFile
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import FileMode, Tree, TreeFile

_MOST_FILES = 20_000
_MOST_BYTES = 64 * 1024 * 1024
_DIFFS = (".diff", ".patch")
_LEFT_OUT = frozenset({".git", "node_modules", "__pycache__", ".venv"})


def read_submission(item_id: str, path: Path) -> CodeResponse:
    """Return the sample that a path holds.

    Raises `UnreadableFile` where there is nothing to read and `TooLarge` over 20,000 files or 64 MiB.
    """
    if path.is_dir():
        files = list(_files(path))
        only = files[0] if len(files) == 1 and files[0].mode is not FileMode.SYMLINK else None
        if only is None or not only.path.endswith((*_DIFFS, ".bundle")):
            return CodeResponse(item=item_id, form=SampleForm.TREE, tree=Tree.from_files(files))
        return _patch(item_id, only.path, only.content)
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise TooLarge(f"{path} holds {size} bytes; {_MOST_BYTES} are the limit")
        return _patch(item_id, path.name, path.read_bytes())
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _patch(item_id: str, name: str, content: bytes) -> CodeResponse:
    if name.endswith(".bundle"):
        return CodeResponse(item=item_id, form=SampleForm.BUNDLE, patch=content)
    if name.endswith(_DIFFS):
        return CodeResponse(item=item_id, form=SampleForm.DIFF, patch=content)
    raise UnreadableFile(f"{name}: a submission is a folder, a .diff or .patch, or a .bundle")


def _files(folder: Path) -> Iterator[TreeFile]:
    count, size = 0, 0
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _LEFT_OUT)
        links = [name for name in folders if (Path(base) / name).is_symlink()]
        for name in sorted((*names, *links)):
            file = _file(folder, Path(base) / name)
            if file is None:
                continue
            count, size = count + 1, size + len(file.content)
            if count > _MOST_FILES or size > _MOST_BYTES:
                raise TooLarge(f"{folder}: over {_MOST_FILES} files or {_MOST_BYTES} bytes")
            yield file


def _file(folder: Path, path: Path) -> TreeFile | None:
    """Read one file; a device, a socket or a pipe is none."""
    relative = path.relative_to(folder).as_posix()
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return TreeFile(path=relative, content=os.fsencode(path.readlink()), mode=FileMode.SYMLINK)
    if not stat.S_ISREG(about.st_mode):
        return None
    if about.st_size > _MOST_BYTES:
        raise TooLarge(f"{path} holds {about.st_size} bytes; {_MOST_BYTES} are the limit")
    mode = FileMode.EXECUTABLE if about.st_mode & stat.S_IXUSR else FileMode.REGULAR
    return TreeFile(path=relative, content=path.read_bytes(), mode=mode)
