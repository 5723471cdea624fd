"""Every rule of every signal: its page, its example, its counterpart; every example of a README runs."""

import re

import pytest

from earnest.bank import EMPTY_PACK
from earnest.errors import Unavailable
from earnest.sandbox import prove
from earnest.screening import assess_line
from earnest.signals import Context, all_signals

RULES = [(signal, rule) for signal in all_signals() for rule in signal.rules]
HEADINGS = ("What it finds", "Why it matters", "Example", "Instead")
FENCE = re.compile(r"```(?:text|json) (finds|silent)=([a-z0-9-]+)\n(.*?)\n```", re.DOTALL)


def readme(signal):
    return signal.rubric_file.with_name("README.md").read_text(encoding="utf-8")


def fences():
    for signal in all_signals():
        for how, rule, text in FENCE.findall(readme(signal)):
            yield pytest.param(signal, how, rule, text, id=f"{signal.id.value}-{how}-{rule}")


def named(signal, line):
    return {found.rule for found in assess_line(signal, line, Context(pack=EMPTY_PACK)).findings}


def part(rule, heading):
    found = re.search(rf"^{heading}:(.*?)(?=\n\s*\n|\Z)", rule.page, re.DOTALL | re.MULTILINE)
    return " ".join(found.group(1).split()) if found else ""


def _jail_or_skip(rule_id):
    """Rules about tests that were run need a jail."""
    if rule_id == "tests-fail":
        try:
            prove()
        except Unavailable as error:
            pytest.skip(str(error))


@pytest.mark.parametrize(("signal", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_a_rule_fires_on_its_example_and_is_silent_on_the_counterpart(signal, rule):
    assert all(part(rule, heading) for heading in HEADINGS)
    _jail_or_skip(rule.id)
    assert rule.id in named(signal, signal.example(part(rule, "Example")))
    assert rule.id not in named(signal, signal.example(part(rule, "Instead")))


def test_rule_ids_are_kebab_case_and_unique():
    ids = [rule.id for _, rule in RULES]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule_id) for rule_id in ids)


@pytest.mark.parametrize(("signal", "how", "rule", "text"), list(fences()))
def test_the_examples_of_the_readmes_run(signal, how, rule, text):
    assert rule in {each.id for each in signal.rules}
    _jail_or_skip(rule)
    assert (rule in named(signal, signal.example(text))) is (how == "finds")


@pytest.mark.parametrize("signal", all_signals(), ids=lambda signal: signal.id.value)
def test_every_readme_has_examples_that_find_and_that_stay_silent(signal):
    ways = {how for how, _, _ in FENCE.findall(readme(signal))}
    assert ways == {"finds", "silent"}
