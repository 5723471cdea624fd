"""Runs inside the jail as the probe; handed to the interpreter as text, never imported.

Tries what must fail, and says what did not. Standard input is JSON: a nonce for the answer, values of the
caller's environment, paths of the machine, the caller's network, and the limits.
"""

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import sys
import time

_NEW_USER = 0x10000000


def reads(path: str) -> bool:
    """Whether anything of a path of the machine can be seen: a listed name, or a byte."""
    with contextlib.suppress(OSError):
        if os.path.isdir(path):  # noqa: PTH112
            names = set(os.listdir(path))  # noqa: PTH208
            bound = {part for part in sys.base_prefix.split("/") if part}
            return bool(names - bound)
        with open(path, "rb") as file:  # noqa: PTH123
            return bool(file.read(1)) or True
    return False


def writes(path: str) -> bool:
    """Whether a file can be made."""
    with contextlib.suppress(OSError), open(os.path.join(path, "earnest-probe"), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"x")
        return True
    return False


def shares_network(outer: str) -> bool:
    """Whether this is the caller's network, or there is a device besides a loop that leads nowhere.

    `outer` is "" where it is the caller's and no socket may be made.
    """
    if not outer:
        return False
    if os.readlink("/proc/self/ns/net") == outer:  # noqa: PTH115
        return True
    with open("/proc/net/dev", "rb") as file:  # noqa: PTH123
        names = {line.partition(b":")[0].strip() for line in file.read().splitlines()[2:]}
    return bool(names - {b"lo"})


def sockets() -> bool:
    """Whether a socket of any family but the local one can be made."""
    for family in range(1, 46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            if family == socket.AF_UNIX:
                continue
            with contextlib.suppress(OSError), socket.socket(family, kind):
                return True
    return False


def sends() -> bool:
    """Whether a packet finds a way out; connecting a datagram socket sends nothing."""
    for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as one:
            one.connect((address, 9))
            return True
    return False


def sees_environment(values: list[str]) -> bool:
    """Whether the caller's environment is visible, here or in another process."""
    if set(values) & set(os.environ.values()):
        return True
    names: list[str] = []
    with contextlib.suppress(OSError):
        names = os.listdir("/proc")  # noqa: PTH208
    for name in (*names, "self", str(os.getppid())):
        with contextlib.suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:  # noqa: PTH123
            held = file.read()
            if any(value.encode("utf-8", errors="replace") in held for value in values):
                return True
    return False


def becomes_root() -> bool:
    """Whether the user can be changed."""
    with contextlib.suppress(OSError):
        os.setuid(0)
        return True
    return False


def libc() -> ctypes.CDLL | None:
    """Return the C library, or None where this Python cannot call it."""
    with contextlib.suppress(OSError):
        return ctypes.CDLL(None, use_errno=True)
    return None


def calls(name: str, *arguments: object) -> bool:
    """Whether a call of the C library succeeds, tried in a process of its own."""
    library = libc()
    if library is None:
        return False
    child = os.fork()
    if child == 0:
        os._exit(7 if getattr(library, name)(*arguments) >= 0 else 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def forks(most: int) -> bool:
    """Whether more processes can live at once than are allowed."""
    children = []
    try:
        for _ in range(most + 16):
            child = os.fork()
            if child == 0:
                time.sleep(30)
                os._exit(0)
            children.append(child)
    except OSError:
        return False
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return True


def fills(folder: str, most: int, chunk: int) -> bool:
    """Whether more can be written than is allowed, and held for as long as somebody might need to look."""
    written, number = 0, 0
    block = bytes(1 << 20)
    try:
        while written <= most + (4 << 20):
            number += 1
            with open(f"{folder}/fill-{number}", "wb") as file:  # noqa: PTH123
                while file.tell() + len(block) <= chunk and written <= most + (4 << 20):
                    written += file.write(block)
        time.sleep(0.6)
    except OSError:
        return False
    finally:
        for name in os.listdir(folder):  # noqa: PTH208
            if name.startswith("fill-"):
                os.unlink(f"{folder}/{name}")  # noqa: PTH108
    return True


def answered(number: int) -> bool:
    """Whether the kernel looks at a system call at all: it is neither forbidden nor unknown."""
    library = libc()
    if library is None:
        return False
    child = os.fork()
    if child == 0:
        got = library.syscall(*(ctypes.c_long(one) for one in (number, 0, 0, 0, 0, 0)))
        os._exit(0 if got < 0 and ctypes.get_errno() in {errno.EPERM, errno.ENOSYS} else 7)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def say(nonce: str, escaped: list[str]) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"\n{nonce}{json.dumps(escaped)}\n")
    sys.stdout.flush()


def main() -> None:
    """Try everything and print what succeeded; the disk comes last, because that may be the end."""
    given = json.loads(sys.stdin.buffer.read())
    places = ("/", "/usr/lib", "/proc", "/dev", sys.base_prefix, *given["folders"])
    tried = {
        "reading outside": any(reads(path) for path in given["paths"]),
        "writing outside": any(writes(path) for path in places),
        "the network": shares_network(given["network"]) or sends() or sockets(),
        "the environment": sees_environment(given["environment"]),
        "another user": becomes_root(),
        "a user namespace": calls("unshare", _NEW_USER),
        "a mount": calls("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        "another process": calls("ptrace", 16, os.getppid(), 0, 0),
        "a system call that no program needs": any(answered(number) for number in given["calls"]),
        "processes without limit": forks(given["processes"]),
    }
    say(given["nonce"], [name for name, succeeded in tried.items() if succeeded])
    folders = (os.environ["TMPDIR"], os.getcwd())  # noqa: PTH109
    filled = [fills(folder, given["disk_bytes"], given["file_bytes"]) for folder in folders]
    say(given["nonce"], ["a disk without limit"] if any(filled) else [])


if __name__ == "__main__":
    main()
