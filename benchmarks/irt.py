"""Item response models: 2PL at 2,000 persons x 200 items beside girth, with 61 quadrature points.

    python -m benchmarks irt [REPETITIONS]        (peer: pip install -r requirements/bench.txt)

Discriminations are lognormal(0, .3), difficulties and abilities Normal(0, 1); each repetition (10 unless
given) draws all anew; girth runs in the first alone, for it takes minutes. Then the same with 20 % of the
answers missing, the 1PL and 3PL on data of their own, and the coverage of 95 % intervals. R's mirt is not
run: it is not among Debian's packages.
"""

import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks.timing import print_table
from earnest.measurement.irt import ItemParameters, probability
from earnest.measurement.irt_fit import fit_irt

PERSONS, ITEMS = 2_000, 200
Found = tuple[np.ndarray, np.ndarray, np.ndarray | None, np.ndarray | None]


def drawn(seed: int, model: str = "2PL") -> tuple[np.ndarray, ItemParameters]:
    rng = np.random.default_rng(seed)
    a = np.ones(ITEMS) if model == "1PL" else rng.lognormal(0, 0.3, ITEMS)
    c = rng.beta(5, 17, ITEMS) if model == "3PL" else np.zeros(ITEMS)
    bank = ItemParameters(a, rng.normal(0, 1, ITEMS), c)
    chance = probability(rng.normal(0, 1, PERSONS), bank)
    return (rng.random(chance.shape) < chance).astype(float), bank


def earnest(answers: np.ndarray, model: str = "2PL") -> Found:
    fit = fit_irt(answers, model, points=61)
    errors = fit.standard_errors
    return fit.parameters.discrimination, fit.parameters.difficulty, errors.discrimination, errors.difficulty


def girth(answers: np.ndarray) -> Found:
    from girth import twopl_mml  # noqa: PLC0415  the peer is optional

    found = twopl_mml(answers.T.astype(int), {"quadrature_n": 61})
    return found["Discrimination"], found["Difficulty"], None, None


def missing(answers: np.ndarray) -> Found:
    rng = np.random.default_rng(int(answers.sum()))
    return earnest(np.where(rng.random(answers.shape) < 0.2, np.nan, answers))


CASES: dict[str, tuple[str, Callable[[np.ndarray], Found]]] = {
    "2PL, earnest": ("2PL", earnest),
    "2PL, girth": ("2PL", girth),
    "2PL, earnest, 20 % missing": ("2PL", missing),
    "1PL, earnest": ("1PL", lambda answers: earnest(answers, "1PL")),
    "3PL, earnest": ("3PL", lambda answers: earnest(answers, "3PL")),
}


SLOW = "2PL, girth"


def run(case: str, seed: int) -> list[float]:
    """Return seconds, RMSE of a and b, and the coverage of both (NaN where there is no standard error)."""
    model, method = CASES[case]
    answers, bank = drawn(seed, model)
    begin = time.perf_counter()
    a, b, a_error, b_error = method(answers)
    figures = [time.perf_counter() - begin]
    truth = (bank.discrimination, bank.difficulty)
    figures += [
        float(np.sqrt(np.mean((found - true) ** 2))) for found, true in zip((a, b), truth, strict=True)
    ]
    for found, error, true in zip((a, b), (a_error, b_error), truth, strict=True):
        held = np.nan if error is None else float(np.mean(np.abs(found - true) <= 1.959964 * error))
        figures.append(held)
    return figures


def main(repetitions: str = "10") -> None:
    runs: dict[str, list[list[float]]] = {case: [] for case in CASES}
    for seed in range(int(repetitions)):
        for case, told in runs.items():
            if case != SLOW or seed == 0:
                told.append(run(case, seed))
    rows = []
    for case, told in runs.items():
        seconds = np.median([one[0] for one in told])
        rmse_a, rmse_b, cover_a, cover_b = np.mean([one[1:] for one in told], axis=0)
        cover = ("none", "none") if np.isnan(cover_a) else (f"{cover_a:.1%}", f"{cover_b:.1%}")
        rows.append((case, f"{seconds:.2f}", f"{rmse_a:.4f}", f"{rmse_b:.4f}", *cover))
    print_table(("model", "seconds", "RMSE of a", "RMSE of b", "cover a", "cover b"), rows)
    print(f"\n{PERSONS} persons x {ITEMS} items, {repetitions} repetitions; seconds are medians")


if __name__ == "__main__":
    main(*sys.argv[1:])
