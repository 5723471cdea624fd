import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from earnest.engine import Batch
from earnest.errors import UserError


def work(name, payload, earlier):
    if earlier:
        return earlier
    return json.dumps({"name": name, "key": "k", "n": len(name)})


def run(path, names, do=work, workers=1):
    with Batch(path) as batch:
        return list(batch.run(dict.fromkeys(names, ""), do, workers))


def test_results_stand_in_the_order_of_the_input_whatever_the_number_of_workers(tmp_path):
    names = [f"{n:03}" for n in range(40)]
    run(tmp_path / "one.jsonl", names)
    run(tmp_path / "two.jsonl", names, workers=2)
    one, two = (tmp_path / "one.jsonl").read_bytes(), (tmp_path / "two.jsonl").read_bytes()
    assert one == two
    assert [json.loads(line)["name"] for line in one.splitlines()] == names
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.jsonl", "two.jsonl"]


def test_what_is_done_is_not_done_twice(tmp_path):
    done = []

    def stops_after_three(name, payload, earlier):
        if not earlier:
            if len(done) == 3:
                raise KeyboardInterrupt
            done.append(name)
        return work(name, payload, earlier)

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "r.jsonl", list("abcdef"), stops_after_three)
    seen = []

    def notes(name, payload, earlier):
        seen.append((name, bool(earlier)))
        return work(name, payload, earlier)

    run(tmp_path / "r.jsonl", list("abcdef"), notes)
    assert done == list("abc")
    assert [earlier for _, earlier in seen] == [True] * 3 + [False] * 3


def test_a_torn_last_line_is_dropped_and_done_again(tmp_path):
    (tmp_path / "r.partial.jsonl").write_bytes(b'{"name":"a","key":"k","n":1}\n{"name":"b","ke')
    run(tmp_path / "r.jsonl", ["a", "b"])
    assert [json.loads(line)["name"] for line in (tmp_path / "r.jsonl").read_text().splitlines()] == [
        "a",
        "b",
    ]


def test_two_runs_on_one_file_are_refused(tmp_path):
    with (
        Batch(tmp_path / "r.jsonl"),
        pytest.raises(UserError, match="another run"),
        Batch(tmp_path / "r.jsonl"),
    ):
        pass


SLOW = """
import json, sys, time
from pathlib import Path
from earnest.engine import Batch
def work(name, payload, earlier):
    if earlier: return earlier
    time.sleep(0.01)
    return json.dumps({"name": name, "key": "k"})
with Batch(Path(sys.argv[1])) as batch:
    for _ in batch.run({f"{n:03}": "" for n in range(60)}, work): pass
"""


def test_killed_again_and_again_the_finished_file_has_the_same_bytes(tmp_path):
    whole = tmp_path / "whole.jsonl"
    subprocess.run([sys.executable, "-c", SLOW, str(whole)], check=True)
    killed = tmp_path / "killed.jsonl"
    kills = 0
    for wait in (0.15, 0.25, 0.2, 0.3):
        process = subprocess.Popen([sys.executable, "-c", SLOW, str(killed)])
        time.sleep(wait)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    subprocess.run([sys.executable, "-c", SLOW, str(killed)], check=True)
    assert kills
    assert killed.read_bytes() == whole.read_bytes()


def dies_on_three(name, payload, earlier):
    if name == "03":
        os.kill(os.getpid(), signal.SIGKILL)
    return work(name, payload, earlier)


def test_a_record_that_kills_its_worker_gets_an_error_and_the_others_go_on(tmp_path):
    names = [f"{n:02}" for n in range(12)]
    run(tmp_path / "r.jsonl", names, dies_on_three, workers=2)
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [line["name"] for line in lines] == names
    assert [line["name"] for line in lines if "error" in line] == ["03"]


ORPHANS = """
import json, os, sys, time
from pathlib import Path
from earnest.engine import Batch
from earnest.engine.test_batch import notes_its_process
with Batch(Path(sys.argv[1]) / "r.jsonl") as batch:
    for _ in batch.run({f"{n:03}": sys.argv[1] for n in range(500)}, notes_its_process, 2): pass
"""


def notes_its_process(name, payload, earlier):
    Path(payload, f"pid-{os.getpid()}").touch()
    time.sleep(0.05)
    return work(name, payload, earlier)


def test_workers_end_when_the_run_is_killed(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", ORPHANS, str(tmp_path)])
    workers = []
    while len(workers) < 2 and process.poll() is None:
        time.sleep(0.02)
        workers = [int(path.name[4:]) for path in tmp_path.glob("pid-*")]
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(workers) == 2
    assert not any(alive(pid) for pid in workers)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False
