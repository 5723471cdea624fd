"""Runs inside the sandbox; handed to the interpreter as text, never imported.

Standard input is JSON: names and values that the programs find, and the programs as `[name, code]`. Each runs
in a child of its own, one after the other; one line is printed for each, and one more for what escaped.
"""

import json
import os
import select
import signal
import sys
import traceback

_SECONDS = 2


def child(name: str, code: str, given: dict[str, object], out: int) -> None:
    """Run one program; what it raises is what held it back."""
    import ctypes  # noqa: PLC0415 - as a program of its own would
    import socket  # noqa: PLC0415
    import time  # noqa: PLC0415

    def escaped(why: object = "") -> None:
        os.write(out, f"escaped {name} {why}\n".encode())

    def call(number: int, *arguments: object) -> int:
        kept = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
        return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *kept))

    names = {"os": os, "sys": sys, "ctypes": ctypes, "socket": socket, "time": time, "escaped": escaped}
    try:
        exec(compile(code, name, "exec"), {**given, **names, "call": call, "HERE": os.getcwd()})  # noqa: PTH109, S102
    except BaseException:  # noqa: BLE001 - whatever it raises
        if "--why" in sys.argv:
            traceback.print_exc()


def main() -> None:
    """Run the programs."""
    given = json.loads(sys.stdin.buffer.read())
    for name, code in given.pop("programs"):
        read, write = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(read)
            child(name, code, given, write)
            os._exit(0)
        os.close(write)
        said = b""
        while select.select([read], [], [], _SECONDS)[0] and (part := os.read(read, 4096)):
            said += part
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(read)
        sys.stdout.write(f"ran {name}\n{said.decode(errors='replace')}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
