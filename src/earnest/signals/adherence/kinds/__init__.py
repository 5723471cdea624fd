"""The kinds of constraints, by id. A new kind is one value in its family's file and three samples."""

from functools import cache
from typing import Any

from earnest.errors import UnknownName
from earnest.signals.adherence.kinds import (
    answers,
    api,
    behaviour,
    construct,
    deps,
    doc,
    errors,
    lang,
    output,
    perf,
    scope,
    sec,
    size,
    style,
    tests,
)
from earnest.signals.adherence.kinds.kind import Kind, Sample, family_of

__all__ = ["Kind", "Sample", "all_kinds", "find_kind"]

_FAMILIES = (
    scope,
    deps,
    api,
    construct,
    size,
    style,
    lang,
    errors,
    output,
    tests,
    doc,
    sec,
    answers,
    behaviour,
    perf,
)


@cache
def all_kinds() -> dict[str, Kind[Any]]:
    """Return every kind by its id, in the order of the families."""
    return {kind.id: kind for family in _FAMILIES for kind in family.KINDS}


def find_kind(kind_id: str) -> Kind[Any]:
    """Return one kind, or raise `UnknownName`."""
    kinds = all_kinds()
    if kind_id not in kinds:
        near = [name for name in kinds if family_of(name) == family_of(kind_id)] or sorted(kinds)
        raise UnknownName(f"no kind of constraint {kind_id!r}: choose one of {', '.join(near)}")
    return kinds[kind_id]
