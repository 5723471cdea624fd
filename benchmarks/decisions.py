"""Decisions on real workers: the sequential rule beside fixed forms of 30 and 40 items.

    python -m benchmarks decisions --data DIR

DIR holds label files of real raters, `{"worker", "item", "label", "gold"}` a line (active-crowd-toolkit,
DICES). A worker with 100 answers or more is decided on 60 of them, drawn at random 200 times; the truth is
the accuracy on the others. Fixed forms pass where the share of right answers is .75 or more.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from earnest.measurement.stopping import Ruling, StoppingRule

DRAWS, FORM, LEAST = 200, 60, 100
BANDS = ((0.0, 0.65), (0.65, 0.75), (0.75, 0.85), (0.85, 1.01))
Decide = Callable[[np.ndarray], tuple[Ruling, int]]


def sequential(answers: np.ndarray) -> tuple[Ruling, int]:
    rule, right = StoppingRule(), 0
    for total, one in enumerate(answers, start=1):
        right += int(one)
        ruling = rule.rule(right, total)
        if ruling is not Ruling.GO_ON:
            return ruling, total
    raise AssertionError("the rule must end within its cap")


def fixed(length: int) -> Decide:
    def decide(answers: np.ndarray) -> tuple[Ruling, int]:
        passed = answers[:length].mean() >= 0.75
        return (Ruling.PASS if passed else Ruling.FAIL), length

    return decide


def workers(files: list[Path]) -> Iterator[np.ndarray]:
    for path in files:
        right: dict[str, list[bool]] = {}
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            right.setdefault(row["worker"], []).append(row["label"] == row["gold"])
        yield from (np.array(answers) for _, answers in sorted(right.items()) if len(answers) >= LEAST)


def trials(files: list[Path]) -> Iterator[tuple[float, np.ndarray]]:
    rng = np.random.default_rng(4)
    for answers in workers(files):
        for _ in range(DRAWS):
            mixed = rng.permutation(answers)
            yield float(mixed[FORM:].mean()), mixed[:FORM]


def inside(truth: float, low: float, high: float) -> bool:
    """Whether the truth is in the band; the outer bands hold their ends (.65 and .85)."""
    return truth >= low if high > 1 else truth <= high if low == 0 else low < truth < high


def table(drawn: list[tuple[float, np.ndarray]]) -> None:
    rules = {"sequential": sequential, "fixed 30": fixed(30), "fixed 40": fixed(40)}
    print("| rule | accuracy on the others | draws | pass | fail | person | mean items |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rule in rules.items():
        decided = [(truth, *rule(answers)) for truth, answers in drawn]
        for low, high in BANDS:
            row(
                f"{name} | {low:.2f}-{min(high, 1):.2f}",
                [one for one in decided if inside(one[0], low, high)],
            )
        row(f"{name} | .65 or less, .85 or more", [one for one in decided if not 0.65 < one[0] < 0.85])
        row(f"{name} | all", decided)


def row(title: str, decided: list[tuple[float, Ruling, int]]) -> None:
    shares = [
        np.mean([one[1] is ruling for one in decided]) for ruling in (Ruling.PASS, Ruling.FAIL, Ruling.PERSON)
    ]
    cells = " | ".join(f"{share:.3f}" for share in shares)
    print(f"| {title} | {len(decided)} | {cells} | {np.mean([one[2] for one in decided]):.1f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    every = sorted(parser.parse_args().data.glob("*.jsonl"))
    few = [path for path in every if "dices" not in path.stem]
    for title, files in (("All sets", every), ("Without DICES, which has most of the workers", few)):
        print(f"\n{title}: {sum(1 for _ in workers(files))} workers, {DRAWS} draws each\n")
        table(list(trials(files)))
