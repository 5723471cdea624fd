"""Dependencies: which modules may be imported, by whatever way of importing reading can follow."""

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ALL, ANY, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.syntax import Import, Source, language_of
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs
from earnest.signals.adherence.trees.manifests import dependencies


class AllowArgs(Args):
    """Modules that are allowed all the same."""

    allow: tuple[str, ...] = ()


class ModuleArgs(Args):
    """Modules by name; a name covers what lies below it (`os` covers `os.path`)."""

    modules: tuple[str, ...] = Field(min_length=1)


@cache
def _standard(language: str) -> frozenset[str]:
    name = "python_stdlib.txt" if language == "python" else "node_builtins.txt"
    text = (Path(__file__).parents[1] / "data" / name).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def covers(name: str, module: str) -> bool:
    """Whether a named module is an imported one or lies above it.

    >>> covers("os", "os.path"), covers("lodash", "lodash/map"), covers("os", "oslo"), covers("fs", "node:fs")
    (True, True, False, True)
    """
    module, name = module.removeprefix("node:"), name.removeprefix("node:")
    return module == name or module.startswith((f"{name}.", f"{name}/"))


def _top(source: Source, module: str) -> str:
    if source.language == "python":
        return module.partition(".")[0]
    parts = module.split("/")
    return "/".join(parts[:2]) if module.startswith("@") else parts[0]


def _is_standard(source: Source, one: Import) -> bool:
    if source.language != "python" and one.module.startswith("node:"):
        return True
    return _top(source, one.module) in _standard(source.language)


def _is_own(case: Case, source: Source, one: Import) -> bool:
    """Whether a module lies in the tree itself."""
    if one.relative:
        return True
    if source.language != "python":
        return one.module.startswith(("@/", "~/", "#"))
    top = one.module.partition(".")[0]
    return any(
        part in {top, f"{top}.py", f"{top}.pyi"}
        for path in case.tree.as_dict()
        if path.endswith((".py", ".pyi"))
        for part in path.split("/")
    )


def _was_there(case: Case, source: Source, one: Import) -> bool:
    """Whether the file imported this module in the start tree already, or, for a test, any test did."""
    before = case.source_before(source.path)
    if before is not None and any(old.module == one.module for old in before.imports):
        return True
    if not case.is_test(source.path):
        return False
    tests = [path for path in case.start.as_dict() if case.is_test(path) and language_of(path)]
    known = [
        old.module for path in tests if (test := case.source_before(path)) is not None for old in test.imports
    ]
    return any(_top(source, module) == _top(source, one.module) for module in known)


def _places(found: list[tuple[Source, Import]]) -> list[CodePlace]:
    return [at(source.path, one.line, source.line(one.line)) for source, one in found]


def _names(found: list[tuple[Source, Import]]) -> str:
    return ", ".join(dict.fromkeys(one.module for _source, one in found))


def _decide(case: Case, sources: list[Source], found: list[tuple[Source, Import]], said: str) -> Outcome:
    """Call a forbidden import a miss; otherwise an import that reading cannot follow leaves it open."""
    if found:
        return missed(f"imports {_names(found)}", _places(found))
    for source in sources:
        for use in source.opaque:
            if use.role == "import" and case.is_touched(source, use):
                return undecidable(f"{source.path}:{use.line}: {use.name}")
    return kept(said)


def _imports(sources: list[Source]) -> list[tuple[Source, Import]]:
    return [(source, one) for source in sources for one in source.imports]


def _no_code(sources: list[Source]) -> Outcome | None:
    return None if sources else undecidable("no file of code was changed")


def _stdlib_only(case: Case, args: AllowArgs) -> Outcome:
    sources = case.sources(args.paths)
    found = [
        (source, one)
        for source, one in _imports(sources)
        if not _is_standard(source, one)
        and not _is_own(case, source, one)
        and not _was_there(case, source, one)
        and not any(covers(name, one.module) for name in args.allow)
    ]
    return _decide(case, sources, found, "every import is of the standard library or of the tree itself")


def _no_imports(case: Case, args: Args) -> Outcome:
    sources = case.sources(args.paths)
    found = [
        (source, one)
        for source, one in _imports(sources)
        if one.module != "__future__" and not case.is_test(source.path) and not _was_there(case, source, one)
    ]
    return _decide(case, sources, found, "nothing is imported")


def _forbid_module(case: Case, args: ModuleArgs) -> Outcome:
    sources = case.sources(args.paths)
    found = [
        (source, one)
        for source, one in _imports(sources)
        if any(covers(name, one.module) for name in args.modules)
    ]
    return _decide(case, sources, found, f"{', '.join(args.modules)} is not imported")


def _only_modules(case: Case, args: ModuleArgs) -> Outcome:
    sources = case.sources(args.paths)
    found = [
        (source, one)
        for source, one in _imports(sources)
        if one.module != "__future__"
        and not _is_own(case, source, one)
        and not _was_there(case, source, one)
        and not any(covers(name, one.module) for name in args.modules)
    ]
    return _decide(case, sources, found, f"nothing but {', '.join(args.modules)} is imported")


def _require_module(case: Case, args: ModuleArgs) -> Outcome:
    sources = case.sources(args.paths)
    if nothing := _no_code(sources):
        return nothing
    absent = [
        name
        for name in args.modules
        if not any(covers(name, one.module) for _source, one in _imports(sources))
    ]
    if absent:
        return missed(f"{', '.join(absent)} is not imported")
    found = [
        (source, one)
        for source, one in _imports(sources)
        if any(covers(name, one.module) for name in args.modules)
    ]
    return kept(f"imports {_names(found)}", _places(found))


def _no_new_dependency(case: Case, args: Args) -> Outcome:
    globs = args.paths or path_globs("manifests")
    touched = [path for path in case.changes.all if matches(path, globs) and _grew(case, path)]
    if touched:
        places = []
        for path in touched:
            number, text = next(((n, t) for n, t in case.new_lines(path) if t.strip()), (0, ""))
            places.append(at(path, number, text) if number else CodePlace(file=path))
        return missed(f"what the project depends on changed: {', '.join(touched)}", places)
    return kept("no manifest or lock file names anything new")


def _grew(case: Case, path: str) -> bool:
    """Whether a manifest names something new; another version, a setting or a removed line is nothing new."""
    if path in case.changes.removed:
        return False
    before = case.start.as_dict().get(path)
    old_content = before.content if before else b""
    new, old = dependencies(path, case.tree.as_dict()[path].content), dependencies(path, old_content)
    if new is not None and (old is not None or not old_content):
        return bool(new - (old or frozenset()))
    known = {line.strip().rstrip(",") for line in old_content.decode("utf-8", errors="replace").split("\n")}
    lines = (text.strip() for _number, text in case.new_lines(path))
    return any(
        line.rstrip(",") not in known for line in lines if line and not line.startswith(("#", "//", ";"))
    )


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        "deps.stdlib_only",
        "Nothing outside the standard library is imported",
        AllowArgs,
        "S",
        ALL,
        _stdlib_only,
    ),
    Kind("deps.no_imports", "Nothing at all is imported", Args, "S", ALL, _no_imports),
    Kind("deps.forbid_module", "These modules are not imported", ModuleArgs, "S", ALL, _forbid_module),
    Kind("deps.only_modules", "Only these modules are imported", ModuleArgs, "S", ALL, _only_modules),
    Kind("deps.require_module", "These modules are imported", ModuleArgs, "S", ALL, _require_module),
    Kind(
        "deps.no_new_dependency",
        "Manifests and lock files name nothing new",
        Args,
        "D",
        ANY,
        _no_new_dependency,
    ),
)
