"""Runs inside the jail; handed to the interpreter as text, never imported.

Standard input is JSON: a nonce that opens the report, the sources of the item's tests by path, and the tests
as `[file, "Class.method"]`. What the code under test prints goes nowhere. The assertions of a test are bound
to it before it runs; whatever else judges a test is compared before and after each one.
"""

import contextlib
import ctypes
import importlib
import importlib.abc
import json
import os
import sys
import unittest
import unittest.async_case
import unittest.mock
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import CodeType, ModuleType

_JUDGES = (unittest.TestCase, unittest.IsolatedAsyncioTestCase, unittest.TestResult)
_DUMPABLE = 4  # PR_SET_DUMPABLE, prctl(2): without it nobody can read the memory through /proc
_INNER = (
    "_AssertRaisesContext",
    "_AssertWarnsContext",
    "_AssertLogsContext",
    "_Outcome",
    "_BaseTestCaseContext",
)


class Control(unittest.TestCase):
    """Assertions that must fail; where one does not, nothing that passes means anything."""

    def equal(self) -> None:
        """Tell one from two."""
        self.assertEqual(1, 2)  # noqa: PT009 - it is unittest that is checked

    def true(self) -> None:
        """Tell false from true."""
        self.assertTrue(1 > 2)  # noqa: PLR0133, PT009

    def raises(self) -> None:
        """Miss an error that nothing raises."""
        with self.assertRaises(ValueError):  # noqa: PT027
            pass

    def member(self) -> None:
        """Find nothing in an empty list."""
        self.assertIn(1, [])  # noqa: PT009


class Result(unittest.TestResult):
    """Counts successes beside the failures that unittest lists by itself."""

    def __init__(self) -> None:
        """Begin without a success."""
        super().__init__()
        self.good = 0

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's own name
        """Count a success."""
        del test
        self.good += 1

    def bad(self) -> int:
        """Return how much went otherwise: a skipped test has not passed either."""
        listed = (self.errors, self.failures, self.skipped, self.expectedFailures, self.unexpectedSuccesses)
        return sum(len(one) for one in listed)


def judges() -> dict[str, object]:
    """Everything that decides whether a test passes, by name."""
    found: dict[str, object] = {}
    kinds = [*_JUDGES, *(getattr(unittest.case, name) for name in _INNER if hasattr(unittest.case, name))]
    for kind in (*kinds, Result):
        for name, value in vars(kind).items():
            if name not in {
                "__dict__",
                "__weakref__",
                "__abstractmethods__",
                "_abc_impl",
                "_classSetupFailed",
            }:
                found[f"{kind.__name__}.{name}"] = getattr(value, "__code__", value)
    for name in ("AssertionError", "isinstance", "len", "type", "callable", "all", "any", "BaseException"):
        found[f"builtins.{name}"] = getattr(sys.modules["builtins"], name)
    for name in ("TestCase", "TestResult", *_INNER):
        found[f"unittest.case.{name}"] = getattr(unittest.case, name, None)
    return found


def changed(before: dict[str, object]) -> list[str]:
    """Return the names of what differs from before."""
    after = judges()
    return sorted(name for name in before.keys() | after.keys() if before.get(name) is not after.get(name))


def bound(case: unittest.TestCase) -> unittest.TestCase:
    """Bind the assertions to one test: a class that is changed while it runs changes nothing for it."""
    for name in dir(unittest.TestCase):
        if name.startswith(("assert", "fail", "_base", "_getAssert", "_format", "_trunc")):
            setattr(case, name, getattr(case, name))
    plain = case.assertEqual

    def equal(first: object, second: object, msg: object = None) -> None:
        if equals_anything(first) or equals_anything(second):
            raise case.failureException("an object that equals anything")
        plain(first, second, msg)

    vars(case)["assertEqual"] = equal
    return case


