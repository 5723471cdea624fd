"""When a form may stop, and what it then says: Wald's test within limits, the Jeffreys posterior at the cap.

Truncated as in A. Wald (1947), Sequential Analysis, 3.8, but where the cap is reached and the answers speak
for neither side, nothing is decided: a person looks. There the two-sided Jeffreys interval decides where it
leaves one hypothesis out: Brown, Cai, DasGupta (2001), Statistical Science 16, 101-133.
"""

from dataclasses import dataclass
from enum import StrEnum

from earnest.measurement.interval import check_counts
from earnest.measurement.jeffreys import jeffreys
from earnest.measurement.sprt import ABOVE, OPEN, sprt


class Ruling(StrEnum):
    """What follows from the answers so far."""

    GO_ON = "go_on"
    PASS = "pass"  # noqa: S105  a ruling
    FAIL = "fail"
    PERSON = "person"


@dataclass(frozen=True)
class StoppingRule:
    """p0 against p1 with `alpha` and `beta`, between `minimum` and `maximum` items.

    At `maximum` the answers pass where the Jeffreys interval of `certainty` lies above p0, fail where it lies
    below p1, and go to a person where it does neither or both. By default 32 of 40 pass and 29 of 40 fail.
    """

    p0: float = 0.65
    p1: float = 0.85
    alpha: float = 0.05
    beta: float = 0.05
    minimum: int = 12
    maximum: int = 40
    certainty: float = 0.95

    def __post_init__(self) -> None:
        sprt(self.p0, self.p1, self.alpha, self.beta)
        if not 0 < self.minimum <= self.maximum:
            raise ValueError(f"{self.minimum} to {self.maximum} items is no range")

    def rule(self, successes: int, total: int) -> Ruling:
        """Return what follows after `successes` of `total` answers; 0 of 0 goes on.

        >>> [StoppingRule().rule(*answers).value for answers in ((11, 11), (12, 12), (4, 12), (30, 40))]
        ['go_on', 'pass', 'fail', 'person']
        """
        if total < self.minimum:
            return Ruling.GO_ON
        check_counts(successes, total)
        side = sprt(self.p0, self.p1, self.alpha, self.beta).step(successes, total)
        if side != OPEN:
            return Ruling.PASS if side == ABOVE else Ruling.FAIL
        return self.at_the_cap(successes, total) if total >= self.maximum else Ruling.GO_ON

    def at_the_cap(self, successes: int, total: int) -> Ruling:
        """Return PASS, FAIL or PERSON for answers after which nothing more is asked.

        >>> [StoppingRule().at_the_cap(right, 40).value for right in (32, 31, 30, 29)]
        ['pass', 'person', 'person', 'fail']
        """
        low, high = jeffreys(successes, total, self.certainty)
        above, below = low > self.p0, high < self.p1
        if above == below:
            return Ruling.PERSON
        return Ruling.PASS if above else Ruling.FAIL
