"""Many applications: applications a second with 1 and 2 jobs, and how memory grows with the batch.

    python -m benchmarks batch [COUNT]

COUNT copies (500 unless given) of one example application without coding samples, so that no candidate's
code runs. Each copy has its own folder; memory is the largest process of the command, for a fifth and all.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import peak_mib, print_table

EARNEST = str(Path(sys.executable).with_name("earnest"))
APPLICATION = Path("examples/applications/careful-and-specific")


def copies(count: int, folder: Path) -> Path:
    """Make `count` copies of the application without its samples."""
    for number in range(count):
        shutil.copytree(APPLICATION, folder / f"{number:04}", ignore=shutil.ignore_patterns("samples"))
    return folder


def main(count: str = "500") -> None:
    total = int(count)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        few, all_of_them = copies(total // 5, room / "few"), copies(total, room / "all")
        for jobs in ("1", "2"):
            command = [EARNEST, "screen", "--jobs", jobs]
            _, small = peak_mib([*command, str(few), "--out", str(room / f"few{jobs}")])
            spent, large = peak_mib([*command, str(all_of_them), "--out", str(room / f"all{jobs}")])
            rows.append((jobs, total, f"{spent:.1f}", f"{total / spent:.1f}", f"{small:.0f}", f"{large:.0f}"))
    head = ("jobs", "applications", "seconds", "applications/s", f"MiB at {total // 5}", f"MiB at {total}")
    print_table(head, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
