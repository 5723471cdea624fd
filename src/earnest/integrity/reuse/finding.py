"""From works to flags: code item by item, prose over all items."""

from collections.abc import Iterable, Mapping

from earnest.integrity.reuse import code, prose
from earnest.integrity.reuse.records import Reuse, ReuseReport, WorkKind
from earnest.integrity.reuse.works import Work, start_of
from earnest.records.item import Item


def find_reuse(
    works: Iterable[Work], items: Mapping[str, Item] | None = None, skipped: Iterable[str] = ()
) -> ReuseReport:
    """Return what `works` share that they were not given, the most alike first.

    `items` holds the items by id: their start trees and prompts are what everybody was given. Equal works in
    any order give an equal report.
    """
    held = sorted(works, key=lambda work: (work.item, work.owner, work.kind))
    known = items or {}
    by_item: dict[str, list[Work]] = {}
    for work in held:
        if work.kind is WorkKind.CODE:
            by_item.setdefault(work.item, []).append(work)
    flags = [flag for item, row in by_item.items() for flag in _of_code(item, row, known.get(item))]
    flags += _of_prose([work for work in held if work.kind is WorkKind.PROSE], known)
    return ReuseReport(
        candidates=len({work.owner for work in held if not work.pack}),
        works=len(held),
        flags=tuple(sorted(flags, key=_rank)),
        skipped=tuple(sorted(skipped)),
    )


def _of_code(item: str, works: list[Work], given: Item | None) -> Iterable[Reuse]:
    start = code.given_with(start_of(given)) if given is not None else frozenset()
    return code.alike(item, [code.printed(work, start) for work in works])


def _of_prose(works: list[Work], known: Mapping[str, Item]) -> Iterable[Reuse]:
    prompts = {item: prose.shingles_of(held.prompt) for item, held in known.items()}
    rows = [row for work in works for row in prose.paragraphs(work, prompts.get(work.item, frozenset()))]
    return prose.alike(rows)


def _rank(flag: Reuse) -> tuple[object, ...]:
    return (-flag.share, flag.kind, flag.item, flag.left.owner, flag.right.owner, flag.left.first)
