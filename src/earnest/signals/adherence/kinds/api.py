"""Interfaces: what is named how, with which parameters, and what others may rely on."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import model_validator

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import (
    ALL,
    COMPILED,
    EVERY,
    Args,
    Kind,
    Outcome,
    at,
    kept,
    missed,
    undecidable,
)
from earnest.signals.adherence.syntax import (
    CannotParse,
    Definition,
    Param,
    Source,
    language_of,
    parse_text,
    unsupported_language,
)
from earnest.signals.adherence.trees import matches


class SignatureArgs(Args):
    """`signature` as it is written in the language; without it the start tree's own is meant."""

    symbol: str
    signature: str = ""
    path: str = ""


class DefinesArgs(Args):
    """A name and what it must name."""

    name: str
    what: Literal[
        "function", "method", "class", "variable", "constant", "enum", "interface", "type", "property"
    ]
    path: str = ""


class MembersArgs(Args):
    """The methods, properties and variables of a class; `exact` allows no other public one."""

    class_name: str
    members: tuple[str, ...]
    exact: bool = False
    path: str = ""


class PublicArgs(Args):
    """Whether the public interface may grow."""

    may_add: bool = True


class ReturnArgs(Args):
    """What a function returns: `kind` of thing, or `annotation`, the type as it is written."""

    symbol: str
    kind: Literal[
        "none", "string", "json", "number", "boolean", "list", "dict", "set", "tuple", "generator", "bytes",
        "promise", "",
    ] = ""  # fmt: skip
    annotation: str = ""
    path: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if bool(self.kind) == bool(self.annotation):
            raise ValueError("give kind or annotation")
        return self


class PrivateArgs(Args):
    """Members of a class that nobody outside may use, and whether it may have getters and setters."""

    class_name: str
    members: tuple[str, ...] = ()
    accessors: bool = True
    path: str = ""


class PackageArgs(Args):
    """The package that the changed files belong to, as the language writes it."""

    name: str


def _searched(case: Case, path: str, paths: tuple[str, ...]) -> list[Source]:
    """Return the file that is named, or every file of code outside the tests."""
    if path:
        if path not in case.tree.as_dict():
            return []
        return [case.source(path)]
    files = [one for one in case.tree.as_dict() if language_of(one)]
    return [case.source(one) for one in files if (matches(one, paths) if paths else not case.is_test(one))]


def _absent(case: Case, said: str, places: tuple[CodePlace, ...] = ()) -> Outcome:
    """Call a thing that is not there a miss, unless it may stand in a file that nobody can read."""
    for path in case.changes.present:
        language = unsupported_language(path)
        if language is not None and not case.is_test(path):
            return undecidable(f"{path}: there is no reader for {language}")
    return missed(said, places)


def _find(sources: list[Source], symbol: str) -> tuple[Source, Definition] | None:
    found = [(source, one) for source in sources if (one := source.find(symbol)) is not None]
    return min(found, key=lambda pair: (pair[1].qualname.count("."), pair[0].path)) if found else None


def _show(one: Definition) -> str:
    marks = {"star": "*", "starstar": "**"}
    parts = []
    for param in one.params:
        note = f": {param.annotation}" if param.annotation else ""
        default = f" = {param.default}" if param.default else ""
        parts.append(f"{marks.get(param.kind, '')}{param.name}{note}{default}")
    return f"{one.name}({', '.join(parts)})" + (f" -> {one.returns}" if one.returns else "")


def _signature(case: Case, args: SignatureArgs) -> Outcome:
    sources = _searched(case, args.path, args.paths)
    found = _find(sources, args.symbol)
    if found is None:
        return _absent(
            case, f"there is no {args.symbol}", (CodePlace(file=args.path),) if sources and args.path else ()
        )
    source, actual = found
    wanted = _wanted(case, args, source)
    place = at(source.path, actual.line, source.line(actual.line))
    difference = _difference(wanted, actual, annotated=bool(args.signature))
    if difference:
        return missed(f"{_show(actual)} should be {_show(wanted)}: {difference}", [place])
    return kept(f"{_show(actual)} is as it should be", [place])


