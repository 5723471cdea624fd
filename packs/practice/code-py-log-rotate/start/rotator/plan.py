"""What would be done. The field team's script reads these lines, so their form is fixed."""

from pathlib import Path

from rotator.@@file@@ import is_due
from rotator.settings import Settings


def plan(folder: Path, settings: Settings) -> list[str]:
    """Return `rotate NAME` for each log that is due."""
    return [f"rotate {log.name}" for log in sorted(folder.glob("*.log")) if is_due(log, settings)]
