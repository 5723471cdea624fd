"""Constraints of one item that cannot be kept together, as far as reading them tells.

What is found here is certain; that a reference keeps them all is what shows the rest.
"""

from collections.abc import Callable, Iterator
from itertools import permutations

from earnest.bank.globs import covered
from earnest.records.item import CodingItem, Constraint

_DOCUMENTS = {"doc.changelog": ("changelog", "changes", "history", "news"), "doc.readme": ("readme",)}
_TESTS = ("test", "spec")


def contradictions(item: CodingItem) -> Iterator[str]:
    """Yield a sentence for each pair of constraints that contradict each other, or one that does itself."""
    for constraint in item.constraints:
        if constraint.kind == "scope.max_files" and constraint.args.get("limit") == 0:
            yield f"{constraint.id!r} allows no file to differ"
    for one, other in permutations(item.constraints, 2):
        for rule in _RULES:
            said = rule(item, one, other)
            if said:
                yield f"{one.id!r} and {other.id!r} cannot both be kept: {said}"


def _words(constraint: Constraint, name: str) -> frozenset[str]:
    given = constraint.args.get(name)
    return frozenset(str(one) for one in given) if isinstance(given, list) else frozenset()


def _scope(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether all paths that may change are forbidden."""
    if (one.kind, other.kind) != ("scope.only_paths", "scope.forbid_paths"):
        return ""
    del item
    allowed, forbidden = _words(one, "paths"), _words(other, "paths")
    closed = allowed and all(path in forbidden or covered(path, forbidden) for path in allowed)
    return "every path that may change must not change" if closed else ""


def _document(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether a document must say something new where it may not be touched or added."""
    if one.kind not in _DOCUMENTS:
        return ""
    there = [file.path for file in item.start.files if _is_document(file.path, one)]
    paths = there or [*_words(one, "paths")] or [_DOCUMENTS[one.kind][0].upper() + ".md"]
    if other.kind == "scope.only_paths":
        reachable = [path for path in paths if covered(path, _words(other, "paths"))]
        return "" if reachable else f"{paths[0]} must say something new and may not change"
    if other.kind == "scope.forbid_paths" and all(covered(path, _words(other, "paths")) for path in paths):
        return f"{paths[0]} must say something new and may not change"
    if other.kind == "scope.only_symbol":
        return f"only one definition may differ, and {paths[0]} must"
    if other.kind == "scope.no_new_files" and not there and not _words(other, "allow"):
        return "there is no such document yet, and no file may be added"
    return ""


def _is_document(path: str, constraint: Constraint) -> bool:
    globs = _words(constraint, "paths")
    if globs:
        return covered(path, globs)
    return path.rpartition("/")[2].casefold().startswith(_DOCUMENTS[constraint.kind])


def _new_tests(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether tests must be added where none may be."""
    if one.kind != "tests.added":
        return ""
    if other.kind == "scope.only_paths":
        globs = _words(other, "paths")
        tests = any(part in glob.casefold() for glob in globs for part in (*_TESTS, "*"))
        return "" if tests else "tests must be added where nothing may change"
    if other.kind == "scope.tests_unchanged" and not _words(other, "paths"):
        closed = any(
            constraint.kind == "scope.no_new_files" and not _words(constraint, "allow")
            for constraint in item.constraints
        )
        return "tests must be added, no test may change and no file may be added" if closed else ""
    return ""


def _modules(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether a module is asked for and forbidden."""
    del item
    if one.kind != "deps.require_module":
        return ""
    wanted = sorted(_words(one, "modules"))
    if other.kind == "deps.no_imports" and wanted:
        return f"{wanted[0]} must be imported and nothing may be"
    named = _words(other, "modules")
    if other.kind == "deps.forbid_module":
        both = [name for name in wanted if _lies_in(name, named)]
        return f"{both[0]} must be imported and must not be" if both else ""
    if other.kind == "deps.only_modules":
        outside = [name for name in wanted if not _lies_in(name, named)]
        return f"{outside[0]} must be imported and is none of those that may be" if outside else ""
    return ""


def _lies_in(module: str, named: frozenset[str]) -> bool:
    return any(module == name or module.startswith((f"{name}.", f"{name}/")) for name in named)


def _constructs(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether one construct or call is asked for and forbidden, in the same place."""
    del item
    pairs = {
        ("construct.require", "construct.forbid"): "constructs",
        ("construct.require_call", "construct.forbid_call"): "calls",
    }
    field = pairs.get((one.kind, other.kind), "")
    wide = not other.args.get("symbol") and not other.args.get("paths")
    same = all(one.args.get(name) == other.args.get(name) for name in ("symbol", "paths"))
    both = sorted(_words(one, field) & _words(other, field))
    return f"{both[0]} is asked for and forbidden" if field and both and (wide or same) else ""


def _frozen(item: CodingItem, one: Constraint, other: Constraint) -> str:
    """See whether a definition must stay as it is and is given another signature."""
    del item
    if (one.kind, other.kind) == ("scope.forbid_symbol", "api.signature") and other.args.get("signature"):
        symbol = str(other.args.get("symbol"))
        return f"{symbol} must stay as it is and get a signature" if symbol in _words(one, "symbols") else ""
    if (one.kind, other.kind) == ("api.defines", "api.public_unchanged") and other.args.get(
        "may_add"
    ) is False:
        return f"{one.args.get('name')} must be defined and nothing public may be added"
    return ""


Rule = Callable[[CodingItem, Constraint, Constraint], str]
_RULES: tuple[Rule, ...] = (_scope, _document, _new_tests, _modules, _constructs, _frozen)
