"""What a signal is: a value with two functions, `extract` and `score`, and a list of rules.

The line calls `extract(blind, context)` and then `score(evidence, rubric)`. Extraction is an allow-list: it
asks the blind application for what the signal may know and for nothing else. Scoring is pure.
"""

import inspect
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import JsonValue, ValidationError

from earnest.bank import Pack
from earnest.errors import ContractBroken
from earnest.records.application import Application, BlindApplication
from earnest.records.base import Record
from earnest.records.finding import Effect, Finding
from earnest.records.listing import Listing
from earnest.records.result import SignalId, SignalResult

E = TypeVar("E", bound=Record)
R = TypeVar("R", bound=Record)
Line = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Context:
    """What an extraction may use besides the application: the item bank and the listings."""

    pack: Pack
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule: a function whose docstring is its page.

    The docstring has a summary line, then four paragraphs that begin with `What it finds:`,
    `Why it matters:`, `Example:` (a text on which the rule fires) and `Instead:` (one on which it is silent).
    """

    id: str
    effect: Effect
    check: Callable[..., Iterator[Finding]]

    @property
    def page(self) -> str:
        """The rule's docstring, cleaned of its indentation."""
        return inspect.getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    def __call__(self, *args: object, **kwargs: object) -> Iterator[Finding]:
        """Run the rule."""
        return self.check(*args, **kwargs)


def rule(rule_id: str, effect: Effect) -> Callable[[Callable[..., Iterator[Finding]]], Rule]:
    """Make a function that yields findings into a `Rule` value with this id."""
    return lambda check: Rule(rule_id, effect, check)


@dataclass(frozen=True)
class Signal(Generic[E, R]):
    """One of the seven signals.

    `read_line` turns one line of the JSON-lines interface into an application and a context; it raises
    `errors.BadRecord` for a line it cannot use. `example` turns the text of a rule's example into such a
    line.
    """

    id: SignalId
    title: str
    reads: str
    version: str
    evidence: type[E]
    rubric: type[R]
    rubric_file: Path
    extract: Callable[[BlindApplication, Context], E | None]
    score: Callable[[E, R], SignalResult]
    read_line: Callable[[Line, Context], tuple[Application, Context]]
    example: Callable[[str], Line]
    rules: tuple[Rule, ...]

    @cached_property
    def loaded_rubric(self) -> R:
        """The shipped rubric, typed."""
        return load_rubric(self.rubric, self.rubric_file)

    @cached_property
    def rubric_sha256(self) -> str:
        """SHA-256 of the rubric file's bytes."""
        return sha256(self.rubric_file.read_bytes()).hexdigest()

    @cached_property
    def scorer_sha256(self) -> str:
        """SHA-256 over the path and content of every file of the signal's folder but its tests and pages."""
        folder, digest = self.rubric_file.parent, sha256()
        for path in sorted(folder.rglob("*")):
            if path.is_file() and _scores(path):
                content = path.read_bytes()
                digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
        return digest.hexdigest()


def _scores(path: Path) -> bool:
    return not path.name.startswith("test_") and path.suffix not in {".md", ".pyc"}


def load_rubric(kind: type[R], path: Path) -> R:
    """Read a rubric; an unknown or missing field is our fault and the error says so."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise ContractBroken(
            f"{path.name} of {path.parent.name} does not fit its rubric type: {error}"
        ) from error
