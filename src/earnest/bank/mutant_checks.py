"""How many mutants of the reference each constraint of a coding item catches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from earnest.bank.check_line import CheckLine, failed, passed
from earnest.bank.coding_checks import Decide, undecided
from earnest.bank.mutants import mutants
from earnest.records.answer_key import AnswerKey, CodingKey
from earnest.records.evidence.adherence import VerdictState
from earnest.records.item import CodingItem


@dataclass(frozen=True)
class MutantCount:
    """What became of the mutants of one constraint: how many there are, and which were not caught."""

    constraint: str
    kind: str
    made: int
    slipped: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    @property
    def caught(self) -> int:
        """How many miss the constraint, as they must."""
        return self.made - len(self.slipped) - len(self.opened)


def mutant_counts(item: CodingItem, key: AnswerKey | None, decide: Decide) -> tuple[MutantCount, ...]:
    """Decide every mutant of the reference, constraint by constraint.

    None without a reference, or where a constraint cannot be decided at all.
    """
    if not isinstance(key, CodingKey) or undecided(item, decide):
        return ()
    counts = []
    for constraint in item.constraints:
        alone = item.but(constraints=(constraint,))
        made = mutants(item, key.reference, constraint)
        states = [(mutant.edit, decide(alone, mutant.tree, None)[0].state) for mutant in made]
        counts.append(
            MutantCount(
                constraint=constraint.id,
                kind=constraint.kind,
                made=len(made),
                slipped=tuple(edit for edit, state in states if state is VerdictState.KEPT),
                opened=tuple(edit for edit, state in states if state is VerdictState.UNDECIDABLE),
            )
        )
    return tuple(counts)


def check_mutants(item: CodingItem, counts: Iterable[MutantCount]) -> Iterator[CheckLine]:
    """Say for each constraint how many mutants it catches, which it lets pass and which it leaves open.

    A constraint that catches none of its mutants fails. Kinds that only running decides have no mutants.
    """
    for count in counts:
        if not count.made:
            yield passed(item.id, f"constraint {count.constraint!r}: {count.kind} has no mutants")
            continue
        said = (
            f"constraint {count.constraint!r} ({count.kind}) catches {count.caught} of {count.made} mutants"
        )
        said += f"; lets pass: {', '.join(count.slipped)}" if count.slipped else ""
        said += f"; leaves open: {', '.join(count.opened)}" if count.opened else ""
        yield passed(item.id, said) if count.caught else failed(item.id, said)


def mutant_table(pack_id: str, counts: Iterable[MutantCount]) -> Iterator[CheckLine]:
    """Sum the mutants up by kind of constraint, one line each, and over all."""
    sums: dict[str, tuple[int, int]] = {}
    for count in counts:
        for name in (count.kind, "all kinds"):
            caught, made = sums.get(name, (0, 0))
            sums[name] = (caught + count.caught, made + count.made)
    for name, (caught, made) in sorted(sums.items()):
        if made:
            yield passed(pack_id, f"mutants caught by {name}: {caught} of {made}")
