"""One program on its own, in the sandbox: what a `check.py`, `check.js` or `check.rs` prints."""

import re
from collections.abc import Callable, Mapping

from earnest.records.tree import Tree, TreeFile
from earnest.sandbox import Ending, Interpreter, RunResult, node, python, run
from earnest.sandbox.interpreters import rust

_COMPILE = """import subprocess
import sys

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
RUSTC, LINKER, FILE = sys.argv[1:]
BUILD = [RUSTC, "--edition=2021", "-Awarnings", "-Cdebuginfo=0", f"-Clinker={LINKER}", "-o", "/tmp/check"]
built = subprocess.run([*BUILD, FILE], env=ENVIRONMENT, capture_output=True, text=True, check=False)
if built.returncode:
    sys.stdout.write(built.stderr)
    sys.exit(100)
done = subprocess.run(["/tmp/check"], env=ENVIRONMENT, stderr=subprocess.DEVNULL, check=False)
sys.exit(done.returncode if done.returncode >= 0 else 102)
"""
_NOT_BUILT = 100
_ENDS = {101: "a panic", 102: "an abort"}  # 101 is what the standard library ends with
_ERROR_CODE = re.compile(r"^error\[(E\d{4})\]", re.MULTILINE)
_ERROR_TEXT = re.compile(r"^error: ([^\n]*)", re.MULTILINE)


def run_script(name: str, content: bytes) -> str:
    """Run one program and return what it prints, or how it ended.

    A Rust program that does not compile gives `does not compile: ` and the codes of its errors, in order of
    number (the text of the first where none has a code); one that panics gives what it printed and a last
    line `a panic`, one that a signal ends `an abort`. Raises `Unavailable` where the sandbox or what runs the
    program is absent.
    """
    interpreter, arguments = _RUNNERS[name.rpartition(".")[2]]()
    tree = Tree(files=(TreeFile(path=name, content=content),))
    result = run(interpreter, (*arguments, name), tree)
    if result.ending is not Ending.EXITED:
        return f"(ended by its limits: {result.ending.value})"
    return _printed(result) if name.endswith(".rs") else result.output.decode("utf-8", errors="replace")


def _printed(result: RunResult) -> str:
    output = result.output.decode("utf-8", errors="replace")
    if result.code == _NOT_BUILT:
        codes = sorted(set(_ERROR_CODE.findall(output)))
        text = _ERROR_TEXT.search(output)
        return f"does not compile: {', '.join(codes) or (text[1] if text else output[-400:])}"
    end = _ENDS.get(result.code)
    return output if end is None else f"{output.rstrip()}\n{end}\n"


def _python() -> tuple[Interpreter, tuple[str, ...]]:
    return python(), ("-I", "-B")


def _node() -> tuple[Interpreter, tuple[str, ...]]:
    return node(), ()


def _rust() -> tuple[Interpreter, tuple[str, ...]]:
    chain = rust()
    return chain, ("-I", "-S", "-c", _COMPILE, chain.tools["rustc"], chain.tools["cc"])


_RUNNERS: Mapping[str, Callable[[], tuple[Interpreter, tuple[str, ...]]]] = {
    "py": _python,
    "js": _node,
    "rs": _rust,
}
