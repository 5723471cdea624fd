"""`python -m rotator FOLDER`."""

import argparse
import sys
from pathlib import Path

from rotator.plan import plan
from rotator.@@file@@ import rotate_folder
from rotator.settings import Settings


def main(argv: list[str]) -> int:
    """Rotate, or say what would be rotated; exit code 1 where the folder cannot be used."""
    parser = argparse.ArgumentParser(prog="rotator")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--max-bytes", type=int, default=1_000_000)
    parser.add_argument("--keep", type=int, default=5)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args(argv)
    settings = Settings(args.max_bytes, args.keep)
    try:
        if args.dry_run:
            print("\n".join(plan(args.folder, settings)))
        else:
            rotate_folder(args.folder, settings)
    except OSError as error:
        print(f"rotator: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
