"""Which answer of a draft is right and where it stands: so that no look of an answer tells the key.

Drafts are sorted by which answer has more markdown and by the ratio of lengths. Along that order, of every
eight neighbours half are right in their fluent, longer answer and half in their plain one, and half of the
right answers of each style stand first. So every rule of thumb is right about as often as it is wrong, a
threshold on the ratio of lengths too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from earnest.bank.generating.draft import Draft
from earnest.bank.pair_checks import markdown_marks
from earnest.records.response import Choice

_BLOCK = 8


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
    looks = [_looks(draft) for draft in drafts]
    tally = _Tally()
    decided: dict[int, Placed] = {}
    for sign in (1, -1, 0):
        order = sorted((ratio, number) for number, (ahead, ratio) in enumerate(looks) if ahead == sign)
        for start in range(0, len(order), _BLOCK):
            block = [number for _, number in order[start : start + _BLOCK]]
            for number, fluent_right in zip(block, tally.block(random, sign, len(block)), strict=True):
                key = tally.key(random, fluent_right)
                decided[number] = Placed(drafts[number], fluent_right=fluent_right, key=key)
    return [decided[number] for number in range(len(drafts))]


class _Tally:
    """How often each rule was right so far, to even out what does not divide."""

    def __init__(self) -> None:
        """Begin with nothing decided."""
        self.markdown = 0  # the answer with more markdown right, less wrong
        self.fluent = 0  # the fluent answer right, less wrong
        self.places: dict[bool, list[Choice]] = {True: [], False: []}  # to come, by whether it is fluent

    def block(self, random: Random, sign: int, size: int) -> list[bool]:
        """Return where in a block the fluent answer is right: in half, and as it evens out in the rest."""
        half = [True, False] * (size // 2)
        if size % 2:
            off = sign * self.markdown or self.fluent
            half.append(off < 0 if off else random.random() < 0.5)
            self.markdown += sign if half[-1] else -sign
            self.fluent += 1 if half[-1] else -1
        return random.sample(half, size)

    def key(self, random: Random, fluent_right: bool) -> Choice:
        """Return where the right answer stands: of each block of a style half stand first."""
        waiting = self.places[fluent_right]
        if not waiting:
            waiting += random.sample([Choice.A, Choice.B] * (_BLOCK // 4), _BLOCK // 2)
        return waiting.pop()


def _looks(draft: Draft) -> tuple[int, float]:
    """Return which answer has more markdown (-1, 0, 1) and how many times longer the fluent one is."""
    ahead = markdown_marks(draft.fluent.right) - markdown_marks(draft.plain.right)
    return (ahead > 0) - (ahead < 0), len(draft.fluent.right) / len(draft.plain.right)