def equals_anything(value: object) -> bool:
    """Whether a value claims to equal an object that nobody has seen before; `mock.ANY` may."""
    with contextlib.suppress(Exception):  # a comparison that asks the other for its parts
        return type(value) is not type(unittest.mock.ANY) and bool(value == Unseen())
    return False


class Unseen:
    """Equals nothing but itself."""


class Held(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the item's own files from memory: what stands on the disk may have been written anew."""

    def __init__(self, sources: dict[str, str]) -> None:
        """Compile every file before anything of the candidate runs; one that does not compile is left out."""
        self.codes: dict[str, CodeType] = {}
        for path, source in sources.items():
            with contextlib.suppress(SyntaxError, ValueError):
                self.codes[path] = compile(source, path, "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module by its dotted name, or by its file name in the folder of a test."""
        del path, target
        inner = fullname.replace(".", "/")
        folders = {path.rpartition("/")[0] for path in self.codes} if "." not in fullname else set()
        for place in (inner, *(f"{folder}/{inner}" for folder in sorted(folders))):
            for file, package in ((f"{place}/__init__.py", True), (f"{place}.py", False)):
                if file in self.codes:
                    return spec_from_loader(fullname, self, origin=file, is_package=package)
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the code that was compiled at the beginning."""
        origin = module.__spec__.origin if module.__spec__ is not None else None
        module.__file__ = os.path.abspath(origin or "")  # noqa: PTH100
        if module.__spec__ is not None and module.__spec__.submodule_search_locations is not None:
            module.__path__ = [os.path.dirname(module.__file__)]  # noqa: PTH120
        exec(self.codes[origin or ""], module.__dict__)  # noqa: S102 - the item's own file


def load(file: str) -> object:
    """Import a test file: as a part of its package where it has one, else by itself."""
    folder = os.path.dirname(file)  # noqa: PTH120
    if os.path.exists(os.path.join(folder, "__init__.py")):  # noqa: PTH110, PTH118
        return importlib.import_module(file.removesuffix(".py").replace("/", "."))
    place = os.path.abspath(folder)  # noqa: PTH100
    if place not in sys.path:
        sys.path.insert(0, place)
    return importlib.import_module(os.path.basename(file).removesuffix(".py"))  # noqa: PTH119


def passes(module: object, name: str) -> bool:
    """Run one test and say whether it succeeded once and failed nowhere."""
    kind, _, method = name.partition(".")
    case_type = getattr(module, kind)
    result = Result()
    suite = unittest.TestSuite([bound(case_type(method))])
    suite.run(result)
    return result.good == 1 and result.bad() == 0


def controls_fail() -> bool:
    """Whether every assertion that must fail does."""
    for name in ("equal", "true", "raises", "member"):
        result = Result()
        Control(name).run(result)
        if result.good or result.bad() != 1:
            return False
    return True


def run(tests: list[list[str]]) -> dict[str, list[str]]:
    """Run the tests one after the other."""
    passed: list[str] = []
    failed: list[str] = []
    tampered: list[str] = []
    before = judges()
    modules: dict[str, object] = {}
    for file, name in tests:
        good = False
        with contextlib.suppress(BaseException):
            if file not in modules:
                modules[file] = None
                modules[file] = load(file)
            good = passes(modules[file], name)
        (passed if good else failed).append(name)
        tampered += changed(before)
        if not controls_fail():
            tampered.append("an assertion that must fail")
    return {"passed": passed, "failed": failed, "tampered": sorted(set(tampered))}


def main() -> None:
    """Read what to run, run it, report."""
    ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)
    given = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    leave, write, dumps = os._exit, os.write, json.dumps
    sys.path[:0] = [one for one in (os.getcwd(), os.path.abspath("src")) if os.path.isdir(one)]  # noqa: PTH100, PTH109, PTH112
    sys.meta_path.insert(0, Held(given.pop("sources")))
    report = f"\n{given.pop('nonce')}{dumps(run(given.pop('tests')))}\n".encode()
    while report:
        report = report[write(out, report) :]
    leave(0)


if __name__ == "__main__":
    main()
