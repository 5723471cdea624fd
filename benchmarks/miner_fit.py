"""Fits the weights by which the miner tells a demand from a description.

    python benchmarks/miner_fit.py [--write]

Logistic regression with an L2 penalty (Hosmer & Lemeshow, Applied Logistic Regression) over the features of
every clause of `miner_invented.jsonl` and of the practice pack: 1 for a clause of a labelled constraint, 0
for one of a look-alike, and 0 with less weight for one that nobody labelled. Of a constraint of many
clauses only the one that the first fit holds likeliest counts in the second (Andrews et al., Support Vector
Machines for Multiple-Instance Learning, 2002). Printed is what a fit without one part finds in that part. The
rules and word lists had seen all parts but `outside-5`, so this is no figure for unseen prompts.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

import earnest.bank.mining
from earnest.bank import find_pack
from earnest.bank.mining import place_of, weighed
from earnest.bank.mining.features import Features
from earnest.records.item import CodingItem

HERE = Path(__file__).parent
TARGET = Path(earnest.bank.mining.__file__).with_name("weights.json")
PENALTY = 1.0
UNLABELLED = 0.1
SORTED, UNSORTED, CERTAIN = 0.1, 0.25, 0.5
SMALL = 0.02  # weights below this are left out

Array = npt.NDArray[np.float64]
Clause = tuple[Features, int, float, str, str]  # features, label, weight, part, quote


def labelled() -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    """Yield (part, prompt, quotes with their labels) of the invented prompts and of the practice pack."""
    for line in (HERE / "miner_invented.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        stated = [(one["quote"], 1) for one in row["constraints"]]
        yield row["half"], row["prompt"], stated + [(one, 0) for one in row["lookalikes"]]
    for item in find_pack("practice").items.values():
        if isinstance(item, CodingItem):
            yield "practice", item.prompt, [(one.quote, 1) for one in item.constraints]


def clauses() -> list[Clause]:
    found: list[Clause] = []
    for part, prompt, quotes in labelled():
        spans = [(*place, quote, label) for quote, label in quotes if (place := place_of(prompt, quote))]
        for one in weighed(prompt):
            span = one.clause.span
            hits = [(quote, label) for at, to, quote, label in spans if span.start < to and at < span.end]
            for quote, label in hits or [("", 0)]:
                weight = 1.0 if hits else UNLABELLED
                found.append((one.features, label, weight, part, f"{prompt[:40]} {quote}"))
    return found


def matrix(rows: list[Clause], names: dict[str, int]) -> Array:
    table = np.zeros((len(rows), len(names)))
    for place, (held, *_) in enumerate(rows):
        for name, value in held.items():
            if name in names:
                table[place, names[name]] = value
    return table


def fit(table: Array, labels: Array, share: Array) -> Array:
    def loss(weights: Array) -> tuple[float, Array]:
        logits = table @ weights[:-1] + weights[-1]
        value = (
            share @ (np.logaddexp(0, logits) - labels * logits) + PENALTY / 2 * weights[:-1] @ weights[:-1]
        )
        rest = share * (expit(logits) - labels)
        return value, np.append(table.T @ rest + PENALTY * weights[:-1], rest.sum())

    start = np.zeros(table.shape[1] + 1)
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x


def fitted(rows: list[Clause], names: dict[str, int]) -> Array:
    table = matrix(rows, names)
    labels = np.array([row[1] for row in rows], dtype=float)
    share = np.array([row[2] for row in rows])
    weights = fit(table, labels, share)
    logits = table @ weights[:-1] + weights[-1]
    best: dict[str, float] = {}
    for row, logit in zip(rows, logits, strict=True):
        best[row[4]] = max(best.get(row[4], -np.inf), logit)
    kept = np.array(
        [row[1] == 0 or logit >= best[row[4]] for row, logit in zip(rows, logits, strict=True)], dtype=float
    )
    return fit(table, labels, share * kept)


def left_out(rows: list[Clause], names: dict[str, int]) -> None:
    print(f"{'left out':<12}{'stated':>8}{'found':>8}{'alike':>8}{'flagged':>9}")
    for part in dict.fromkeys(row[3] for row in rows if row[3] != "practice"):
        weights = fitted([row for row in rows if row[3] != part], names)
        held = [row for row in rows if row[3] == part and row[2] == 1]
        chances = expit(matrix(held, names) @ weights[:-1] + weights[-1])
        best: dict[tuple[str, int], float] = {}
        for row, value in zip(held, chances, strict=True):
            best[row[4], row[1]] = max(best.get((row[4], row[1]), 0.0), value)
        stated = [value for (_, label), value in best.items() if label]
        alike = [value for (_, label), value in best.items() if not label]
        print(
            f"{part:<12}{len(stated):>8}{np.mean(np.array(stated) >= UNSORTED):>8.2f}"
            f"{len(alike):>8}{np.mean(np.array(alike) >= UNSORTED):>9.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    write = parser.parse_args().write
    rows = clauses()
    names = {name: n for n, name in enumerate(sorted({name for row in rows for name in row[0]}))}
    if not write:
        left_out(rows, names)
    weights = fitted(rows, names)
    kept = {name: round(float(weights[n]), 3) for name, n in names.items() if abs(weights[n]) >= SMALL}
    if write:
        shown = {
            "version": "1",
            "sorted": SORTED,
            "unsorted": UNSORTED,
            "certain": CERTAIN,
            "offset": round(float(weights[-1]), 3),
            "weights": kept,
        }
        TARGET.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{len(kept)} weights written")


if __name__ == "__main__":
    main()
