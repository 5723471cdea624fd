"""The certificate: what was exchanged in an application, and that no Evidence changed."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.result import SignalId


class SwapDifference(Record):
    """One signal whose Evidence changed in swap `swap` (counted from 1).

    `exchanged` names the fields (school, country, years, name), `look` the format it was written in.
    `before` and `after` are the first line of the blind text that differs, "" where only the Evidence did.
    """

    signal: SignalId
    swap: int = Field(ge=1)
    exchanged: tuple[str, ...]
    look: str
    document: str = ""
    before: str = ""
    after: str = ""


class Certificate(Record):
    """Who reads the same submission with the same seed and versions gets the same bytes.

    `thorough` says that every swap was extracted and scored, not only those whose blind texts differ and one.
    `evidence` holds the SHA-256 of the Evidence of each signal, `scorers` and `rubrics` those of the files
    that score it. `exchanged` counts swaps by field, `looks` by format. `certified` names the signals whose
    Evidence was the same in all swaps, `withheld` those in which one differed; `open` says in words what the
    swaps did not reach.
    """

    form: str = "earnest-certificate-1"
    earnest: str
    seed: int
    swaps: int = Field(ge=0)
    thorough: bool = False
    submission_sha256: str
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
