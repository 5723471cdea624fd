"""Hostile submissions in every tier of the sandbox: no trick is ever a pass."""

import pytest

from earnest.errors import Unavailable
from earnest.records.evidence.adherence import TestsState
from earnest.sandbox import compiling_limits, default_limits, go, node, probe, python, rust, shell
from earnest.signals.adherence.testing import compiled
from earnest.signals.adherence.testing.submissions import outcome, submissions

SUBMISSIONS = submissions()
TOOLS = {"ts": node, "go": go, "rs": rust, "sh": shell}


@pytest.fixture(params=probe.TIERS, ids=lambda tier: tier.name)
def tier(request, monkeypatch):
    monkeypatch.setattr(probe, "TIERS", (request.param,))
    short = default_limits().but(wall_seconds=3.0)
    monkeypatch.setattr("earnest.sandbox.running.default_limits", lambda: short)
    monkeypatch.setattr("earnest.sandbox.default_limits", lambda: short)
    reason = probe.weakness(request.param)
    if reason:
        pytest.skip(f"no isolation: {request.param.name}: {reason}")


def test_they_are_many_and_distinct():
    assert len({one.files for one in SUBMISSIONS}) == len(SUBMISSIONS) >= 120


@pytest.mark.parametrize("one", SUBMISSIONS, ids=lambda one: f"{one.family}-{one.name}")
def test_no_trick_passes(tier, one, monkeypatch):
    try:
        TOOLS.get(one.ending, python)()
    except Unavailable as error:
        pytest.skip(str(error))
    if one.ending in {"go", "rs"}:
        assert compiled.prepared({"go": "go", "rs": "rust"}[one.ending]) is not None
    compiling = compiling_limits().but(wall_seconds=15.0)
    monkeypatch.setattr("earnest.sandbox.compiling_limits", lambda: compiling)
    found = outcome(one)
    assert found.state is not TestsState.PASSED
    assert "no isolation" not in found.reason
    if one.unread:
        assert found.state is TestsState.FAILED, found
    if found.state is TestsState.NOT_RUN:
        expected = ("a person has to look first: ", "the tests came to no end", "the run used")
        assert found.reason.startswith(expected), found
