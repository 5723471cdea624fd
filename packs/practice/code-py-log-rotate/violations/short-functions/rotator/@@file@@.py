"""Decides which logs are due, moves them up one number and compresses them."""

import gzip
import shutil
from pathlib import Path

from rotator.settings import Settings


def is_due(log: Path, settings: Settings) -> bool:
    """Whether a log is larger than allowed. A log that vanished meanwhile is not due."""
    try:
        return log.stat().st_size > settings.max_bytes
    except FileNotFoundError:
        return False


def rotate_folder(folder: Path, settings: Settings) -> list[Path]:
    """Rotate every log of a folder that is due; return those logs by name."""
    due = [log for log in sorted(folder.glob("*.log")) if is_due(log, settings)]
    for log in due:
        rotate(log, settings)
    return due


def rotate(log: Path, settings: Settings) -> None:
    """Move a log and its predecessors one number up, compressed, and begin an empty one."""
    numbered(log, settings.keep).unlink(missing_ok=True)
    compressed(log, settings.keep).unlink(missing_ok=True)
    for number in range(settings.keep - 1, -1, -1):
        plain = numbered(log, number) if number else log
        packed = compressed(log, number)
        target = compressed(log, number + 1)
        if not plain.exists():
            if number and packed.exists():
                packed.replace(target)
            continue
        if number == 0:
            plain = log.rename(numbered(log, 1))
            log.touch()
        unfinished = target.with_name(f"{target.name}.tmp")
        with plain.open("rb") as source, unfinished.open("wb") as raw:
            # No name and no time inside: the stations sync by checksum.
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as out:
                shutil.copyfileobj(source, out)
        unfinished.replace(target)
        plain.unlink()
        if number:
            packed.unlink(missing_ok=True)


def compressed(log: Path, number: int) -> Path:
    """Return the path of a compressed old log.

    >>> compressed(Path("a/station.log"), 2).name
    'station.log.2.gz'
    """
    return log.with_name(f"{log.name}.{number}.gz")


def numbered(log: Path, number: int) -> Path:
    """Return the path of an old log.

    >>> numbered(Path("a/station.log"), 2).name
    'station.log.2'
    """
    return log.with_name(f"{log.name}.{number}")