def _wanted(case: Case, args: SignatureArgs, source: Source) -> Definition:
    if not args.signature:
        before = case.source_before(source.path)
        found = before.find(args.symbol) if before else None
        if found is None:
            raise CannotDecide(f"the start tree has no {args.symbol} to compare with")
        return found
    return _written(args.signature, args.symbol.rpartition(".")[2], source.language)


def _written(signature: str, name: str, language: str) -> Definition:
    """Parse a signature as an item's author writes it: with or without `def`, `function`, colon or body."""
    text = signature.strip().rstrip(":;{").strip()
    if language in _SIGNATURES:
        tries = [form.format(text) for form in _SIGNATURES[language]]
    elif language == "python":
        text = text.removeprefix("async ").removeprefix("def ").strip()
        tries = [f"def {text}:\n    return 1\n", f"async def {text}:\n    return 1\n"]
    else:
        plain = (
            text.removeprefix("export ")
            .removeprefix("default ")
            .removeprefix("async ")
            .removeprefix("function ")
        )
        tries = [
            f"{text} {{ return 1; }}",
            f"function {plain} {{ return 1; }}",
            f"{text}",
            f"class C {{ {plain} {{ return 1; }} }}",
        ]
    for one in tries:
        try:
            found = parse_text("signature", one, language).find(name)
        except CannotParse:
            continue
        if found is not None:
            return found
    raise CannotDecide(f"the signature {signature!r} cannot be read as {language}")


_SIGNATURES = {
    "go": ("package p\n{} {{}}\n", "package p\nfunc {} {{}}\n"),
    "rust": ("impl C {{ {} {{}} }}", "impl C {{ fn {} {{}} }}"),
    "java": ("class C {{ {} {{}} }}", "class C {{ {}; }}"),
}


def _difference(wanted: Definition, actual: Definition, *, annotated: bool) -> str:
    """Say in what two signatures differ; a type that the wanted one leaves open may be anything."""
    expected, given = _without_self(wanted.params), _without_self(actual.params)
    own = wanted.params[: len(wanted.params) - len(expected)]
    if own and own[0].annotation and own != actual.params[:1]:
        return "it takes itself in another way"
    if difference := _difference_of_params(expected, given):
        return difference
    if wanted.returns and _same(wanted.returns) != _same(actual.returns):
        return "another return type"
    if not annotated and wanted.is_async != actual.is_async:
        return "one is asynchronous and the other is not"
    return ""


def _difference_of_params(expected: tuple[Param, ...], given: tuple[Param, ...]) -> str:
    names = [param.name for param in expected], [param.name for param in given]
    if names[0] != names[1]:
        return f"parameters ({', '.join(names[1])}) instead of ({', '.join(names[0])})"
    for one, other in zip(expected, given, strict=True):
        if one.kind != other.kind or _same(one.default) != _same(other.default):
            return f"parameter {one.name} has another default or kind"
        if one.annotation and _same(one.annotation) != _same(other.annotation):
            return f"parameter {one.name} has another type"
    return ""


def _without_self(params: tuple[Param, ...]) -> tuple[Param, ...]:
    return params[1:] if params and params[0].name in {"self", "cls", "this"} else params


def _same(text: str) -> str:
    return "".join(text.split()).replace('"', "'")


def _defines(case: Case, args: DefinesArgs) -> Outcome:
    sources = _searched(case, args.path, args.paths)
    wanted = {args.what} | ({"constant"} if args.what == "variable" else set())
    for source in sources:
        for one in source.definitions:
            if args.name in {one.name, one.qualname} and one.what in wanted:
                return kept(
                    f"{args.what} {args.name} is there", [at(source.path, one.line, source.line(one.line))]
                )
    near = _find(sources, args.name)
    if near is not None:
        source, one = near
        return missed(
            f"{args.name} is a {one.what}, not a {args.what}",
            [at(source.path, one.line, source.line(one.line))],
        )
    return _absent(case, f"there is no {args.what} {args.name}")


