"""Adaptive testing: 30 items for each of 1,000 persons beside catsim, from one bank of 500.

    python -m benchmarks cat        (peer: pip install -r requirements/bench.txt)

2PL bank: discriminations lognormal(0, .3), difficulties and abilities Normal(0, 1). Each person starts at 0.
catsim: MaxInfoSelector, NumericalSearchEstimator, TestLengthStopper. Exposure is the share of persons who
got the most used item; overlap the mean share of items that two persons have in common. R's mirtCAT is not
run: it is not among Debian's packages.
"""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.timing import print_table
from earnest.measurement.ability import belief
from earnest.measurement.adaptive import Exposure, Rule, by_content, next_item
from earnest.measurement.irt import ItemParameters, probability

PERSONS, ITEMS, LENGTH = 1_000, 500, 30
AREAS = {"a": 0.5, "b": 0.3, "c": 0.2}
Run = tuple[np.ndarray, np.ndarray]  # estimates (persons,), items given (persons, length)


def drawn() -> tuple[ItemParameters, np.ndarray, np.ndarray]:
    """Return the bank, the abilities and what every person would answer to every item."""
    rng = np.random.default_rng(11)
    bank = ItemParameters(rng.lognormal(0, 0.3, ITEMS), rng.normal(0, 1, ITEMS), np.zeros(ITEMS))
    abilities = rng.normal(0, 1, PERSONS)
    return bank, abilities, rng.random((PERSONS, ITEMS)) < probability(abilities, bank)


def earnest(rule: Rule = "information", cap: float = 1.0, content: bool = False) -> Callable[..., Run]:
    def run(bank: ItemParameters, _abilities: np.ndarray, answers: np.ndarray) -> Run:
        exposure = Exposure(np.zeros(len(bank), dtype=np.int64), cap=cap)
        areas = [name for place in range(len(bank)) for name in ("aabbc"[place % 5],)]
        estimates, given = np.empty(len(answers)), np.empty((len(answers), LENGTH), dtype=int)
        for person, own in enumerate(answers):
            known, used = belief(), []
            allowed = exposure.allowed()
            for _ in range(LENGTH):
                mask = allowed & by_content(areas, AREAS, used) if content else allowed
                place = next_item(known.mean, bank, used, rule=rule, allowed=mask)
                used.append(place)
                known = known.after(bool(own[place]), bank.discrimination[place], bank.difficulty[place])
            exposure.record(used)
            estimates[person], given[person] = known.mean, used
        return estimates, given

    return run


def catsim(bank: ItemParameters, abilities: np.ndarray, _answers: np.ndarray) -> Run:
    from catsim.estimation import NumericalSearchEstimator  # noqa: PLC0415  the peer is optional
    from catsim.initialization import FixedPointInitializer  # noqa: PLC0415
    from catsim.item_bank import ItemBank  # noqa: PLC0415
    from catsim.selection import MaxInfoSelector  # noqa: PLC0415
    from catsim.simulation import Simulator  # noqa: PLC0415
    from catsim.stopping import TestLengthStopper  # noqa: PLC0415

    items = np.column_stack([bank.discrimination, bank.difficulty, bank.guessing, np.ones(len(bank))])
    simulator = Simulator(ItemBank(items), abilities)
    simulator.simulate(
        FixedPointInitializer(0.0),
        MaxInfoSelector(),
        NumericalSearchEstimator(),
        TestLengthStopper(max_items=LENGTH),
    )
    return np.array(simulator.latest_estimations), np.array(simulator.administered_items)


CASES: dict[str, Callable[..., Run]] = {
    "catsim, maximum information": catsim,
    "earnest, maximum information": earnest(),
    "earnest, KL": earnest("kl"),
    "earnest, exposure at most .25": earnest(cap=0.25),
    "earnest, exposure at most .25, content": earnest(cap=0.25, content=True),
}


def main() -> None:
    bank, abilities, answers = drawn()
    rows = []
    for name, method in CASES.items():
        begin = time.perf_counter()
        estimates, given = method(bank, abilities, answers)
        spent = (time.perf_counter() - begin) / PERSONS
        rate = np.bincount(given.ravel(), minlength=ITEMS) / PERSONS
        rmse = float(np.sqrt(np.mean((estimates - abilities) ** 2)))
        overlap = float((rate * (rate * PERSONS - 1)).sum() / (PERSONS - 1)) / LENGTH * 1.0
        rows.append(
            (
                name,
                f"{spent * 1000:.2f}",
                f"{rmse:.3f}",
                f"{rate.max():.2f}",
                f"{overlap:.2f}",
                int((rate > 0).sum()),
            )
        )
    print_table(("method", "ms a person", "RMSE", "highest exposure", "overlap", "items used"), rows)


if __name__ == "__main__":
    main()
