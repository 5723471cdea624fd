"""The jail: what must fail in it does, and without it nothing runs at all."""

import ast
import doctest
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from earnest import sandbox
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.sandbox import (
    Ending,
    Unavailable,
    attempts,
    default_limits,
    interpreters,
    jail,
    landlock,
    probe,
    running,
)

PYTHON = ("-I", "-S", "-c")


@pytest.fixture(params=probe.TIERS, ids=lambda tier: tier.name)
def jailed(request, monkeypatch):
    """Each tier by itself; skipped with the reason where this machine has it not."""
    monkeypatch.setattr(probe, "TIERS", (request.param,))
    try:
        return sandbox.prove()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture
def unproven():
    """Forget what the probe found, before and after."""
    probe.weakness.cache_clear()
    yield
    probe.weakness.cache_clear()


def run(code, tree=None, given=b"", **limits):
    bounds = default_limits().but(**limits)
    return sandbox.run(sandbox.python(), (*PYTHON, code), tree or Tree(), given, bounds)


def said(code, **more):
    result = run(code, **more)
    return result.output.decode(errors="replace").strip()


def test_the_tree_the_input_and_the_exit_code(jailed):
    tree = Tree.from_files(
        [
            TreeFile(path="a/b.txt", content=b"hello"),
            TreeFile(path="run", content=b"x", mode=FileMode.EXECUTABLE),
            TreeFile(path="link", content=b"a/b.txt", mode=FileMode.SYMLINK),
            TreeFile(path="vendor", content=b"1" * 40, mode=FileMode.SUBMODULE),
        ]
    )
    code = (
        "import os,sys; print(open('a/b.txt').read(), os.access('run', os.X_OK), os.readlink('link'), "
        "sys.stdin.read(), sorted(os.listdir('.'))); sys.exit(3)"
    )
    result = run(code, tree, b"given")
    assert result.ending is Ending.EXITED
    assert result.code == 3
    assert result.output.decode().strip() == "hello True a/b.txt given ['a', 'link', 'run']"


NETWORK = """
import socket
families = [(f, k) for f in (socket.AF_INET, socket.AF_INET6) for k in (socket.SOCK_STREAM, socket.SOCK_DGRAM)]
for family, kind in families:
    for host in ("127.0.0.1", "1.1.1.1", "169.254.169.254", "::1", "2606:4700:4700::1111"):
        try:
            with socket.socket(family, kind) as one:
                one.settimeout(0.2)
                one.connect((host, 53))
                one.send(b"x")
            if host not in ("127.0.0.1", "::1"):
                print("sent to", host)
        except OSError:
            pass
for kind in (socket.SOCK_RAW, socket.SOCK_STREAM):
    for family in (socket.AF_PACKET, socket.AF_NETLINK, getattr(socket, "AF_VSOCK", 40)):
        try:
            with socket.socket(family, kind) as one:
                if family == getattr(socket, "AF_VSOCK", 40):
                    one.settimeout(0.2)
                    one.connect((2, 1024))
                    print("sent to the host")
                elif family == socket.AF_PACKET:
                    print("packets")
        except OSError:
            pass
try:
    socket.getaddrinfo("example.org", 80)
    print("resolved")
except OSError:
    pass
"""


def test_no_network(jailed):
    assert said(NETWORK) == ""


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/etc/shadow", "/root", "/home", "/proc/1/environ", "/proc/self/root/etc/passwd", "/sys",
     "/dev/mem", "/dev/kmsg", "/proc/kcore", "/run", "/var", str(Path(__file__).resolve()), "/proc/sysrq-trigger"],
)  # fmt: skip
def test_nothing_of_the_machine_is_read(jailed, path):
    code = (
        "import os,sys; p = sys.stdin.read()\n"
        "try: print(os.listdir(p) if os.path.isdir(p) else open(p, 'rb').read(9))\nexcept OSError: print('no')"
    )
    result = run(code, given=path.encode()).output.decode().strip()
    # A folder above the interpreter is there, and holds nothing but the way to it; the jail's own environment is its own.
    way = {part for part in sys.base_prefix.split("/") if part}
    if path == "/proc/1/environ" or (result.startswith("[") and set(ast.literal_eval(result)) <= way):
        return
    assert result == "no"


def test_nothing_of_the_environment(jailed, monkeypatch):
    monkeypatch.setenv("EARNEST_TEST_WORD", "not-for-the-jail")
    code = (
        "import os,glob\nprint(dict(os.environ))\n"
        "for p in glob.glob('/proc/[0-9]*/environ'):\n"
        "  try: print(open(p, 'rb').read())\n  except OSError: pass"
    )
    assert "not-for-the-jail" not in said(code)


@pytest.mark.parametrize(
    "path", ["/", "/usr/lib", "/proc/self/oom_score", "/dev", "/sample/../x", "/etc/passwd"]
)
def test_nothing_is_written_outside(jailed, path):
    code = f"p={path!r}\ntry: open(p if p[-1] != '/' else '/x', 'w').write('x'); print('written')\nexcept OSError: print('no')"
    assert said(code) == "no"