def _class_members(case: Case, args: MembersArgs) -> Outcome:
    found = _find(_searched(case, args.path, args.paths), args.class_name)
    if found is None or found[1].what not in {"class", "interface", "enum"}:
        return _absent(case, f"there is no class {args.class_name}")
    source, owner = found
    place = at(source.path, owner.line, source.line(owner.line))
    members = [one for one in source.definitions if one.qualname.rpartition(".")[0] == owner.qualname]
    names = {one.name for one in members} | _self_attributes(source, owner)
    absent = [name for name in args.members if name not in names]
    if absent:
        return missed(f"{args.class_name} has no {', '.join(absent)}", [place])
    more = [one for one in members if one.public and one.name not in args.members and one.name not in _ALWAYS]
    if args.exact and more:
        return missed(
            f"{args.class_name} has {', '.join(one.name for one in more)} too",
            [at(source.path, one.line, source.line(one.line)) for one in more],
        )
    return kept(f"{args.class_name} has {', '.join(args.members)}", [place])


_ALWAYS = frozenset({"__init__", "constructor"})


def _self_attributes(source: Source, owner: Definition) -> set[str]:
    """Names that a class gives itself by assignment to `self.x` or `this.x`, read off its lines."""
    names: set[str] = set()
    for number in range(owner.line, owner.end_line + 1):
        text = source.line(number).strip()
        for prefix in ("self.", "this."):
            if text.startswith(prefix):
                name, _, rest = text.removeprefix(prefix).partition("=")
                if rest and not rest.startswith("="):
                    names.add(name.partition(":")[0].strip())
    return names


def _public_unchanged(case: Case, args: PublicArgs) -> Outcome:
    code = [path for path in case.start.as_dict() if not case.is_test(path)]
    chosen = [path for path in code if not args.paths or matches(path, args.paths)]
    for path in chosen:
        language = unsupported_language(path)
        if language is not None and path in case.changes.all:
            raise CannotDecide(f"{path}: there is no reader for {language}")
    chosen = [path for path in chosen if language_of(path)]
    for path in chosen:
        if path not in case.changes.all:
            continue
        before = case.source(path, before=True)
        if path not in case.tree.as_dict():
            if before.exports:
                return missed(
                    f"{path} is gone with {', '.join(before.exports[:4])}",
                    [CodePlace(file=path, removed=True)],
                )
            continue
        outcome = _compared(before, case.source(path), may_add=args.may_add)
        if outcome is not None:
            return outcome
    return kept("what others may rely on is as it was")


def _compared(before: Source, after: Source, *, may_add: bool) -> Outcome | None:
    gone = [name for name in before.exports if name not in after.exports]
    if gone:
        return missed(f"{before.path} no longer offers {', '.join(gone)}", [CodePlace(file=after.path)])
    new = [name for name in after.exports if name not in before.exports]
    if new and not may_add:
        return missed(f"{after.path} now offers {', '.join(new)} too", [CodePlace(file=after.path)])
    for old in _public(before):
        actual = after.by_qualname.get(old.qualname)
        if actual is None:
            return missed(f"{before.path} no longer offers {old.qualname}", [CodePlace(file=after.path)])
        place = at(after.path, actual.line, after.line(actual.line))
        if old.what != actual.what:
            return missed(f"{old.qualname} was a {old.what} and is a {actual.what}", [place])
        difference = _difference(old, actual, annotated=False)
        if difference and not _only_added_optional(old, actual, may_add=may_add):
            return missed(f"{old.qualname}: {difference}", [place])
    return None


def _public(source: Source) -> list[Definition]:
    callable_kinds = {"function", "method", "class", "property"}
    found = []
    for one in source.by_qualname.values():
        top = source.by_qualname.get(one.qualname.partition(".")[0])
        offered = (
            source.language in COMPILED
            if top is None
            else top.name in source.exports or (source.language != "python" and top.public)
        )
        if one.public and one.what in callable_kinds and offered:
            found.append(one)
    return found


def _only_added_optional(old: Definition, new: Definition, *, may_add: bool) -> bool:
    """Whether every call that was right is right still: parameters with a default were added at the end."""
    more = new.params[len(old.params) :]
    same = (
        new.params[: len(old.params)] == old.params
        and old.returns == new.returns
        and old.is_async == new.is_async
    )
    optional = all(one.default or one.kind in {"optional", "star", "starstar"} for one in more)
    return may_add and same and bool(more) and optional


@cache
def _kinds_of_types() -> dict[str, dict[str, list[str]]]:
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(
        (Path(__file__).parents[1] / "data" / "returns.toml").read_text(encoding="utf-8")
    )
    return loaded


