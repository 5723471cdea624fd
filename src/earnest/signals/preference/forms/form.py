"""What every form does: unscored pairs between the scored ones, a next pair or a stop, and the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from earnest.bank.form import FormItems, Slot
from earnest.measurement.stopping import Ruling
from earnest.records.base import Record
from earnest.records.response import Choice


class Answer(Record):
    """One answer. `choice` names the option as the item has it, whichever way round it was shown."""

    item: str
    choice: Choice
    mirrored: bool = False


@dataclass(frozen=True)
class Ask:
    """Give this pair next."""

    slot: Slot
    why: str


@dataclass(frozen=True)
class Stop:
    """The form is over: passed, failed, or a person decides."""

    ruling: Ruling
    why: str


Step = Ask | Stop
Scored = Sequence[tuple[str, bool]]
"""Scored pairs in the order they were answered, and whether each was right."""
Next = Callable[[Scored], Step]


@dataclass(frozen=True)
class Unscored:
    """After how many scored answers a pretest pair and a mirrored pair come again; 0 is never.

    A mirrored pair was answered at least `distance` answers before.
    """

    pretest_every: int = 6
    mirrored_every: int = 8
    distance: int = 6


@dataclass(frozen=True)
class Form:
    """A form over `items`; `following` decides on the scored pairs alone."""

    kind: str
    items: FormItems
    following: Next
    unscored: Unscored = Unscored()

    def step(self, answers: Sequence[Answer]) -> Step:
        """Return what comes after these answers. Answers to pairs that the form does not know are ignored."""
        scored = self.scored(answers)
        found = self.following(scored)
        if isinstance(found, Stop):
            return found
        return self._pretest(answers, len(scored)) or self._mirrored(answers, len(scored)) or found

    def scored(self, answers: Sequence[Answer]) -> list[tuple[str, bool]]:
        """Return the answers that count; of two to one pair the first does."""
        known = set(self.items.scored)
        found: dict[str, bool] = {}
        for answer in answers:
            if answer.item in known and not answer.mirrored:
                found.setdefault(answer.item, answer.choice is self.items.keys[answer.item])
        return list(found.items())

    def _pretest(self, answers: Sequence[Answer], scored: int) -> Ask | None:
        every = self.unscored.pretest_every
        given = {answer.item for answer in answers} & set(self.items.pretest)
        left = [name for name in self.items.pretest if name not in given]
        if not every or not left or len(given) >= scored // every:
            return None
        return Ask(Slot(left[0], scored=False), "a pretest pair: not scored, it is the pair that is tried")

    def _mirrored(self, answers: Sequence[Answer], scored: int) -> Ask | None:
        every = self.unscored.mirrored_every
        given = {answer.item for answer in answers if answer.mirrored}
        if not every or len(given) >= scored // every:
            return None
        early = [answer.item for answer in answers[: -self.unscored.distance] if not answer.mirrored]
        left = [name for name in early if name not in given and name in self.items.keys]
        if not left:
            return None
        why = "a pair from before with its options the other way round: not scored, it shows consistency"
        return Ask(Slot(left[0], scored=False, mirrored=True), why)
