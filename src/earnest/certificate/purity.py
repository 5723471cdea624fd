"""What the code of a score may import: told from its source, whatever it does when it runs."""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

_FORBIDDEN_MODULES = frozenset(
    "asyncio atexit builtins ctypes datetime faulthandler gc getpass glob importlib inspect io locale"
    " multiprocessing os pickle platform queue resource secrets select shutil signal socket sqlite3 ssl"
    " subprocess sys tempfile threading time traceback tracemalloc urllib uuid weakref zoneinfo"
    " earnest.intake earnest.blind earnest.records.identity earnest.records.application"
    " earnest.records.ledger earnest.screening earnest.engine earnest.certificate earnest.report"
    " earnest.sandbox".split()
)
_FORBIDDEN_CALLS = frozenset(
    "open globals locals vars id hash eval exec compile __import__ input breakpoint".split()
)
_SHARED = frozenset({"random"})
_FORBIDDEN_OF_SHARED = frozenset(
    "random randint choice shuffle sample uniform gauss seed SystemRandom".split()
)


def impurities(score: Callable[..., Any]) -> list[str]:
    """Return what is out of bounds in a score, in what it calls beside it, and in the modules of its folder.

    Out of bounds are modules of the clock, the environment, other processes and other rooms of the house,
    calls that reach past the arguments, `global`, and the random numbers that all code of a process shares.
    """
    tree = _tree(score.__module__)
    aliases, definitions = dict(_aliases(tree)), dict(_definitions(tree))
    found: list[str] = []
    modules: list[str] = []
    seen: set[str] = set()
    waiting = [score.__name__]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in definitions:
            found += (f"{score.__module__}.{name}: {reason}" for reason in _all_reasons(definitions[name]))
            waiting += _names(definitions[name])
        elif name in aliases:
            found += (f"{score.__module__}: imports {bad}" for bad in _forbidden([aliases[name]]))
            modules.append(aliases[name])
    return found + [reason for name in _reached(modules, score.__module__) for reason in _of_module(name)]


def _tree(module: str) -> ast.Module:
    return ast.parse(Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8"))


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what each imported name is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name.partition(".")[0], alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            yield from ((target.id, node) for target in node.targets if isinstance(target, ast.Name))


def _names(node: ast.AST) -> list[str]:
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]


def _all_reasons(node: ast.AST) -> Iterator[str]:
    return (reason for inner in ast.walk(node) for reason in _reasons(inner))


def _of_module(name: str) -> list[str]:
    return [f"{name}: {reason}" for reason in _all_reasons(_tree(name))]


def _reached(names: list[str], module: str) -> list[str]:
    """Return the modules of the score's folder that `names` come from, and those that these import."""
    package = str(sys.modules[module].__file__).endswith("__init__.py")
    folder = module if package else module.rpartition(".")[0]
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        near = name if name in sys.modules else name.rpartition(".")[0]
        if near in reached or not folder or not near.startswith(f"{folder}."):
            continue
        reached.add(near)
        waiting += _imported(_tree(near))
    return sorted(reached)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _forbidden(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if any(name == bad or name.startswith(f"{bad}.") for bad in _FORBIDDEN_MODULES):
            yield name


def _reasons(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (f"imports {name}" for name in _forbidden(_imported(node)))
    elif isinstance(node, ast.Global):
        yield f"keeps {', '.join(node.names)} between two scores"
    elif isinstance(node, ast.Call):
        yield from _called(node.func)


def _called(function: ast.expr) -> Iterator[str]:
    if isinstance(function, ast.Name) and function.id in _FORBIDDEN_CALLS:
        yield f"calls {function.id}"
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return
    if function.value.id in _SHARED and function.attr in _FORBIDDEN_OF_SHARED:
        yield f"calls {function.value.id}.{function.attr}"
