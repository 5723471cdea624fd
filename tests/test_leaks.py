"""What is planted is caught, and what is clean passes: the three nets of the proof of blindness."""

import importlib.util
import sys
from pathlib import Path

import pytest

from earnest.certificate.purity import impurities
from earnest.signals import all_signals

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def load_leaks():
    spec = importlib.util.spec_from_file_location("leaks", BENCHMARKS / "leaks.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["leaks"] = module
    spec.loader.exec_module(module)
    return module


leaks = load_leaks()


@pytest.fixture(autouse=True)
def _reachable(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_at_least_thirty_kinds_are_planted():
    assert len(leaks.LEAKS) >= 30


@pytest.mark.parametrize("name", sorted(leaks.LEAKS))
def test_a_planted_leak_is_caught(name):
    assert leaks.nets(name, *leaks.LEAKS[name], "leaks"), name


def test_a_clean_score_passes_all_three_nets():
    assert leaks.clean("leaks")["clean"] == ()


@pytest.mark.parametrize("signal", all_signals(), ids=lambda signal: signal.id.value)
def test_the_source_of_a_score_stays_within_bounds(signal):
    assert impurities(signal.score) == []
