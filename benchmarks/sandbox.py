"""The sandbox: what each tier costs, and what hostile programs and submissions come to in it.

    python benchmarks/sandbox.py            start-up of each tier beside a plain interpreter, and the suites
    python benchmarks/sandbox.py --starts   the start-up alone

Starts are medians of 15, taken in turns (plain, tier, tier), so that a busy machine is busy for all. While
the programs run, this process really listens on the port that they are told: a connection is an escape.
Skips what is not on this machine, and says so.
"""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.evidence.adherence import TestsState
from earnest.records.tree import Tree
from earnest.sandbox import hostile, probe
from earnest.sandbox.place import Tier
from earnest.sandbox.running import Job, run_unproven
from earnest.signals.adherence.testing.submissions import outcome, submissions

STARTS = 15


def holding() -> list[Tier]:
    """Return the tiers that hold here, and print what the probe took, or why one does not."""
    found = []
    for tier in probe.TIERS:
        started = time.perf_counter()
        reason = probe.weakness(tier)
        if reason:
            print(f"{tier.name}: not measured: {reason}")
        else:
            print(f"{tier.name}: probe, once a process: {(time.perf_counter() - started) * 1000:.0f} ms")
            found.append(tier)
    return found


def starts(tiers: list[Tier]) -> None:
    """Print the start of each interpreter, plain and in each tier."""
    wanted: list[tuple[str, Callable[[], sandbox.Interpreter], tuple[str, ...]]] = [
        ("python -c pass", sandbox.python, ("-I", "-S", "-c", "pass")),
        ("node -e 0", sandbox.node, ("-e", "0")),
    ]
    for name, find, arguments in wanted:
        try:
            interpreter = find()
        except Unavailable as error:
            print(f"{name}: not measured: {error}")
            continue
        times: dict[str, list[float]] = {one: [] for one in ("plain", *(tier.name for tier in tiers))}
        for _ in range(STARTS):
            times["plain"].append(
                milliseconds(lambda: subprocess.run([interpreter.program, *arguments], check=True))  # noqa: B023
            )
            for tier in tiers:
                job = Job(interpreter, arguments, Tree())
                times[tier.name].append(milliseconds(lambda: run_unproven(job, tier)))  # noqa: B023
        medians = {one: statistics.median(taken) for one, taken in times.items()}
        shown = ", ".join(
            f"{one} {value:.0f} ms ({value / medians['plain']:.1f} times)" for one, value in medians.items()
        )
        print(f"{name}: {shown}; {STARTS} starts each, {os.cpu_count()} cores")


def milliseconds(action: Callable[[], object]) -> float:
    """Return the wall time of an action."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """Listen on a port of this machine, and note who comes."""
    came: list[object] = []
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        one.settimeout(0.2)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    came.append(one.accept()[1])
                except TimeoutError:
                    continue

        waiting = threading.Thread(target=wait)
        waiting.start()
        yield one.getsockname()[1], came
        over.set()
        waiting.join()


def programs(tier: Tier) -> None:
    """Run every hostile program and print a row for each family."""
    escaped: list[str] = []
    counts = Counter(one.family for one in hostile.programs())
    with listening() as (port, came), hostile.scene(port) as seen:
        for batch in hostile.batches(hostile.programs()):
            try:
                escaped += hostile.escapes(batch, tier, seen)
            except Unavailable as error:
                print(f"  {batch[0].id}: not run: {error}")
                counts[batch[0].family] -= len(batch)
    escaped += [f"escaped network: {one}" for one in came]
    for family, count in counts.items():
        out = sum(one.startswith(f"escaped {family}:") for one in escaped)
        print(f"  {family:14} {count:4} programs {out:4} escapes")
    print(f"  {'together':14} {sum(counts.values()):4} programs {len(escaped):4} escapes")
    for one in escaped:
        print(f"    {one}")


def handed_in(tier: Tier) -> None:
    """Run every hostile submission and print a row for each family; `not here`: without its compiler."""
    rows: dict[str, Counter[str]] = {}
    before, probe.TIERS = probe.TIERS, (tier,)
    for one in submissions():
        found = outcome(one)
        looked = found.reason.startswith("a person has to look first")
        word = "to a person" if looked else found.state.value
        word = "not here" if found.reason.startswith(("no Go", "no Rust", "no Node", "no shell")) else word
        rows.setdefault(one.family, Counter())[word] += 1
    probe.TIERS = before
    rows["together"] = sum(rows.values(), Counter())
    for family, row in rows.items():
        states = (
            TestsState.FAILED.value,
            "to a person",
            TestsState.NOT_RUN.value,
            "not here",
            TestsState.PASSED.value,
        )
        print(f"  {family:14} {row.total():4} submissions  " + "  ".join(f"{s}: {row[s]}" for s in states))


def main() -> None:
    """Measure what is there."""
    tiers = holding()
    starts(tiers)
    if "--starts" in sys.argv:
        return
    for tier in tiers:
        print(f"hostile programs, {tier.name}:")
        programs(tier)
        print(f"hostile submissions, {tier.name} (a pass is a fake):")
        handed_in(tier)


if __name__ == "__main__":
    main()
