"""Whether the jail holds on this machine: a program that must fail at everything, run once a process."""

import json
import os
import secrets
from functools import cache
from pathlib import Path

from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox.interpreters import python
from earnest.sandbox.jail import ENVIRONMENT, HOME
from earnest.sandbox.limits import default_limits
from earnest.sandbox.running import Ending, RunResult, run_unproven

_ATTEMPTS = Path(__file__).with_name("attempts.py")
_NETWORK = Path("/proc/self/ns/net")
_OUTSIDE = ("/etc/passwd", "/etc/shadow", "/var/log", "/run", "/home", "/root", "/sys/kernel", "/boot")


def prove() -> None:
    """Return if nothing escapes; raise `Unavailable` that names what did, or why no jail could be made."""
    reason = _weakness()
    if reason:
        raise Unavailable(f"no isolation: {reason}")


@cache
def _weakness() -> str:
    """Run the attempts and say what is wrong with the jail; "" where nothing is."""
    nonce = secrets.token_hex(16)
    limits = default_limits()
    code = _ATTEMPTS.read_text(encoding="utf-8")
    if not _NETWORK.is_symlink():
        return "this machine has no namespaces (Linux alone has them)"
    given = {
        "nonce": nonce,
        "environment": _environment(),
        "paths": _outside(),
        "home": HOME,
        "network": str(_NETWORK.readlink()),
        "processes": limits.processes,
        "disk_bytes": limits.disk_bytes,
        "file_bytes": limits.file_bytes,
    }
    asked = json.dumps(given).encode("utf-8", errors="replace")
    try:
        result = run_unproven(python(), ("-I", "-S", "-c", code), Tree(), asked, limits)
    except (OSError, Unavailable) as error:
        return str(error).removeprefix("no isolation: ")
    return _read(result, nonce)


def _read(result: RunResult, nonce: str) -> str:
    lines = result.output.decode("utf-8", errors="replace").splitlines()
    reports = [line.removeprefix(nonce) for line in lines if line.startswith(nonce)]
    if result.ending is not Ending.EXITED or len(reports) != 1:
        said = next((line.strip() for line in reversed(lines) if line.strip()), result.ending.value)
        return f"the jail cannot be made ({said})"
    escaped = json.loads(reports[0])
    return f"the jail lets through {', '.join(escaped)}" if escaped else ""


def _environment() -> list[str]:
    """Return values of our own environment that the jail does not set itself."""
    given = set(ENVIRONMENT.values())
    return sorted(
        {one for one in os.environ.values() if len(one) >= 12 and not any(one in own for own in given)}
    )


def _outside() -> list[str]:
    """Files and folders that exist here and must not be seen inside."""
    places = [Path(__file__).resolve(), *map(Path, _OUTSIDE)]
    shown = tuple(Path(one).resolve() for one in python().bound)
    return sorted(
        {str(one) for one in places if not any(one == part or part in one.parents for part in shown)}
    )
