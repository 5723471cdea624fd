"""The child process: takes one document after the other and parses each in a fork of its own.

The process is started once (`python -I -S -c ...`), imports a parser when the first document of its kind
comes, and forks for each document, so that a document costs a millisecond to start, has limits of its own and
leaves nothing behind. The fork can open nothing: it holds the pipe its answer goes through, and no more.

A request is a line of JSON (`kind`, `size`, `bounds`, `child`) and `size` bytes; an answer is a line of JSON
(`state`, `signal`, `size`) and `size` bytes of JSON text. Imports only the standard library and the parsers.
"""

import codecs
import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from earnest.intake.parsers.blocks import Refused

KINDS = {
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "json": "json_resume",
    "toml": "toml",
    "jsonl": "json_lines",
}
"""The kinds of documents and the module that parses each: `parse(content, bounds) -> JSON value`."""

_ENCODINGS = ("cp437", "cp1252", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_PIPE = 3
_CHUNK = 1 << 16
_IDLE_MS = 5000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Serve until the parent closes its end or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    parent = os.getppid()
    while (head := _read_line(parent)) is not None:
        request: dict[str, Any] = json.loads(head)
        content = _read_exactly(request["size"])
        if content is None:
            return
        answer, payload = _answer(request, content, libc)
        _write(1, json.dumps({**answer, "size": len(payload)}).encode() + b"\n" + payload)
        del content, payload


def _read_line(parent: int) -> bytes | None:
    """Wait for the first line of a request; None when the parent is gone."""
    poll = select.poll()
    poll.register(0, select.POLLIN)
    line = b""
    while not line.endswith(b"\n"):
        if not poll.poll(_IDLE_MS):
            if os.getppid() != parent:
                return None
            continue
        byte = os.read(0, 1)
        if not byte:
            return None
        line += byte
    return line


def _read_exactly(size: int) -> bytes | None:
    parts: list[bytes] = []
    while size > 0:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _answer(
    request: dict[str, Any], content: bytes, libc: ctypes.CDLL | None
) -> tuple[dict[str, object], bytes]:
    parser = _parser(request["kind"])
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _parse_and_exit(parser, request, content, write_end, libc)
    os.close(write_end)
    state, payload = _collect(read_end, request["child"])
    os.close(read_end)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if state == "done" and code != 0:
        state = "time" if -code == signal.SIGXCPU else "died"
    return {"state": state, "signal": max(0, -code)}, payload if state == "done" else b""


@cache
def _parser(kind: str) -> ModuleType:
    """Import a parser and whatever it would read later: a fork opens no files."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    parser = import_module(f"earnest.intake.parsers.{KINDS[kind]}")
    if hasattr(parser, "prepare"):
        parser.prepare()
    return parser


def _collect(read_end: int, bounds: dict[str, Any]) -> tuple[str, bytes]:
    """Return ("done" | "time" | "output" | "gone", what the fork wrote)."""
    poll = select.poll()
    poll.register(read_end, select.POLLIN)
    poll.register(0, select.POLLHUP)
    parts: list[bytes] = []
    held = 0
    deadline = time.monotonic() + bounds["wall_seconds"]
    while (left := deadline - time.monotonic()) > 0:
        ready = dict(poll.poll(left * 1000))
        if 0 in ready and ready[0] & select.POLLHUP:
            return "gone", b""
        if read_end not in ready:
            continue
        part = os.read(read_end, _CHUNK)
        if not part:
            return "done", b"".join(parts)
        held += len(part)
        if held > bounds["output_bytes"]:
            return "output", b""
        parts.append(part)
    return "time", b""


def _parse_and_exit(
    parser: ModuleType, request: dict[str, Any], content: bytes, write_end: int, libc: ctypes.CDLL | None
) -> None:
    try:
        _enclose(write_end, request["child"], libc)
        _write(_PIPE, json.dumps(_parsed(parser, request, content)).encode())
        os._exit(0)
    finally:
        os._exit(1)


def _parsed(parser: ModuleType, request: dict[str, Any], content: bytes) -> object:
    try:
        return parser.parse(content, request["bounds"])
    except Refused as error:
        return {"error": str(error), "too_large": error.too_large}
    except MemoryError:
        return {"error": "needs too much memory to be read; export it smaller", "too_large": True}
    except RecursionError:
        return {"error": "is nested too deeply; export it again, simpler", "too_large": True}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file does to a parser is a fact about the file
        failed = f"its reader failed ({type(error).__name__})"
        return {"error": f"{failed}; export it again, and report it if that fails too", "too_large": False}


def _enclose(write_end: int, bounds: dict[str, Any], libc: ctypes.CDLL | None) -> None:
    """Leave the fork nothing but memory, time and one pipe: it opens no file and no connection."""
    held = _held()
    null = os.open(os.devnull, os.O_RDWR)
    pipe = os.dup(write_end)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.dup2(pipe, _PIPE)
    os.closerange(_PIPE + 1, max(null, pipe, write_end) + 1)
    if libc is not None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    cpu = bounds["cpu_seconds"]
    wanted = {
        "RLIMIT_CPU": (cpu, cpu + 1),
        "RLIMIT_AS": (bounds["memory_bytes"] + held,) * 2,
        "RLIMIT_FSIZE": (0, 0),
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_NPROC": (0, 0),
        "RLIMIT_NOFILE": (_PIPE + 1,) * 2,
    }
    for name, value in wanted.items():
        # A system that lacks a limit, or has a lower one, keeps its own.
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), value)


def _held() -> int:
    """Return the bytes of address space this process already holds (0 where nobody tells)."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - no pathlib in the child
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
