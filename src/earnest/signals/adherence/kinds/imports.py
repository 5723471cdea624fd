"""Imports that are really made: what the kinds of `deps` read is confirmed by a run without site-packages.

Every changed Python module is imported in the sandbox under an audit hook. A module that is imported by a
name which reading could not follow is then judged as if the import stood in the file in so many words. A run
can only add a miss: what it did not reach may still be imported, so it never makes anything kept.
"""

from typing import Any

from earnest.records.evidence.adherence import VerdictState
from earnest.records.tree import Tree
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import Args, Kind, Outcome, at, missed
from earnest.signals.adherence.syntax import language_of
from earnest.signals.adherence.testing.calling import Event, NoAnswer, call

_CONFIRMED = frozenset({"deps.stdlib_only", "deps.no_imports", "deps.forbid_module", "deps.only_modules"})
_MOST_MODULES = 40


def confirmed(case: Case, kind: Kind[Any], args: Args, outcome: Outcome) -> Outcome:
    """Return the outcome, or a miss where a run shows an import that reading did not see."""
    if kind.id not in _CONFIRMED or case.run is None or outcome.state is VerdictState.MISSED:
        return outcome
    for event in _made(case):
        if _is_missed(case, kind, args, event):
            line = case.line_of(event.file, event.line)
            return missed(f"imports {event.detail} when it is run", [at(event.file, event.line, line)])
    return outcome


def _is_missed(case: Case, kind: Kind[Any], args: Args, event: Event) -> bool:
    """Whether an import would be a miss if it stood in its file in so many words."""
    try:
        written = _written(case, event)
        return (
            written is not None
            and kind.check(written.read_by(kind.languages), args).state is VerdictState.MISSED
        )
    except CannotDecide:
        return False


def _made(case: Case) -> tuple[Event, ...]:
    """Import the changed modules and return the imports of their own code; () where that cannot be done."""
    names = [name for path in case.changes.present if (name := _module(case, path))][:_MOST_MODULES]
    if not names:
        return ()
    try:
        called = call(case.start, case.tree, [{"call": name} for name in names], look=False)
    except NoAnswer:
        return ()
    return tuple(one for one in called.events if one.kind == "import")


def _module(case: Case, path: str) -> str:
    """Return the dotted name of a Python file that is no test; "" for any other."""
    if language_of(path) != "python" or case.is_test(path):
        return ""
    parts = path.removesuffix(".py").removesuffix("/__init__").removeprefix("src/").split("/")
    return ".".join(parts) if all(part.isidentifier() for part in parts) else ""


def _written(case: Case, event: Event) -> Case | None:
    """Return the case with an import in so many words.

    None where the line is not the candidate's, and where reading has judged it already: a module, what lies
    above it (`import a.b` imports `a`) and what is taken out of it (`from a import b`).
    """
    files = case.tree.as_dict()
    if event.file not in case.changes.present or not _is_new(case, event):
        return None
    source = case.source(event.file)
    if any(one.relative and one.line == event.line for one in source.imports):
        return None
    if any(_is_part(one.module, event.detail) for one in source.imports):
        return None
    file = files[event.file]
    content = file.content.rstrip(b"\n") + f"\nimport {event.detail}\n".encode()
    return Case(case.start, Tree.from_files(files | {file.path: file.but(content=content)}), case.run)


def _is_new(case: Case, event: Event) -> bool:
    return any(number == event.line for number, _text in case.new_lines(event.file))


def _is_part(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
