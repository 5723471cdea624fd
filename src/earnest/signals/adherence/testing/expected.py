"""Which tests stand in the files of an item, by reading them: a run is measured against this list."""

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from earnest.records.tree import Tree
from earnest.signals.adherence.syntax import CannotParse, language_of, parse

RUST_TEST = r"^#\[test\]\s*(?:#\[(?!ignore)[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?fn\s+(\w+)\s*\(\s*\)"
_SHELL_TEST = re.compile(r"^(test_\w+)[ \t]*\([ \t]*\)", re.MULTILINE)
_CASES = frozenset({"node:test.test", "node:test.it", "node:test", "test", "it"})


class Expected(NamedTuple):
    """One test: its file and its name.

    The name is `Class.method`, or the title that `test()` or `it()` is given ("" where it is computed), or
    the name of a function.
    """

    file: str
    name: str


def expected_tests(tests: Tree) -> tuple[Expected, ...]:
    """Return the tests in the order of the files and lines. A file that cannot be read holds none."""
    found: list[Expected] = []
    for file in tests.files:
        names = _READERS.get(_kind(file.path))
        if names is not None:
            found += [Expected(file.path, name) for name in names(file.path, file.content)]
    return tuple(found)


def _kind(path: str) -> str:
    name = path.rpartition("/")[2]
    if name.endswith(".sh"):
        return "shell" if name.startswith("test") else ""
    return language_of(path) or ""


def _python(_path: str, content: bytes) -> Iterator[str]:
    """Yield `Class.method` of every test case at the top of a file, inherited ones of the same file
    included.
    """
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError):
        return
    classes = {one.name: one for one in module.body if isinstance(one, ast.ClassDef)}
    for name in classes:
        line = _line(name, classes)
        if any(base.endswith("TestCase") for one in line for base in _bases(one)):
            yield from (
                f"{name}.{method}" for method in sorted({test for one in line for test in _tests(one)})
            )


def _line(name: str, classes: dict[str, ast.ClassDef]) -> list[ast.ClassDef]:
    """Return a class and those of the same file that it inherits from."""
    seen: list[str] = []
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in classes and current not in seen:
            seen.append(current)
            waiting += _bases(classes[current])
    return [classes[one] for one in seen]


def _bases(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(base).rpartition(".")[2] for base in node.bases]


def _tests(node: ast.ClassDef) -> list[str]:
    functions = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [one.name for one in functions if one.name.startswith("test")]


def _script(path: str, content: bytes) -> Iterator[str]:
    """Yield the titles of the tests."""
    try:
        source = parse(path, content)
    except CannotParse:
        return
    for use in source.calls:
        if use.role == "called" and use.name in _CASES:
            yield use.title


def _go(path: str, content: bytes) -> Iterator[str]:
    """Yield the functions that `go test` would run."""
    if not path.endswith("_test.go"):
        return
    try:
        source = parse(path, content)
    except CannotParse:
        return
    for one in source.definitions:
        alone = one.what == "function" and [param.annotation for param in one.params] == ["*testing.T"]
        if alone and one.name.startswith("Test") and not one.name[4:5].islower():
            yield one.name


def _rust(path: str, content: bytes) -> Iterator[str]:
    """Yield the functions `#[test]` of a file in `tests` that stand in no module and are not ignored."""
    if "tests" in path.split("/")[-2:-1]:
        yield from re.findall(RUST_TEST, content.decode("utf-8", errors="replace"), re.MULTILINE)


def _shell(_path: str, content: bytes) -> Iterator[str]:
    """Yield the functions `test_*`."""
    yield from _SHELL_TEST.findall(content.decode("utf-8", errors="replace"))


_READERS: dict[str, Callable[[str, bytes], Iterator[str]]] = {
    "python": _python,
    "javascript": _script,
    "typescript": _script,
    "tsx": _script,
    "go": _go,
    "rust": _rust,
    "shell": _shell,
}
