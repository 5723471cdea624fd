"""Runs a candidate's code where it can do no harm, or not at all."""

from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox.interpreters import Interpreter, Toolchain, go, node, python, rust, shell
from earnest.sandbox.limits import Limits, compiling_limits, default_limits
from earnest.sandbox.probe import prove
from earnest.sandbox.running import Ending, Job, RunResult, run_unproven

__all__ = [
    "Ending",
    "Interpreter",
    "Job",
    "Limits",
    "RunResult",
    "Toolchain",
    "Unavailable",
    "compiling_limits",
    "default_limits",
    "go",
    "node",
    "prove",
    "python",
    "run",
    "rust",
    "shell",
]


def run(
    interpreter: Interpreter,
    arguments: tuple[str, ...],
    tree: Tree,
    given: bytes = b"",
    limits: Limits | None = None,
    *,
    quiet: bool = False,
) -> RunResult:
    """Run an interpreter in the sandbox, on a copy of `tree`, with `given` as its standard input.

    `quiet` leaves the standard error out of the output. Raises `Unavailable` where no tier can be made or the
    probe found a hole in each; nothing runs without one.
    """
    job = Job(interpreter, arguments, tree, given, quiet)
    result = run_unproven(job, prove(), limits)
    if result.ending is Ending.NOT_BEGUN:
        said = result.output.decode("utf-8", errors="replace").strip().rpartition("\n")[2]
        raise Unavailable(f"no isolation: the run did not begin ({said})")
    return result