def test_a_link_leads_nowhere(jailed):
    tree = Tree.from_files([TreeFile(path="x", content=b"/etc/passwd", mode=FileMode.SYMLINK)])
    assert said("try: print(open('x').read())\nexcept OSError: print('no')", tree=tree) == "no"


def test_a_tree_is_not_written_through_a_link(jailed, tmp_path):
    tmp_path.chmod(0o777)
    tree = Tree(
        files=(
            TreeFile(path="a", content=str(tmp_path).encode(), mode=FileMode.SYMLINK),
            TreeFile(path="a/b.txt", content=b"x"),
        )
    )
    with pytest.raises(Unavailable, match="did not begin"):
        run("print(1)", tree)
    assert list(tmp_path.iterdir()) == []


def test_a_fork_bomb_ends(jailed):
    code = (
        "import os\nn = 0\ntry:\n  while True:\n    n += 1\n"
        "    if os.fork() == 0:\n      import time; time.sleep(60); os._exit(0)\nexcept OSError: print(n, flush=True)\nos._exit(0)"
    )
    started = time.monotonic()
    result = run(code, wall_seconds=10.0)
    assert result.ending is Ending.EXITED
    assert int(result.output) <= default_limits().processes
    assert time.monotonic() - started < 10


def test_what_was_forked_dies_with_the_jail(jailed):
    mark = f"left-{os.getpid()}-{time.monotonic_ns()}"
    code = (
        f"import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n"
        f"    os.execv({sandbox.python().program!r}, ['x', '-I', '-S', '-c', 'import time; time.sleep(60) # {mark}'])\n"
        "  os._exit(0)\ntime.sleep(0.2)\nos._exit(0)"
    )
    assert run(code).ending is Ending.EXITED
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert mark not in listed


def test_memory_and_disk_and_file_size_are_limited(jailed):
    assert said("try: x = bytearray(1 << 31); print('held')\nexcept MemoryError: print('no')") == "no"
    code = (
        "import os, signal, time\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "n = 0\ntry:\n  for k in range(12):\n    n += open(f'f{k}', 'wb').write(bytes(8 << 20))\n"
        "except OSError as e: print('no')\nprint(sum(os.path.getsize(f) for f in os.listdir('.')), flush=True)\n"
        "time.sleep(5)"
    )
    result = run(code, wall_seconds=2.0)
    if jailed.namespaces:
        words = result.output.split()
        assert words[0] == b"no"
        assert int(words[1]) <= default_limits().disk_bytes
    else:
        assert result.ending is Ending.DISK
    code = "open('f', 'wb').write(bytes(20 << 20)); print('written')"
    assert "written" not in said(code)


SHARED_MEMORY = """
import mmap, os, time
children = []
for number in range(6):
    child = os.fork()
    if child == 0:
        held = bytearray(b"x" * (500 << 20))
        time.sleep(9)
        os._exit(0)
    children.append(child)
time.sleep(9)
print("held")
"""


def test_the_memory_of_all_processes_together_is_limited(jailed):
    result = run(SHARED_MEMORY, total_bytes=300 << 20, wall_seconds=8.0)
    assert result.ending is Ending.MEMORY
    assert (
        said("import mmap\ntry: mmap.mmap(-1, 1 << 20); print('held')\nexcept OSError: print('no')") == "no"
    )


DEEP = "import os\nwhile True:\n    os.mkdir('d'); os.chdir('d')"
CLOSED = "import os, time\nos.mkdir('d', 0o300); open('d/f', 'wb').write(bytes(9 << 20)); time.sleep(9)"


@pytest.mark.parametrize("code", [DEEP, CLOSED])
def test_a_folder_that_cannot_be_counted_is_full(jailed, code):
    if jailed.namespaces:
        pytest.skip("the first tier has a disk of its own")
    before = set(Path("/tmp").glob("earnest-run-*"))
    result = run(code, wall_seconds=2.0)
    assert result.ending in {Ending.DISK, Ending.EXITED, Ending.TIMEOUT}
    assert code is CLOSED or result.ending is Ending.DISK
    assert set(Path("/tmp").glob("earnest-run-*")) <= before


def test_time_and_output_are_limited(jailed):
    assert run("while True: pass", wall_seconds=0.5).ending is Ending.TIMEOUT
    assert run("import time; time.sleep(60)", wall_seconds=0.5).ending is Ending.TIMEOUT
    assert (
        run("import os\nos.close(1); os.close(2)\nimport time; time.sleep(60)", wall_seconds=0.5).ending
        is Ending.TIMEOUT
    )
    flood = run("while True: print('x' * 9999)", output_bytes=100_000)
    assert flood.ending is Ending.OUTPUT
    assert len(flood.output) == 100_000
    assert run("while True: pass", cpu_seconds=1).code != 0


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.setuid(0)",
        "import os; os.chroot('/tmp')",
        "import os; os.mknod('/tmp/x', 0o60600, 0x0800)",
        "import os; os.kill(1, 9); os.kill(-1, 0)",
        "import ctypes; c = ctypes.CDLL(None); assert c.unshare(0x10000000) == 0",
        "import ctypes; c = ctypes.CDLL(None); assert c.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
        "import ctypes; c = ctypes.CDLL(None); assert c.umount2(b'/sample', 2) == 0",
        "import ctypes; c = ctypes.CDLL(None); assert c.ptrace(16, 1, 0, 0) == 0",
        "import resource; resource.setrlimit(resource.RLIMIT_NPROC, (9999, 9999))",
        "import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))",
        "import os; os.nice(-5)",
        "open('/proc/sys/kernel/hostname', 'w').write('x')",
    ],
)
def test_no_privilege_is_gained(jailed, code):
    assert run(code, wall_seconds=2.0).code != 0


