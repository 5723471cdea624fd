"""Forms of pairs: which pairs a form draws on, in an order whose every beginning is balanced.

A pair falls in one of four cells: its better option is the longer or the shorter one, and stands first or
second. Cells take turns, and within a cell the topic that was met least comes first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from earnest.bank.pack import Pack
from earnest.errors import PackError
from earnest.records.answer_key import PairKey
from earnest.records.item import PairItem
from earnest.records.response import Choice

Cell = str
CELLS: tuple[Cell, ...] = ("longer first", "longer second", "shorter first", "shorter second")


@dataclass(frozen=True)
class Slot:
    """One place of a form. A `mirrored` pair is an earlier one with its options the other way round.

    Only `scored` answers count for a decision.
    """

    item: str
    scored: bool = True
    mirrored: bool = False


@dataclass(frozen=True)
class FormItems:
    """What a form may give: scored pairs in balanced order, their cells and keys, and pretest pairs.

    `difficulty` in logits of the scored pairs for which it is known.
    """

    scored: tuple[str, ...]
    pretest: tuple[str, ...]
    cells: Mapping[str, Cell]
    keys: Mapping[str, Choice]
    difficulty: Mapping[str, float]


def form_items(pack: Pack, seed: int | str) -> FormItems:
    """Arrange the pairs of a pack for one seed; open pairs have no key and are left out.

    Raises `PackError` where there is no pair with a key.
    """
    keys: dict[str, Choice] = {}
    cells: dict[str, Cell] = {}
    topics: dict[str, str] = {}
    difficulty: dict[str, float] = {}
    pretest: list[str] = []
    for name, item in sorted(pack.items.items()):
        if not isinstance(item, PairItem) or item.open:
            continue
        keys[name] = pack.key(name, PairKey).key
        if item.pretest:
            pretest.append(name)
        else:
            cells[name], topics[name] = _cell(item, keys[name]), item.topic
            if item.difficulty is not None:
                difficulty[name] = item.difficulty
    if not cells:
        raise PackError(f"pack {pack.id!r} has no pair with a key")
    random = Random(f"form\n{seed}")  # noqa: S311 - an order, not a secret
    scored = _balanced(cells, topics, random)
    random.shuffle(pretest)
    return FormItems(tuple(scored), tuple(pretest), cells, keys, difficulty)


def _cell(item: PairItem, key: Choice) -> Cell:
    longer = (len(item.option_a) > len(item.option_b)) == (key is Choice.A)
    return f"{'longer' if longer else 'shorter'} {'first' if key is Choice.A else 'second'}"


def _balanced(cells: Mapping[str, Cell], topics: Mapping[str, str], random: Random) -> list[str]:
    waiting = {cell: [name for name in sorted(cells) if cells[name] == cell] for cell in CELLS}
    for names in waiting.values():
        random.shuffle(names)
    met: Counter[str] = Counter()
    order: list[str] = []
    while any(waiting.values()):
        turn: Sequence[Cell] = random.sample([cell for cell in CELLS if waiting[cell]], _left(waiting))
        for cell in turn:
            chosen = min(waiting[cell], key=lambda name: met[topics[name]])
            waiting[cell].remove(chosen)
            met[topics[chosen]] += 1
            order.append(chosen)
    return order


def _left(waiting: Mapping[Cell, list[str]]) -> int:
    return sum(bool(names) for names in waiting.values())
