"""Runs inside the sandbox; handed to the interpreter as text, never imported.

Standard input is JSON: a nonce that opens the report, the `calls` (functions with their arguments, scripts
with theirs, or modules to import), and whether to `measure`. What the code under test prints goes nowhere.
An audit hook (PEP 578) sees every import, every file that is opened for writing, every socket and every
program that is started, with the line of the tree that did it.
"""

import sys

_BASE = set(sys.modules)

import ast  # noqa: E402
import contextlib  # noqa: E402
import copy  # noqa: E402
import importlib  # noqa: E402
import itertools  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import runpy  # noqa: E402
import time  # noqa: E402
import tracemalloc  # noqa: E402
from types import FrameType  # noqa: E402

_MOST_EVENTS, _LONGEST, _LONGEST_TEXT, _DEEPEST, _MOST = 200, 4000, 200_000, 30, 100_000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset(
    "os.remove os.rename os.rmdir os.mkdir os.link os.symlink os.truncate os.chmod os.chown os.utime "
    "os.mkfifo os.mknod os.setxattr os.removexattr shutil.rmtree sqlite3.connect".split()
)
_STARTS = frozenset(
    "os.system os.exec os.fork os.forkpty os.posix_spawn os.spawn subprocess.Popen ctypes.dlopen "
    "pty.spawn".split()
)
_NETWORK = frozenset(
    "socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr socket.getnameinfo urllib.Request "
    "http.client.connect ftplib.connect smtplib.connect".split()
)
_LOADERS = ("/importlib/__init__.py", "/importlib/util.py", "/runpy.py", "/pkgutil.py")
_ADDRESSED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_LOCAL = 1  # AF_UNIX


class Watcher:
    """The audit hook: notes what the code of the tree does while it is armed."""

    def __init__(self, home: str) -> None:
        """Note nothing yet."""
        self.home = home.rstrip("/") + "/"
        self.armed = False
        self.events: list[list[object]] = []

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """Note one event, if it is one of those that matter."""
        if not self.armed or len(self.events) >= _MOST_EVENTS:
            return
        kind, detail = self.read(event, args)
        if kind:
            file, line = self.where(sys._getframe(1), direct=kind == "import")  # noqa: SLF001
            found = [kind, detail, file, line]
            if (file or kind != "import") and found not in self.events:
                self.events.append(found)

    def read(self, event: str, args: tuple[object, ...]) -> tuple[str, str]:
        """Return what kind of event it is, "" for one that does not matter, and what about."""
        if event == "import":
            return "import", str(args[0])
        if event == "open":
            flags = args[2] if len(args) > 2 and isinstance(args[2], int) else 0
            return ("write", str(args[0])) if flags & _WRITES else ("", "")
        if event in _CHANGES:
            return "write", str(args[0])
        if event in _NETWORK or (event in _ADDRESSED and not isinstance(args[-1], str | bytes)):
            return "network", event
        if event == "socket.__new__":
            return ("", "") if args[1] == _LOCAL else ("network", event)
        return ("start", event) if event in _STARTS else ("", "")

    def where(self, frame: FrameType | None, *, direct: bool) -> tuple[str, int]:
        """Return the innermost line of the tree; with `direct`, only the one that imports by itself."""
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith(self.home):
                return name.removeprefix(self.home), frame.f_lineno
            if direct and not (name.startswith("<") or self.loads(frame)):
                return "", 0
            frame = frame.f_back
        return "", 0

    @staticmethod
    def loads(frame: FrameType) -> bool:
        """Whether a frame is a function of the library that imports what it is told to."""
        name = frame.f_code.co_filename.replace(os.sep, "/")
        return frame.f_code.co_name != "<module>" and name.endswith(_LOADERS)