def test_the_input_cannot_be_read_again(jailed):
    code = "import os,sys; os.lseek(0, 0, 0); print(len(sys.stdin.buffer.read())); print(sys.argv)"
    assert said(code, given=b"abc").split()[0] == "3"


def test_the_probe_tells_what_a_bare_process_can_do(tmp_path):
    """Run as it is, the probe's attempts succeed: they are no empty gesture."""
    assert attempts.answered(1)  # write(2), or exit(2)
    assert attempts.shares_network(str(Path("/proc/self/ns/net").readlink()))
    assert attempts.reads(__file__)
    assert attempts.writes("/tmp")
    assert attempts.sees_environment([value for value in os.environ.values() if len(value) > 3])
    code = f"import sys; sys.path.insert(0, {str(Path(attempts.__file__).parent)!r}); import attempts as a"
    bare = [sys.executable, "-c", f"{code}; print(a.sockets())"]
    assert subprocess.run(bare, capture_output=True, check=True).stdout == b"True\n"
    assert attempts.forks(1)
    assert attempts.fills(str(tmp_path), 1, 1 << 21)
    Path("/tmp/earnest-probe").unlink()


def test_the_probe_runs_once_a_process(jailed, monkeypatch):
    sandbox.prove()
    monkeypatch.setattr(probe, "run_unproven", lambda *_given: pytest.fail("a second probe"))
    sandbox.prove()


@pytest.mark.parametrize(
    ("output", "ending", "reason"),
    [
        (b'%s["the network"]\n%s[]\n', Ending.EXITED, "lets through the network"),
        (b'%s[]\n%s["a disk without limit"]\n', Ending.EXITED, "lets through a disk"),
        (b'%s["a mount"]\n', Ending.DISK, "lets through a mount"),
        (b"bwrap: no permissions\n", Ending.NOT_BEGUN, "no permissions"),
        (b"%s[]\n", Ending.EXITED, "cannot be made"),
        (b"%s[]\n%s[]\n%s[]\n", Ending.EXITED, "cannot be made"),
        (b"", Ending.TIMEOUT, "timeout"),
        (b"%s[]\n", Ending.OUTPUT, "cannot be made"),
    ],
)
def test_a_jail_with_a_hole_is_none(unproven, monkeypatch, output, ending, reason):
    def answer(job, _tier, _limits):
        nonce = job.given.split(b'"nonce": "')[1].split(b'"')[0]
        return running.RunResult(ending, 0, output.replace(b"%s", nonce))

    monkeypatch.setattr(probe, "run_unproven", answer)
    with pytest.raises(Unavailable, match=reason):
        sandbox.prove()


def test_without_bubblewrap_the_second_tier_is_asked(unproven, monkeypatch):
    if landlock.version() < 3:
        pytest.skip("this kernel has no Landlock of version 3 or newer")
    monkeypatch.setattr(jail, "_bwrap", refuse)
    assert sandbox.prove() is landlock.LANDLOCK
    assert said("print(1)") == "1"


def refuse():
    raise Unavailable("no isolation: refused")


def test_without_either_nothing_runs(unproven, monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 2)
    monkeypatch.setattr(jail.shutil, "which", lambda *_given, **_named: None)
    monkeypatch.setattr(
        running.subprocess, "Popen", lambda *_given, **_named: pytest.fail("ran without a jail")
    )
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"no isolation: bubblewrap: .*; landlock: "):
            run("print(1)")


def test_without_namespaces_nothing_runs(unproven, monkeypatch, tmp_path):
    monkeypatch.setattr(probe, "_NETWORK", tmp_path / "absent")
    with pytest.raises(Unavailable, match="namespaces"):
        run("print(1)")


def test_an_old_or_absent_node_is_not_used(monkeypatch):
    interpreters.node.cache_clear()
    monkeypatch.setattr(interpreters, "_node_programs", lambda: ["/usr/bin/node"])
    monkeypatch.setattr(interpreters, "_version", lambda _program: (20, 20))
    with pytest.raises(Unavailable, match="Node"):
        interpreters.node()
    interpreters.node.cache_clear()


def test_limits_may_not_be_zero():
    for name in type(default_limits()).model_fields:
        with pytest.raises(ValueError, match="greater"):
            default_limits().but(**{name: 0})
    for endless in (float("inf"), float("nan")):
        with pytest.raises(ValueError, match="finite"):
            default_limits().but(wall_seconds=endless)


def test_doctests():
    assert doctest.testmod(interpreters).failed == 0
