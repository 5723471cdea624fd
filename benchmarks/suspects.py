"""Suspected keys: wrong keys planted into sets of real raters, and how many are found again.

    python benchmarks/suspects.py --data DIR

DIR holds label files, `{"worker", "item", "label", "gold"}` a line. One key in twenty is changed to another
class (seed 1). Beside `earnest study raters` stands the plain baseline: the key is not what most raters said.
A key that is found and was not planted may still be wrong; it counts as a false alarm here.
"""

import argparse
import json
import random
from pathlib import Path

from earnest.measurement.labels import Labels
from earnest.measurement.majority import majority
from earnest.study.raters import study_raters
from earnest.study.reading import Label

MOST = 20_000


def measure(path: Path) -> str:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:MOST]
    gold = {row["item"]: row["gold"] for row in rows}
    classes = sorted(set(gold.values()))
    rng = random.Random(1)  # noqa: S311 - repeatable
    planted = set(rng.sample(sorted(gold), max(3, len(gold) // 20)))
    keys = {
        item: rng.choice([other for other in classes if other != key]) if item in planted else key
        for item, key in gold.items()
    }
    given = [Label(worker=row["worker"], item=row["item"], label=row["label"]) for row in rows]
    suspects = set(study_raters(given, keys).suspect_keys)
    labels = Labels.of([(row["worker"], row["item"], row["label"]) for row in rows])
    crowd = {item for item, most in zip(labels.items, majority(labels), strict=True) if most != keys[item]}
    found = [f"{len(one & planted)} of {len(one)}" for one in (suspects, crowd)]
    return f"| {path.stem} | {len(gold)} | {len(planted)} | {found[0]} | {found[1]} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    print("| set | items | planted | planted of the suspected | planted of those most raters contradict |")
    print("| --- | --- | --- | --- | --- |")
    for file in sorted(folder.glob("*.jsonl")):
        print(measure(file))
