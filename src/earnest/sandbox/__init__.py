"""Runs a candidate's code where it can do no harm, or not at all."""

from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox.interpreters import Interpreter, node, python
from earnest.sandbox.limits import Limits, default_limits
from earnest.sandbox.probe import prove
from earnest.sandbox.running import Ending, RunResult, run_unproven

__all__ = [
    "Ending",
    "Interpreter",
    "Limits",
    "RunResult",
    "Unavailable",
    "default_limits",
    "node",
    "prove",
    "python",
    "run",
]


def run(
    interpreter: Interpreter,
    arguments: tuple[str, ...],
    tree: Tree,
    given: bytes = b"",
    limits: Limits | None = None,
) -> RunResult:
    """Run an interpreter in the jail, on a copy of `tree` in the jail, with `given` as its standard input.

    Raises `Unavailable` where no jail can be made or the probe found a hole; nothing runs without one.
    """
    prove()
    return run_unproven(interpreter, arguments, tree, given, limits)
