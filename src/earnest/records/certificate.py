"""The certificate: what was exchanged in an application, and that no Evidence changed."""

from collections.abc import Collection
from typing import Self

from pydantic import Field

from earnest.records.base import Record
from earnest.records.result import SignalId

FORM = "earnest-certificate-2"
MOST_SWAPS = 100_000


class SwapDifference(Record):
    """One signal whose Evidence changed in swap `swap` (counted from 1).

    Swap 0 exchanges nothing: the score came out another way in a process of its own.

    `exchanged` names the fields (school, country, years, name), `look` the format it was written in.
    `before` and `after` are the first line of the blind text that differs, "" where only the Evidence did.
    """

    signal: SignalId
    swap: int = Field(ge=0)
    exchanged: tuple[str, ...]
    look: str
    document: str = ""
    before: str = ""
    after: str = ""


class Certificate(Record):
    """Who reads the same submission with the same seed and versions gets the same bytes.

    Every swap is read and separated anew, up to the blind application (`blind_sha256`, without the problems
    of its files). Equal blind bytes give equal Evidence; it is extracted again after `extracted` swaps: one
    in which every field is exchanged, and those whose blind bytes differ. `thorough` says that every swap
    was extracted, and scored as well. `swapped_sha256` is over what the swaps wrote, in order.
    `pack` names the items and their variant.
    `evidence` holds the SHA-256 of the Evidence of each signal, `scorers` and `rubrics` those of the files
    that score it. `exchanged` counts swaps by field, `looks` by format. `certified` names the signals whose
    Evidence was the same in all swaps, `withheld` those in which one differed; `open` says in words what the
    swaps did not reach.
    """

    form: str = FORM
    earnest: str
    seed: int
    swaps: int = Field(ge=0, le=MOST_SWAPS)
    thorough: bool = False
    extracted: int = Field(default=0, ge=0)
    submission_sha256: str
    blind_sha256: str = ""
    swapped_sha256: str = ""
    pack: str = ""
    pack_sha256: str
    listings_sha256: str = ""
    evidence: dict[SignalId, str]
    scorers: dict[SignalId, str]
    rubrics: dict[SignalId, str]
    exchanged: dict[str, int] = {}
    looks: dict[str, int] = {}
    certified: tuple[SignalId, ...] = ()
    withheld: tuple[SignalId, ...] = ()
    differences: tuple[SwapDifference, ...] = ()
    open: tuple[str, ...] = ()

    def without(self, signals: Collection[SignalId]) -> Self:
        """Return the certificate with these signals withheld as well."""
        more = tuple(SwapDifference(signal=name, swap=0, exchanged=(), look="") for name in signals)
        return self.but(
            certified=tuple(name for name in self.certified if name not in signals),
            withheld=tuple(name for name in SignalId if name in signals or name in self.withheld),
            differences=(*self.differences, *more),
        )
