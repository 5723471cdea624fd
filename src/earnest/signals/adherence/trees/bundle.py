"""A git bundle, read by the `git` program in a folder of its own, with hooks, settings and transports off."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from earnest.errors import TooLarge, Unavailable, UnreadableFile
from earnest.records.tree import FileMode, Tree, TreeFile

_SECONDS = 30
_MOST_BYTES = 64 * 1024 * 1024
_MOST_FILES = 20_000
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "protocol.allow=never",
    "protocol.file.allow=always",
    "fetch.fsckObjects=true",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "maintenance.auto=false",
)
_MODES = {mode.value.encode("ascii"): mode for mode in FileMode}
_DEFAULT_REFS = ("HEAD", "refs/heads/main", "refs/heads/master")


def read_bundle(bundle: bytes) -> Tree:
    """Return the tree of a bundle's HEAD, else of main, master or its only branch.

    Nothing is checked out. Raises `Unavailable` without git, `UnreadableFile` for a bundle that git refuses
    or that builds on commits it does not hold, `TooLarge` over 64 MiB or 20,000 files.
    """
    git = shutil.which("git")
    if git is None:
        raise Unavailable("git is not on this machine; hand in the tree or a diff instead of a bundle")
    with tempfile.TemporaryDirectory(prefix="earnest-bundle-") as folder:
        file = Path(folder) / "sample.bundle"
        file.write_bytes(bundle)
        run = _Git(git, Path(folder))
        run("init", "--quiet", "--bare", "--template=", "repository")
        ref = _head(run("bundle", "list-heads", str(file)).decode("utf-8", errors="replace"))
        run("--git-dir=repository", "fetch", "--quiet", "--no-tags", str(file), f"{ref}:refs/earnest/sample")
        listing = run(
            "--git-dir=repository", "ls-tree", "-r", "-z", "-l", "--full-tree", "refs/earnest/sample"
        )
        return Tree.from_files(list(_files(run, listing)))


class _Git:
    """Calls git with an empty environment."""

    def __init__(self, git: str, folder: Path) -> None:
        self.git = git
        self.folder = folder

    def __call__(self, *arguments: str, given: bytes = b"") -> bytes:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        try:
            done = subprocess.run(  # noqa: S603 - a list without a shell; no argument begins with "-" by a candidate
                [self.git, *settings, *arguments],
                cwd=self.folder,
                env=self._environment(),
                input=given,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooLarge(f"git needed more than {_SECONDS} s for this bundle") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", errors="replace").strip().splitlines() or ["no reason given"]
            raise UnreadableFile(f"git cannot read this bundle: {lines[0].replace(str(self.folder), '')}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }


def _head(listing: str) -> str:
    refs = [line.partition(" ")[2] for line in listing.splitlines() if " " in line]
    for ref in _DEFAULT_REFS:
        if ref in refs:
            return ref
    branches = [ref for ref in refs if ref.startswith("refs/heads/")]
    if len(branches) != 1:
        raise UnreadableFile(
            "the bundle has no HEAD and no main branch; make it with `git bundle create x HEAD`"
        )
    return branches[0]


def _files(run: _Git, listing: bytes) -> Iterator[TreeFile]:
    entries = [entry for entry in listing.split(b"\0") if entry]
    if len(entries) > _MOST_FILES:
        raise TooLarge(f"the bundle holds {len(entries)} files; {_MOST_FILES} are the limit")
    heads = [entry.partition(b"\t")[0].split() for entry in entries]
    total = sum(int(head[3]) for head in heads if head[3].isdigit())
    if total > _MOST_BYTES:
        raise TooLarge(f"the bundle unpacks to {total} bytes; {_MOST_BYTES} are the limit")
    asked = b"".join(head[2] + b"\n" for head in heads if head[1] == b"blob")
    contents = _contents(run("--git-dir=repository", "cat-file", "--batch", given=asked))
    for entry, (mode, kind, name, _size) in zip(entries, heads, strict=True):
        path = entry.partition(b"\t")[2].decode("utf-8", errors="surrogateescape")
        content = next(contents) if kind == b"blob" else name
        yield TreeFile(path=path, content=content, mode=_MODES.get(mode, FileMode.REGULAR))


def _contents(output: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[-1])
        yield output[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
