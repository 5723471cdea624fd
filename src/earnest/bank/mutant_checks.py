"""How many mutants of the reference each constraint of a coding item catches."""

from collections.abc import Iterator

from earnest.bank.check_line import CheckLine, failed, passed
from earnest.bank.coding_checks import Decide
from earnest.bank.mutants import mutants
from earnest.records.answer_key import AnswerKey, CodingKey
from earnest.records.evidence.adherence import VerdictState
from earnest.records.item import CodingItem


def check_mutants(item: CodingItem, key: AnswerKey | None, decide: Decide) -> Iterator[CheckLine]:
    """Say for each constraint how many mutants it catches, which it lets pass and how many it leaves open.

    A constraint that catches none of its mutants fails. Kinds that only running decides have no mutants.
    """
    if not isinstance(key, CodingKey):
        return
    for constraint in item.constraints:
        alone = item.but(constraints=(constraint,))
        made = mutants(item, key.reference, constraint)
        states = {mutant.edit: decide(alone, mutant.tree, None)[0].state for mutant in made}
        caught = sum(state is VerdictState.MISSED for state in states.values())
        said = f"constraint {constraint.id!r} ({constraint.kind}) catches {caught} of {len(states)} mutants"
        slipped = [edit for edit, state in states.items() if state is VerdictState.KEPT]
        opened = [edit for edit, state in states.items() if state is VerdictState.UNDECIDABLE]
        said += f"; lets pass: {', '.join(slipped)}" if slipped else ""
        said += f"; leaves open: {', '.join(opened)}" if opened else ""
        if made and not caught:
            yield failed(item.id, said)
        else:
            yield passed(
                item.id, said if made else f"constraint {constraint.id!r}: {constraint.kind} has no mutants"
            )
