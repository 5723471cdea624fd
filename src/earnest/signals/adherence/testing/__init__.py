"""Runs the tests of an item on a candidate's tree in the sandbox; believes nothing but its own report."""

import json
import secrets
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.evidence.adherence import TestsOutcome, TestsState
from earnest.records.item import CodingItem
from earnest.records.tree import Tree
from earnest.sandbox import Ending, RunResult
from earnest.signals.adherence.testing.compiled import run_go, run_rust, run_shell
from earnest.signals.adherence.testing.expected import Expected, expected_tests
from earnest.signals.adherence.testing.reaching import reaches_into

__all__ = ["run_item_tests", "run_unread"]

_HERE = Path(__file__).parent
_ANY = ""  # the name of a test whose title is computed


class _Report(NamedTuple):
    """What a runner says at its end: names of the tests that passed and that did not, and what was
    tampered.

    `broken` says why the candidate's code could not be run at all, `unable` why nobody can tell.
    """

    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    tampered: tuple[str, ...] = ()
    broken: str = ""
    unable: str = ""


def run_item_tests(item: CodingItem, tree: Tree) -> TestsOutcome:
    """Run the item's tests (unittest, node:test, Go, Rust or shell) on a candidate's tree and count what ran.

    `PASSED` needs the report of our own runner with every test that stands in the item. Where no jail, no
    interpreter or no runner is at hand, or the run came to no end, it is `NOT_RUN` with the reason.
    """
    if not item.tests.files:
        return _not_run("the item has no tests")
    if _runner(item) is None:
        return _not_run(f"there is no runner for {' '.join(item.test_command) or item.language!r}")
    expected = expected_tests(item.tests)
    if not expected:
        return _not_run("no test was found in the files of the item's tests")
    reached = reaches_into(item.start, tree)
    if reached:
        return _not_run(f"a person has to look first: {reached}", expected)
    return run_unread(item, tree)


def run_unread(item: CodingItem, tree: Tree) -> TestsOutcome:
    """Run the tests although nobody has looked whether the code reaches for what runs it."""
    runner, expected = _runner(item), expected_tests(item.tests)
    if runner is None:
        return _not_run(f"there is no runner for {item.language!r}")
    overlaid = Tree.from_files(tree.as_dict() | item.tests.as_dict())
    nonce = secrets.token_hex(16)
    try:
        results = runner(item, overlaid, expected, nonce)
    except Unavailable as error:
        return _not_run(str(error), expected)
    return _outcome(results, expected, nonce)


def _not_run(reason: str, expected: tuple[Expected, ...] = ()) -> TestsOutcome:
    return TestsOutcome(state=TestsState.NOT_RUN, expected=len(expected), reason=reason)


Runner = Callable[[CodingItem, Tree, tuple[Expected, ...], str], list[RunResult]]


def _runner(item: CodingItem) -> Runner | None:
    if item.test_command:
        return _RUNNERS.get(item.test_command[0])
    return _RUNNERS.get(_OF_LANGUAGE.get(item.language, ""))


def _python(item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str) -> list[RunResult]:
    """Run every test in one process; the files of the item are handed over, not read off the tree.

    Tests of shell scripts are Python that starts `/bin/sh`.
    """
    sources = {
        file.path: file.content.decode("utf-8") for file in item.tests.files if file.path.endswith(".py")
    }
    code = (_HERE / "python_runner.py").read_text(encoding="utf-8")
    given = {"nonce": nonce, "sources": sources, "tests": [[one.file, one.name] for one in expected]}
    interpreter = sandbox.shell() if item.language == "shell" else sandbox.python()
    return [sandbox.run(interpreter, ("-I", "-S", "-c", code), tree, json.dumps(given).encode())]


