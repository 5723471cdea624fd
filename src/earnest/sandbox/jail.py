"""The first tier: the command line that makes the jail with bubblewrap.

Nothing of the machine is visible but the system's libraries and the interpreters, read-only. There is no
network, no environment, no capability, no user namespace to make more of; all that can be written is in
memory and sized; a filter holds back the system calls that no program needs.

A user namespace maps the caller's user to `nobody`. Where the caller is root, that alone would leave the
kernel counting the jail's processes as root's, which no limit holds; so an outer jail, which can reach
interpreters in folders closed to others, first becomes an unprivileged user for good.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from earnest.errors import Unavailable
from earnest.sandbox.filter import Strictness, program
from earnest.sandbox.interpreters import Interpreter, python
from earnest.sandbox.limits import Limits
from earnest.sandbox.place import ENVIRONMENT, Place, Tier

HOME = "/sample"  # where the tree stands in the jail
_NOBODY = 64999
_PLACES = "/usr/bin:/bin:/usr/local/bin"
_INSIDE = Path(__file__).with_name("inside.py")
_BECOME = (
    "import os,sys;os.setgroups([]);os.setresgid({0},{0},{0});os.setresuid({0},{0},{0});"
    "os.execv(sys.argv[1],sys.argv[1:])"
)
LIBRARIES = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/share/zoneinfo")
_NO_ZERO = ("--dev-bind", "/dev/null", "/dev/zero")  # mapped, it is memory that no process is charged for
_LINKED = ("/bin", "/lib", "/lib32", "/lib64")


@contextmanager
def _enter(limits: Limits, interpreters: tuple[Interpreter, ...]) -> Iterator[Place]:
    with tempfile.TemporaryFile() as file:
        file.write(program(Strictness()))
        file.flush()
        file.seek(0)
        command = jailed(limits, interpreters, file.fileno())
        yield Place(command=command, home=HOME, descriptors=(file.fileno(),))


BUBBLEWRAP = Tier("bubblewrap", namespaces=True, enter=_enter)


def jailed(limits: Limits, interpreters: tuple[Interpreter, ...], calls: int) -> list[str]:
    """Return the command that runs `inside.py` in the jail. Raises `Unavailable` without bubblewrap.

    `calls` is the number of an open file with the filter of system calls.
    """
    bwrap = _bwrap()
    runner = python()
    bound = {path for one in (runner, *interpreters) for path in one.bound}
    inner = [bwrap, *_namespaces(), *_writable(limits), *_read_only(bound), *_closed(), *_variables()]
    inner += ["--seccomp", str(calls), runner.program, "-I", "-S", "-c", inside()]
    if os.getuid() != 0:
        return inner
    become, needed = _becoming(runner)
    return [*_outer(bwrap, bound | needed), *become, *inner]


def _becoming(runner: Interpreter) -> tuple[list[str], set[str]]:
    """Return the command that becomes an unprivileged user for good, and what it needs to see.

    `setpriv` (util-linux) starts ten times as fast as an interpreter; where it is absent, that does it.
    """
    setpriv = shutil.which("setpriv", path=_PLACES)
    if setpriv is None:
        return [runner.program, "-I", "-S", "-c", _BECOME.format(_NOBODY)], set()
    options = [
        f"--reuid={_NOBODY}",
        f"--regid={_NOBODY}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
    ]
    return [setpriv, *options, "--"], {setpriv}


@cache
def inside() -> str:
    """Return the text of what runs first in every tier."""
    return _INSIDE.read_text(encoding="utf-8")


def _bwrap() -> str:
    found = shutil.which("bwrap", path=_PLACES)
    if found is None:
        raise Unavailable("no isolation: bubblewrap (bwrap) is not on this machine")
    return found


def _namespaces() -> list[str]:
    """Everything of its own, and no way to make more of it."""
    options = "--unshare-all --unshare-user --disable-userns --die-with-parent --new-session --clearenv"
    return [*options.split(), "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "jail"]


def _read_only(bound: set[str]) -> list[str]:
    """Bind the system's libraries, the links of a merged /usr, and what the interpreters need.

    The folders above them are made first, because bubblewrap by itself makes them closed to others.
    """
    above = {str(folder) for path in (*LIBRARIES, *bound) for folder in Path(path).parents}
    options = [part for path in sorted(above - {"/"}) for part in ("--perms", "0755", "--dir", path)]
    for path in LIBRARIES:
        options += ["--ro-bind-try", path, path]
    for name in _LINKED:
        if Path(name).is_symlink():
            options += ["--symlink", str(Path(name).readlink()), name]
        elif Path(name).is_dir() and name != "/bin":
            options += ["--ro-bind", name, name]
    return [*options, *(part for path in sorted(bound) for part in ("--ro-bind", path, path))]


def _writable(limits: Limits) -> list[str]:
    """Two sized folders in memory. They come first, so that an interpreter below /tmp is still seen."""
    sized = ["--size", str(limits.disk_bytes), "--perms", "0700", "--tmpfs"]
    return ["--proc", "/proc", "--dev", "/dev", *_NO_ZERO, *sized, "/tmp", *sized, HOME]  # noqa: S108 - inside the jail


def _closed() -> list[str]:
    return ["--remount-ro", "/dev", "--remount-ro", "/"]


def _variables() -> list[str]:
    return [part for name, value in ENVIRONMENT.items() for part in ("--setenv", name, value)]


def _outer(bwrap: str, bound: set[str]) -> list[str]:
    """Make an outer jail that only root needs: the same files, and the right to become somebody else."""
    options = [bwrap, "--die-with-parent", "--clearenv", "--bind", "/proc", "/proc", "--dev", "/dev"]
    options += ["--tmpfs", "/tmp", "--dir", HOME, *_read_only(bound | {bwrap})]  # noqa: S108 - inside the jail
    return [*options, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
