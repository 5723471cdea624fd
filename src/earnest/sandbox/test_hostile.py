"""Hostile programs in every tier: none escapes, and the harmless ones do where there is no jail."""

import subprocess
import time

import pytest

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.tree import Tree
from earnest.sandbox import hostile, probe
from earnest.sandbox.running import Job, run_unproven


@pytest.fixture(scope="module")
def scene():
    with hostile.scene() as seen:
        yield seen


@pytest.fixture(params=probe.TIERS, ids=lambda tier: tier.name)
def tier(request):
    reason = probe.weakness(request.param)
    if reason:
        pytest.skip(f"no isolation: {request.param.name}: {reason}")
    return request.param


def test_there_are_enough_of_them():
    listed = hostile.programs()
    assert len({one.code for one in listed}) == len(listed) >= 120
    assert {one.family for one in listed} >= {
        "network",
        "reading",
        "environment",
        "processes",
        "kernel",
        "bombs",
    }


@pytest.mark.parametrize("batch", hostile.batches(hostile.programs()), ids=lambda batch: batch[0].id)
def test_nothing_escapes(tier, scene, batch):
    try:
        assert hostile.escapes(batch, tier, scene) == []
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(
    "program", [one for one in hostile.programs() if one.plain], ids=lambda one: one.name
)
def test_they_are_no_empty_gesture(scene, program):
    assert hostile.succeeds_plainly(program, scene)


def test_what_escapes_is_seen(scene, monkeypatch, tier):
    """The suite itself can fail: what a program says, the secret in the output, a file outside, a dead victim."""
    said = hostile.Program("x", "says so", "escaped('here')")
    silent = hostile.Program("x", "is cut short", "os.kill(os.getppid(), 9)")
    assert hostile.escapes((said,), tier, scene) == ["escaped x: says so here"]
    assert hostile.escapes((silent,), tier, scene)[0].startswith("x: is cut short did not run")
    result = sandbox.RunResult(sandbox.Ending.EXITED, 0, f"ran x: y\n{scene.secret}".encode())
    assert hostile._said((hostile.Program("x", "y", ""),), result, scene.secret) == [
        "the secret is in the output"
    ]
    (scene.folder / "more").touch()
    assert scene.harmed() == ["the folder outside is written"]
    (scene.folder / "more").unlink()
    left = subprocess.Popen(["earnest-left-behind", "9"], executable="/bin/sleep")
    time.sleep(0.1)
    assert scene.harmed() == ["earnest-left-behind runs"]
    left.kill()
    left.wait()
    assert scene.harmed() == []


def test_a_filter_stands_in_every_tier(tier):
    code = "import ctypes; print(ctypes.CDLL(None).prctl(21, 0, 0, 0, 0))"  # PR_GET_SECCOMP: 2 is a filter
    result = run_unproven(Job(sandbox.python(), ("-I", "-S", "-c", code), Tree()), tier)
    assert result.output.strip() == b"2"
