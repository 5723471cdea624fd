"""What a kind of constraint is: a value with an id, the type of its arguments, a check and its samples."""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import JsonValue

from earnest.records.base import Record
from earnest.records.evidence.adherence import CodePlace, VerdictState
from earnest.signals.adherence.kinds.case import Case


class Args(Record):
    """Arguments of a kind. `paths` are globs that narrow which files it looks at."""

    paths: tuple[str, ...] = ()


A = TypeVar("A", bound=Args)

PYTHON = ("python",)
SCRIPT = ("javascript", "typescript")
ALL = (*PYTHON, *SCRIPT)
COMPILED = ("go", "rust", "java")
EVERY = (*ALL, *COMPILED)
ANY = ("any",)
_LONGEST_QUOTE = 200
_MOST_PLACES = 10


@dataclass(frozen=True)
class Outcome:
    """What a check found: a state, one sentence, and the places that show it; `reason` where undecidable."""

    state: VerdictState
    explanation: str = ""
    places: tuple[CodePlace, ...] = ()
    reason: str = ""


def kept(explanation: str, places: Iterable[CodePlace] = ()) -> Outcome:
    """Say that the constraint holds."""
    return Outcome(VerdictState.KEPT, explanation, tuple(places)[:_MOST_PLACES])


def missed(explanation: str, places: Iterable[CodePlace] = ()) -> Outcome:
    """Say that it does not hold."""
    return Outcome(VerdictState.MISSED, explanation, tuple(places)[:_MOST_PLACES])


def undecidable(reason: str) -> Outcome:
    """Say that nobody can tell from what is at hand."""
    return Outcome(VerdictState.UNDECIDABLE, reason=reason)


def at(file: str, line: int, text: str) -> CodePlace:
    """Return a place with one line of the candidate's file as its quote."""
    return CodePlace(file=file, line=line, quote=text.strip("\r\n")[:_LONGEST_QUOTE])


class Sample(Record):
    """One example of a kind: a start tree, a candidate's tree and the verdict they must get.

    `role` is keeps, misses or lookalike (looks like a miss and is none). `EXT` in a path stands for the
    ending of the language, so that one sample can serve several.
    """

    kind: str
    role: str
    languages: tuple[str, ...]
    args: dict[str, JsonValue] = {}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    executable: tuple[str, ...] = ()
    tests: dict[str, str] = {}
    test_command: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind(Generic[A]):
    """One kind of constraint.

    `decided` says how: S by reading, D by comparing trees, X by running, O on the answer text. `languages`
    are those the check can read; "any" where it reads no code.
    """

    id: str
    meaning: str
    args: type[A]
    decided: str
    languages: tuple[str, ...]
    check: Callable[[Case, A], Outcome]

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The examples that run as tests."""
        return tuple(sample for sample in samples_of(family_of(self.id)) if sample.kind == self.id)


def family_of(kind_id: str) -> str:
    """Return the family of a kind: what stands before the dot, or before the colon of a published id."""
    return re.split("[.:]", kind_id, maxsplit=1)[0]


@cache
def samples_of(family: str) -> tuple[Sample, ...]:
    """Return every sample of a family of kinds, in the order of its files (`run/` holds what is run)."""
    folder = Path(__file__).with_name("samples")
    files = (one for one in (folder / f"{family}.toml", folder / "run" / f"{family}.toml") if one.exists())
    loaded = [one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["sample"]]
    return tuple(Sample.model_validate(one) for one in loaded)
