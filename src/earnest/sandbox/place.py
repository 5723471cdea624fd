"""What a tier makes for one run: the command that leads into it, and what stands there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from earnest.sandbox.interpreters import Interpreter
from earnest.sandbox.limits import Limits

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",  # noqa: S108 - inside the jail
    "TMPDIR": "/tmp",  # noqa: S108
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "NO_COLOR": "1",
}


@dataclass(frozen=True)
class Place:
    """`command` runs `inside.py`; `home` is where the tree stands in it, `temporary` where else it may write.

    `folder` is a folder of the machine that must be watched, because nothing there has a size of its own.
    `confine` is what `inside.py` must close itself; `more_processes` are those that count and are not its.
    """

    command: list[str]
    home: str
    temporary: str = "/tmp"  # noqa: S108 - inside the jail
    environment: dict[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    folder: Path | None = None
    confine: dict[str, JsonValue] | None = None
    more_processes: int = 0


@dataclass(frozen=True)
class Tier:
    """A way to isolate a run. `enter` raises `Unavailable` where this machine has it not."""

    name: str
    namespaces: bool
    enter: Callable[[Limits, tuple[Interpreter, ...]], AbstractContextManager[Place]]
