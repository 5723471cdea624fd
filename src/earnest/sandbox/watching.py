"""Looks at a run from outside while it lasts: its time, its memory, its folder."""

import os
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from earnest.sandbox.limits import Limits

_EVERY = 0.1  # seconds between two looks
_DEEPEST, _MOST_ENTRIES = 40, 20_000  # folders below folders, and names, in the private folder
_SPARE = 4  # how many times `disk_bytes` the machine's disk may lose while a run lasts
_PROC = Path("/proc")


class Over(StrEnum):
    """What a run had too much of."""

    TIME = "timeout"
    MEMORY = "memory"
    DISK = "disk"


class Watch:
    """Watches one session. `over` is what ended it, or None."""

    def __init__(self, process: int, limits: Limits, folder: Path | None) -> None:
        """Begin to count the time."""
        self.over: Over | None = None
        self._process, self._limits, self._folder = process, limits, folder
        self._until = time.monotonic() + limits.wall_seconds
        self._free = 0 if folder is None else _free(folder)

    def keep(self, ended: threading.Event, kill: Callable[[], None]) -> None:
        """Look again and again until the run has `ended`; `kill` it where it has too much, or left others."""
        while not ended.wait(min(_EVERY, max(self._until - time.monotonic(), 0))):
            self.over = self._look()
            if self.over is not None or has_exited(self._process):
                kill()
                return

    def _look(self) -> Over | None:
        if time.monotonic() >= self._until:
            return Over.TIME
        processes = family(self._process)
        if memory_of(processes) > self._limits.total_bytes:
            return Over.MEMORY
        full = names_of(processes) > _MOST_ENTRIES if self._folder is None else self._is_full(self._folder)
        return Over.DISK if full else None

    def _is_full(self, folder: Path) -> bool:
        most = self._limits.disk_bytes
        return held(folder, most) > most or self._free - _free(folder) > _SPARE * most


def has_exited(process: int) -> bool:
    """Whether a child has ended and still waits to be asked for its code."""
    try:
        return os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
    except ChildProcessError:
        return True


def family(process: int) -> set[int]:
    """Return a process, all that descend from it, and all of its session."""
    parents: dict[int, int] = {}
    found = {process}
    for one in _PROC.iterdir():
        if not one.name.isdigit():
            continue
        try:
            fields = (one / "stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        parents[int(one.name)] = int(fields[1])
        if int(fields[3]) == process:
            found.add(int(one.name))
    grown = 0
    while len(found) > grown:
        grown = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def memory_of(processes: set[int]) -> int:
    """Return the bytes that belong to processes alone, in memory and swapped out."""
    total = 0
    for process in processes:
        try:
            text = (_PROC / str(process) / "status").read_bytes()
        except OSError:
            continue
        for line in text.split(b"\n"):
            if line.startswith((b"RssAnon:", b"RssShmem:", b"VmSwap:")):
                total += int(line.split()[1]) * 1024
    return total


def names_of(processes: set[int]) -> int:
    """Return how many names lie in the folders in memory that a jail may write: each takes kernel memory."""
    own = Path("/").stat().st_dev
    found = 0
    for process in processes:
        for name in ("tmp", "sample"):
            place = f"/proc/{process}/root/{name}"
            try:
                if Path(f"/proc/{process}/root/").stat().st_dev != own:
                    about = os.statvfs(place)
                    found = max(found, about.f_files - about.f_ffree)
            except OSError:
                continue
    return found


def held(folder: Path, most: int) -> int:
    """Return how many bytes lie below a folder; more than `most` where it cannot be counted."""
    total, entries = 0, 0
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            with os.scandir(path) as listed:
                for one in listed:
                    entries += 1
                    if entries > _MOST_ENTRIES or depth > _DEEPEST:
                        return most + 1
                    if one.is_dir(follow_symlinks=False):
                        waiting.append((one.path, depth + 1))
                    total += one.stat(follow_symlinks=False).st_blocks * 512
        except FileNotFoundError:
            continue
        except OSError:
            return most + 1
    return total


def _free(folder: Path) -> int:
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize
