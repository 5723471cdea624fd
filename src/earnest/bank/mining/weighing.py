"""How likely a clause asks something of the writer: logistic regression over its features.

`weights.json` is made by `python benchmarks/miner_fit.py` from the invented prompts of
`benchmarks/miner_invented.jsonl`. A feature that has no weight there counts nothing.
"""

import json
import math
from functools import cache
from pathlib import Path

from earnest.bank.mining.features import Features
from earnest.records.base import Record


class Weights(Record):
    """What `weights.json` holds: the weights of the features, and from which chance on a clause counts.

    `sorted` is the least chance for a clause that a rule sorts, `unsorted` for any other; from `certain` on
    the rules for orders sort it too.
    """

    version: str
    sorted: float
    unsorted: float
    certain: float
    offset: float
    weights: dict[str, float]


@cache
def weights() -> Weights:
    """Return `weights.json`."""
    loaded = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return Weights.model_validate(loaded)


def chance(held: Features) -> float:
    """Return how likely a clause asks something of the writer, 0 to 1."""
    known = weights()
    total = known.offset + sum(known.weights.get(name, 0.0) * held[name] for name in sorted(held))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
