"""A batch that is killed at random moments and started again gives the same bytes as one that was not.

    python -m benchmarks resume [COUNT [KILLS]]

COUNT copies (200) of an example application without coding samples; the run is killed with SIGKILL, its whole
process group, KILLS times (10) at moments drawn from a fixed seed, with two jobs, and then left to finish.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.batch import EARNEST, copies
from benchmarks.timing import print_table


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run_and_kill(command: list[str], after: float) -> bool:
    """Start a run and kill it after some seconds; say whether it was still running."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def main(count: str = "200", kills: str = "10") -> None:
    draw = random.Random(7)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        given = str(copies(int(count), room / "given"))
        whole, killed = room / "whole", room / "killed"
        begin = time.perf_counter()
        subprocess.run(
            [EARNEST, "screen", given, "--out", str(whole), "--jobs", "2"], check=True, capture_output=True
        )
        taken = time.perf_counter() - begin
        command = [EARNEST, "screen", given, "--out", str(killed), "--jobs", "2"]
        hit, left = 0, []
        for _ in range(int(kills)):
            hit += run_and_kill(command, draw.uniform(0.1, 0.9) * taken / int(kills) + 1.0)
            partial = killed / "screenings.partial.jsonl"
            left.append(partial.read_bytes().count(b"\n") if partial.exists() else 0)
        subprocess.run(command, check=True, capture_output=True)
        one, other = hashes(whole), hashes(killed)
        differ = sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
        rows = [(count, hit, ", ".join(map(str, left)), len(one), len(differ))]
    print_table(
        ("applications", "killed while running", "done at each kill", "files", "files that differ"), rows
    )
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
