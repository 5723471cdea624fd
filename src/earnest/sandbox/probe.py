"""Whether the jail holds on this machine: a program that must fail at everything, really run once a process."""

import json
import os
import secrets
from functools import cache
from pathlib import Path

from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox.interpreters import python
from earnest.sandbox.limits import default_limits
from earnest.sandbox.running import Ending, run_unproven

_ATTEMPTS = Path(__file__).with_name("attempts.py")


@cache
def prove() -> None:
    """Return if nothing escapes; raise `Unavailable` that names what did, or why no jail could be made."""
    nonce = secrets.token_hex(16)
    held = secrets.token_hex(16)
    name = f"EARNEST_PROBE_{held[:8]}"
    os.environ[name] = held
    limits = default_limits().but(wall_seconds=20.0)
    given = {
        "nonce": nonce,
        "secret": held,
        "paths": _outside(),
        "processes": limits.processes,
        "disk_bytes": limits.disk_bytes,
        "file_bytes": limits.file_bytes,
    }
    code = _ATTEMPTS.read_text(encoding="utf-8")
    try:
        result = run_unproven(python(), ("-I", "-S", "-c", code), Tree(), json.dumps(given).encode(), limits)
    except OSError as error:
        raise Unavailable(f"no isolation: {error}") from error
    finally:
        os.environ.pop(name, None)
    text = result.output.decode("utf-8", errors="replace")
    lines = [line.removeprefix(nonce) for line in text.splitlines() if line.startswith(nonce)]
    if result.ending is not Ending.EXITED or len(lines) != 1:
        raise Unavailable(
            f"no isolation: the jail cannot be made ({text.strip().splitlines()[-1:] or result.ending})"
        )
    escaped = json.loads(lines[0])
    if escaped:
        raise Unavailable(f"no isolation: the jail lets through {', '.join(escaped)}")


def _outside() -> list[str]:
    """Files and folders that exist here and must not be seen inside."""
    places = [
        Path.home(),
        Path.cwd(),
        Path(__file__).resolve(),
        Path("/etc/passwd"),
        Path("/etc/shadow"),
        Path("/var/log"),
    ]
    places += [Path("/run"), Path("/home"), Path("/sys/kernel"), Path("/boot")]
    interpreters = tuple(Path(one).resolve() for one in python().bound)
    return sorted(
        {
            str(one)
            for one in places
            if not any(hidden == one or hidden in one.parents for hidden in interpreters)
        }
    )
