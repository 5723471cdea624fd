"""One line of what a check of a pack found."""

from dataclasses import dataclass
from enum import StrEnum


class CheckState(StrEnum):
    """What became of a check. What cannot be run is `NOT_RUN`, never `PASSED`."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class CheckLine:
    """One check of one item (or of the pack as a whole, then `item` is the pack's id), in one line."""

    state: CheckState
    item: str
    message: str


def passed(item: str, message: str) -> CheckLine:
    """Make a line that says what holds."""
    return CheckLine(CheckState.PASSED, item, message)


def failed(item: str, message: str) -> CheckLine:
    """Make a line that says what does not hold and what to do."""
    return CheckLine(CheckState.FAILED, item, message)


def not_run(item: str, message: str) -> CheckLine:
    """Make a line that says what could not be run and why."""
    return CheckLine(CheckState.NOT_RUN, item, message)
