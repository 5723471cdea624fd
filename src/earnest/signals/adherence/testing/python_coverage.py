"""Runs inside the sandbox; handed to the interpreter as text, never imported.

Standard input is JSON: a nonce that opens the report, the `tests` (files) and the `files` whose lines count.
Every test of unittest and every function `test*` without arguments is run; what is printed goes nowhere.
"""

import importlib
import inspect
import json
import os
import sys
import threading
import unittest
from collections.abc import Callable
from types import CodeType, FrameType


class Lines:
    """Which lines of the files were run."""

    def __init__(self, files: list[str]) -> None:
        """Begin with none."""
        self.ran: dict[str, set[int]] = {os.path.abspath(path): set() for path in files}  # noqa: PTH100

    def enter(self, frame: FrameType, _event: str, _arg: object) -> Callable[..., object] | None:
        """Follow a frame where its file counts."""
        return self.step if frame.f_code.co_filename in self.ran else None

    def step(self, frame: FrameType, event: str, _arg: object) -> Callable[..., object]:
        """Note a line."""
        if event == "line":
            self.ran[frame.f_code.co_filename].add(frame.f_lineno)
        return self.step


def lines_of(code: CodeType) -> set[int]:
    """Return the lines of a file that can be run, those of its functions included."""
    found = {line for _start, _end, line in code.co_lines() if line}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found |= lines_of(one) - {one.co_firstlineno}
    return found


def load(file: str) -> object:
    """Import a test by its file."""
    folder = os.path.dirname(file)  # noqa: PTH120
    if os.path.exists(os.path.join(folder, "__init__.py")):  # noqa: PTH110, PTH118
        return importlib.import_module(file.removesuffix(".py").replace("/", "."))
    place = os.path.abspath(folder)  # noqa: PTH100
    if place not in sys.path:
        sys.path.insert(0, place)
    return importlib.import_module(os.path.basename(file).removesuffix(".py"))  # noqa: PTH119


def run(module: object) -> tuple[int, int, list[str]]:
    """Run the tests of a module: how many there are, how many failed, and which cannot be run here."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)  # type: ignore[arg-type]
    result = unittest.TestResult()
    suite.run(result)
    count, failed = result.testsRun, len(result.errors) + len(result.failures)
    other = []
    for name, function in sorted(vars(module).items()):
        if name.startswith("test") and inspect.isfunction(function):
            if inspect.signature(function).parameters:
                other.append(name)
                continue
            count += 1
            try:
                function()
            except Exception:  # noqa: BLE001 - a failing test runs lines, too
                failed += 1
    return count, failed, other


def main() -> None:
    """Read what to do, do it, report."""
    given = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    leave, write, dumps, nonce = os._exit, os.write, json.dumps, given.pop("nonce")
    home = os.getcwd()  # noqa: PTH109
    sys.path[:0] = [one for one in (home, os.path.abspath("src")) if os.path.isdir(one)]  # noqa: PTH100, PTH112
    lines, report = Lines(given["files"]), {"count": 0, "failed": 0, "other": [], "lines": {}}
    threading.settrace(lines.enter)  # type: ignore[arg-type]
    sys.settrace(lines.enter)  # type: ignore[arg-type]
    for file in given["tests"]:
        try:
            count, failed, other = run(load(file))
        except BaseException as error:  # noqa: BLE001 - whatever the candidate's test raises
            report["other"].append(f"{file}: {type(error).__name__}: {error}"[:300])  # type: ignore[attr-defined]
            continue
        report["count"] += count  # type: ignore[operator]
        report["failed"] += failed  # type: ignore[operator]
        report["other"] += [f"{file}: {name}" for name in other]  # type: ignore[operator]
    sys.settrace(None)
    for path in given["files"]:
        with open(path, "rb") as source:  # noqa: PTH123
            can = lines_of(compile(source.read(), path, "exec"))
        report["lines"][path] = [sorted(can), sorted(lines.ran[os.path.abspath(path)])]  # type: ignore[index] # noqa: PTH100
    said = f"\n{nonce}{dumps(report)}\n".encode()
    while said:
        said = said[write(out, said) :]
    leave(0)


if __name__ == "__main__":
    main()
