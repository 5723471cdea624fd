"""Code that reaches for whatever runs it: the frames, the collector, the runner. A person looks before it is run.

A run in one process cannot hide its judge from code that goes looking for it. None of these words has a place in the
solution of an item, so a tree that holds one is not run; that is a note for a person, never a miss.
"""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from earnest.records.tree import Tree
from earnest.signals.adherence.syntax import CannotParse, language_of, parse
from earnest.signals.adherence.trees import compare, matches
from earnest.signals.adherence.trees.comparing import path_globs


@cache
def _words() -> dict[str, frozenset[str]]:
    file = Path(__file__).parents[1] / "data" / "reaching.toml"
    loaded: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in loaded.items()}


def reaches_into(start: Tree, tree: Tree) -> str:
    """Say which changed file reaches for what runs it, and by which word; "" where none does."""
    files = tree.as_dict()
    for path in compare(start, tree).present:
        language = language_of(path)
        if language is None:
            continue
        reader = _python if language == "python" else _script
        for line, word in reader(path, files[path].content):
            return f"{path}:{line} reaches for what runs the tests ({word})"
    return ""


def _python(path: str, content: bytes) -> Iterator[tuple[int, str]]:
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    modules = _words()["python_modules"] - (frozenset({"unittest"}) if _is_test(path) else frozenset())
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        for name in _named(node):
            if name in _words()["python_names"]:
                yield line, name
        for name in _imported(node):
            if name.partition(".")[0] in modules:
                yield line, name
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((line, word) for word in sorted(_words()["python_names"]) if word in node.value)


def _named(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr, ast.unparse(node) if isinstance(node.value, ast.Name) else "")
    if isinstance(node, ast.ImportFrom):
        return tuple(f"{node.module}.{one.name}" for one in node.names) + tuple(
            one.name for one in node.names
        )
    return ()


def _imported(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Import):
        return tuple(one.name for one in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "",)
    return ()


def _script(path: str, content: bytes) -> Iterator[tuple[int, str]]:
    try:
        source = parse(path, content)
    except CannotParse:
        return
    own = frozenset({"node:test", "test"}) if _is_test(path) else frozenset()
    for one in source.imports:
        if one.module.removeprefix("node:") in _words()["script_modules"] and one.module not in own:
            yield one.line, one.module
    for number, text in enumerate(source.lines, 1):
        yield from ((number, word) for word in sorted(_words()["script_words"]) if word in text)


def _is_test(path: str) -> bool:
    return matches(path, path_globs("tests"))
