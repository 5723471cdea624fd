"""The hostile programs of `hostile.toml`: run in a tier, and what of them escaped.

An escape is what a program says of itself, and what can be seen from outside: the canary and its folder are
as they were, the secrets stand in no output, the victim lives, and nothing was left running.
"""

import json
import os
import secrets
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from earnest.records.tree import Tree
from earnest.sandbox.filter import every_number
from earnest.sandbox.interpreters import node, python
from earnest.sandbox.limits import Limits, default_limits
from earnest.sandbox.place import Tier
from earnest.sandbox.running import Job, RunResult, run_unproven

_HERE = Path(__file__).parent
_TOGETHER = 12  # programs of one jail
_SCRIPT = "script"
VARIABLE = "EARNEST_CANARY"
_DID_NOT_RUN = "did not run"
_LEFT = "earnest-left-behind"


@dataclass(frozen=True)
class Program:
    """One hostile program. `alone`: it may take its jail down. `plain`: it must succeed without any."""

    family: str
    name: str
    code: str
    alone: bool = False
    plain: bool = False

    @property
    def id(self) -> str:
        """Family and name."""
        return f"{self.family}: {self.name}"


@dataclass(frozen=True)
class Scene:
    """What there is to be reached: a folder with a canary, a process, and a port."""

    folder: Path
    victim: "subprocess.Popen[bytes]"
    secret: str
    port: int = 9

    def given(self) -> dict[str, object]:
        """Return what a program finds."""
        return {
            "OUTSIDE": str(self.folder),
            "CANARY": str(self.folder / "canary"),
            "VICTIM": self.victim.pid,
            "PORT": self.port,
            "PACKAGE": str(_HERE / "hostile.py"),
            "CALLS": every_number(),
        }

    def harmed(self) -> list[str]:
        """Say what is not as it was."""
        found = [] if self.victim.poll() is None else ["the victim is dead"]
        canary = self.folder / "canary"
        if not canary.exists() or canary.read_text(encoding="ascii") != self.secret:
            found.append("the canary is changed")
        elif canary.stat().st_mode & 0o777 != 0o644 or canary.stat().st_mtime == 1:
            found.append("the canary has another mode or time")
        if [one.name for one in self.folder.iterdir()] != ["canary"]:
            found.append("the folder outside is written")
        return found + ([f"{_LEFT} runs"] if _runs(_LEFT) else [])


@cache
def programs() -> tuple[Program, ...]:
    """Return every program in the order of the file."""
    loaded = tomllib.loads((_HERE / "hostile.toml").read_text(encoding="utf-8"))
    return tuple(
        Program(family, name, **({"code": one} if isinstance(one, str) else one))
        for family, listed in loaded.items()
        for name, one in listed.items()
    )


@contextmanager
def scene(port: int = 9) -> Iterator[Scene]:
    """Lay out the canary, and start the victim."""
    secret = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="earnest-scene-") as name:
        folder = Path(name).resolve()
        (folder / "canary").write_text(secret, encoding="ascii")
        (folder / "canary").chmod(0o644)
        folder.chmod(0o777)
        victim = subprocess.Popen(  # noqa: S603 - our own program
            [python().program, "-I", "-S", "-c", "import time; time.sleep(600)"], env={VARIABLE: secret}
        )
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = secret
        try:
            yield Scene(folder, victim, secret, port)
        finally:
            victim.kill()
            victim.wait()
            os.environ.pop(VARIABLE)
            if before is not None:
                os.environ[VARIABLE] = before


def batches(listed: tuple[Program, ...]) -> list[tuple[Program, ...]]:
    """Put programs together that do not end each other's jail."""
    alone = [(one,) for one in listed if one.alone]
    scripts = [(one,) for one in listed if one.family == _SCRIPT]
    others = [one for one in listed if not one.alone and one.family != _SCRIPT]
    return [
        *(tuple(others[at : at + _TOGETHER]) for at in range(0, len(others), _TOGETHER)),
        *alone,
        *scripts,
    ]


def limits_of(batch: tuple[Program, ...]) -> Limits:
    """Return small limits, so that a bomb goes off soon."""
    seconds = 2.5 if batch[0].alone else 40.0
    return default_limits().but(wall_seconds=seconds, cpu_seconds=2, total_bytes=600 << 20)


def escapes(batch: tuple[Program, ...], tier: Tier, seen: Scene) -> list[str]:
    """Run a batch in a tier and say what escaped, and which programs did not run at all."""
    job = _script(batch[0], seen) if batch[0].family == _SCRIPT else _python(batch, seen)
    found = _said(batch, run_unproven(job, tier, limits_of(batch)), seen.secret)
    if found and all(_DID_NOT_RUN in one for one in found):  # a busy machine: once more
        found = _said(batch, run_unproven(job, tier, limits_of(batch)), seen.secret)
    return [*found, *seen.harmed()]


def _python(batch: tuple[Program, ...], seen: Scene) -> Job:
    text = (_HERE / "hostile_runner.py").read_text(encoding="utf-8")
    listed = [[one.id, one.code] for one in batch]
    given = json.dumps({**seen.given(), "programs": listed}).encode()
    return Job(python(), ("-I", "-S", "-c", text), Tree(), given)


def _script(one: Program, seen: Scene) -> Job:
    names = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in seen.given().items())
    said = f"const escaped = () => console.log({json.dumps(f'escaped {one.id}')});\n"
    code = f"{names}{said}console.log({json.dumps(f'ran {one.id}')});\n"
    return Job(node(), ("-e", f"{code}try {{ {one.code} }} catch {{}}"), Tree())


def _said(batch: tuple[Program, ...], result: RunResult, secret: str) -> list[str]:
    lines = result.output.decode("utf-8", errors="replace").splitlines()
    found = [line for line in lines if line.startswith("escaped ")]
    if secret in result.output.decode("utf-8", errors="replace"):
        found.append("the secret is in the output")
    ran = {line.removeprefix("ran ") for line in lines if line.startswith("ran ")}
    if not batch[0].alone:
        found += [f"{one.id} {_DID_NOT_RUN}: {lines[-1:]}" for one in batch if one.id not in ran]
    return found


def succeeds_plainly(one: Program, seen: Scene) -> bool:
    """Whether a harmless one of them succeeds where there is no jail at all."""
    job = _python((one,), seen)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 - our own programs
            [job.interpreter.program, *job.arguments],
            input=job.given,
            capture_output=True,
            cwd=folder,
            check=False,
            timeout=30,
        )
    return f"escaped {one.id}".encode() in done.stdout


def _runs(word: str) -> bool:
    """Whether a process of this machine has a word in its command."""
    for one in Path("/proc").iterdir():
        try:
            if one.name.isdigit() and (one / "cmdline").read_bytes().startswith(word.encode()):
                return True
        except OSError:
            continue
    return False
