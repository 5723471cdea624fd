"""Which tier holds on this machine: a program that must fail at everything, run once a process.

The tiers are tried in order; the first that lets nothing through is the one that is used. Where none does,
nothing runs.
"""

import json
import os
import secrets
import tempfile
from functools import cache
from pathlib import Path

from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox.filter import numbers
from earnest.sandbox.interpreters import python
from earnest.sandbox.jail import BUBBLEWRAP
from earnest.sandbox.landlock import LANDLOCK
from earnest.sandbox.limits import default_limits
from earnest.sandbox.place import ENVIRONMENT, Tier
from earnest.sandbox.running import Ending, Job, RunResult, run_unproven

TIERS = (BUBBLEWRAP, LANDLOCK)
_ATTEMPTS = Path(__file__).with_name("attempts.py")
_NETWORK = Path("/proc/self/ns/net")
_NEEDLESS = (
    "keyctl add_key bpf userfaultfd perf_event_open io_uring_setup unshare setns process_vm_readv clone3 "
    "open_by_handle_at memfd_create pidfd_getfd open_tree fsopen personality shmget"
).split()
_OUTSIDE = (
    "/etc/passwd",
    "/etc/shadow",
    "/var/log",
    "/run",
    "/home",
    "/root",
    "/sys/kernel",
    "/boot",
    "/opt",
)


def prove(tiers: tuple[Tier, ...] | None = None) -> Tier:
    """Return the first tier through which nothing escapes.

    Raises `Unavailable` that names, for each, what did, or why it could not be made.
    """
    reasons = []
    for tier in TIERS if tiers is None else tiers:
        reason = weakness(tier)
        if not reason:
            return tier
        reasons.append(f"{tier.name}: {reason}")
    raise Unavailable(f"no isolation: {'; '.join(reasons)}")


@cache
def weakness(tier: Tier) -> str:
    """Run the attempts in a tier and say what is wrong with it; "" where nothing is."""
    if not _NETWORK.is_symlink():
        return "this machine has no namespaces (Linux alone has them)"
    nonce = secrets.token_hex(16)
    limits = default_limits()
    code = _ATTEMPTS.read_text(encoding="utf-8")
    try:
        with tempfile.TemporaryDirectory(prefix="earnest-probe-") as folder:
            Path(folder, "there").write_bytes(b"x")
            Path(folder).chmod(0o777)
            given = {
                "nonce": nonce,
                "environment": _environment(),
                "paths": [*_outside(), f"{folder}/there"],
                "folders": [folder, *_writable(tier)],
                "network": str(_NETWORK.readlink()) if tier.namespaces else "",
                "calls": numbers(_NEEDLESS),
                "processes": limits.processes,
                "disk_bytes": limits.disk_bytes,
                "file_bytes": limits.file_bytes,
            }
            asked = json.dumps(given).encode("utf-8", errors="replace")
            result = run_unproven(Job(python(), ("-I", "-S", "-c", code), Tree(), asked), tier, limits)
    except (OSError, Unavailable) as error:
        return str(error).removeprefix("no isolation: ")
    return _read(result, nonce)


def _writable(tier: Tier) -> list[str]:
    """Return folders of the machine where the caller or everybody may write.

    They are tried from inside. /tmp is the run's own where it has namespaces.
    """
    found = {str(Path(__file__).parent), str(Path.home()), "/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108
    return sorted(found - ({"/tmp"} if tier.namespaces else set()))  # noqa: S108


def _read(result: RunResult, nonce: str) -> str:
    """Read the report. A run that was ended for filling the disk did so after it had reported."""
    lines = result.output.decode("utf-8", errors="replace").splitlines()
    reports = [line.removeprefix(nonce) for line in lines if line.startswith(nonce)]
    ends = {Ending.EXITED: 2, Ending.DISK: 1}
    if ends.get(result.ending) != len(reports):
        said = next((line.strip() for line in reversed(lines) if line.strip()), result.ending.value)
        return f"it cannot be made ({said})"
    escaped = [name for report in reports for name in json.loads(report)]
    return f"it lets through {', '.join(escaped)}" if escaped else ""


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
