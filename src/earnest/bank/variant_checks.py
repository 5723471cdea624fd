"""What proves the variants of a coding item: each one holds, and an answer to one is none to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from earnest.bank.check_line import CheckLine, failed, not_run, passed
from earnest.bank.coding_checks import Decide, RunTests, check_coding, undecided
from earnest.bank.loading import load_item
from earnest.bank.pack import Pack
from earnest.bank.variants import Seed, covering_seeds, described
from earnest.errors import PackError
from earnest.records.answer_key import CodingKey
from earnest.records.evidence.adherence import TestsState, VerdictState
from earnest.records.item import CodingItem
from earnest.records.tree import Tree


@dataclass(frozen=True)
class _Variant:
    seed: Seed
    item: CodingItem
    reference: Tree


def check_variants(item: CodingItem, pack: Pack, decide: Decide, run: RunTests) -> Iterator[CheckLine]:
    """Prove the variants of an item besides the first, over seeds that pick every choice once."""
    slots = pack.slots.get(item.id, {})
    if not slots:
        yield passed(item.id, "has no variants")
        return
    variants: list[_Variant] = []
    for seed in covering_seeds(slots, item.id):
        try:
            concrete, key = load_item(pack.folder / item.id, seed)
        except PackError as error:
            yield failed(item.id, f"seed {seed}: {error}")
            return
        if not isinstance(concrete, CodingItem) or not isinstance(key, CodingKey):
            return
        problem = undecided(concrete, decide)
        if problem:
            yield failed(item.id, f"seed {seed}: {problem}")
            return
        variants.append(_Variant(seed, concrete, key.reference))
        if seed is not None:
            lines = list(check_coding(concrete, key, decide, run, start_too=False))
            said = described(slots, item.id, seed)
            yield from (
                CheckLine(line.state, item.id, f"seed {seed} ({said}): {line.message}") for line in lines
            )
    yield from _copies(item, variants, decide, run)


def _copies(item: CodingItem, variants: list[_Variant], decide: Decide, run: RunTests) -> Iterator[CheckLine]:
    """Hand in the answer to one variant under each other one; it must miss something there."""
    missing = failing = 0
    for one, other in permutations(variants, 2):
        copied = copied_answer(one.item.start, one.reference, other.item.start)
        verdicts = decide(other.item, copied, None)
        if any(verdict.state is VerdictState.MISSED for verdict in verdicts):
            missing += 1
            continue
        outcome = run(other.item, copied)
        if outcome.state is TestsState.NOT_RUN:
            yield not_run(item.id, f"an answer to seed {one.seed} under seed {other.seed}: {outcome.reason}")
        elif outcome.state is TestsState.PASSED:
            yield failed(
                item.id,
                f"an answer to seed {one.seed} passes under seed {other.seed}: vary what is asked for",
            )
        else:
            failing += 1
    both = missing + failing
    if both:
        yield passed(
            item.id,
            f"{len(variants)} variants; of {both} answers copied from one to another {missing} miss a "
            f"constraint and {failing} fail the tests",
        )


def copied_answer(before: Tree, answer: Tree, start: Tree) -> Tree:
    """Return what somebody hands in who lays another's changed files over the own start tree."""
    old, files = before.as_dict(), start.as_dict()
    changed = {path: file for path, file in answer.as_dict().items() if old.get(path) != file}
    gone = old.keys() - answer.as_dict().keys()
    return Tree.from_files({path: file for path, file in files.items() if path not in gone} | changed)
