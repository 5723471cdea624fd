"""Interfaces: what is named how, with which parameters, and what others may rely on."""

from typing import Any, Literal

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import CannotDecide, Case
from earnest.signals.adherence.kinds.kind import ALL, Args, Kind, Outcome, at, kept, missed
from earnest.signals.adherence.syntax import (
    CannotParse,
    Definition,
    Param,
    Source,
    language_of,
    parse_text,
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


def _searched(case: Case, path: str, paths: tuple[str, ...]) -> list[Source]:
    """Return the file that is named, or every file of code outside the tests."""
    if path:
        if path not in case.tree.as_dict():
            return []
        return [case.source(path)]
    files = [one for one in case.tree.as_dict() if language_of(one)]
    return [case.source(one) for one in files if (matches(one, paths) if paths else not case.is_test(one))]


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
        return missed(
            f"there is no {args.symbol}", [CodePlace(file=args.path)] if sources and args.path else []
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
    if language == "python":
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


def _difference(wanted: Definition, actual: Definition, *, annotated: bool) -> str:
    """Say in what two signatures differ; a type that the wanted one leaves open may be anything."""
    expected, given = _without_self(wanted.params), _without_self(actual.params)
    names = [param.name for param in expected], [param.name for param in given]
    if names[0] != names[1]:
        return f"parameters ({', '.join(names[1])}) instead of ({', '.join(names[0])})"
    for one, other in zip(expected, given, strict=True):
        if one.kind != other.kind or _same(one.default) != _same(other.default):
            return f"parameter {one.name} has another default or kind"
        if one.annotation and _same(one.annotation) != _same(other.annotation):
            return f"parameter {one.name} has another type"
    if wanted.returns and _same(wanted.returns) != _same(actual.returns):
        return "another return type"
    if not annotated and wanted.is_async != actual.is_async:
        return "one is asynchronous and the other is not"
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
    return missed(f"there is no {args.what} {args.name}")


def _class_members(case: Case, args: MembersArgs) -> Outcome:
    found = _find(_searched(case, args.path, args.paths), args.class_name)
    if found is None or found[1].what not in {"class", "interface", "enum"}:
        return missed(f"there is no class {args.class_name}")
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
    code = [path for path in case.start.as_dict() if language_of(path) and not case.is_test(path)]
    chosen = [path for path in code if not args.paths or matches(path, args.paths)]
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
        offered = top is not None and (
            top.name in source.exports or (source.language != "python" and top.public)
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


KINDS: tuple[Kind[Any], ...] = (
    Kind("api.signature", "A function has exactly this signature", SignatureArgs, "S", ALL, _signature),
    Kind("api.defines", "Something of this kind has this name", DefinesArgs, "S", ALL, _defines),
    Kind("api.class_members", "A class has these members", MembersArgs, "S", ALL, _class_members),
    Kind("api.public_unchanged", "What others may rely on stays", PublicArgs, "S", ALL, _public_unchanged),
)
