"""Run one command on one tree in the jail."""

import json
import os
import signal
import subprocess
import threading
from dataclasses import dataclass
from enum import StrEnum

from earnest.records.tree import FileMode, Tree
from earnest.sandbox.interpreters import Interpreter
from earnest.sandbox.jail import HOME, jailed
from earnest.sandbox.limits import Limits, default_limits


class Ending(StrEnum):
    """How a run ended."""

    EXITED = "exited"
    TIMEOUT = "timeout"
    OUTPUT = "output"


@dataclass(frozen=True)
class RunResult:
    """`output` is both streams, at most `Limits.output_bytes`. `code` counts only where it `EXITED`."""

    ending: Ending
    code: int
    output: bytes


def run_unproven(
    interpreter: Interpreter,
    arguments: tuple[str, ...],
    tree: Tree,
    given: bytes,
    limits: Limits | None = None,
) -> RunResult:
    """Run without asking whether the jail holds; only the probe itself and `run` may call this."""
    limits = limits or default_limits()
    payload = _payload((interpreter.program, *arguments), tree, given, limits)
    process = subprocess.Popen(  # noqa: S603 - a list without a shell, made by `jailed`
        jailed(limits, (interpreter,)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={},
        cwd="/",
        start_new_session=True,
    )
    expired = threading.Event()
    watch = threading.Timer(limits.wall_seconds, _expire, (expired, process))
    watch.daemon = True
    watch.start()
    try:
        _feed(process, payload)
        output = _drain(process, limits.output_bytes)
    finally:
        _kill(process)
        watch.cancel()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    ending = Ending.OUTPUT if len(output) > limits.output_bytes else Ending.EXITED
    if expired.is_set():
        ending = Ending.TIMEOUT
    return RunResult(ending, process.returncode, output[: limits.output_bytes])


def _expire(expired: threading.Event, process: subprocess.Popen[bytes]) -> None:
    expired.set()
    _kill(process)


def _payload(command: tuple[str, ...], tree: Tree, given: bytes, limits: Limits) -> bytes:
    files = [file for file in tree.files if file.mode is not FileMode.SUBMODULE]
    header = {
        "command": command,
        "home": HOME,
        "limits": limits.model_dump(),
        "files": [[file.path, len(file.content), file.mode.value] for file in files],
    }
    text = json.dumps(header).encode("ascii")
    return b"".join([b"%010d" % len(text), text, *(file.content for file in files), given])


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
            process.wait()
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the session; the jail's own processes die with the jail."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
