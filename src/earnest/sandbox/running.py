"""Run one command on one tree in the sandbox."""

import json
import os
import secrets
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import JsonValue

from earnest.records.tree import FileMode, Tree
from earnest.sandbox.interpreters import Interpreter
from earnest.sandbox.limits import Limits, default_limits
from earnest.sandbox.place import Place, Tier
from earnest.sandbox.watching import Over, Watch


class Ending(StrEnum):
    """How a run ended: by itself, over a limit, or before it began."""

    EXITED = "exited"
    TIMEOUT = "timeout"
    OUTPUT = "output"
    MEMORY = "memory"
    DISK = "disk"
    NOT_BEGUN = "not begun"


@dataclass(frozen=True)
class Job:
    """What to run: an interpreter, its arguments, the tree it stands in, and its standard input.

    `quiet` leaves the standard error out of the output.
    """

    interpreter: Interpreter
    arguments: tuple[str, ...]
    tree: Tree
    given: bytes = b""
    quiet: bool = False


@dataclass(frozen=True)
class RunResult:
    """`output` is both streams, at most `Limits.output_bytes`. `code` counts only where it `EXITED`; 128 and
    the number of a signal where one ended it.

    Where the run was `NOT_BEGUN`, `output` says why.
    """

    ending: Ending
    code: int
    output: bytes


def run_unproven(job: Job, tier: Tier, limits: Limits | None = None) -> RunResult:
    """Run without asking whether the tier holds; only the probe itself and `run` may call this."""
    limits = limits or default_limits()
    with tier.enter(limits, (job.interpreter,)) as place:
        return _run(job, place, limits)


def _run(job: Job, place: Place, limits: Limits) -> RunResult:
    mark = secrets.token_hex(8)
    process = subprocess.Popen(  # noqa: S603 - a list without a shell, made by the tier
        place.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if job.quiet else subprocess.STDOUT,
        env=place.environment,
        cwd="/",
        start_new_session=True,
        pass_fds=place.descriptors,
    )
    _first_to_go(process.pid)
    watch, ended = Watch(process.pid, limits, place.folder), threading.Event()
    watcher = threading.Thread(target=watch.keep, args=(ended, _killer(process)), daemon=True)
    watcher.start()
    most = limits.output_bytes + len(mark)
    try:
        _feed(process, _payload(job, place, limits, mark))
        output = _drain(process, most)
    finally:
        _kill(process)
        ended.set()
        watcher.join()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    said, began, rest = output.partition(mark.encode("ascii"))
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    over = _ending(watch.over, len(output) > most)
    if not began:
        return RunResult(over or Ending.NOT_BEGUN, code, said)
    return RunResult(over or Ending.EXITED, code, rest[: limits.output_bytes])


def _ending(over: Over | None, flooded: bool) -> Ending | None:
    if over is not None:
        return Ending(over.value)
    return Ending.OUTPUT if flooded else None


def _first_to_go(process: int) -> None:
    """Let the kernel end this run before anything else where the machine runs out of memory."""
    try:
        Path(f"/proc/{process}/oom_score_adj").write_text("1000", encoding="ascii")
    except OSError:
        return


def _killer(process: subprocess.Popen[bytes]) -> Callable[[], None]:
    return lambda: _kill(process)


def _payload(job: Job, place: Place, limits: Limits, mark: str) -> bytes:
    files = [file for file in job.tree.files if file.mode is not FileMode.SUBMODULE]
    bounds = limits.but(processes=limits.processes + place.more_processes)
    listed: list[JsonValue] = [[file.path, len(file.content), file.mode.value] for file in files]
    header: dict[str, JsonValue] = {
        "command": [job.interpreter.program, *job.arguments],
        "home": place.home,
        "limits": bounds.model_dump(),
        "files": listed,
        "mark": mark,
    }
    if place.confine is not None:
        header["confine"] = place.confine
    text = json.dumps(header).encode("ascii")
    return b"".join([b"%010d" % len(text), text, *(file.content for file in files), job.given])


def _feed(process: subprocess.Popen[bytes], payload: bytes) -> None:
    """Hand over everything; a jail that could not be made reads nothing, and its reason is in the output."""
    stream = process.stdin
    if stream is None:
        return
    try:
        stream.write(payload)
        stream.close()
    except BrokenPipeError:
        _close_quietly(process)


def _close_quietly(process: subprocess.Popen[bytes]) -> None:
    try:
        if process.stdin is not None:
            process.stdin.close()
    except BrokenPipeError:
        return


def _drain(process: subprocess.Popen[bytes], most: int) -> bytes:
    """Read the pipe to its end or until it is one byte over the limit."""
    if process.stdout is None:
        return b""
    parts: list[bytes] = []
    size = 0
    while size <= most:
        part = os.read(process.stdout.fileno(), 65536)
        if not part:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the session, while its first process, dead or alive, still holds its number.

    Processes in a jail of their own die with it; elsewhere none can leave the group.
    """
    if process.returncode is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
