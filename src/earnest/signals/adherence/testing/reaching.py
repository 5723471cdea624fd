"""Code that reaches for whatever runs it: the frames, the collector, the runner. A person looks before it
is run.

A run in one process cannot hide its judge from code that goes looking for it. None of these words has a
place in the solution of an item, so a tree that holds one is not run; that is a note for a person, never a
miss.
"""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from earnest.records.tree import Tree
from earnest.signals.adherence.syntax import CannotParse, Source, language_of, parse
from earnest.signals.adherence.syntax.python_measures import constant_text
from earnest.signals.adherence.trees import compare, matches
from earnest.signals.adherence.trees.comparing import path_globs

Found = Iterator[tuple[int, str]]


@cache
def _words() -> dict[str, frozenset[str]]:
    file = Path(__file__).parents[1] / "data" / "reaching.toml"
    loaded: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in loaded.items()}


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in sorted(_words()[f"{name}_patterns"]))


def reaches_into(start: Tree, tree: Tree) -> str:
    """Say which changed file reaches for what runs it, and by which word; "" where none does.

    A file that does not parse is left to the tests, which cannot import it either.
    """
    files = tree.as_dict()
    for path in compare(start, tree).present:
        for line, word in _reached(path, files[path].content):
            return f"{path}:{line} reaches for what runs the tests ({word})"
    return ""


def _reached(path: str, content: bytes) -> Found:
    if matches(path, tuple(sorted(_words()["files"]))):
        yield 1, "a file that is linked or run while the code is compiled"
    if path.rpartition("/")[2] == "Cargo.toml":
        yield from _by_pattern(content.decode("utf-8", errors="replace"), "manifest")
    language = language_of(path)
    if language is None:
        return
    try:
        source = parse(path, content)
    except CannotParse:
        return
    yield from ((use.line, use.name) for use in source.opaque if use.role == "import")
    read = _READERS.get(language)
    if read is not None:
        yield from read(source)


def _by_pattern(text: str, name: str) -> Found:
    for pattern in _patterns(name):
        for match in pattern.finditer(text):
            yield text.count("\n", 0, match.start()) + 1, match[0].strip()[:40]


def _python(source: Source) -> Found:
    own = {"unittest"} if _is_test(source.path) else set()
    modules, names = _words()["python_modules"] - own, _words()["python_names"]
    yield from ((one.line, one.module) for one in source.imports if one.module.partition(".")[0] in modules)
    tree = ast.parse("\n".join(source.lines))
    imported = _bound_modules(tree)
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        yield from ((line, name) for name in _named(node) if name in names)
        text = constant_text(node)
        if text is not None:
            yield from ((line, word) for word in sorted(names) if word in text)
        if _is_computed(node, imported):
            yield line, "a computed name of a module"


def _bound_modules(tree: ast.Module) -> frozenset[str]:
    """Return the names under which a file knows modules."""
    imports = [one for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
    return frozenset(one.asname or one.name.partition(".")[0] for one in imports)


def _is_computed(node: ast.AST, modules: frozenset[str]) -> bool:
    """Whether an attribute of a module is reached by a name that nobody can read beforehand."""
    if isinstance(node, ast.Attribute):
        return node.attr == "__dict__" and isinstance(node.value, ast.Name) and node.value.id in modules
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return False
    if node.func.id not in {"getattr", "vars", "setattr", "delattr"}:
        return False
    of_module = isinstance(node.args[0], ast.Name) and node.args[0].id in modules
    return of_module and (len(node.args) < 2 or constant_text(node.args[1]) is None)


def _named(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr, f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else "")
    if isinstance(node, ast.ImportFrom):
        return tuple(name for one in node.names for name in (one.name, f"{node.module}.{one.name}"))
    return ()


def _script(source: Source) -> Found:
    modules = _words()["script_modules"] - ({"test"} if _is_test(source.path) else set())
    yield from (
        (one.line, one.module) for one in source.imports if one.module.removeprefix("node:") in modules
    )
    yield from ((use.line, use.name) for use in source.constructs if use.name == "eval")
    for number, text in enumerate(source.lines, 1):
        yield from ((number, match[0]) for pattern in _patterns("script") for match in pattern.finditer(text))


def _go(source: Source) -> Found:
    modules = _words()["go_modules"]
    yield from ((one.line, one.module) for one in source.imports if one.module in modules)
    yield from _by_pattern("\n".join(source.lines), "go")


def _rust(source: Source) -> Found:
    yield from _by_pattern(_without_comments(source), "rust")


def _without_comments(source: Source) -> str:
    """Return the text with a blank in place of every comment, line by line."""
    lines = list(source.lines)
    for comment in source.comments:
        parts = comment.value.split("\n")
        for number, part in enumerate(parts, comment.line - 1):
            if number < len(lines) and part.strip():
                lines[number] = lines[number].replace(part.strip(), " ", 1)
    return "\n".join(lines)


def _is_test(path: str) -> bool:
    return matches(path, path_globs("tests"))


_READERS: dict[str, Callable[[Source], Found]] = {
    "python": _python,
    "javascript": _script,
    "typescript": _script,
    "tsx": _script,
    "go": _go,
    "rust": _rust,
}
