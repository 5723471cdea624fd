"""The limits of intake, read from `limits.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record


class SubmissionLimits(Record):
    """How much one application may hand in."""

    files: int
    total_bytes: int
    file_bytes: int
    depth: int
    left_out: frozenset[str]
    not_applications: frozenset[str]
    search_depth: int


class DocumentLimits(Record):
    """How large one document may be."""

    file_bytes: int
    pages: int
    characters: int
    line_items: int
    unpacked_bytes: int
    members: int
    ratio: int
    xml_depth: int


class ChildLimits(Record):
    """What one parse may use."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int
    output_bytes: int


class Limits(Record):
    """All limits of intake."""

    version: str
    submission: SubmissionLimits
    document: DocumentLimits
    child: ChildLimits


@cache
def limits() -> Limits:
    """Return the limits that `limits.toml` holds."""
    path = Path(__file__).with_name("limits.toml")
    return Limits.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def size(count: int) -> str:
    """Return a number of bytes as a person says it.

    >>> size(900), size(16_777_216)
    ('900 bytes', '16 MiB')
    """
    return f"{count} bytes" if count < 1 << 20 else f"{count >> 20} MiB"
