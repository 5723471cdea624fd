"""Scope: what may be touched. Decided by comparing the trees, never from a diff that the candidate wrote."""

import json
import tomllib
from typing import Any

from pydantic import Field

from earnest.records.evidence.adherence import CodePlace
from earnest.records.tree import Tree
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ANY, EVERY, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.syntax import (
    Source,
    Statement,
    belongs,
    language_of,
    unsupported_language,
)
from earnest.signals.adherence.syntax.statements import statements_of
from earnest.signals.adherence.trees import diff_lines, matches
from earnest.signals.adherence.trees.comparing import is_text, path_globs


class PathArgs(Args):
    """Globs that must be named."""

    paths: tuple[str, ...] = Field(min_length=1)


class NewFileArgs(Args):
    """`allow` are globs of files that may be added all the same; `paths` limits where additions are
    forbidden.
    """

    allow: tuple[str, ...] = ()


class DeleteArgs(Args):
    """What must stay."""

    what: tuple[str, ...] = ("files", "symbols")


class LimitArgs(Args):
    """An upper limit, itself allowed."""

    limit: int = Field(ge=0)


class SymbolArgs(Args):
    """Definitions by name or dotted name; `path` names their file, else every file is searched."""

    symbols: tuple[str, ...] = Field(min_length=1)
    path: str = ""


class RegionArgs(Args):
    """A file and the lines that mark what may be edited, by a text that stands in each; they stay."""

    path: str
    start: str = Field(min_length=1)
    end: str = Field(min_length=1)


class UnrelatedArgs(Args):
    """`symbols` are all that the change is about, where that is known; without them any may change."""

    symbols: tuple[str, ...] = ()


def _place(case: Case, path: str) -> CodePlace:
    """Point to the first changed line of a file."""
    if path in case.changes.removed:
        return CodePlace(file=path, removed=True)
    number, text = next(((number, text) for number, text in case.new_lines(path) if text.strip()), (0, ""))
    return at(path, number, text) if number else CodePlace(file=path)


