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


PLAIN = [
    ("Limit changes to auth.py.", "scope.only_paths"),
    ("Please don't touch models.py.", "scope.forbid_paths"),
    ("Do not modify the tests.", "scope.tests_unchanged"),
    ("Do NOT add new files.", "scope.no_new_files"),
    ("Only edit between START and END.", "scope.only_region"),
    ("Don't modify handleTextChange.", "scope.forbid_symbol"),
    ("Keep the diff under 30 lines.", "scope.max_diff_lines"),
    ("Minimal change; do not reformat.", "scope.no_unrelated_changes"),
    ("Do not remove comments.", "scope.no_delete"),
    ("Use no external libraries.", "deps.stdlib_only"),
    ("You are not allowed to import any module.", "deps.no_imports"),
    ("Don't use pandas.", "deps.forbid_module"),
    ("You are not allowed to import packages other than urllib.", "deps.only_modules"),
    ("You must use the package urllib.", "deps.require_module"),
    ("No new dependencies.", "deps.no_new_dependency"),
    ("Keep tonic at 0.10.", "deps.pin_version"),
    ("Prototype: def f(a=[]):", "api.signature"),
    ("Return JSON, not a dict.", "api.return_type"),
    ("Create a class named Cart.", "api.defines"),
    ("The class has methods a, b.", "api.class_members"),
    ("Don't break the public API.", "api.public_unchanged"),
    ("Write no getter or setter.", "api.private"),
    ("Your code should not be executed when imported.", "api.import_safe"),
    ("Solve it without using loops.", "construct.forbid"),
    ("Don't use sort().", "construct.forbid_call"),
    ("Use a deque.", "construct.datastructure"),
    ("The initial list should not be modified.", "construct.no_mutate_input"),
    ("Keep cyclomatic complexity at 5 or less.", "size.complexity"),
    ("No TODOs.", "style.no_placeholder"),
    ("Raise ValueError with 'x must be > 0'.", "errors.raises"),
    ("It has to run on Python 3.8.", "lang.version"),
    ("Output ONLY valid JSON.", "output.json_only"),
    ("Print exactly what the example shows on stdout.", "output.stdout_exact"),
    ("All tests pass; add a test.", "tests.added"),
    ("It must be O(n).", "perf.complexity"),
    ("It must finish in under 1 second.", "perf.time"),
    ("Update the changelog.", "doc.changelog"),
    ("All your files should end with a new line.", "style.final_newline"),
    ("The first line of all your files should be exactly `#!/usr/bin/env python3`.", "style.shebang"),
    ("Your code should use the pycodestyle style.", "style.linter_clean"),
    ("All your modules and functions must be documented.", "style.docstrings"),
    ("You must use a `with` statement.", "construct.require"),
    ("You can only use one loop in your code.", "size.loops"),
    ("A README.md file is mandatory.", "doc.readme"),
    ("Write a function def add(a, b):", "api.signature"),
    ("Don't use eval.", "sec.no_eval"),
    ("Your code must use snake_case.", "style.naming"),
    ("Private instance attribute: size", "api.private"),
    ("Write a class Square that defines a square.", "api.defines"),
]


@pytest.mark.parametrize(("prompt", "kind"), PLAIN)
def test_a_plain_wording_of_a_kind_is_read_as_that_kind(prompt, kind):
    assert kind in {one.kind for one in mine(f"Fix the bug. {prompt}")}


def test_every_kind_that_the_miner_names_exists():
    named = {rule.kind for rule in rules()} | {kind for one in fallbacks() for _, kind in one.kinds}
    assert named <= set(all_kinds())
    assert UNSORTED not in all_kinds()


@pytest.mark.parametrize(("prompt", "kind", "args"), COMPLETE)
def test_arguments_that_the_words_hold_are_those_of_the_kind(prompt, kind, args):
    found = {one.kind: one.args for one in mine(prompt)}
    assert found[kind] == args
    checked_args(Constraint(id="one", kind=kind, args=found[kind]))