def _node(item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str) -> list[RunResult]:
    """Run each file in a jail of its own, in a child of `node --test`: the nonce stays with the parent."""
    del item
    options = ("--test-concurrency=1", f"--import={_module('node_preload.mjs')}")
    arguments = ("--test", *options, f"--test-reporter={_module('node_reporter.mjs')}")
    files = sorted({one.file for one in expected})
    given = nonce.encode("ascii")
    return [sandbox.run(sandbox.node(), (*arguments, file), tree, given) for file in files]


def _module(name: str) -> str:
    """Return the address of a module that stands in no file the candidate could change."""
    return "data:text/javascript," + quote((_HERE / name).read_text(encoding="utf-8"))


_RUNNERS: dict[str, Runner] = {
    "python": _python,
    "python3": _python,
    "sh-unittest": _python,
    "node": _node,
    "go": run_go,
    "cargo": run_rust,
    "sh": run_shell,
}
_OF_LANGUAGE = {
    "python": "python",
    "javascript": "node",
    "typescript": "node",
    "go": "go",
    "rust": "cargo",
    "shell": "sh",
}


def _outcome(results: list[RunResult], expected: tuple[Expected, ...], nonce: str) -> TestsOutcome:
    endings = {result.ending for result in results}
    reports = [report for result in results if (report := _report(result.output, nonce)) is not None]
    unable = _no_end(endings) or next((report.unable for report in reports if report.unable), "")
    if unable:
        return _not_run(unable, expected)
    broken = _broken(endings, reports, len(results))
    if broken:
        return _failed(broken, expected)
    passed = tuple(name for report in reports for name in report.passed)
    failed = tuple(name for report in reports for name in report.failed)
    return _counted(passed, failed, expected)


def _no_end(endings: set[Ending]) -> str:
    """Say why nobody can tell how the tests would have ended; "" where they did."""
    if Ending.TIMEOUT in endings:
        return "the tests came to no end within the time limit"
    if endings & {Ending.MEMORY, Ending.DISK}:
        return "the run used more memory or disk than it may"
    return ""


def _broken(endings: set[Ending], reports: list[_Report], wanted: int) -> str:
    """Say what the candidate's code did to the run; "" where it let it come to its end."""
    if Ending.OUTPUT in endings:
        return "the run wrote more than it may"
    if len(reports) < wanted:
        return "the run ended before its report"
    tampered = [name for report in reports for name in report.tampered]
    if tampered:
        return f"what judges the tests was changed while they ran: {', '.join(tampered)}"
    return next((report.broken for report in reports if report.broken), "")


def _failed(reason: str, expected: tuple[Expected, ...]) -> TestsOutcome:
    names = tuple(sorted({one.name for one in expected}))
    return TestsOutcome(state=TestsState.FAILED, expected=len(expected), failed=names, reason=reason)


def _counted(
    passed_names: tuple[str, ...], failed_names: tuple[str, ...], expected: tuple[Expected, ...]
) -> TestsOutcome:
    """Every expected test must have passed, as often as it stands in the item, and no other may have
    failed.
    """
    passed = Counter(passed_names)
    wanted = Counter(one.name for one in expected)
    absent = [name for name, count in wanted.items() if name != _ANY and passed[name] < count]
    if not absent and passed.total() < wanted.total():
        absent = ["a test with a computed title"]
    failed = {*absent, *failed_names}
    return TestsOutcome(
        state=TestsState.FAILED if failed else TestsState.PASSED,
        expected=len(expected),
        ran=len(passed_names) + len(failed_names),
        failed=tuple(sorted(failed)),
    )


def _report(output: bytes, nonce: str) -> _Report | None:
    """Return the last line of the output if it is the runner's report: it alone knows the nonce."""
    text = output.decode("utf-8", errors="replace").rstrip("\n").rpartition("\n")[2]
    if not text.startswith(nonce):
        return None
    said = json.loads(text.removeprefix(nonce))
    names = {key: tuple(said.get(key, ())) for key in ("passed", "failed", "tampered")}
    return _Report(**names, broken=said.get("broken", ""), unable=said.get("unable", ""))
