"""Two trees compared by content. A rename is a removal and an addition; a mode or a link is a change."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from earnest.records.tree import FileMode, Tree
from earnest.signals.adherence.trees.paths import matches


@dataclass(frozen=True)
class Changes:
    """Paths that differ between a start tree and a candidate's tree, each sorted."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    modified: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every path that differs, sorted."""
        return tuple(sorted((*self.added, *self.removed, *self.modified)))

    @property
    def present(self) -> tuple[str, ...]:
        """The paths that differ and stand in the candidate's tree, sorted."""
        return tuple(sorted((*self.added, *self.modified)))


@cache
def path_globs(name: str) -> tuple[str, ...]:
    """Return one of the lists of `data/paths.toml`."""
    file = Path(__file__).parents[1] / "data" / "paths.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))[name])


def compare(start: Tree, tree: Tree) -> Changes:
    """Compare two trees by path, content and mode; line endings count."""
    before, after = start.as_dict(), tree.as_dict()
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        modified=tuple(sorted(path for path in before.keys() & after.keys() if before[path] != after[path])),
    )


def without_debris(tree: Tree, start: Tree) -> Tree:
    """Return a tree without what tools leave behind (caches, `.git`), except where the start tree has it."""
    known = start.as_dict()
    globs = path_globs("debris")
    return Tree(
        files=tuple(file for file in tree.files if file.path in known or not matches(file.path, globs))
    )


def diff_lines(before: bytes, after: bytes) -> int:
    r"""Return how many lines were added plus how many were removed, by the shortest edit script without
    moves.

    Lines are compared with their ending. Where the common part is long this is exact; the counting of equal
    lines outside the common ends ignores their order, so a moved line costs nothing twice over.

    >>> diff_lines(b"a\nb\nc\n", b"a\nB\nc\n"), diff_lines(b"a\n", b"a\r\n")
    (2, 2)
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    middle_old = old[first : len(old) - last]
    middle_new = new[first : len(new) - last]
    return len(middle_old) + len(middle_new) - 2 * _common(middle_old, middle_new)


_EXACT_CELLS = 1_000_000


def _common(old: list[bytes], new: list[bytes]) -> int:
    """Length of the longest common subsequence; over the limit, the number of lines they share in any
    order.
    """
    if len(old) * len(new) > _EXACT_CELLS:
        return (Counter(old) & Counter(new)).total()
    row = [0] * (len(new) + 1)
    for line in old:
        diagonal = 0
        for index, other in enumerate(new, 1):
            above = row[index]
            row[index] = diagonal + 1 if line == other else max(above, row[index - 1])
            diagonal = above
    return row[-1]


def is_text(content: bytes, mode: FileMode) -> bool:
    """Whether a file is text that has lines."""
    return mode in {FileMode.REGULAR, FileMode.EXECUTABLE} and b"\0" not in content
