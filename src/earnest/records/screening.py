"""One run of the line and everything a report needs."""

from earnest.records.application import Problem
from earnest.records.base import Record
from earnest.records.certificate import Certificate
from earnest.records.decision import Decision
from earnest.records.document import Document
from earnest.records.finding import LocatedFinding
from earnest.records.flag import Flag
from earnest.records.ledger import Masked
from earnest.records.result import Assessment


class RunVersions(Record):
    """What made a screening."""

    earnest: str
    pack: str
    pack_sha256: str
    policy: str
    policy_sha256: str
    submission_sha256: str


class CodeExcerpt(Record):
    """Lines of a candidate's file that a finding shows. `first_line` counts from 1."""

    item: str
    file: str
    first_line: int
    lines: tuple[str, ...]


class Screening(Record):
    """One run of the line over one application."""

    name: str
    assessment: Assessment
    decision: Decision
    findings: dict[str, tuple[LocatedFinding, ...]] = {}
    masked: tuple[Masked, ...] = ()
    documents: tuple[Document, ...] = ()
    excerpts: tuple[CodeExcerpt, ...] = ()
    problems: tuple[Problem, ...] = ()
    flags: tuple[Flag, ...] = ()
    certificate: Certificate | None = None
    versions: RunVersions
