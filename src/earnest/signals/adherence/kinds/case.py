"""One sample under examination: the start tree, the candidate's tree, what differs, and the parsed files."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from earnest.records.evidence.adherence import TestsOutcome
from earnest.records.tree import FileMode, Tree
from earnest.signals.adherence.syntax import (
    CannotParse,
    Definition,
    Source,
    Use,
    language_of,
    parse,
    unsupported_language,
)
from earnest.signals.adherence.trees import Changes, compare, matches
from earnest.signals.adherence.trees.comparing import path_globs

RunTests = Callable[[], TestsOutcome]


class CannotDecide(Exception):
    """Raised inside a check where what it needs is not there; the verdict becomes undecidable."""


@dataclass(frozen=True)
class Case:
    """What a check may look at. `run` runs the item's tests; None where nothing may be run.

    `languages` are those that the kind reads, all of them where it is empty.
    """

    start: Tree
    tree: Tree
    run: RunTests | None = None
    languages: tuple[str, ...] = ()
    _parsed: dict[tuple[bool, str], Source | CannotParse] = field(default_factory=dict, compare=False)

    def read_by(self, languages: tuple[str, ...]) -> "Case":
        """Return the same case for a kind that reads these languages; what was parsed is kept."""
        return replace(self, languages=() if "any" in languages else languages)

    @cached_property
    def changes(self) -> Changes:
        """The paths that differ."""
        return compare(self.start, self.tree)

    def sources(self, paths: tuple[str, ...] = ()) -> list[Source]:
        """Return the candidate's changed files that hold code, parsed; with `paths`, every file that fits.

        Raises `CannotDecide` where one of them cannot be parsed or is in a language we do not read.
        """
        files = self.tree.as_dict()
        chosen = [path for path in files if matches(path, paths)] if paths else self.changes.present
        for path in chosen:
            self._must_be_readable(path)
        return [self.source(path) for path in chosen if language_of(path)]

    def _must_be_readable(self, path: str) -> None:
        file = self.tree.as_dict()[path]
        if file.mode is FileMode.SYMLINK and (language_of(path) or unsupported_language(path)):
            raise CannotDecide(f"{path} is a symbolic link")
        if file.mode is FileMode.SUBMODULE:
            raise CannotDecide(f"{path} is a submodule")
        language = unsupported_language(path)
        if language is not None:
            raise CannotDecide(f"{path}: there is no reader for {language}")
        if language_of(path) is None and file.content.startswith(b"#!"):
            raise CannotDecide(f"{path}: a script without an ending that names its language")

    def source(self, path: str, *, before: bool = False) -> Source:
        """Return one parsed file of the candidate's tree, or of the start tree."""
        language = (language_of(path) or "").replace("tsx", "typescript")
        if self.languages and language not in self.languages:
            raise CannotDecide(f"{path}: this kind does not read {language or 'this file'}")
        key = (before, path)
        if key not in self._parsed:
            file = (self.start if before else self.tree).as_dict()[path]
            try:
                self._parsed[key] = parse(path, file.content)
            except CannotParse as error:
                self._parsed[key] = error
        found = self._parsed[key]
        if isinstance(found, CannotParse):
            raise CannotDecide(f"cannot parse {found}") from found
        return found

    def source_before(self, path: str) -> Source | None:
        """Return one file of the start tree, or None where it is absent; a file nobody can parse is absent
        too.
        """
        if path not in self.start.as_dict():
            return None
        try:
            return self.source(path, before=True)
        except CannotDecide:
            return None

    def is_changed(self, source: Source, one: Definition) -> bool:
        """Whether a definition is new or means something else than in the start tree."""
        before = self.source_before(source.path)
        return before is None or (one.qualname, one.fingerprint) not in before.meanings

    def is_touched(self, source: Source, use: Use) -> bool:
        """Whether a place is the candidate's doing; what stood in the start tree is nobody's miss.

        It is, where its definition is new, or where that definition has more such places than before: a
        formatter makes new lines, and a call that is moved within its function was there already.
        """
        before = self.source_before(source.path)
        if before is None or (use.inside and use.inside not in before.insides):
            return True
        key = (use.inside, use.name, use.role)
        if len(source.places.get(key, ())) <= len(before.places.get(key, ())):
            return False
        fresh = self._fresh_lines(source, before, key)
        return not fresh or source.line(use.line).strip() in fresh

    def _fresh_lines(self, source: Source, before: Source, key: tuple[str, str, str]) -> frozenset[str]:
        """Return those lines of a group of places that the file had not before."""
        if (source.path, key) not in self._fresh:
            lines = frozenset(source.line(number).strip() for number in source.places[key])
            self._fresh[source.path, key] = lines - before.said
        return self._fresh[source.path, key]

    @cached_property
    def _fresh(self) -> dict[tuple[str, tuple[str, str, str]], frozenset[str]]:
        return {}

    def is_test(self, path: str) -> bool:
        """Whether a path is a test or a setting of the tests."""
        return matches(path, path_globs("tests")) or matches(path, path_globs("test_settings"))

    def line_of(self, path: str, number: int) -> str:
        """Return one line of the candidate's file."""
        lines = self.tree.as_dict()[path].content.decode("utf-8", errors="replace").split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def new_lines(self, path: str) -> list[tuple[int, str]]:
        """Return `(number, text)` of the lines of a changed file that its version in the start tree has
        not.
        """
        file = self.tree.as_dict()[path]
        old = self.start.as_dict().get(path)
        known: dict[str, int] = {}
        for line in (old.content if old else b"").decode("utf-8", errors="replace").split("\n"):
            known[line] = known.get(line, 0) + 1
        found = []
        for number, line in enumerate(file.content.decode("utf-8", errors="replace").split("\n"), 1):
            if known.get(line, 0):
                known[line] -= 1
            else:
                found.append((number, line))
        return found
