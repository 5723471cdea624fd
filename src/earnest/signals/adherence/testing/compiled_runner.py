"""Runs inside the jail; handed to the interpreter as text, never imported.

Drives tests in Go, Rust and shell.

Standard input is a line of JSON and what a compiler left behind when it was prepared (a tar file). Every test
is a process of its own. What judges it takes its nonce before anything of the candidate runs, and sends what
is printed nowhere; a shell says it by its exit code, and nobody else can look into that shell.
"""

import ctypes
import io
import json
import os
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

_DUMPABLE, _SUBREAPER = 4, 36  # PR_SET_DUMPABLE and PR_SET_CHILD_SUBREAPER, prctl(2)
_TEMPORARY = os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - inside the jail
_FIRST = 3  # the descriptor from which a judge reads its nonce and the name of its test
_PLACE = re.compile(r"^(?:\s*-->\s)?([\w./-]{1,120}:\d{1,6})", re.MULTILINE)


class Unable(Exception):
    """Nothing can be said of the tests."""


class Broken(Exception):
    """The candidate's code is refused; the text says why."""


class Runner:
    """What every language shares."""

    def __init__(self, given: dict[str, Any], held: bytes) -> None:
        """Keep what is given; unpack what the compiler left behind."""
        self.given, self.tools, self.sources = given, given["tools"], given["sources"]
        self.until = 0.0
        if held:
            with tarfile.open(fileobj=io.BytesIO(held)) as archive:
                archive.extractall(_TEMPORARY, filter="data")

    def prepare(self) -> None:
        """Make ready what is needed before there is a candidate."""

    def compile(self) -> None:
        """Make of the candidate's tree what runs the tests. Raises `Broken` where that fails."""

    def leftovers(self) -> list[str]:
        """Return the names of what may be used again, below the temporary folder."""
        return []

    def passes(self, file: str, name: str) -> bool:
        """Run one test."""
        raise NotImplementedError

    def run(self) -> dict[str, Any]:
        """Compile, run every test, and say which passed."""
        passed: list[str] = []
        failed: list[str] = []
        try:
            self.compile()
        except Broken as error:
            return {"passed": [], "failed": [], "tampered": [], "broken": str(error)}
        self.until = time.monotonic() + self.given["seconds"]
        for file, name in self.given["tests"]:
            (passed if self.passes(file, name) else failed).append(name)
        return {"passed": passed, "failed": failed, "tampered": []}

    def limit(self) -> None:
        """Set the limits of what is no compiler."""
        for name, amount in self.given["limits"].items():
            hard = resource.getrlimit(getattr(resource, name))[1]
            least = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
            resource.setrlimit(getattr(resource, name), (least, least))

    def ended(
        self,
        command: list[str],
        folder: str,
        output: int | IO[bytes],
        before: Callable[[], None],
        keep: tuple[int, ...] = (),
    ) -> int:
        """Run one process to its end and return its code. Raises `Unable` where the time is over."""
        environment = {**os.environ, **self.variables()}
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL, cwd=folder,
            preexec_fn=before,  # noqa: PLW1509 - there are no threads
 pass_fds=keep, env=environment,
        )  # fmt: skip
        try:
            return process.wait(max(self.until - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            process.kill()
            raise Unable("the tests came to no end within the time limit") from None

    def judged(self, command: list[str], name: str, folder: str) -> bool:
        """Run one test in a program that judges it: it ends well and says its nonce, and nothing else."""
        nonce = os.urandom(16).hex()
        reads, writes = os.pipe()
        os.write(writes, f"{nonce} {name}".encode())
        os.close(writes)

        def before() -> None:
            os.dup2(reads, _FIRST)
            self.limit()

        try:
            with tempfile.TemporaryFile() as output:
                code = self.ended(command, folder, output, before, (_FIRST,))
                output.seek(0)
                return code == 0 and output.read(1024) == nonce.encode()
        finally:
            os.close(reads)

    def made(
        self, command: list[str], folder: str, variables: dict[str, str], output: int = subprocess.DEVNULL
    ) -> bytes:
        """Run a compiler. Raises `Broken` with the first place that it names."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": _TEMPORARY, "TMPDIR": _TEMPORARY, **variables}
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        if done.returncode:
            said = done.stderr.decode("utf-8", errors="replace")
            place = _PLACE.search(said)
            raise Broken(
                f"it does not compile{f' ({place[1]})' if place else ''}" if self.given["tests"] else said
            )
        return done.stdout or b""

    def variables(self) -> dict[str, str]:
        """Return what a test finds in its environment besides."""
        return {}


class Go(Runner):
    """`go test -c` for each package; the judge stands in the standard library, below all that can act."""

    def __init__(self, given: dict[str, Any], held: bytes) -> None:
        """Know where the cache lies."""
        super().__init__(given, held)
        self.binaries: dict[tuple[str, str], str] = {}

    def prepare(self) -> None:
        """Compile the standard library and leave its objects behind."""
        folder = tempfile.mkdtemp()
        names = "".join(f'\t_ "{name}"\n' for name in self.given["packages"])
        _write(f"{folder}/go.mod", "module prepare.test/it\n\ngo 1.22\n")
        _write(f"{folder}/all_test.go", f"package prepare\n\nimport (\n{names})\n")
        self.build(folder, ".", f"{folder}/out", {})

    def leftovers(self) -> list[str]:
        """Return the names of the cache of objects."""
        return ["go-build"]

    def build(self, folder: str, package: str, binary: str, more: dict[str, str]) -> None:
        """Compile one package with its tests."""
        library = str(Path(self.tools["go"]).parents[1] / "src/syscall/zz_earnest_linux.go")
        judge = f"{_TEMPORARY}/judge.go"
        _write(judge, self.given["judge"])
        overlay = f"{_TEMPORARY}/overlay.json"
        _write(overlay, json.dumps({"Replace": {library: judge, **more}}))
        _write(f"{_TEMPORARY}/.config/go/telemetry/mode", "off")
        flags = ["-vet=off", "-ldflags=-s -w", f"-overlay={overlay}", "-buildvcs=false"]
        variables = {
            "GOCACHE": f"{_TEMPORARY}/go-build", "GOENV": "off", "GOFLAGS": "", "GOPROXY": "off",
            "GOSUMDB": "off",
            "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0", "GOPATH": f"{_TEMPORARY}/go",
        }  # fmt: skip
        self.made([self.tools["go"], "test", "-c", *flags, "-o", binary, package], folder, variables)

    def compile(self) -> None:
        """Compile each package of tests once, with one more test that runs the one that is asked for."""
        groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for file, name in self.given["tests"]:
            declared = re.search(r"^package (\w+)", self.sources[file], re.MULTILINE)
            groups.setdefault((folder_of(file), declared[1] if declared else ""), []).append((file, name))
        for number, ((folder, package), tests) in enumerate(groups.items()):
            listed = "".join(f'\t"{name}": {name},\n' for _file, name in tests)
            own = f"{_TEMPORARY}/one{number}.go"
            _write(own, self.given["wrapper"].replace("PACKAGE", package).replace("LISTED", listed))
            place = str(Path(folder or ".", f"zz_earnest_{self.given['token']}_test.go").absolute())
            binary = f"{_TEMPORARY}/tests{number}"
            self.build(".", f"./{folder}", binary, {place: own})
            for one in tests:
                self.binaries[one] = binary

    def passes(self, file: str, name: str) -> bool:
        """Run one test in the folder of its package."""
        only = f"-test.run=^TestEarnest{self.given['token']}$"
        command = [self.binaries[file, name], only, "-test.timeout=0", "-test.paniconexit0"]
        return self.judged(command, name, folder_of(file) or ".")


class Rust(Runner):
    """`cargo build` for the candidate's crate; then each file of tests by itself, linked with it."""

    def __init__(self, given: dict[str, Any], held: bytes) -> None:
        """Know which program runs the tests of a file."""
        super().__init__(given, held)
        self.binaries: dict[str, tuple[str, str]] = {}
        self.own: dict[str, str] = {}

    def prepare(self) -> None:
        """See that a crate can be compiled, linked and judged."""
        folder = tempfile.mkdtemp()
        _write(f"{folder}/Cargo.toml", '[package]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\n')
        _write(f"{folder}/src/lib.rs", "pub fn one() -> i32 { 1 }\n")
        os.chdir(folder)
        self.sources = {"tests/a.rs": "#[test]\nfn good() { assert_eq!(one::one(), 1); }\n"}
        self.sources["tests/a.rs"] += "#[test]\nfn bad() { assert_eq!(one::one(), 2); }\n"
        self.one("tests/a.rs")
        self.until = time.monotonic() + self.given["seconds"]
        if not self.passes("tests/a.rs", "good") or self.passes("tests/a.rs", "bad"):
            raise Unable("a test is not judged")

    def compile(self) -> None:
        """Compile what the candidate gave, see that nothing of it still runs, and then the tests."""
        for file in sorted({file for file, _name in self.given["tests"]}):
            self.one(file)

    def one(self, file: str) -> None:
        """Compile one file of tests with the crate in whose folder it stands."""
        crate = folder_of(folder_of(file)) or "."
        edition, linked = self.crate(crate)
        left_alone()
        folder = tempfile.mkdtemp()
        beside = folder_of(file)
        for path, text in self.sources.items():
            if path.startswith(f"{beside}/"):
                _write(f"{folder}/{os.path.relpath(path, beside)}", text)
        root = f"{folder}/{Path(file).name}"
        _write(root, self.wrapped(self.sources[file]))
        binary = f"{folder}/tests.out"
        flags = ["--edition", edition, "--cap-lints=allow", "-Cdebuginfo=0", f"-Clinker={self.tools['cc']}"]
        named = ["--crate-name", "checks", "--crate-type=bin", "-o", binary, root]
        self.made([self.tools["rustc"], *flags, *linked, *named], crate, self.variables())
        self.binaries[file] = binary, crate

    def crate(self, folder: str) -> tuple[str, list[str]]:
        """Build a crate; return its edition and the options that link it."""
        target = f"{_TEMPORARY}/target"
        variables = {
            "CARGO_HOME": f"{_TEMPORARY}/cargo", "CARGO_TARGET_DIR": target, "CARGO_INCREMENTAL": "0",
            "CARGO_PROFILE_DEV_DEBUG": "0", "RUSTC": self.tools["rustc"],
            "CARGO_BUILD_RUSTFLAGS": f"-Clinker={self.tools['cc']}",
        }  # fmt: skip
        command = [
            self.tools["cargo"],
            "build",
            "--offline",
            "--quiet",
            "--message-format=json-render-diagnostics",
        ]
        said = self.made(command, folder, variables, subprocess.PIPE)
        edition, linked = "2021", ["-L", f"dependency={target}/debug/deps"]
        manifest = str(Path(folder, "Cargo.toml").absolute())
        for line in said.splitlines():
            message = json.loads(line) if line.startswith(b"{") else {}
            if message.get("reason") != "compiler-artifact" or message.get("manifest_path") != manifest:
                continue
            about = message["target"]
            edition = about["edition"] if re.fullmatch(r"20\d\d", about["edition"]) else edition
            name = about["name"].replace("-", "_")
            if "lib" in about["kind"] and re.fullmatch(r"\w+", name):
                linked += [
                    "--extern",
                    f"{name}={next(one for one in message['filenames'] if one.endswith('.rlib'))}",
                ]
            elif "bin" in about["kind"] and message.get("executable"):
                self.own[f"CARGO_BIN_EXE_{about['name']}"] = message["executable"]
        self.own["CARGO_MANIFEST_DIR"] = folder_of(manifest)
        return edition, linked

    def wrapped(self, text: str) -> str:
        """Make of a file of tests a program that runs the one that is asked for."""
        listed = []
        for found in re.finditer(self.given["pattern"], text, re.MULTILINE):
            panics = re.search(r"#\[should_panic(?:\s*\(\s*expected\s*=\s*(\"[^\"]*\")\s*\))?\s*\]", found[0])
            wanted = "None" if panics is None else "Some({})".format(panics[1] or '""')
            listed.append(f'("{found[1]}", || earnest_judge::ends({found[1]}()), {wanted}),')
        plain = re.sub(r"#\[(?:test|should_panic[^\]]*)\]", "", text)
        return plain + str(self.given["wrapper"]).replace("LISTED", "\n".join(listed))

    def passes(self, file: str, name: str) -> bool:
        """Run one test in the folder of its crate."""
        binary, crate = self.binaries[file]
        return self.judged([binary], name, crate)

    def variables(self) -> dict[str, str]:
        """Return what cargo sets for tests."""
        return self.own


class Shell(Runner):
    """`sh FILE NAME` for each test: the shell that reads the file is a copy that nobody may look into."""

    def __init__(self, given: dict[str, Any], held: bytes) -> None:
        """Copy the shell so that it can be run and not be read: such a process shows nobody its memory."""
        super().__init__(given, held)
        self.shell = f"{_TEMPORARY}/judge-{os.urandom(8).hex()}"
        Path(self.shell).write_bytes(Path("/usr/bin/sh").read_bytes())
        Path(self.shell).chmod(0o111)

    def passes(self, file: str, name: str) -> bool:
        """Run one test; the text of the file is handed over and not read off the tree."""
        command = [self.shell, "-c", self.sources[file], file, name]
        return self.ended(command, ".", subprocess.DEVNULL, self.limit) == 0


def left_alone() -> None:
    """See that no process of the candidate is left: orphans become children of this one."""
    for _ in range(20):
        try:
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        except ChildProcessError:
            return
        time.sleep(0.1)
    raise Broken("a process was left behind while it was compiled")


def folder_of(path: str) -> str:
    """Return the folder of a path; "" at the top."""
    return path.rpartition("/")[0]


def _write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def main() -> None:
    """Read what to run, run it, report."""
    library = ctypes.CDLL(None)
    library.prctl(_DUMPABLE, 0, 0, 0, 0)
    library.prctl(_SUBREAPER, 1, 0, 0, 0)
    line, _, held = sys.stdin.buffer.read().partition(b"\n")
    given = json.loads(line)
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    with os.fdopen(out, "wb") as stream:
        stream.write(_answer(given, held))
    os._exit(0)


def _answer(given: dict[str, Any], held: bytes) -> bytes:
    nonce = given.pop("nonce")
    kinds: dict[str, type[Runner]] = {"go": Go, "rust": Rust, "shell": Shell}
    kind = kinds[given["language"]]
    try:
        runner = kind(given, held)
        if given["tests"]:
            return f"\n{nonce}{json.dumps(runner.run())}\n".encode()
        runner.prepare()
        kept = io.BytesIO()
        with tarfile.open(fileobj=kept, mode="w") as archive:
            for name in runner.leftovers():
                archive.add(f"{_TEMPORARY}/{name}", name)
        return str(nonce).encode() + kept.getvalue()
    except (Unable, Broken) as error:
        return f"\n{nonce}{json.dumps({'unable': str(error)[-400:]})}\n".encode()


if __name__ == "__main__":
    main()
