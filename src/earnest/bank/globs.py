"""Globs of constraints, as the bank reads them: to choose files for mutants and to see contradictions."""

from collections.abc import Iterable
from fnmatch import fnmatchcase


def covered(path: str, globs: Iterable[str]) -> bool:
    """Whether a path fits one of the globs: `*` stays in its folder, `**` crosses, `docs` means all below.

    >>> covered("src/a/b.py", ["src/**/*.py"]), covered("src/a.py", ["src/"]), covered("x/a.py", ["a.py"])
    (True, True, False)
    """
    return any(_fits(path.split("/"), [part for part in glob.split("/") if part]) for glob in globs)


def _fits(parts: list[str], pieces: list[str]) -> bool:
    """Follow every way through the glob at once: the cost is the product of both lengths at most."""
    ways = {0}
    for part in parts:
        ways |= {way + 1 for way in ways if way < len(pieces) and pieces[way] == "**"}
        ahead = {way for way in ways if way < len(pieces) and pieces[way] == "**"}
        ahead |= {way + 1 for way in ways if way < len(pieces) and fnmatchcase(part, pieces[way])}
        ways = ahead
        if len(pieces) in ways:
            return True
    return False
