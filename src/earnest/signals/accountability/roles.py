"""The role of a sentence in an answer about a failure: a logistic model over what `grammar` says.

P(role) = 1 / (1 + exp(-w . x)), one set of weights for each role (a sentence may hold several). The weights
stand in `roles.json`, one readable row for each named number; `training` makes them from `training.txt`.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from earnest.records.evidence.accountability import Role
from earnest.signals.accountability.grammar import Features, grammar
from earnest.signals.accountability.parsed import Parsed

WEIGHTS_FILE = Path(__file__).with_name("roles.json")
Weights = Mapping[str, Mapping[str, float]]


def roles_of(sentences: Sequence[Parsed]) -> list[dict[Role, float]]:
    """Return the probability of each role for each sentence of one answer, rounded to three places."""
    return [_roles(features, _weights()) for features in grammar(sentences)]


def _roles(features: Features, weights: Weights) -> dict[Role, float]:
    held = [(name, value) for name, value in features.items() if value]
    return {
        role: round(_logistic(math.fsum([value * row.get(name, 0.0) for name, value in held])), 3)
        for role in Role
        for row in (weights[role.value],)
    }


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


@cache
def _weights() -> Weights:
    table: Weights = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["weights"]
    return table
