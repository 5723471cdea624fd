"""The child process: limits, restarts, and that nothing is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from earnest.errors import TooLarge, UnreadableFile
from earnest.intake import parsing
from earnest.intake.limits import limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the child is a POSIX process")
RESUME = b'{"basics": {"name": "Ada Example", "summary": "Invented."}}'


@pytest.fixture
def server(monkeypatch):
    server = parsing._Server()
    monkeypatch.setattr(parsing, "_server", lambda: server)
    yield server
    server.close()


def with_child(monkeypatch, **changes):
    changed = limits().but(child=limits().child.but(**changes))
    monkeypatch.setattr(parsing, "limits", lambda: changed)


def html(words: int) -> bytes:
    return b"<html><body>" + b"<p>word</p>" * words


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    if not path.exists():
        pytest.skip("this system does not list the children of a process")
    return [int(child) for child in path.read_text().split()]


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_one_child_serves_many_documents_and_leaves_no_zombies(server):
    pids = set()
    for _ in range(20):
        assert parsing.parse("json", RESUME, "a.json")["blocks"]
        pids.add(server._process.pid)
    assert len(pids) == 1
    assert children_of(pids.pop()) == []


def test_a_child_that_was_killed_is_started_again(server):
    first = parsing.parse("json", RESUME, "a.json")
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    assert parsing.parse("json", RESUME, "a.json") == first


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_read(server, monkeypatch):
    assert parsing.parse("json", RESUME, "a.json")
    with monkeypatch.context() as patched:
        with_child(patched, wall_seconds=0.02)
        with pytest.raises(TooLarge, match=r"^slow\.html: takes more than 0\.02 seconds"):
            parsing.parse("html", html(300_000), "slow.html")
    assert parsing.parse("json", RESUME, "a.json")
    assert children_of(server._process.pid) == []


def test_computing_time_is_limited_too(server, monkeypatch):
    with_child(monkeypatch, cpu_seconds=0)
    with pytest.raises((TooLarge, UnreadableFile), match=r"^slow\.html: "):
        parsing.parse("html", html(500_000), "slow.html")


def test_memory_is_limited(server, monkeypatch):
    with_child(monkeypatch, memory_bytes=8 << 20)
    with pytest.raises((TooLarge, UnreadableFile), match="memory"):
        parsing.parse("html", html(500_000), "large.html")


def test_what_comes_back_is_limited(server, monkeypatch):
    with_child(monkeypatch, output_bytes=1000)
    with pytest.raises(TooLarge, match=r"^large\.html: gives more than 1000 bytes"):
        parsing.parse("html", html(1000), "large.html")


def test_a_fork_can_reach_nothing(server, monkeypatch):
    """The parser has no file, no program and no path: what it holds is the bytes."""
    code = textwrap.dedent(
        """
        import encodings.idna, errno, json, os, resource, socket, sys
        from earnest.intake.parsers import server
        limits = json.loads(sys.argv[1])
        server._enclose(os.pipe()[1], limits, None)
        try:
            os.open("/etc/hostname", os.O_RDONLY)
            sys.exit(1)
        except OSError as error:
            assert error.errno == errno.EMFILE
        try:
            socket.socket()
            sys.exit(1)
        except OSError as error:
            assert error.errno == errno.EMFILE
        assert resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)
        assert resource.getrlimit(resource.RLIMIT_CPU)[0] == limits["cpu_seconds"]
        sys.exit(7)
        """
    )
    bounds = '{"cpu_seconds": 5, "memory_bytes": 805306368}'
    done = subprocess.run([sys.executable, "-c", code, bounds], check=False, capture_output=True)
    assert done.returncode == 7, done.stderr


def test_threads_take_turns(server):
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append((n, parsing.parse("html", html(n), "a.html"))))
        for n in range(1, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((n, len(answer["blocks"])) for n, answer in answers) == [(n, n) for n in range(1, 9)]


def read_in_worker(_: int) -> int:
    return len(parsing.parse("json", RESUME, "a.json")["blocks"])


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_worker_processes_have_children_of_their_own(method):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        assert set(pool.map(read_in_worker, range(8))) == {2}


def test_nothing_is_left_when_the_parent_is_killed():
    """Neither the child nor a fork that is busy outlives a parent that could not say goodbye."""
    code = textwrap.dedent(
        """
        import threading, time
        from earnest.intake import parsing
        parsing.parse("json", b'{"basics": {"name": "Ada"}}', "a.json")
        print(parsing._server()._process.pid, flush=True)
        page = b"<html><body>" + b"<p>word</p>" * 1_500_000
        parsing.parse("html", page, "slow.html")
        """
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        deadline = time.monotonic() + 10
        while not (forks := children_of(child)) and time.monotonic() < deadline:
            time.sleep(0.01)
        parent.kill()
    assert forks
    deadline = time.monotonic() + 10
    while any(map(is_running, [child, *forks])) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_running, [child, *forks]))


def test_the_child_imports_little():
    """A cold start is dear: the child must not import pydantic, NumPy or the line."""
    code = (
        "import sys; import earnest.intake.parsers.server, earnest.intake.parsers.pdf,"
        " earnest.intake.parsers.docx, earnest.intake.parsers.html, earnest.intake.parsers.json_resume;"
        "print(sorted({'pydantic', 'numpy', 'docx', 'earnest.intake.reading'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
