"""Scores Evidence in a process of its own, which nothing but the bytes of the Evidence reaches.

The process starts empty: no application, no Identity, no store, another hash seed, another time zone, no
environment, a working directory without files. Opening a file outside the installed code, a socket or a
process raises there; the clock stands still. A score that comes out the same cannot have used any of it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import earnest
from earnest.errors import ContractBroken, InternalError
from earnest.records.result import SignalResult
from earnest.signals.signal import Signal

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from earnest.signals.apart import main; main()"
)
_ENVIRONMENT = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT")
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
_OPENED = frozenset({"open", "os.listdir", "os.scandir"})
_CLOCKS = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")
_SECONDS = 120


def scored_apart(given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the canonical bytes of the result of each signal, or the name of the error it raised.

    `given` maps a signal ("module:NAME" of a `Signal`) to the canonical bytes of its Evidence. Raises
    `InternalError` where the process gives no answer.
    """
    root = str(Path(earnest.__file__).resolve().parents[1])
    paths = [root, *(path for path in sys.path if path)]
    asked = {name: evidence.decode("utf-8", errors="surrogatepass") for name, evidence in given.items()}
    process = subprocess.run(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-s", "-B", "-c", _START, json.dumps(paths)],
        input=json.dumps(asked).encode(),
        capture_output=True,
        check=False,
        cwd="/",
        timeout=_SECONDS,
        env=_ENVIRONMENT | {name: os.environ[name] for name in _KEPT if name in os.environ},
    )
    if process.returncode:
        raise InternalError(f"scoring apart ended with {process.returncode}: {process.stderr[-300:]!r}")
    answers: dict[str, str] = json.loads(process.stdout)
    return {name: answer.encode("utf-8", errors="surrogatepass") for name, answer in answers.items()}


def place_of(signal: Signal[Any, Any]) -> str:
    """Return where a signal of ours stands, as `scored_apart` takes it."""
    return f"earnest.signals.{signal.id.value}:SIGNAL"


def result_bytes(signal: Signal[Any, Any], evidence: bytes) -> bytes:
    """Return the canonical bytes of the result of a score that gets nothing but these bytes of Evidence."""
    result: SignalResult = signal.score(signal.evidence.from_canonical(evidence), signal.loaded_rubric)
    return result.canonical_bytes()


def main() -> None:
    """Read {"module:NAME": evidence} from standard input and write {"module:NAME": result}."""
    asked: dict[str, str] = json.loads(sys.stdin.buffer.read())
    signals = {name: _signal(name) for name in asked}
    for signal in signals.values():
        _ = signal.loaded_rubric
    _close_off()
    answers = {name: _answer(signals[name], evidence) for name, evidence in asked.items()}
    sys.stdout.buffer.write(json.dumps(answers).encode())


def _signal(place: str) -> Signal[Any, Any]:
    module, _, name = place.partition(":")
    signal: Signal[Any, Any] = getattr(import_module(module), name)
    return signal


def _answer(signal: Signal[Any, Any], evidence: str) -> str:
    try:
        return result_bytes(signal, evidence.encode("utf-8", errors="surrogatepass")).decode(
            "utf-8", errors="surrogatepass"
        )
    except Exception as error:  # noqa: BLE001 - whatever a score raises here, it did not raise outside
        return f"{type(error).__name__}: {error}"


def _close_off() -> None:
    """Take away what a score must not reach; it cannot be given back in this process."""
    inside = tuple(str(Path(path).resolve()) for path in sys.path if path)
    os.environ.clear()
    for name in _CLOCKS:
        setattr(time, name, lambda *_arguments: 0)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _OPENED and isinstance(arguments[0], str) and not _is_inside(arguments[0], inside):
            raise ContractBroken(f"a score opened {Path(arguments[0]).name}")
        if event.startswith(_FORBIDDEN):
            raise ContractBroken(f"a score asked for {event}")

    sys.addaudithook(watch)


def _is_inside(path: str, inside: tuple[str, ...]) -> bool:
    return os.path.realpath(path).startswith(inside)
