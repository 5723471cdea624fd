"""The signal: samples are joined with their items, decided, run and scored; nothing undecided ever counts."""

import re

import pytest

from earnest.bank import EMPTY_PACK
from earnest.records.application import BlindApplication
from earnest.sandbox import Unavailable, prove
from earnest.signals.adherence import SIGNAL
from earnest.signals.signal import Context

CONTEXT = Context(EMPTY_PACK)
NO_RE = {"id": "no-re", "kind": "deps.forbid_module", "args": {"modules": ["re"]}, "quote": "without re"}
KEPT, MISSED, BROKEN = ({"a.py": text} for text in ("import json\n", "import re\n", "def f(:\n"))


def evidence(line, context=CONTEXT):
    application, context = SIGNAL.read_line(line, context)
    return SIGNAL.extract(BlindApplication(samples=application.samples), context)


def assess(line):
    return SIGNAL.score(evidence(line), SIGNAL.loaded_rubric)


def rules_of(result):
    return {finding.rule for finding in result.findings}


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


def jail_or_skip():
    try:
        prove()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    if rule.id == "tests-fail":
        jail_or_skip()
    assert rule.id in rules_of(assess(SIGNAL.example(part(rule, "Example"))))
    assert rule.id not in rules_of(assess(SIGNAL.example(part(rule, "Instead"))))
