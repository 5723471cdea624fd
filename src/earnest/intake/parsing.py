"""The parent's end of the child process that parses what candidates hand in (`parsers/server.py`).

One child serves a process for as long as it lives; a batch pays for an interpreter once a worker. Bytes go in
and JSON text comes back, both through pipes; nothing is unpickled and the child never gets a path.
"""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

from pydantic import JsonValue, TypeAdapter, ValidationError

import earnest
from earnest.errors import InternalError, TooLarge, UnreadableFile
from earnest.intake.limits import limits, size
from earnest.records.base import Record

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from earnest.intake.parsers.server import main; main()"
)
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT")
_GRACE_SECONDS = 10
_VALUE: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


class _Head(Record):
    """The first line of an answer."""

    state: str
    signal: int
    size: int


def parse(kind: str, content: bytes, file: str) -> dict[str, JsonValue]:
    """Return what the parser of `kind` (`parsers.server.KINDS`) makes of `content`.

    Raises `UnreadableFile` or `TooLarge` with one line that begins with `file`.
    """
    bounds = limits().child
    head, payload = _server().ask(kind, content)
    if head.state == "time":
        seconds = f"{bounds.wall_seconds:g}"
        raise TooLarge(f"{file}: takes more than {seconds} seconds to read; export it simpler or as text")
    if head.state == "output":
        raise TooLarge(f"{file}: gives more than {size(bounds.output_bytes)} of text; hand in a shorter one")
    if head.state != "done":
        raise UnreadableFile(
            f"{file}: is broken or needs too much memory, its reader had to be stopped; export it again"
        )
    try:
        value = _VALUE.validate_json(payload)
    except ValidationError:
        raise UnreadableFile(f"{file}: is broken, its reader gave no answer; export it again") from None
    if "error" in value:
        error = TooLarge if value.get("too_large") else UnreadableFile
        raise error(f"{file}: {value['error']}")
    return value


class _Gone(Exception):
    """The child died between two documents or before it answered."""


class _Server:
    """A running child; not started before the first document."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, kind: str, content: bytes) -> tuple[_Head, bytes]:
        with self._lock:
            try:
                return self._ask(kind, content)
            except _Gone:
                # Whoever ended it (a person, the system when memory is short): a new one gets one more try.
                try:
                    return self._ask(kind, content)
                except _Gone:
                    return _Head(state="gone", signal=0, size=0), b""

    def _ask(self, kind: str, content: bytes) -> tuple[_Head, bytes]:
        process = self._started()
        request = {
            "kind": kind,
            "size": len(content),
            "bounds": limits().document.model_dump(),
            "child": limits().child.model_dump(),
        }
        if process.stdin is None or process.stdout is None:
            raise InternalError("the parser process has no pipes")
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.flush()
            reader = _Reader(process.stdout.fileno(), limits().child.wall_seconds + _GRACE_SECONDS)
            head = _Head.model_validate_json(reader.line())
            return head, reader.exactly(head.size)
        except BaseException as error:
            # Half an answer must never be taken for the beginning of the next one.
            self.close()
            if isinstance(error, OSError | TimeoutError | EOFError | ValidationError):
                raise _Gone from error
            raise

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            root = str(Path(earnest.__file__).resolve().parents[1])
            paths = [root, *(path for path in sys.path if path)]
            flags = ("-I", "-S", "-B") if sys.dont_write_bytecode else ("-I", "-S")
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, *flags, "-c", _START, json.dumps(paths)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            )
        return self._process

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


class _Reader:
    """Reads an answer, but not for ever. Raises `TimeoutError` or `EOFError`."""

    def __init__(self, descriptor: int, seconds: float) -> None:
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)
        self._deadline = time.monotonic() + seconds
        self._held = bytearray()

    def line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            self._more()
        return self._take(end + 1)

    def exactly(self, count: int) -> bytes:
        while len(self._held) < count:
            self._more()
        return self._take(count)

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken

    def _more(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0 or not self._poll.poll(left * 1000):
            raise TimeoutError
        part = os.read(self._descriptor, 1 << 20)
        if not part:
            raise EOFError
        self._held += part


@cache
def _server_of(_process_id: int) -> _Server:
    server = _Server()
    atexit.register(server.close)
    return server


def _server() -> _Server:
    """Return the child of this very process: one that was inherited through a fork belongs to the parent."""
    return _server_of(os.getpid())
