"""Run benchmarks by name, or all of them: `python -m benchmarks [NAME [ARGUMENT...]]`.

Each prints one table or more. One that needs data which does not ship takes `--data DIR`; without it, it ends
with a usage line (exit code 2) and counts as not run.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
_PARTS = {
    "__main__",
    "__init__",
    "timing",
    "adherence_mutants",
    "hiding",
    "skillspan",
    "matchers",
    "listing_background",
}
_USAGE = 2


def names() -> list[str]:
    """Return the names of the benchmarks, sorted."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in _PARTS)


def run(name: str, arguments: list[str]) -> int:
    """Run one benchmark in a process of its own and return its exit code."""
    print(f"\n## {name}\n", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False).returncode


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in names():
        return run(arguments[0], arguments[1:])
    if arguments:
        print(f"no benchmark {arguments[0]!r}: choose one of {', '.join(names())}", file=sys.stderr)
        return _USAGE
    codes = {name: run(name, []) for name in names()}
    not_run = [name for name, code in codes.items() if code == _USAGE]
    failed = [name for name, code in codes.items() if code not in {0, _USAGE}]
    print(f"\nran {len(codes) - len(not_run)}; not run: {', '.join(not_run) or 'none'}")
    print(f"failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