def _kind_of_type(annotation: str, language: str) -> str:
    """Return what a written type says, "?" where it says nothing that we know."""
    table = _kinds_of_types()["javascript" if language == "typescript" else language]
    text = annotation.strip("\"' ")
    outer = text.partition("<")[0].partition("[")[0].replace("::", ".").rpartition(".")[2].strip()
    for kind, names in table.items():
        if text in names or (text and outer and outer in names):
            return kind
    if text.endswith("[]") or text.startswith("[]"):
        return "list"
    return "dict" if text.startswith("{") else "?"


def _return_type(case: Case, args: ReturnArgs) -> Outcome:
    found = _find(_searched(case, args.path, args.paths), args.symbol)
    if found is None:
        return _absent(case, f"there is no {args.symbol}")
    source, one = found
    place = at(source.path, one.line, source.line(one.line))
    if args.annotation:
        if not one.returns and source.language not in COMPILED:
            return undecidable(f"{args.symbol} does not say what it returns")
        if _same(one.returns) == _same(args.annotation):
            return kept(f"{args.symbol} returns {one.returns}", [place])
        return missed(f"{args.symbol} returns {one.returns}, not {args.annotation}", [place])
    return _returned(source, one, args, place)


def _returned(source: Source, one: Definition, args: ReturnArgs, place: CodePlace) -> Outcome:
    """Compare what the type and every `return` say with what is asked for; silence leaves it open."""
    wanted = {args.kind} | ({"string"} if args.kind == "json" else set())
    said = _kind_of_type(one.returns, source.language) if one.returns else "?"
    if source.language in COMPILED and not one.returns:
        said = "none"
    said = said if args.kind == "promise" or not one.is_async else _awaited(one.returns, source, said)
    if said not in {"?", *wanted}:
        return missed(f"{args.symbol} returns {one.returns or 'nothing'}", [place])
    uses = [use for use in source.returned if use.inside == one.qualname]
    kinds = {use.name for use in uses} or ({"none"} if source.language not in COMPILED else set())
    other = kinds - {"?", args.kind}
    if other and not (other == {"none"} and "Optional" in one.returns):
        places = [at(source.path, use.line, source.line(use.line)) for use in uses if use.name in other]
        return missed(f"{args.symbol} returns {', '.join(sorted(other))}", places or [place])
    if args.kind in {said, *kinds} and kinds - {"?"} <= {args.kind}:
        return kept(f"{args.symbol} returns {args.kind}", [place])
    return undecidable(f"{source.path}: reading does not show what {args.symbol} returns")


def _awaited(annotation: str, source: Source, said: str) -> str:
    inner = annotation.removeprefix("Promise<").removesuffix(">") if said == "promise" else annotation
    return _kind_of_type(inner, source.language) if inner else "?"


def _private(case: Case, args: PrivateArgs) -> Outcome:
    found = _find(_searched(case, args.path, args.paths), args.class_name)
    if found is None or found[1].what not in {"class", "enum"}:
        return _absent(case, f"there is no class {args.class_name}")
    source, owner = found
    members = [one for one in source.definitions if one.qualname.rpartition(".")[0] == owner.qualname]
    bare = {name.lstrip("_#") for name in args.members}
    open_ = [
        one for one in members if one.public and one.name.lstrip("_#") in bare and one.name[:1] not in "_#"
    ]
    places = [at(source.path, one.line, source.line(one.line)) for one in open_]
    shown = sorted({name for name in _self_attributes(source, owner) if name in bare})
    if open_ or shown:
        names = sorted({one.name for one in open_} | set(shown))
        return missed(
            f"anybody may use {', '.join(names)} of {args.class_name}",
            places or [at(source.path, owner.line, source.line(owner.line))],
        )
    accessors = [one for one in members if not args.accessors and _is_accessor(source, one)]
    if accessors:
        return missed(
            f"{args.class_name} has {', '.join(one.name for one in accessors)}",
            [at(source.path, one.line, source.line(one.line)) for one in accessors],
        )
    return kept(f"{args.class_name} keeps to itself what it should")


