"""Ruff, asked about one text: isolated from every setting, without a cache, without the network.

It parses the text and runs none of it. It is optional; where it is absent, nothing is said.
"""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_SECONDS = 20


class NoLinter(Exception):
    """Raised where there is no linter, or it gives no answer."""


@cache
def _program() -> str | None:
    """Return the path of ruff: beside the interpreter, or where programs are looked for."""
    beside = Path(sys.executable).with_name("ruff")
    return str(beside) if beside.exists() else shutil.which("ruff")


def findings(content: bytes, select: tuple[str, ...]) -> list[tuple[str, int, str]]:
    """Return `(code, line, text of the line)` of what ruff finds in a Python file; raises `NoLinter`."""
    program = _program()
    if program is None:
        raise NoLinter("no ruff on this machine")
    options = [f"--select={','.join(select)}", "--output-format=json", "--stdin-filename=candidate.py"]
    command = [
        program,
        "check",
        "--isolated",
        "--no-cache",
        "--quiet",
        "--exit-zero",
        "--target-version=py311",
    ]
    try:
        done = subprocess.run(  # noqa: S603 (a fixed command; the text comes through standard input)
            [*command, *options, "-"],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
            cwd="/",
        )
        reported = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise NoLinter(f"ruff gives no answer ({type(error).__name__})") from error
    if done.returncode:
        raise NoLinter("ruff gives no answer: the rules that it should check are not known to it")
    lines = content.decode("utf-8", errors="replace").split("\n")
    return [
        (str(one["code"]), one["location"]["row"], lines[one["location"]["row"] - 1].strip())
        for one in reported
    ]