class Finder:
    """Stands before all that find modules and finds none: it sees what no audit event tells."""

    def __init__(self, watcher: Watcher) -> None:
        """Tell one watcher."""
        self.watcher = watcher

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Note that a module is looked for."""
        del path, target
        self.watcher("import", (name,))


class Unstable(Exception):
    """Raised where a value says nothing of itself but where it lies in memory."""


def show(value: object, depth: int = 0) -> str:
    """Return a text that equal values share, whatever the order of their sets."""
    if depth > _DEEPEST:
        return "..."
    kind, below = type(value), depth + 1
    if kind is dict:
        return f"{{{', '.join(f'{show(k, below)}: {show(v, below)}' for k, v in value.items())}}}"  # type: ignore[attr-defined]
    if kind in {list, tuple} or hasattr(kind, "__next__"):
        return f"{kind.__name__}[{', '.join(show(one, below) for one in itertools.islice(value, _MOST))}]"  # type: ignore[call-overload]
    if kind in {set, frozenset}:
        return f"{kind.__name__}{{{', '.join(sorted(show(one, below) for one in value))}}}"  # type: ignore[attr-defined]
    return plain(value, below)


def plain(value: object, depth: int) -> str:
    """Return a text of a value that is no collection of the language."""
    kind = type(value)
    if kind.__repr__ is not object.__repr__:
        said = repr(value)
        if " at 0x" in said:
            raise Unstable(kind.__name__)
        return said
    if not hasattr(value, "__dict__"):
        raise Unstable(kind.__name__)
    return f"{kind.__name__}{show(vars(value), depth)}"


def find(call: str) -> object:
    """Return the function that `module:name` names."""
    module, _, name = call.partition(":")
    found: object = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def arguments(asked: dict[str, object], size: int = 0) -> tuple[list[object], dict[str, object]]:
    """Return the arguments of a call, made anew."""
    if asked.get("growing"):
        return [eval(str(asked["growing"]), {"n": size})], {}  # noqa: S307 - the words of the item's author
    if asked.get("literal"):
        return list(ast.literal_eval(str(asked["literal"]))), {}
    made = copy.deepcopy((asked.get("args", []), asked.get("kwargs", {})))
    return list(made[0]), dict(made[1])  # type: ignore[call-overload]


def about(error: BaseException) -> dict[str, object]:
    """Describe an error: its classes, those of the language marked, and what it says."""
    names = [
        ("builtins." if one.__module__ == "builtins" else "") + one.__qualname__
        for one in type(error).__mro__
    ]
    try:
        said = str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - the candidate's own __str__
        said = ""
    return {"classes": names, "message": said}


def place(function: object, home: str) -> list[object]:
    """Return the file and the line of a function of the tree."""
    code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
    if code is None or not code.co_filename.startswith(home):
        return ["", 0]
    return [code.co_filename.removeprefix(home).lstrip("/"), code.co_firstlineno]


def made(function: object, asked: dict[str, object], watcher: Watcher) -> dict[str, object]:
    """Call a function once and describe what came of it."""
    positional, named = arguments(asked)
    before = show([positional, named])
    report: dict[str, object] = {"place": place(function, watcher.home)}
    try:
        watcher.armed = True
        value = function(*positional, **named)  # type: ignore[operator]
    except BaseException as error:  # noqa: BLE001 - whatever the candidate's code raises is what is asked for
        watcher.armed = False
        report["raised"] = about(error)
    else:
        watcher.armed = False
        report["classes"] = [one.__name__ for one in type(value).__mro__]
        report["text"] = value[:_LONGEST_TEXT] if isinstance(value, str) else None
        try:
            report["value"] = show(value)[:_LONGEST]
        except Exception as error:  # noqa: BLE001 - the candidate's own __repr__
            report["unstable"] = type(error).__name__
    report["mutated"] = show([positional, named]) != before
    return report


def one(asked: dict[str, object], watcher: Watcher) -> dict[str, object]:
    """Do one of what was asked: import a module, run a script, or call a function as often as is asked."""
    call = str(asked["call"])
    if call.endswith(".py"):
        return script(call, asked, watcher)
    try:
        watcher.armed = True
        function = find(call) if ":" in call else importlib.import_module(call)
    except BaseException as error:  # noqa: BLE001 - whatever the candidate's module raises
        return {"absent": f"{type(error).__name__}: {error}"[:_LONGEST]}
    finally:
        watcher.armed = False
    if ":" not in call:
        return {}
    if asked.get("sizes"):
        return {"place": place(function, watcher.home), "measured": measured(function, asked)}
    results = [made(function, asked, watcher) for _ in range(int(str(asked.get("times", 1))))]
    values = {json.dumps([found.get("value"), found.get("raised")]) for found in results}
    return {**results[0], "differs": len(values) > 1}


def script(path: str, asked: dict[str, object], watcher: Watcher) -> dict[str, object]:
    """Run a script as a program."""
    given = asked.get("args", [])
    sys.argv = [path, *(str(word) for word in given)] if isinstance(given, list) else [path]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120
    try:
        watcher.armed = True
        runpy.run_path(os.path.abspath(path), run_name="__main__")  # noqa: PTH100
    except BaseException as error:  # noqa: BLE001 - whatever the candidate's program raises
        return {"raised": about(error)}
    finally:
        watcher.armed = False
    return {}


def measured(function: object, asked: dict[str, object]) -> list[list[object]]:
    """Return size, seconds (the best of three), bytes at the peak and lines run, for each size."""
    found: list[list[object]] = []
    for size in asked["sizes"]:  # type: ignore[attr-defined]
        best = float("inf")
        for _ in range(3):
            positional, named = arguments(asked, size)
            started = time.perf_counter()
            function(*positional, **named)  # type: ignore[operator]
            best = min(best, time.perf_counter() - started)
        positional, named = arguments(asked, size)
        tracemalloc.start()
        function(*positional, **named)  # type: ignore[operator]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        found.append([size, best, peak, lines_run(function, *arguments(asked, size))])
    return found


def lines_run(function: object, positional: list[object], named: dict[str, object]) -> int:
    """Count the lines of Python that one call runs."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        function(*positional, **named)  # type: ignore[operator]
    finally:
        sys.settrace(None)
    return count


def main() -> None:
    """Read what to do, do it, report."""
    given = json.loads(sys.stdin.buffer.read())
    home, out = os.getcwd(), os.dup(1)  # noqa: PTH109
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    leave, write, dumps = os._exit, os.write, json.dumps
    sys.path[:0] = [one for one in (home, os.path.abspath("src")) if os.path.isdir(one)]  # noqa: PTH100, PTH112
    for name in set(sys.modules) - _BASE - {"__main__"}:
        del sys.modules[name]  # an import of what is there already would not be seen
    watcher, results = Watcher(home), []
    sys.addaudithook(watcher)
    sys.meta_path.insert(0, Finder(watcher))
    nonce = given.pop("nonce")
    for asked in given.pop("calls"):
        done: dict[str, object] = {"absent": "it could not be called"}
        with contextlib.suppress(Exception):
            done = one(asked, watcher)
        results.append(done)
    report = f"\n{nonce}{dumps({'results': results, 'events': watcher.events})}\n".encode()
    while report:
        report = report[write(out, report) :]
    leave(0)


if __name__ == "__main__":
    main()
