"""Decides which logs are due and renames them."""

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
    """Move a log and its predecessors one number up and begin an empty one."""
    numbered(log, settings.keep).unlink(missing_ok=True)
    for number in range(settings.keep - 1, 0, -1):
        if numbered(log, number).exists():
            numbered(log, number).rename(numbered(log, number + 1))
    log.rename(numbered(log, 1))
    log.touch()


def numbered(log: Path, number: int) -> Path:
    """Return the path of an old log.

    >>> numbered(Path("a/station.log"), 2).name
    'station.log.2'
    """
    return log.with_name(f"{log.name}.{number}")
