"""The filter of system calls (seccomp) as a program of the kernel's packet filter, built by hand.

A program is a list of instructions of eight bytes, `struct sock_filter`: code, two jumps, a number. It reads
`struct seccomp_data`: the call's number at 0, the architecture at 4, six arguments of eight bytes from 16 on
(linux/seccomp.h). What it denies answers an error, so that a program goes on and says so.
"""

import errno
import platform
import socket
import struct
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from earnest.errors import Unavailable

_LOAD, _MASK, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_TERMINAL = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX write what a terminal then reads
_DUMPABLE, _PARENT_DEATH = 4, 1  # PR_SET_DUMPABLE and PR_SET_PDEATHSIG, prctl(2)
_SHARED_MEMORY = 0x21  # MAP_SHARED of no file: it stays when the process that filled it is gone


class _Calls(TypedDict):
    newest: int
    absent: list[str]
    denied: list[str]
    shared: list[str]
    owned: list[str]
    signals: list[str]
    own: dict[str, int]
    numbers: dict[str, list[int]]


@dataclass(frozen=True)
class Strictness:
    """What else than namespaces has to be held back: nothing where there are namespaces of one's own."""

    shares_machine: bool = False
    keeps_user: bool = False
    signals_leak: bool = False


@cache
def _calls() -> _Calls:
    file = Path(__file__).with_name("syscalls.toml")
    loaded: _Calls = tomllib.loads(file.read_text(encoding="utf-8"))  # type: ignore[assignment]
    return loaded


def numbers(names: list[str]) -> list[int]:
    """Return the numbers of calls on this machine, without those that it has not."""
    column, _architecture = _ARCHITECTURES.get(platform.machine(), (0, 0))
    return [number for name in names if (number := _calls()["numbers"][name][column]) >= 0]


def every_number() -> dict[str, int]:
    """Return the number of every call that has a name here; -1 where this machine has it not."""
    column, _architecture = _ARCHITECTURES.get(platform.machine(), (0, 0))
    return {name: number[column] for name, number in _calls()["numbers"].items()}


@cache
def program(strictness: Strictness) -> bytes:
    """Return the filter for this machine. Raises `Unavailable` on a processor whose calls are not listed."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise Unavailable(f"no isolation: there is no filter of system calls for {machine}")
    column, architecture = _ARCHITECTURES[machine]
    parts = [_load(4), _step(_EQUAL, architecture, 1, 0), _end(_KILL), _load(0)]
    parts += [_step(_AT_LEAST, _calls()["newest"] + 1, 0, 1), _end(_ERROR | errno.ENOSYS)]
    for name, body in _bodies(strictness):
        number = _calls()["numbers"][name][column]
        if number >= 0:
            parts += [_step(_EQUAL, number, 0, len(body) // 8), body]
    return b"".join([*parts, _end(_ALLOW)])


def _bodies(strictness: Strictness) -> list[tuple[str, bytes]]:
    """Return what is done with each call that the filter names; the first that names it counts."""
    calls = _calls()
    refused = _end(_ERROR | errno.EPERM)
    names = list(calls["denied"])
    if strictness.shares_machine:
        names += ["socket", *calls["shared"]]
    names += calls["owned"] if strictness.keeps_user else []
    names += calls["signals"] if strictness.signals_leak else []
    found = [(name, _end(_ERROR | errno.ENOSYS)) for name in calls["absent"]]
    found += [(name, refused) for name in names]
    local = _load(16) + _step(_EQUAL, socket.AF_UNIX, 1, 0) + refused + _end(_ALLOW)
    found += [("socket", local), ("socketpair", local)]
    found.append(("clone", _load(16) + _step(_ANY_BIT, _NEW_NAMESPACES, 0, 1) + refused + _end(_ALLOW)))
    found.append(("ioctl", _none_of(24, _TERMINAL)))
    held = _load(16 + 8 * 3) + _step(_MASK, _SHARED_MEMORY, 0, 0) + _step(_EQUAL, _SHARED_MEMORY, 0, 1)
    found.append(("mmap", held + refused + _end(_ALLOW)))
    if strictness.shares_machine:
        found.append(("prctl", _none_of(16, (_DUMPABLE, _PARENT_DEATH))))
        found += [(name, _zero(16 + 8 * place)) for name, place in calls["own"].items()]
    return found


def _none_of(offset: int, values: tuple[int, ...]) -> bytes:
    refused = _end(_ERROR | errno.EPERM)
    tests = b"".join(_step(_EQUAL, value, 0, 1) + refused for value in values)
    return _load(offset) + tests + _end(_ALLOW)


def _zero(offset: int) -> bytes:
    """Allow where the lower half of an argument is 0: the kernel reads no more of a process number."""
    return _load(offset) + _step(_EQUAL, 0, 1, 0) + _end(_ERROR | errno.EPERM) + _end(_ALLOW)


def _load(offset: int) -> bytes:
    return struct.pack("=HBBI", _LOAD, 0, 0, offset)


def _step(code: int, value: int, then: int, otherwise: int) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _end(answer: int) -> bytes:
    return struct.pack("=HBBI", _RETURN, 0, 0, answer)
