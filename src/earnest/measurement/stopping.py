"""When a form may stop, and what it then says: Wald's test within limits, the Jeffreys posterior at the cap.

Truncated as in A. Wald (1947), Sequential Analysis, 3.8, but where the cap is reached and the answers speak
for neither side, nothing is decided: a person looks. Posterior Beta(k + 1/2, n - k + 1/2): Brown, Cai,
DasGupta (2001), Statistical Science 16, 101-133.
"""

from dataclasses import dataclass
from enum import StrEnum

from earnest.measurement.beta import beta_above
from earnest.measurement.interval import check_counts
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

    At `maximum` the answers pass where P(accuracy > `cut`) is `certainty` or more, fail where it is
    1 - `certainty` or less, and go to a person otherwise. `cut` is halfway between p0 and p1 by default.
    """

    p0: float = 0.65
    p1: float = 0.85
    alpha: float = 0.05
    beta: float = 0.05
    minimum: int = 12
    maximum: int = 40
    certainty: float = 0.95
    cut: float | None = None

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
        """Return PASS, FAIL or PERSON for answers after which nothing more is asked."""
        cut = (self.p0 + self.p1) / 2 if self.cut is None else self.cut
        above = beta_above(cut, successes + 0.5, total - successes + 0.5)
        if above >= self.certainty:
            return Ruling.PASS
        return Ruling.FAIL if above <= 1 - self.certainty else Ruling.PERSON
