"""Calls a candidate's functions and runs their programs in the sandbox, and says what came of it."""

import json
import secrets
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox import Ending, Interpreter, RunResult
from earnest.signals.adherence.testing.reaching import reaches_into

_SEED = (
    "import os,sys;os.environ['PYTHONHASHSEED']=sys.argv[1];"
    "os.execv(sys.executable,[sys.executable,*sys.argv[2:]])"
)
_KILLED = 137
_ENDINGS = {
    Ending.TIMEOUT: "it came to no end within the time limit",
    Ending.OUTPUT: "it wrote more than it may",
    Ending.MEMORY: "it used more memory than it may",
    Ending.DISK: "it wrote more files than it may",
}


class NoAnswer(Exception):
    """Nothing can be said of a run; the text says why."""


@dataclass(frozen=True)
class Event:
    """What code of the tree did: `kind` is import, write, network or start; `file` is "" outside the tree."""

    kind: str
    detail: str
    file: str
    line: int


@dataclass(frozen=True)
class Made:
    """What came of one call. `absent` says why it could not be made; `raised` is None where it returned.

    `value` is what it returned, written so that equal values are written alike; `text` is it as it is, where
    it is a text.
    """

    absent: str = ""
    classes: tuple[str, ...] = ()
    value: str | None = None
    unstable: str = ""
    text: str | None = None
    mutated: bool = False
    differs: bool = False
    raised: tuple[str, ...] | None = None
    message: str = ""
    place: tuple[str, int] = ("", 0)
    measured: tuple[tuple[int, float, int, int], ...] = ()


@dataclass(frozen=True)
class Called:
    """The calls in their order, and what the code of the tree did meanwhile."""

    made: tuple[Made, ...]
    events: tuple[Event, ...] = field(default=())


def call(start: Tree, tree: Tree, calls: list[dict[str, Any]], seed: int = 0, *, look: bool = True) -> Called:
    """Make the calls, one after the other, in one process of the sandbox.

    Without a `look` at what the code reaches for, the report may be believed only against the candidate.
    Raises `NoAnswer` where there is no isolation, where the code reaches for what runs it, or where no report
    came.
    """
    reached = reaches_into(start, tree) if look else ""
    if reached:
        raise NoAnswer(f"a person has to look first: {reached}")
    said = _reported("python_caller.py", tree, {"calls": calls}, seed)
    made = tuple(_made(one) for one in said["results"])
    return Called(made, tuple(Event(*event) for event in said["events"]))


@dataclass(frozen=True)
class Coverage:
    """How many tests there are, how many fail, which cannot be run; of each file all lines, and those run."""

    count: int
    failed: int
    other: tuple[str, ...]
    lines: dict[str, tuple[frozenset[int], frozenset[int]]]


def cover(start: Tree, tree: Tree, tests: list[str], files: list[str]) -> Coverage:
    """Run the tests that stand in a tree and say which lines of the files they ran. Raises `NoAnswer`."""
    reached = reaches_into(start, tree)
    if reached:
        raise NoAnswer(f"a person has to look first: {reached}")
    said = _reported("python_coverage.py", tree, {"tests": tests, "files": files}, 0)
    lines = {path: (frozenset(can), frozenset(ran)) for path, (can, ran) in said["lines"].items()}
    return Coverage(said["count"], said["failed"], tuple(said["other"]), lines)


def _reported(name: str, tree: Tree, asked: dict[str, Any], seed: int) -> dict[str, Any]:
    """Run one of our programs in the sandbox and return its report."""
    nonce = secrets.token_hex(16)
    given = json.dumps({"nonce": nonce, **asked}).encode()
    arguments = ("-I", "-S", "-c", _SEED, str(seed), "-P", "-S", "-s", "-c", _text(name))
    result = run_once(sandbox.python(), arguments, tree, given)
    last = result.output.decode("utf-8", errors="replace").rstrip("\n").rpartition("\n")[2]
    if not last.startswith(nonce):
        raise NoAnswer("it ended before its report")
    said: dict[str, Any] = json.loads(last.removeprefix(nonce))
    return said


def program(
    tree: Tree, command: tuple[str, ...], given: bytes, *, errors: bool = False, seed: int = 0
) -> RunResult:
    """Run a command (`python`, `python3`, `node` or `sh`, then its arguments) as it stands.

    The output is its standard output alone; with `errors` also the other stream. Raises `NoAnswer`.
    """
    if command[0] in {"node", "sh"}:
        interpreter, arguments = _interpreter(command[0]), command[1:]
    elif command[0] in {"python", "python3"}:
        interpreter = sandbox.python()
        arguments = ("-I", "-S", "-c", _SEED, str(seed), "-S", "-s", *command[1:])
    else:
        raise NoAnswer(f"nothing here runs {command[0]!r}")
    result = run_once(interpreter, arguments, tree, given, quiet=not errors)
    if result.code == _KILLED:
        raise NoAnswer("it was ended: a limit of processor time, or its own doing")
    return result


def run_once(
    interpreter: Interpreter, arguments: tuple[str, ...], tree: Tree, given: bytes, *, quiet: bool = False
) -> RunResult:
    """Run to its own end; raise `NoAnswer` where there was none."""
    try:
        result = sandbox.run(interpreter, arguments, tree, given, quiet=quiet)
    except Unavailable as error:
        raise NoAnswer(str(error)) from error
    if result.ending is not Ending.EXITED:
        raise NoAnswer(_ENDINGS[result.ending])
    return result


@cache
def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _interpreter(name: str) -> Interpreter:
    try:
        return sandbox.node() if name == "node" else replace(sandbox.shell(), program="/usr/bin/sh")
    except Unavailable as error:
        raise NoAnswer(str(error)) from error


def _made(said: dict[str, Any]) -> Made:
    raised = said.get("raised")
    file, line = said.get("place", ("", 0))
    return Made(
        absent=said.get("absent", ""),
        classes=tuple(said.get("classes", ())),
        value=said.get("value"),
        unstable=said.get("unstable", ""),
        text=said.get("text"),
        mutated=said.get("mutated", False),
        differs=said.get("differs", False),
        raised=None if raised is None else tuple(raised["classes"]),
        message="" if raised is None else raised["message"],
        place=(file, line),
        measured=tuple(
            (size, seconds, peak, lines) for size, seconds, peak, lines in said.get("measured", ())
        ),
    )
