"""What proves a pack: each check is a line that passed, failed or could not be run.

The bank imports neither the sandbox nor a signal; what runs code or decides constraints is handed in.
"""

from collections.abc import Iterator

from earnest.bank.check_line import CheckLine, CheckState, failed, passed
from earnest.bank.coding_checks import Decide, RunTests, check_coding
from earnest.bank.edge_checks import RunScript, check_cues, check_edge
from earnest.bank.licences import licence_problem
from earnest.bank.mining import not_declared, nowhere_stated
from earnest.bank.mutant_checks import MutantCount, check_mutants, mutant_counts, mutant_table
from earnest.bank.pack import Pack
from earnest.bank.pair_checks import check_balance, check_pair, check_programs
from earnest.bank.variant_checks import check_variants
from earnest.records.item import CodingItem, EdgeItem, Item, LongformItem, PairItem

__all__ = ["CheckLine", "CheckState", "Decide", "RunScript", "RunTests", "check_pack"]


def check_pack(
    pack: Pack, decide: Decide, run_item_tests: RunTests, run_script: RunScript | None = None
) -> list[CheckLine]:
    """Prove a pack, item by item in order of id, and at the end as a whole.

    `decide` returns the verdicts on a tree, `run_item_tests` runs an item's tests on a tree, `run_script`
    runs one `check.py`, `check.js` or `check.rs` and returns what it prints; without it these checks are
    `NOT_RUN`.
    """
    lines: list[CheckLine] = []
    counts: list[MutantCount] = []
    for _, item in sorted(pack.items.items()):
        lines += _provenance(item, pack)
        lines += _prompt(item)
        if isinstance(item, CodingItem):
            lines += check_coding(item, pack.keys.get(item.id), decide, run_item_tests)
            lines += _reading(item)
            mutants = mutant_counts(item, pack.keys.get(item.id), decide)
            lines += check_mutants(item, mutants)
            counts += mutants
            lines += check_variants(item, pack, decide, run_item_tests)
        elif isinstance(item, PairItem):
            lines += check_pair(item, pack.keys.get(item.id))
        elif isinstance(item, EdgeItem):
            lines += check_edge(item, pack, run_script)
    lines += check_programs(pack, run_script)
    lines += _whole(pack)
    lines += mutant_table(pack.id, counts)
    return lines


def _provenance(item: Item, pack: Pack) -> Iterator[CheckLine]:
    problem = licence_problem(item, pack.folder)
    if problem:
        yield failed(item.id, problem)
    else:
        yield passed(item.id, f"licence {item.provenance.licence}, source {item.provenance.source}")


def _prompt(item: Item) -> Iterator[CheckLine]:
    if not item.prompt.strip():
        yield failed(item.id, "prompt.md is empty; write it")
    elif isinstance(item, LongformItem) and item.words < 1:
        yield failed(item.id, "words is 0; say how many words are asked for")
    else:
        yield passed(item.id, "has a prompt")


def _reading(item: CodingItem) -> Iterator[CheckLine]:
    """Tell the author how the prompt reads to the miner. It is a help, never a failure."""
    unread = [one.quote for one in nowhere_stated(item)]
    besides = [" ".join(one.quote.split()) for one in not_declared(item)]
    said = f"the miner reads {len(item.constraints) - len(unread)} of {len(item.constraints)} constraints"
    if unread:
        said += f"; a reader may miss {unread[0]!r}"
    if besides:
        said += f"; {len(besides)} more demands that nothing declares, the first: {besides[0][:80]!r}"
    yield passed(item.id, said)


def _whole(pack: Pack) -> Iterator[CheckLine]:
    if not pack.items:
        yield failed(pack.id, "no items; a pack is a folder with one folder an item")
        return
    yield from _repeated(pack)
    yield from check_balance(pack)
    yield from check_cues(pack)


def _repeated(pack: Pack) -> Iterator[CheckLine]:
    """Find items that ask the same: equal prompts (and options of pairs), whatever the case and spaces."""
    first: dict[tuple[str, ...], str] = {}
    repeated = False
    for _, item in sorted(pack.items.items()):
        texts = [item.prompt]
        if isinstance(item, PairItem):
            texts += sorted([item.option_a, item.option_b])
        levelled = tuple(" ".join(text.casefold().split()) for text in texts)
        known = first.setdefault(levelled, item.id)
        if known != item.id:
            repeated = True
            yield failed(item.id, f"asks the same as {known}; leave one out")
    if not repeated:
        yield passed(pack.id, f"{len(pack.items)} prompts, none twice")
