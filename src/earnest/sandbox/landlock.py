"""The second tier: Landlock, the filter of system calls and limits, where user namespaces are refused.

A run sees the machine's file names, and neither reads a byte nor lists a folder besides the system's
libraries and the interpreters; it writes in one private folder, which is watched for its size. Every socket
is refused. Source: landlock(7), seccomp(2).
"""

import ctypes
import itertools
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from earnest.errors import Unavailable
from earnest.sandbox.filter import Strictness, program
from earnest.sandbox.interpreters import Interpreter, python
from earnest.sandbox.jail import LIBRARIES, inside
from earnest.sandbox.limits import Limits
from earnest.sandbox.place import ENVIRONMENT, Place, Tier

_OLDEST = 3  # the first version that keeps a file outside from being cut to nothing
_CALL = 444
_SCOPES_SIGNALS = 6
_READ = (*LIBRARIES, "/lib", "/lib32", "/lib64", "/etc/ld.so.cache")
_DEVICES = ("/dev/null", "/dev/urandom", "/dev/random")
_SETTINGS = {"OPENSSL_CONF": "/dev/null"}  # a setting that is there and closed is an error to Node.js
_RUNS = itertools.count()  # a user of its own for every run: what dies slowly takes no room from the next
_FIRST_USER, _USERS = 60706, 478  # numbers that nobody gives to anybody


@cache
def version() -> int:
    """Return the version of Landlock that this kernel has; 0 where it has none."""
    try:
        return max(int(ctypes.CDLL(None).syscall(_CALL, None, 0, 1)), 0)
    except (OSError, AttributeError):
        return 0


@contextmanager
def _enter(limits: Limits, interpreters: tuple[Interpreter, ...]) -> Iterator[Place]:
    del limits
    if version() < _OLDEST:
        raise Unavailable(f"no isolation: this kernel has no Landlock of version {_OLDEST} or newer")
    user = _FIRST_USER + (os.getpid() * 7 + next(_RUNS)) % _USERS if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="earnest-run-")).resolve()
    try:
        home, temporary = folder / "sample", folder / "tmp"
        for one in (home, temporary):
            one.mkdir(mode=0o700)
        if user is not None:
            for one in (folder, home, temporary):
                os.chown(one, user, user)
        yield _place(folder, user, (python(), *interpreters))
    finally:
        _remove(folder)


def _place(folder: Path, user: int | None, interpreters: tuple[Interpreter, ...]) -> Place:
    bound = sorted({path for one in interpreters for path in one.bound})
    strictness = Strictness(
        shares_machine=True, keeps_user=user is None, signals_leak=version() < _SCOPES_SIGNALS
    )
    readable = [path for path in (*_READ, *bound) if Path(path).exists()]
    confine: dict[str, JsonValue] = {
        "user": user,
        "reads_closed": user is not None and any(_is_closed(Path(path)) for path in bound),
        "version": version(),
        "readable": list(readable),
        "devices": [path for path in _DEVICES if Path(path).exists()],
        "private": [str(folder)],
        "filter": program(strictness).hex(),
    }
    temporary = str(folder / "tmp")
    return Place(
        command=[python().program, "-I", "-S", "-c", inside()],
        home=str(folder / "sample"),
        temporary=temporary,
        environment={**ENVIRONMENT, "HOME": temporary, "TMPDIR": temporary, **_SETTINGS},
        folder=folder,
        confine=confine,
        more_processes=0 if user is not None else _tasks_of(os.getuid()),
    )


def _is_closed(path: Path) -> bool:
    """Whether somebody else could not reach a path."""
    needed = stat.S_IXOTH
    return any(not one.stat().st_mode & needed for one in (path, *path.parents))


def _tasks_of(user: int) -> int:
    """Count the processes and threads of a user: the kernel counts them against the same limit."""
    count = 0
    for one in Path("/proc").iterdir():
        try:
            if one.name.isdigit() and one.stat().st_uid == user:
                count += sum(1 for _ in (one / "task").iterdir())
        except OSError:
            continue
    return count


def _remove(folder: Path) -> None:
    """Remove whatever was left, however deep, and closed to ourselves."""
    for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
        found = shutil.which(command[0], path="/usr/bin:/bin")
        if found is not None:
            subprocess.run([found, *command[1:], "--", str(folder)], check=False, capture_output=True)  # noqa: S603


LANDLOCK = Tier("landlock", namespaces=False, enter=_enter)
