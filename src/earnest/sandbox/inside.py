"""Runs inside the jail before anything of the candidate does; handed to the interpreter as text, never
imported.

Standard input holds ten digits (the length of a JSON header), the header, the files one after the other, and
what the program itself is to read. It is read to its end, so that nothing of it can be read again. In the
second tier the walls are raised here: another user, Landlock (landlock(7)) and the filter of system calls.
"""

import contextlib
import json
import os
import resource
import struct
import sys

_READ_SEARCH = 2  # CAP_DAC_READ_SEARCH, capabilities(7)
_RULESET, _RULE, _RESTRICT = 444, 445, 446  # the calls of Landlock, on every processor
_READ_FILE, _READ_FOLDER = 0b101, 0b1101  # execute and read; folders are listed, too
_READ_WRITE = 0b110 | 1 << 14  # and truncate
_PRIVATE = 0b111 | 0x3FF8 & ~(1 << 6 | 1 << 11) | 1 << 14  # everything but devices


def main() -> None:
    """Write the tree, set the limits, become the command."""
    with os.fdopen(0, "rb", closefd=False) as given:
        header = json.loads(given.read(int(given.read(10))))
        walls = Walls(header["confine"]) if "confine" in header else None
        if walls is not None:
            walls.become()
            walls.landlock()  # before the tree is written: a link in it leads nowhere
        for path, size, mode in header["files"]:
            _write(os.path.join(header["home"], path), given.read(size), mode)  # noqa: PTH118
        text = given.read()
    _hand_on(text)
    limits = header["limits"]
    for name, amount in (
        ("RLIMIT_CORE", 0),
        ("RLIMIT_CPU", limits["cpu_seconds"]),
        ("RLIMIT_DATA", limits["memory_bytes"]),
        ("RLIMIT_FSIZE", limits["file_bytes"]),
        ("RLIMIT_NOFILE", limits["open_files"]),
        ("RLIMIT_NPROC", limits["processes"]),
        ("RLIMIT_MEMLOCK", 0),
        ("RLIMIT_MSGQUEUE", 0),
    ):
        resource.setrlimit(getattr(resource, name), (amount, amount))
    os.chdir(header["home"])
    if walls is not None:
        walls.filter()
    os.write(1, header["mark"].encode("ascii"))
    os.execv(header["command"][0], header["command"])  # noqa: S606


class Walls:
    """What stands where there is no namespace. Made before the user changes, which may close the modules."""

    def __init__(self, given: dict[str, object]) -> None:
        """Load what calls the kernel."""
        import ctypes  # noqa: PLC0415 - the first tier goes without it

        self.given = given
        self.ctypes = ctypes
        self.library = ctypes.CDLL(None, use_errno=True)

    def call(self, name: str, *arguments: object) -> int:
        """Call the C library; raise where it says no."""
        kept = [
            self.ctypes.c_long(one) if isinstance(one, int) and name == "syscall" else one
            for one in arguments
        ]
        answer = getattr(self.library, name)(*kept)
        if answer < 0:
            raise OSError(self.ctypes.get_errno(), name)
        return int(answer)

    def become(self) -> None:
        """Become an unprivileged user for good.

        One right is kept where the interpreter lies in a folder that is closed to others: to read through
        it. Landlock holds that to what is listed.
        """
        user, keeps = self.given["user"], 1 << _READ_SEARCH if self.given["reads_closed"] else 0
        if isinstance(user, int):
            for number in (one for one in range(64) if not keeps >> one & 1):
                with contextlib.suppress(OSError):
                    self.call("prctl", 24, number, 0, 0, 0)  # PR_CAPBSET_DROP
            os.setgroups([])
            os.setresgid(user, user, user)
            self.call("prctl", 8, 1, 0, 0, 0)  # PR_SET_KEEPCAPS
            os.setresuid(user, user, user)
        whom = struct.pack("=Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, oneself
        self.call("capset", whom, struct.pack("=6I", keeps, keeps, keeps, 0, 0, 0))
        if keeps:
            self.call("prctl", 47, 2, _READ_SEARCH, 0, 0)  # PR_CAP_AMBIENT_RAISE
        self.call("prctl", 1, 9, 0, 0, 0)  # PR_SET_PDEATHSIG
        os.umask(0o022)

    def filter(self) -> None:
        """Raise the filter of system calls."""
        code = bytes.fromhex(str(self.given["filter"]))
        held = self.ctypes.create_string_buffer(code, len(code))
        program = struct.pack("@HP", len(code) // 8, self.ctypes.addressof(held))
        self.call("prctl", 22, 2, self.ctypes.c_char_p(program), 0, 0)  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER

    def landlock(self) -> None:
        """Close what lies outside of what is listed, for good."""
        self.call("prctl", 38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
        version = int(str(self.given["version"]))
        rights = (1 << 15) - 1 | (1 << 15 if version >= 5 else 0)
        attributes = struct.pack("=QQQ", rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        rules = self.call("syscall", _RULESET, self.ctypes.c_char_p(attributes), size, 0)
        for key, folder, file in (
            ("readable", _READ_FOLDER, _READ_FILE),
            ("devices", _READ_WRITE, _READ_WRITE),
            ("private", _PRIVATE, _PRIVATE),
        ):
            for path in self.given[key]:  # type: ignore[attr-defined]
                place = os.open(path, os.O_PATH | os.O_CLOEXEC)
                allowed = folder if os.path.isdir(path) else file  # noqa: PTH112
                rule = struct.pack("=Qi", allowed, place)
                self.call("syscall", _RULE, rules, 1, self.ctypes.c_char_p(rule), 0)
                os.close(place)
        self.call("syscall", _RESTRICT, rules, 0)
        os.close(rules)


def _write(path: str, content: bytes, mode: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    if mode == "120000":
        os.symlink(content, os.fsencode(path))  # noqa: PTH211
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    permissions = 0o755 if mode == "100755" else 0o644
    with os.fdopen(os.open(path, flags, permissions), "wb") as file:
        file.write(content)


def _hand_on(text: bytes) -> None:
    """Make what the program is to read its standard input: a file that has no name any more."""
    path = os.path.join(os.environ["TMPDIR"], "input")  # noqa: PTH118
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    os.unlink(path)  # noqa: PTH108
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(text)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.dup2(descriptor, 0)
    os.close(descriptor)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"the run cannot be prepared: {error}")
