"""Which answer of a draft is right and where it stands: so that no look of an answer tells the key.

Drafts are sorted by which answer has more markdown and by the ratio of lengths. Along that order, neighbours
take turns: of two neighbours one is right in its longer and the other in its shorter answer, and of each two
of a kind one stands first and the other second. So every rule of thumb, a threshold on the ratio of lengths
too, is right as often as it is wrong, up to the remainder of a division.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from earnest.bank.generating.draft import Draft
from earnest.bank.pair_checks import markdown_marks
from earnest.records.response import Choice


@dataclass(frozen=True)
class Placed:
    """A draft with its decision: whether the longer answer is right, and where the right one stands."""

    draft: Draft
    fluent_right: bool
    key: Choice

    @property
    def options(self) -> tuple[str, str]:
        """The texts of option a and option b."""
        draft = self.draft
        if self.fluent_right:
            right, wrong = draft.fluent.right, draft.plain.wrong
        else:
            right, wrong = draft.plain.right, draft.fluent.wrong
        return (right, wrong) if self.key is Choice.A else (wrong, right)

    @property
    def claims(self) -> dict[str, object]:
        """What option a and option b claim, for the check."""
        draft = self.draft
        if self.fluent_right:
            right, wrong = draft.fluent.right_claim, draft.plain.wrong_claim
        else:
            right, wrong = draft.plain.right_claim, draft.fluent.wrong_claim
        letters = ("a", "b") if self.key is Choice.A else ("b", "a")
        return dict(zip(letters, (right, wrong), strict=True))


def place(drafts: Sequence[Draft], random: Random) -> list[Placed]:
    """Decide for each draft; the result keeps the order of `drafts`."""
    order = sorted(range(len(drafts)), key=lambda number: (*_looks(drafts[number]), number))
    decided: dict[int, Placed] = {}
    for start in range(0, len(order), 4):
        block = order[start : start + 4]
        for number, (fluent_right, key) in zip(block, _turns(random), strict=False):
            decided[number] = Placed(drafts[number], fluent_right=fluent_right, key=key)
    return [decided[number] for number in range(len(drafts))]


def _turns(random: Random) -> list[tuple[bool, Choice]]:
    """Return the four combinations, arranged so that neighbours differ in which answer is right."""
    first = random.random() < 0.5
    keys = [random.sample((Choice.A, Choice.B), 2) for _ in range(2)]
    return [
        (first, keys[0][0]),
        (not first, keys[1][0]),
        (not first, keys[1][1]),
        (first, keys[0][1]),
    ]


def _looks(draft: Draft) -> tuple[int, float]:
    """Return which answer has more markdown (-1, 0, 1) and how many times longer the fluent one is."""
    ahead = markdown_marks(draft.fluent.right) - markdown_marks(draft.plain.right)
    return (ahead > 0) - (ahead < 0), len(draft.fluent.right) / len(draft.plain.right)
