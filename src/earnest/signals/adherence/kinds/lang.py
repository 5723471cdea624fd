"""Languages: which one, in which version, with which framework."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.construct import names_call
from earnest.signals.adherence.kinds.deps import covers
from earnest.signals.adherence.kinds.kind import (
    ANY,
    EVERY,
    Args,
    Kind,
    Outcome,
    at,
    kept,
    missed,
    undecidable,
)
from earnest.signals.adherence.syntax import Source, Use, language_of, unsupported_language
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs
from earnest.signals.adherence.trees.manifests import versions

Language = Literal["python", "javascript", "typescript", "go", "rust", "java"]


class LanguageArgs(Args):
    """The language by its name ("python", "Go", "SQL"), and files in others that may be added."""

    language: str = Field(min_length=1)
    allow: tuple[str, ...] = ()


class VersionArgs(Args):
    """A language and the newest version that has to run it: "3.8", "2020" (of ECMAScript), "1.20", "17"."""

    language: Language
    version: str = Field(pattern=r"^\d{1,4}(\.\d{1,3}){0,2}$")


class FrameworkArgs(Args):
    """The modules of the framework, one of which must be used, and those of others, none of which may be."""

    modules: tuple[str, ...] = Field(min_length=1)
    instead_of: tuple[str, ...] = ()


@cache
def _since() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
        (Path(__file__).parents[1] / "data" / "versions.toml").read_text(encoding="utf-8")
    )
    return loaded


def _name_of(path: str) -> str | None:
    """Return the language of a file of code, as people write it in lower case; None for data and prose."""
    language = language_of(path) or unsupported_language(path)
    return None if language is None else language.lower().replace("tsx", "typescript")


def _language(case: Case, args: LanguageArgs) -> Outcome:
    chosen = [path for path in case.changes.present if not args.paths or matches(path, args.paths)]
    files = case.tree.as_dict()
    code = []
    for path in chosen:
        if _name_of(path) is not None:
            code.append(path)
        elif files[path].content.startswith(b"#!"):
            raise CannotDecide(f"{path}: a script without an ending that names its language")
    other = [
        path for path in code if _name_of(path) != args.language.lower() and not matches(path, args.allow)
    ]
    if other:
        said = ", ".join(f"{path} ({_name_of(path)})" for path in other[:4])
        return missed(f"not {args.language}: {said}", [at(path, 1, case.line_of(path, 1)) for path in other])
    if not code:
        return undecidable("no file of code was changed")
    for path in code:
        if language_of(path) is not None:
            case.source(path)
    return kept(f"every changed file of code is {args.language}")


def _version(case: Case, args: VersionArgs) -> Outcome:
    sources = [source for source in case.sources(args.paths) if source.language == args.language]
    if not sources:
        return undecidable(f"no {args.language} was changed")
    limit = _number(args.version)
    newer = [
        (source, use, since)
        for source in sources
        for use, since in _dated(source)
        if _number(since) > limit and _is_new(case, source, use)
    ]
    if newer:
        said = ", ".join(dict.fromkeys(f"{use.name} ({since})" for _source, use, since in newer[:4]))
        return missed(
            f"newer than {args.version}: {said}",
            [at(source.path, use.line, source.line(use.line)) for source, use, _since in newer],
        )
    return kept(f"nothing that is known to be newer than {args.language} {args.version}")


def _dated(source: Source) -> Iterator[tuple[Use, str]]:
    """Yield what came with a version, and that version; an import that may fail is none."""
    table = _since()["javascript" if source.language == "typescript" else source.language]
    yield from (
        (use, table["features"][use.name]) for use in source.features if use.name in table["features"]
    )
    for one in source.imports:
        dated = [since for name, since in table["modules"].items() if covers(name, one.module)]
        if dated and not one.guarded:
            yield Use(one.module, one.line, role="import"), dated[0]
    own = {one.name for one in source.definitions}
    names = {name: since for name, since in table["names"].items() if name.rpartition(".")[2] not in own}
    for use in (*source.calls, *source.types):
        dated = [since for name, since in names.items() if names_call(name, use)]
        if dated:
            yield use, dated[0]


def _is_new(case: Case, source: Source, use: Use) -> bool:
    if use.role != "import":
        return case.is_touched(source, use)
    before = case.source_before(source.path)
    return before is None or all(one.module != use.name for one in before.imports)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _framework(case: Case, args: FrameworkArgs) -> Outcome:
    sources = case.sources(args.paths)
    imports = [(source, one) for source in sources for one in source.imports]
    foreign = [
        (source, one) for source, one in imports if any(covers(name, one.module) for name in args.instead_of)
    ]
    if foreign:
        said = ", ".join(dict.fromkeys(one.module for _source, one in foreign))
        return missed(
            f"uses {said}", [at(source.path, one.line, source.line(one.line)) for source, one in foreign]
        )
    for path in case.changes.present:
        listed = versions(path, case.tree.as_dict()[path].content) if _is_manifest(path) else None
        taken = [name for name in args.instead_of if listed and name in listed]
        if taken:
            return missed(f"{path} depends on {', '.join(taken)}")
    used = [
        (source, one) for source, one in imports if any(covers(name, one.module) for name in args.modules)
    ]
    if used:
        source, one = used[0]
        return kept(f"uses {one.module}", [at(source.path, one.line, source.line(one.line))])
    return (
        missed(f"{' or '.join(args.modules)} is not used") if sources else undecidable("no code was changed")
    )


def _is_manifest(path: str) -> bool:
    return matches(path, path_globs("manifests"))


KINDS: tuple[Kind[Any], ...] = (
    Kind("lang.language", "The code is written in this language", LanguageArgs, "S", ANY, _language),
    Kind("lang.version", "The code runs on this version of the language", VersionArgs, "S", EVERY, _version),
    Kind("lang.framework", "This framework is used, and no other", FrameworkArgs, "S", EVERY, _framework),
)