def _named(paths: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(paths[:4])
    return shown if len(paths) <= 4 else f"{shown} and {len(paths) - 4} more"


def _only_paths(case: Case, args: PathArgs) -> Outcome:
    outside = [path for path in case.changes.all if not matches(path, args.paths)]
    if outside:
        return missed(
            f"changed outside {_named(args.paths)}: {_named(outside)}", [_place(case, one) for one in outside]
        )
    return kept(f"every change stands in {_named(args.paths)}")


def _forbid_paths(case: Case, args: PathArgs) -> Outcome:
    inside = [path for path in case.changes.all if matches(path, args.paths)]
    if inside:
        return missed(
            f"changed although it must not be: {_named(inside)}", [_place(case, one) for one in inside]
        )
    return kept(f"{_named(args.paths)} stands as it was")


def _tests_unchanged(case: Case, args: Args) -> Outcome:
    tests, settings = args.paths or path_globs("tests"), path_globs("test_settings")
    changes = case.changes
    touched = [
        path
        for path in changes.all
        if (matches(path, tests) and path not in changes.added)
        or (not args.paths and matches(path, settings))
    ]
    touched += (
        []
        if args.paths
        else [path for path in changes.all if _settings(case.start, path) != _settings(case.tree, path)]
    )
    if touched:
        return missed(
            f"the tests or their settings changed: {_named(touched)}", [_place(case, one) for one in touched]
        )
    return kept("the tests and their settings stand as they were")


def _settings(tree: Tree, path: str) -> object:
    """Return the part of a shared file of settings that decides how tests run; None where there is none."""
    name = path.rpartition("/")[2]
    file = tree.as_dict().get(path)
    if file is None or name not in {"pyproject.toml", "package.json", "setup.cfg"}:
        return None
    try:
        text = file.content.decode("utf-8")
        if name == "pyproject.toml":
            tools = tomllib.loads(text).get("tool", {})
            return {
                key: tools[key] for key in sorted(tools) if key in {"pytest", "coverage", "tox", "nox"}
            } or None
        if name == "package.json":
            data = json.loads(text)
            return [
                data.get("scripts", {}).get("test"),
                *(data.get(key) for key in ("jest", "vitest", "mocha", "ava")),
            ]
    except (UnicodeDecodeError, ValueError, AttributeError, RecursionError):
        return file.content
    sections = text.split("\n[")
    return [
        section
        for section in sections
        if section.lstrip("[").startswith(("tool:pytest", "pytest", "coverage"))
    ] or None


def _no_new_files(case: Case, args: NewFileArgs) -> Outcome:
    added = [
        path
        for path in case.changes.added
        if not matches(path, args.allow) and (not args.paths or matches(path, args.paths))
    ]
    if added:
        return missed(f"added: {_named(added)}", [_place(case, path) for path in added])
    return kept("no file was added")


def _no_delete(case: Case, args: DeleteArgs) -> Outcome:
    chosen = [
        path
        for path in (*case.changes.removed, *case.changes.modified)
        if not args.paths or matches(path, args.paths)
    ]
    gone = [path for path in chosen if path in case.changes.removed] if "files" in args.what else []
    if gone:
        return missed(f"removed: {_named(gone)}", [CodePlace(file=path, removed=True) for path in gone])
    for path in chosen:
        if path in case.changes.modified and set(args.what) & {"symbols", "comments"}:
            _must_be_read(path)
        lost = _lost(case, path, args.what) if language_of(path) else []
        if lost:
            return missed(
                f"removed from {path}: {_named(lost)}",
                [CodePlace(file=path, removed=path in case.changes.removed)],
            )
    return kept(f"the {' and '.join(args.what)} that were there are still there")


def _must_be_read(path: str) -> None:
    language = unsupported_language(path)
    if language is not None:
        raise CannotDecide(f"{path}: there is no reader for {language}")


def _lost(case: Case, path: str, what: tuple[str, ...]) -> list[str]:
    before = case.source(path, before=True)
    if path in case.changes.removed:
        return [one.qualname for one in before.definitions] if "symbols" in what else []
    after = case.source(path)
    lost: list[str] = []
    if "symbols" in what:
        names = {one.qualname for one in after.definitions}
        lost += [one.qualname for one in before.definitions if one.qualname not in names]
    if "comments" in what:
        comments = {one.value.strip() for one in after.comments}
        lost += [one.value.strip() for one in before.comments if one.value.strip() not in comments]
    return lost


def _max_files(case: Case, args: LimitArgs) -> Outcome:
    touched = [path for path in case.changes.all if not args.paths or matches(path, args.paths)]
    if len(touched) > args.limit:
        return missed(
            f"{len(touched)} files differ, {args.limit} are allowed: {_named(touched)}",
            [_place(case, one) for one in touched],
        )
    return kept(f"{len(touched)} files differ, {args.limit} are allowed")


def _max_diff_lines(case: Case, args: LimitArgs) -> Outcome:
    before, after = case.start.as_dict(), case.tree.as_dict()
    total = 0
    touched = [path for path in case.changes.all if not args.paths or matches(path, args.paths)]
    for path in touched:
        for file in (before.get(path), after.get(path)):
            if file is not None and not is_text(file.content, file.mode):
                raise CannotDecide(f"{path} has no lines to count")
        old, new = before.get(path), after.get(path)
        total += diff_lines(old.content if old else b"", new.content if new else b"")
    if total > args.limit:
        return missed(
            f"{total} lines added or removed, {args.limit} are allowed",
            [_place(case, one) for one in touched],
        )
    return kept(f"{total} lines added or removed, {args.limit} are allowed")


def _holders(case: Case, args: SymbolArgs) -> list[Source]:
    """Return the files of the start tree in which the symbols stand."""
    paths = [args.path] if args.path else [path for path in case.start.as_dict() if language_of(path)]
    if args.path and args.path not in case.start.as_dict():
        raise CannotDecide(f"the start tree has no {args.path}")
    sources = [case.source(path, before=True) for path in paths]
    for symbol in args.symbols:
        if not any(source.find(symbol) for source in sources):
            raise CannotDecide(f"the start tree has no {symbol!r}")
    return [source for source in sources if any(source.find(symbol) for symbol in args.symbols)]


def _forbid_symbol(case: Case, args: SymbolArgs) -> Outcome:
    for before in _holders(case, args):
        if before.path not in case.tree.as_dict():
            return missed(f"{before.path} is gone", [CodePlace(file=before.path, removed=True)])
        after = case.source(before.path)
        for symbol in args.symbols:
            old, new = before.find(symbol), after.find(symbol)
            if old is not None and new is None:
                return missed(f"{symbol} is gone from {before.path}", [CodePlace(file=before.path)])
            if old is not None and new is not None and old.fingerprint != new.fingerprint:
                changed = [
                    number
                    for number, text in case.new_lines(before.path)
                    if new.first_line <= number <= new.end_line and text.strip()
                ]
                line = changed[0] if changed else new.line
                return missed(f"{symbol} is not what it was", [at(after.path, line, after.line(line))])
    return kept(f"{_named(args.symbols)} means what it meant")


def _only_symbol(case: Case, args: SymbolArgs) -> Outcome:
    holders = {source.path: source for source in _holders(case, args)}
    elsewhere = [path for path in case.changes.all if path not in holders]
    if elsewhere:
        return missed(
            f"changed outside {_named(args.symbols)}: {_named(elsewhere)}",
            [_place(case, one) for one in elsewhere],
        )
    for path, before in holders.items():
        if path not in case.changes.modified:
            continue
        after = case.source(path)
        old, new = _outside(before, args.symbols), _outside(after, args.symbols)
        if [text for _number, text in old] != [text for _number, text in new]:
            return missed(f"lines outside {_named(args.symbols)} changed", _differing(path, old, new))
    return kept(f"every change stands in {_named(args.symbols)}")


def _outside(source: Source, symbols: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the lines outside the named definitions, without blank ones."""
    spans = [found for symbol in symbols if (found := source.find(symbol)) is not None]
    inside = {number for span in spans for number in range(span.first_line, span.end_line + 1)}
    return [
        (number, text) for number, text in enumerate(source.lines, 1) if number not in inside and text.strip()
    ]


def _differing(path: str, old: list[tuple[int, str]], new: list[tuple[int, str]]) -> list[CodePlace]:
    known = {text for _number, text in old}
    added = [at(path, number, text) for number, text in new if text not in known]
    return added or [CodePlace(file=path)]


def _only_region(case: Case, args: RegionArgs) -> Outcome:
    elsewhere = [path for path in case.changes.all if path != args.path]
    if elsewhere:
        return missed(
            f"changed outside {args.path}: {_named(elsewhere)}", [_place(case, one) for one in elsewhere]
        )
    old = _around(case.start, args)
    if old is None:
        raise CannotDecide(
            f"the start tree marks no region of {args.path} from {args.start!r} to {args.end!r}"
        )
    new = _around(case.tree, args)
    if new is None:
        return missed(f"the marks of the region are gone from {args.path}", [CodePlace(file=args.path)])
    if [text for _number, text in old] != [text for _number, text in new]:
        return missed(f"lines outside the region of {args.path} changed", _differing(args.path, old, new))
    return kept(f"every change stands between {args.start!r} and {args.end!r}")


def _around(tree: Tree, args: RegionArgs) -> list[tuple[int, str]] | None:
    """Return the lines outside the region, the marks among them; None where it is not marked exactly once."""
    file = tree.as_dict().get(args.path)
    lines = file.content.decode("utf-8", errors="replace").split("\n") if file is not None else []
    begins = [number for number, text in enumerate(lines) if args.start in text]
    ends = [number for number, text in enumerate(lines) if args.end in text and number not in begins]
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        return None
    kept_lines = [*range(begins[0] + 1), *range(ends[0], len(lines))]
    return [(number + 1, lines[number]) for number in kept_lines]


def _no_unrelated_changes(case: Case, args: UnrelatedArgs) -> Outcome:
    chosen = [path for path in case.changes.modified if not args.paths or matches(path, args.paths)]
    for path in chosen:
        _must_be_read(path)
        if language_of(path) is None:
            continue
        before, after = case.source(path, before=True), case.source(path)
        places = _reformatted(before, after)
        if places:
            return missed(f"{path}: lines changed and say what they said before", places)
        if args.symbols and (places := _elsewhere(case, before, after, args.symbols)):
            return missed(f"{path}: changed outside {_named(args.symbols)}", places)
    return kept("every change of code changes what it means")


def _reformatted(before: Source, after: Source) -> list[CodePlace]:
    """Return statements that are written otherwise and mean the same; an indented or moved one is none."""
    old: dict[str, list[str]] = {}
    for one in statements_of(before):
        old.setdefault(one.fingerprint, []).append(_written(before, one))
    groups: dict[str, list[tuple[Statement, str]]] = {}
    for one in statements_of(after):
        groups.setdefault(one.fingerprint, []).append((one, _written(after, one)))
    found = []
    for fingerprint, group in groups.items():
        texts = list(old.get(fingerprint, ()))
        if len(texts) != len(group):
            continue
        for one, text in group:
            if text in texts:
                texts.remove(text)
            else:
                found.append(at(after.path, one.line, after.line(one.line)))
    return found or _blank_lines(before, after)


def _written(source: Source, one: Statement) -> str:
    """Return the text of a statement, each line without what it is set in by."""
    return "\n".join(source.line(number).strip() for number in range(one.line, one.end_line + 1))


def _blank_lines(before: Source, after: Source) -> list[CodePlace]:
    """Return where a file differs in nothing but blanks, at the end of lines or between them."""
    old = [line.rstrip() for line in before.lines if line.strip()]
    new = [line.rstrip() for line in after.lines if line.strip()]
    if old != new or before.lines == after.lines:
        return []
    number = next(
        (n for n, pair in enumerate(zip(before.lines, after.lines, strict=False), 1) if pair[0] != pair[1]), 1
    )
    return [at(after.path, number, after.line(number))]


def _elsewhere(case: Case, before: Source, after: Source, symbols: tuple[str, ...]) -> list[CodePlace]:
    """Return the definitions outside the named ones that existed before and mean something else now."""
    found = []
    for one in after.definitions:
        old = before.by_qualname.get(one.qualname)
        holds = any(f"{one.qualname}." in f"{other}" for other in _qualnames(after, symbols))
        inside = any(belongs(one.qualname, symbol) for symbol in symbols)
        if (
            old is not None
            and not inside
            and not holds
            and case.is_changed(after, one)
            and one.what != "class"
        ):
            found.append(at(after.path, one.line, after.line(one.line)))
    return found


def _qualnames(source: Source, symbols: tuple[str, ...]) -> list[str]:
    return [one.qualname for symbol in symbols if (one := source.find(symbol)) is not None]


KINDS: tuple[Kind[Any], ...] = (
    Kind("scope.only_paths", "Only these paths may differ", PathArgs, "D", ANY, _only_paths),
    Kind("scope.forbid_paths", "These paths stay as they are", PathArgs, "D", ANY, _forbid_paths),
    Kind(
        "scope.tests_unchanged",
        "The tests and their settings stay as they are",
        Args,
        "D",
        ANY,
        _tests_unchanged,
    ),
    Kind("scope.no_new_files", "No file is added", NewFileArgs, "D", ANY, _no_new_files),
    Kind(
        "scope.no_delete", "No file, definition or comment is removed", DeleteArgs, "D+S", EVERY, _no_delete
    ),
    Kind("scope.max_files", "At most so many files differ", LimitArgs, "D", ANY, _max_files),
    Kind(
        "scope.max_diff_lines",
        "At most so many lines are added or removed",
        LimitArgs,
        "D",
        ANY,
        _max_diff_lines,
    ),
    Kind(
        "scope.forbid_symbol", "These definitions keep their meaning", SymbolArgs, "S", EVERY, _forbid_symbol
    ),
    Kind("scope.only_symbol", "Only these definitions may differ", SymbolArgs, "D+S", EVERY, _only_symbol),
    Kind(
        "scope.only_region",
        "Only what stands between the marks may differ",
        RegionArgs,
        "D",
        ANY,
        _only_region,
    ),
    Kind(
        "scope.no_unrelated_changes",
        "Nothing is reformatted or changed on the way",
        UnrelatedArgs,
        "D+S",
        EVERY,
        _no_unrelated_changes,
    ),
)
