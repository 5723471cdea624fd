"""Whole commands timed in turn, so that a machine's drift falls on all of them alike."""

import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


def seconds(command: Sequence[str], **options: object) -> float:
    """Run a command to its end and return the seconds it took; a command that fails is an error."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    return time.perf_counter() - begin


def in_turn(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Return the median seconds of each command over `runs` rounds, after one round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            spent = seconds(command)
            if number:
                taken[name].append(spent)
    return {name: statistics.median(values) for name, values in taken.items()}


def peak_mib(command: Sequence[str]) -> tuple[float, float]:
    """Run a command in a session of its own; return its seconds and the peak MiB of its largest process.

    The peak is read twenty times a second from every process of the session (Linux), so that workers which
    nobody waits for are seen too.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = 0
    while process.poll() is None:
        peak = max([peak, *_high_water_marks(process.pid)])
        time.sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - begin, peak / 1024


def _high_water_marks(session: int) -> Iterator[int]:
    """Yield the peak resident KiB of each process of a session."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) != session:
                continue
            status = (folder / "status").read_text()
        except OSError:
            continue
        yield from (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
