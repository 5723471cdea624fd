"""Paths in a tree: normalised, and matched by globs that are anchored at the root."""

import re
from collections.abc import Iterable
from functools import cache

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
    return any(_pattern(glob).fullmatch(path) for glob in globs)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    glob = glob.removeprefix("./")
    out = ""
    at = 0
    while at < len(glob):
        if glob.startswith("**/", at):
            out, at = out + "(?:.*/)?", at + 3
        elif glob.startswith("**", at):
            out, at = out + ".*", at + 2
        else:
            out, at = out + {"*": "[^/]*", "?": "[^/]"}.get(glob[at], re.escape(glob[at])), at + 1
    return re.compile(f"{out}.*" if glob.endswith("/") else f"{out}(?:/.*)?", re.DOTALL)
