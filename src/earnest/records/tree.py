"""A source tree held in memory: what a coding item starts from and what a candidate hands in."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class FileMode(StrEnum):
    """The git modes that matter when two trees are compared."""

    REGULAR = "100644"
    EXECUTABLE = "100755"
    SYMLINK = "120000"
    SUBMODULE = "160000"


class TreeFile(Record):
    """One file. `path` is relative, with forward slashes, normalised, without '.' or '..' parts."""

    path: str
    content: bytes
    mode: FileMode = FileMode.REGULAR


class Tree(Record):
    """Files sorted by path, each path once."""

    files: tuple[TreeFile, ...] = Field(default=())

    def as_dict(self) -> dict[str, TreeFile]:
        """Return the files by path."""
        return {file.path: file for file in self.files}

    @classmethod
    def from_files(cls, files: "dict[str, TreeFile] | list[TreeFile]") -> "Tree":
        """Build a tree from files in any order; of two files with one path the last one counts."""
        by_path = files if isinstance(files, dict) else {file.path: file for file in files}
        return cls(files=tuple(by_path[path] for path in sorted(by_path)))
