"""What the jail costs: its start beside a plain interpreter, and the item's tests, in one run.

    python benchmarks/sandbox.py

Medians of 15 starts each. Skips what is not on this machine, and says so.
"""

import statistics
import subprocess
import time
from collections.abc import Callable

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.tree import Tree

STARTS = 15


def median_ms(action: Callable[[], object]) -> float:
    """Return the median wall time of an action in milliseconds."""
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def compare(name: str, interpreter: sandbox.Interpreter, arguments: tuple[str, ...]) -> None:
    """Print one row: plain, in the jail, and how many times as long."""
    plain = median_ms(lambda: subprocess.run([interpreter.program, *arguments], check=True))
    jailed = median_ms(lambda: sandbox.run(interpreter, arguments, Tree()))
    print(f"{name}: plain {plain:.0f} ms, in the jail {jailed:.0f} ms ({jailed / plain:.1f} times)")


def main() -> None:
    """Measure what is there."""
    started = time.perf_counter()
    try:
        sandbox.prove()
    except Unavailable as error:
        print(f"not measured: {error}")
        return
    print(f"probe, once a process: {(time.perf_counter() - started) * 1000:.0f} ms")
    compare("python -c pass", sandbox.python(), ("-I", "-S", "-c", "pass"))
    try:
        compare("node -e 0", sandbox.node(), ("-e", "0"))
    except Unavailable as error:
        print(f"not measured: {error}")


if __name__ == "__main__":
    main()
