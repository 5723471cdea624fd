"""Runs inside the jail as the probe; handed to the interpreter as text, never imported.

Tries what must fail, and says what did not. Standard input is JSON: a nonce for the answer, values of the
caller's environment, paths of the machine, the caller's network, and the limits.
"""

import contextlib
import ctypes
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
    """Whether this is the caller's network, or there is a device besides a loop that leads nowhere."""
    if os.readlink("/proc/self/ns/net") == outer:  # noqa: PTH115
        return True
    with open("/proc/net/dev", "rb") as file:  # noqa: PTH123
        names = {line.partition(b":")[0].strip() for line in file.read().splitlines()[2:]}
    return bool(names - {b"lo"}) or sends()


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
    for name in os.listdir("/proc"):  # noqa: PTH208
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
        os._exit(7 if getattr(library, name)(*arguments) == 0 else 0)
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
    """Whether more can be written than is allowed."""
    written, number = 0, 0
    block = bytes(1 << 20)
    try:
        while written <= most + (4 << 20):
            number += 1
            with open(f"{folder}/fill-{number}", "wb") as file:  # noqa: PTH123
                while file.tell() + len(block) <= chunk and written <= most + (4 << 20):
                    written += file.write(block)
    except OSError:
        return False
    finally:
        for name in os.listdir(folder):  # noqa: PTH208
            if name.startswith("fill-"):
                os.unlink(f"{folder}/{name}")  # noqa: PTH108
    return True


def main() -> None:
    """Try everything and print what succeeded."""
    given = json.loads(sys.stdin.buffer.read())
    tried = {
        "reading outside": any(reads(path) for path in given["paths"]),
        "writing outside": any(writes(path) for path in ("/", "/usr/lib", "/proc", "/dev", sys.base_prefix)),
        "the network": shares_network(given["network"]),
        "the environment": sees_environment(given["environment"]),
        "another user": becomes_root(),
        "a user namespace": calls("unshare", _NEW_USER),
        "a mount": calls("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        "processes without limit": forks(given["processes"]),
        "a disk without limit": any(
            fills(folder, given["disk_bytes"], given["file_bytes"])
            for folder in ("/tmp", given["home"])  # noqa: S108 - inside the jail
        ),
    }
    escaped = [name for name, succeeded in tried.items() if succeeded]
    sys.stdout.write(f"\n{given['nonce']}{json.dumps(escaped)}\n")


if __name__ == "__main__":
    main()
