"""From an item's constraints and a candidate's tree to verdicts."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from earnest.errors import BadRecord
from earnest.records.evidence.adherence import TestsOutcome, Verdict
from earnest.records.item import CodingItem, Constraint
from earnest.records.tree import Tree
from earnest.signals.adherence.kinds import find_kind
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.imports import confirmed
from earnest.signals.adherence.kinds.kind import Args, Kind, Outcome, undecidable

RunTests = Callable[[CodingItem, Tree], TestsOutcome]


def decide(item: CodingItem, tree: Tree, run: RunTests | None = None) -> tuple[Verdict, ...]:
    """Decide every constraint of an item on a candidate's tree, in the order in which the item states them.

    `run` runs the item's tests; without it, whatever needs them is undecidable. Raises `UnknownName` for a
    kind that nobody knows and `BadRecord` for arguments that its kind does not take.
    """
    case = Case(item.start, tree, None if run is None else lambda: run(item, tree))
    return tuple(_verdict(case, constraint) for constraint in item.constraints)


def checked_args(constraint: Constraint) -> tuple[Kind[Any], Args]:
    """Return the kind of a constraint and its arguments, typed, or raise."""
    kind = find_kind(constraint.kind)
    try:
        return kind, kind.args.model_validate(constraint.args)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "args"
        raise BadRecord(f"constraint {constraint.id!r} ({kind.id}): {where}: {first['msg']}") from error


def _verdict(case: Case, constraint: Constraint) -> Verdict:
    kind, args = checked_args(constraint)
    outcome = _outcome(case, kind, args)
    return Verdict(
        constraint=constraint.id,
        kind=kind.id,
        state=outcome.state,
        stated=constraint.quote,
        explanation=outcome.explanation,
        places=outcome.places,
        reason=outcome.reason,
    )


def _outcome(case: Case, kind: Kind[Any], args: Args) -> Outcome:
    try:
        outcome = kind.check(case.read_by(kind.languages), args)
    except CannotDecide as reason:
        return undecidable(str(reason))
    return confirmed(case, kind, args, outcome)
