"""Dependencies: which modules may be imported, by whatever way of importing reading can follow."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from earnest.records.evidence.adherence import CodePlace
from earnest.records.tree import Tree
from earnest.signals.adherence.kinds.case import CannotDecide, Case
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
from earnest.signals.adherence.syntax import Import, Source, language_of
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import path_globs
from earnest.signals.adherence.trees.manifests import dependencies, is_lock, same_name, versions


class AllowArgs(Args):
    """Modules that are allowed all the same."""

    allow: tuple[str, ...] = ()


class PinArgs(Args):
    """A dependency by its name; without `version` the one of the start tree is meant.

    `version` is compared as it is written, without what leads it (`==`, `^`, `~`, `v`, `=`).
    """

    name: str = Field(min_length=1)
    version: str = ""


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
    return module == name or module.startswith((f"{name}.", f"{name}/", f"{name}::"))


def _top(source: Source, module: str) -> str:
    """Return what a module belongs to: a package of the registry, as far as its name shows."""
    if source.language == "python":
        return module.partition(".")[0]
    if source.language == "rust":
        return module.partition("::")[0]
    if source.language == "java":
        return ".".join(module.split(".")[:3])
    parts = module.split("/")
    if source.language == "go":
        return "/".join(parts[:3])
    return "/".join(parts[:2]) if module.startswith("@") else parts[0]


@cache
def _packages() -> dict[str, list[str]]:
    file = Path(__file__).parents[1] / "data" / "packages.toml"
    loaded: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return loaded


def _is_standard(source: Source, one: Import) -> bool:
    if source.language == "go":
        return "." not in one.module.partition("/")[0]
    if source.language == "rust":
        return _top(source, one.module) in _packages()["rust_standard"]
    if source.language == "java":
        return any(covers(name, one.module) for name in _packages()["java_standard"]) and not any(
            covers(name, one.module) for name in _packages()["java_not_standard"]
        )
    if source.language != "python" and one.module.startswith("node:"):
        return True
    return _top(source, one.module) in _standard(source.language)


def _is_own(case: Case, source: Source, one: Import) -> bool:
    """Whether a module lies in the tree itself."""
    if one.relative:
        return True
    if source.language in _OWN:
        return _OWN[source.language](case, one.module)
    return one.module.startswith(("@/", "~/", "#"))


def _own_python(case: Case, module: str) -> bool:
    top = module.partition(".")[0]
    return any(
        part in {top, f"{top}.py", f"{top}.pyi"}
        for path in case.tree.as_dict()
        if path.endswith((".py", ".pyi"))
        for part in path.split("/")
    )


def _own_go(case: Case, module: str) -> bool:
    return any(covers(name, module) for name in _declared(case, "go.mod", "module "))


def _own_rust(case: Case, module: str) -> bool:
    top = module.partition("::")[0]
    names = {name.strip('" ').replace("-", "_") for name in _declared(case, "Cargo.toml", "name = ")}
    return top in names or any(
        part in {top, f"{top}.rs"}
        for path in case.tree.as_dict()
        if path.endswith(".rs")
        for part in path.split("/")
    )


def _own_java(case: Case, module: str) -> bool:
    """Whether a class, or a package with one, stands in the tree under the folders of its name."""
    folder = module.replace(".", "/")
    above = folder.rpartition("/")[0]
    return any(
        f"/{path}".endswith((f"/{folder}.java", f"/{above}.java")) or f"/{folder}/" in f"/{path}"
        for path in case.tree.as_dict()
        if path.endswith(".java")
    )


_OWN = {"python": _own_python, "go": _own_go, "rust": _own_rust, "java": _own_java}


def _declared(case: Case, name: str, prefix: str) -> list[str]:
    """Return what the lines of a manifest say after a prefix, in every manifest of that name."""
    files = [one for path, one in case.tree.as_dict().items() if path.rpartition("/")[2] == name]
    lines = (
        line.strip() for one in files for line in one.content.decode("utf-8", errors="replace").split("\n")
    )
    return [line.removeprefix(prefix).strip() for line in lines if line.startswith(prefix)]


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


def _pin_version(case: Case, args: PinArgs) -> Outcome:
    globs = args.paths or path_globs("manifests")
    files = [path for path in case.tree.as_dict() if matches(path, globs)]
    before = {path for path in case.start.as_dict() if matches(path, globs)}
    held = False
    for path in sorted(before | set(files)):
        old, new = _said(case.start, path, args.name), _said(case.tree, path, args.name)
        held = held or bool(new)
        if old == new and not args.version:
            continue
        wrong = _wrong_version(args, old, new, lock=is_lock(path))
        if wrong:
            return missed(f"{path}: {args.name} {wrong}", [_line_with(case, path, args.name)])
    if not held:
        raise CannotDecide(f"no manifest or lock file that can be read names {args.name}")
    return kept(f"{args.name} stands in the version that is asked for")


def _said(tree: Tree, path: str, name: str) -> frozenset[str]:
    """Return what a manifest says of the version of one dependency."""
    file = tree.as_dict().get(path)
    found = versions(path, file.content) if file is not None else {}
    if found is None:
        if file is not None and name.encode() in file.content:
            raise CannotDecide(f"{path} names {name} and cannot be read")
        return frozenset()
    return found.get(same_name(path, name), frozenset())


def _wrong_version(args: PinArgs, old: frozenset[str], new: frozenset[str], *, lock: bool) -> str:
    if args.version:
        off = [one for one in sorted(new) if not _is_version(one, args.version, lock=lock)]
        return f"is {off[0] or 'free'}, not {args.version}" if off else ""
    said = ", ".join(sorted(new)) or "gone"
    return f"was {', '.join(sorted(old))} and is {said}" if old else ""


def _is_version(said: str, wanted: str, *, lock: bool) -> bool:
    plain, wanted = said.lstrip("=^~v> "), wanted.lstrip("=^~v ")
    return plain == wanted or (plain.startswith(f"{wanted}.") and (lock or ">" not in said))


def _line_with(case: Case, path: str, name: str) -> CodePlace:
    if path not in case.tree.as_dict():
        return CodePlace(file=path, removed=True)
    lines = [(number, text) for number, text in case.new_lines(path) if text.strip()]
    named = [one for one in lines if name.lower() in one[1].lower()] or lines
    return at(path, *named[0]) if named else CodePlace(file=path)


KINDS: tuple[Kind[Any], ...] = (
    Kind(
        "deps.stdlib_only",
        "Nothing outside the standard library is imported",
        AllowArgs,
        "S",
        EVERY,
        _stdlib_only,
    ),
    Kind("deps.no_imports", "Nothing at all is imported", Args, "S", EVERY, _no_imports),
    Kind("deps.forbid_module", "These modules are not imported", ModuleArgs, "S", EVERY, _forbid_module),
    Kind("deps.only_modules", "Only these modules are imported", ModuleArgs, "S", EVERY, _only_modules),
    Kind("deps.require_module", "These modules are imported", ModuleArgs, "S", EVERY, _require_module),
    Kind(
        "deps.no_new_dependency",
        "Manifests and lock files name nothing new",
        Args,
        "D",
        ANY,
        _no_new_dependency,
    ),
    Kind("deps.pin_version", "A dependency stays at its version", PinArgs, "D", ANY, _pin_version),
)
