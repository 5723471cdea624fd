"""Runs inside the jail before anything of the candidate does; handed to the interpreter as text, never
imported.

Standard input holds ten digits (the length of a JSON header), the header, the files one after the other, and
what the program itself is to read. It is read to its end, so that nothing of it can be read again.
"""

import json
import os
import resource
import sys


def main() -> None:
    """Write the tree, set the limits, become the command."""
    with os.fdopen(0, "rb", closefd=False) as given:
        header = json.loads(given.read(int(given.read(10))))
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
    os.execv(header["command"][0], header["command"])  # noqa: S606


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
    """Make what the program is to read its standard input, in memory of its own."""
    descriptor = os.memfd_create("input")
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        file.write(text)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.dup2(descriptor, 0)
    os.close(descriptor)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"the tree cannot be written: {error}")