def _is_accessor(source: Source, one: Definition) -> bool:
    """Whether a member does nothing but hand out or set a field: by its kind, or by its name and a field."""
    line = source.line(one.line)
    if one.what == "property" and (one.params or f"get {one.name}(" in line or f"set {one.name}(" in line):
        return True
    lowered = one.name.lower().lstrip("_")
    for prefix in ("get", "set"):
        field = lowered.removeprefix(prefix).lstrip("_")
        if (
            one.what == "method"
            and lowered.startswith(prefix)
            and field
            and len(_without_self(one.params)) <= 1
        ):
            return len(one.name) > 3 and (one.name[3] == "_" or one.name[3].isupper())
    return False


def _import_safe(case: Case, args: Args) -> Outcome:
    sources = [source for source in case.sources(args.paths) if not case.is_test(source.path)]
    if not sources:
        return undecidable("no file of code was changed")
    done = [(source, use) for source in sources for use in source.effects]
    loud = [
        (source, use) for source, use in done if use.role == "effect" and _is_new_line(case, source, use.line)
    ]
    if loud:
        return missed(
            "something happens as soon as the file is loaded",
            [at(source.path, use.line, source.line(use.line)) for source, use in loud],
        )
    for source, use in done:
        if _is_new_line(case, source, use.line):
            return undecidable(f"{source.path}:{use.line}: a function of the file runs when it is loaded")
    return kept("nothing happens when the files are loaded")


def _is_new_line(case: Case, source: Source, line: int) -> bool:
    return any(number == line for number, _text in case.new_lines(source.path))


def _package(case: Case, args: PackageArgs) -> Outcome:
    sources = [source for source in case.sources(args.paths) if not case.is_test(source.path)]
    if not sources:
        return undecidable("no file of code was changed")
    held = {source.path: _package_of(case, source) for source in sources}
    wrong = [source for source in sources if not _is_in(held[source.path], args.name, source.language)]
    if wrong:
        said = ", ".join(f"{source.path} is in {held[source.path] or 'no package'}" for source in wrong[:4])
        return missed(f"not in {args.name}: {said}", [at(one.path, 1, one.line(1)) for one in wrong])
    return kept(f"every changed file is in {args.name}")


def _is_in(package: str, name: str, language: str) -> bool:
    return package == name or (language == "python" and package.startswith(f"{name}."))


def _package_of(case: Case, source: Source) -> str:
    """Return the package of a file: what it declares, its folders, or its manifest's name."""
    if source.language in {"go", "java"}:
        return source.package
    files = case.tree.as_dict()
    folders = source.path.split("/")[:-1]
    if source.language == "python":
        names: list[str] = []
        while folders and "/".join((*folders, "__init__.py")) in files:
            names.insert(0, folders.pop())
        return ".".join(names)
    manifest = "Cargo.toml" if source.language == "rust" else "package.json"
    for depth in range(len(folders), -1, -1):
        path = "/".join((*folders[:depth], manifest))
        if path in files:
            return _named_in(files[path].content, manifest)
    return ""


def _named_in(content: bytes, manifest: str) -> str:
    try:
        text = content.decode("utf-8")
        if manifest == "package.json":
            return str(json.loads(text).get("name", ""))
        return str(tomllib.loads(text).get("package", {}).get("name", ""))
    except (UnicodeDecodeError, ValueError, AttributeError, RecursionError):
        raise CannotDecide(f"{manifest} cannot be read") from None


KINDS: tuple[Kind[Any], ...] = (
    Kind("api.signature", "A function has exactly this signature", SignatureArgs, "S", EVERY, _signature),
    Kind("api.defines", "Something of this kind has this name", DefinesArgs, "S", EVERY, _defines),
    Kind("api.class_members", "A class has these members", MembersArgs, "S", EVERY, _class_members),
    Kind("api.public_unchanged", "What others may rely on stays", PublicArgs, "S", EVERY, _public_unchanged),
    Kind(
        "api.return_type", "What is written says that it returns this", ReturnArgs, "S", EVERY, _return_type
    ),
    Kind("api.private", "What is inside stays inside", PrivateArgs, "S", EVERY, _private),
    Kind("api.import_safe", "Nothing happens when it is loaded", Args, "S", ALL, _import_safe),
    Kind("api.package", "The code belongs to this package", PackageArgs, "S", EVERY, _package),
)
