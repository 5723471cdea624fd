"""Generated pairs: what a model of their looks, fitted on many packs, is right in on others.

    python benchmarks/generated.py [--packs N]

N packs (20) of 200 pairs a kind, each from a seed of its own; a logistic model of length, markdown, digits,
lines, commas and place is fitted on the first half of the packs and judged on the second half. Beside it: the
rules of thumb on the pack with seed "secret-7".
"""

import argparse

import numpy as np

from earnest.bank.generating import KINDS, generate
from earnest.measurement.logistic import logistic_map
from earnest.records.item import ItemKind, PairItem, Provenance
from earnest.records.response import Choice
from earnest.study.surface import looks_of, surface_report

PAIRS = 200
Pair = tuple[PairItem, Choice]


def pack(kind: str, seed: str) -> list[Pair]:
    found = []
    for one in generate(kind, PAIRS, seed):
        item = PairItem(
            id=one.id,
            kind=ItemKind.PAIR,
            prompt=one.files["prompt.md"],
            option_a=one.files["option_a.md"].strip(),
            option_b=one.files["option_b.md"].strip(),
            provenance=Provenance(licence="Apache-2.0", source="generated"),
        )
        found.append((item, Choice.A if 'key = "a"' in one.files["key.toml"] else Choice.B))
    return sorted(found, key=lambda pair: pair[0].id)


def across(kind: str, packs: int) -> float:
    """Return the accuracy on the second half of the packs of a model fitted on the first half."""
    sets = [pack(kind, f"seed {number}") for number in range(packs)]
    looks = np.array([[*looks_of(item), 1.0] for pairs in sets for item, _ in pairs])
    first = np.array([float(key is Choice.A) for pairs in sets for _, key in pairs])
    spread = np.where(looks.std(axis=0) > 0, looks.std(axis=0), 1.0)
    half, width = len(first) // 2, looks.shape[1]
    fit = logistic_map(looks[:half] / spread, first[:half], np.zeros(width), np.ones(width))
    return float(((looks[half:] / spread @ fit.coefficients > 0) == first[half:]).mean())


def main(packs: int) -> None:
    columns = {kind: surface_report(pack(kind, "secret-7")) for kind in KINDS}
    print(f"| rule | {' | '.join(KINDS)} |\n| --- |{' --- |' * len(KINDS)}")
    for place, rule in enumerate(columns[KINDS[0]]):
        shares = [columns[kind][place].share for kind in KINDS]
        told = ["none differ" if share is None else f"{share:.2f}" for share in shares]
        print(f"| {rule.name} | {' | '.join(told)} |")
    told = [f"{across(kind, packs):.3f}" for kind in KINDS]
    print(f"| the same model, fitted on {packs // 2} packs, judged on as many others | {' | '.join(told)} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packs", type=int, default=20)
    main(parser.parse_args().packs)
