"""What adherence may know: of each coding sample, every stated constraint with its verdict and its lines."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from earnest.records.base import Record
from earnest.records.response import SampleForm


class VerdictState(StrEnum):
    """What became of a constraint. What cannot be decided is never `KEPT` and never `MISSED`."""

    KEPT = "kept"
    MISSED = "missed"
    UNDECIDABLE = "undecidable"


class CodePlace(Record):
    """Where a verdict can be seen. `line` counts from 1; 0 means the file as a whole, and then `quote` is "".

    `file` is a path of the candidate's tree, or of the start tree where the candidate removed the file
    (`removed`). `quote` is one line of that file, verbatim, at most 200 characters of it.
    """

    file: str
    line: int = Field(default=0, ge=0)
    quote: str = ""
    removed: bool = False


class Verdict(Record):
    """One constraint of one sample. `stated` is what the prompt says, verbatim.

    `explanation` says in one sentence what was seen; `reason` says why an undecidable one is that.
    """

    constraint: str
    kind: str
    state: VerdictState
    stated: str = ""
    explanation: str = ""
    places: tuple[CodePlace, ...] = ()
    reason: str = ""

    @model_validator(mode="after")
    def _undecidable_says_why(self) -> Self:
        if (self.state is VerdictState.UNDECIDABLE) != bool(self.reason):
            raise ValueError("an undecidable verdict, and no other, carries a reason")
        return self


class TestsState(StrEnum):
    """What became of the item's own tests, run on the candidate's tree in the sandbox."""

    __test__ = False  # pytest takes the name for a class of tests

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


class TestsOutcome(Record):
    """How the item's tests went. `expected` counts those that stand in the item, `ran` those that really ran.

    `passed` needs every expected one to have run and none to have failed; `not_run` carries a reason. Nothing
    here depends on time.
    """

    __test__: ClassVar[bool] = False  # pytest takes the name for a class of tests

    state: TestsState
    expected: int = Field(default=0, ge=0)
    ran: int = Field(default=0, ge=0)
    failed: tuple[str, ...] = ()
    reason: str = ""


class SampleEvidence(Record):
    """One coding sample. `unreadable` is "" or says why no tree could be made of what was handed in.

    `unchanged` says that the tree is the start tree.
    """

    item: str
    form: SampleForm
    verdicts: tuple[Verdict, ...] = ()
    tests: TestsOutcome | None = None
    unreadable: str = ""
    unchanged: bool = False


class AdherenceEvidence(Record):
    """The samples sorted by item, and the items of the samples that the pack does not know."""

    samples: tuple[SampleEvidence, ...] = ()
    unknown: tuple[str, ...] = ()
