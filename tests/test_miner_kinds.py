"""The miner names kinds that exist, and arguments that they take."""

import pytest

from earnest.bank.mining import UNSORTED, mine
from earnest.bank.mining.kinds import fallbacks, rules
from earnest.records.item import Constraint
from earnest.signals.adherence.deciding import checked_args
from earnest.signals.adherence.kinds import all_kinds

COMPLETE = [
    ("Don't touch `a/b.py`.", "scope.forbid_paths", {"paths": ["a/b.py"]}),
    ("Keep every function under 20 lines.", "size.max_function_lines", {"limit": 20}),
    ("You must not use recursion.", "construct.forbid", {"constructs": ["recursion"]}),
    (
        'Use the word "tide" at least twice.',
        "keywords:frequency",
        {"keyword": "tide", "frequency": 2, "relation": "at least"},
    ),
    (
        "Answer with fewer than 90 words.",
        "length_constraints:number_words",
        {"num_words": 90, "relation": "less than"},
    ),
    (
        "Stay below three sentences or so, and respond in Finnish.",
        "language:response_language",
        {"language": "fi"},
    ),
    ("Do not use any commas.", "punctuation:no_comma", {}),
    ("Give me between 50 and 60 words.", "count:word_count_range", {"min_words": 50, "max_words": 60}),
]


def test_every_kind_that_the_miner_names_exists():
    named = {rule.kind for rule in rules()} | {kind for one in fallbacks() for _, kind in one.kinds}
    assert named <= set(all_kinds())
    assert UNSORTED not in all_kinds()


@pytest.mark.parametrize(("prompt", "kind", "args"), COMPLETE)
def test_arguments_that_the_words_hold_are_those_of_the_kind(prompt, kind, args):
    found = {one.kind: one.args for one in mine(prompt)}
    assert found[kind] == args
    checked_args(Constraint(id="one", kind=kind, args=found[kind]))
