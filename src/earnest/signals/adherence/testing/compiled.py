"""Tests in Go, Rust and shell: `compiled_runner.py` drives them in the jail, compilers included."""

import json
import secrets
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.item import CodingItem
from earnest.records.tree import Tree
from earnest.sandbox import Ending, Limits, RunResult, Toolchain
from earnest.signals.adherence.testing.expected import RUST_TEST, Expected

_HERE = Path(__file__).parent
_TOKEN = secrets.token_hex(8)  # in names of the judge that no code can have been written for


def run_go(item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str) -> list[RunResult]:
    """Run the tests of Go: those of the item alone, because any other could stand in for its judge."""
    own = item.tests.as_dict()
    kept = [file for file in tree.files if not file.path.endswith("_test.go") or file.path in own]
    return [_run("go", item, Tree.from_files(kept), expected, nonce)]


def run_rust(item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str) -> list[RunResult]:
    """Run the tests of Rust: every file of them in a `tests` folder is a program linked with the crate."""
    return [_run("rust", item, tree, expected, nonce)]


def run_shell(item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str) -> list[RunResult]:
    """Run the tests of a shell: `sh FILE NAME` runs one and says by its code whether it passed."""
    return [_run("shell", item, tree, expected, nonce)]


def _run(
    language: str, item: CodingItem, tree: Tree, expected: tuple[Expected, ...], nonce: str
) -> RunResult:
    held = prepared(language)
    sources = {file.path: file.content.decode("utf-8", errors="replace") for file in item.tests.files}
    asked = _asked(language, nonce) | {
        "sources": sources,
        "tests": [[one.file, one.name] for one in expected],
    }
    given = json.dumps(asked).encode("ascii") + b"\n" + held
    return sandbox.run(_tools(language), _arguments(), tree, given, _limits(language))


@cache
def prepared(language: str) -> bytes:
    """Run the compiler once on code of our own; return what can be used again (of Go, the library's objects).

    Raises `Unavailable` where that fails: what a candidate wrote is then not to blame.
    """
    if language == "shell":
        return b""
    nonce = secrets.token_hex(16)
    asked = _asked(language, nonce) | {"sources": {}, "tests": []}
    limits = _limits(language).but(output_bytes=256 << 20)
    given = json.dumps(asked).encode("ascii") + b"\n"
    result = sandbox.run(_tools(language), _arguments(), Tree(), given, limits)
    begin = nonce.encode("ascii")
    if result.ending is not Ending.EXITED or not result.output.startswith(begin):
        said = result.output.decode("utf-8", errors="replace").rpartition(nonce)[2].strip()
        raise Unavailable(f"{language} compiles nothing in the sandbox: {said or result.ending.value}")
    return result.output.removeprefix(begin)


def _asked(language: str, nonce: str) -> dict[str, Any]:
    """Return what the runner has to know of a language."""
    limits = sandbox.default_limits()
    files = {name: _text(f"{name}_{language}.txt") for name in ("judge", "wrapper")}
    return {
        "nonce": nonce,
        "language": language,
        "token": _TOKEN,
        "tools": getattr(_tools(language), "tools", {}),
        "seconds": limits.wall_seconds,
        "limits": {
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_NPROC": limits.processes,
        },
        "packages": _packages(),
        "pattern": RUST_TEST,
        **{name: text.replace("TOKEN", _TOKEN) for name, text in files.items()},
    }


def _tools(language: str) -> sandbox.Interpreter:
    if language == "shell":
        return sandbox.shell()
    found: Toolchain = sandbox.go() if language == "go" else sandbox.rust()
    return found


def _limits(language: str) -> Limits:
    return sandbox.default_limits() if language == "shell" else sandbox.compiling_limits()


def _arguments() -> tuple[str, ...]:
    return ("-I", "-S", "-c", _text("compiled_runner.py"))


@cache
def _text(name: str) -> str:
    path = _HERE / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


@cache
def _packages() -> list[str]:
    loaded: dict[str, list[str]] = tomllib.loads(_text("go_packages.toml"))
    return loaded["prepared"]
