"""What reuse finds: pairs of passages."""

from enum import StrEnum

from earnest.records.base import Record


class WorkKind(StrEnum):
    """What is compared: code by its tokens, prose by its words."""

    CODE = "code"
    PROSE = "prose"


class Passage(Record):
    """Lines of what somebody handed in, `first` to `last` counted from 1, with their text."""

    owner: str
    file: str
    first: int
    last: int
    text: str


class Reuse(Record):
    """Two passages that are alike. `share` is the part of the smaller work that both have, 0..1, weighed by
    how rare it is; `threshold` is what it had to reach for this item. Neither is a score of anybody.
    """

    kind: WorkKind
    item: str
    share: float
    threshold: float
    left: Passage
    right: Passage


class ReuseReport(Record):
    """All flags of a run, the most alike first. `skipped` names what was not compared, and why."""

    candidates: int
    works: int
    flags: tuple[Reuse, ...] = ()
    skipped: tuple[str, ...] = ()
