"""Reuse of code: ours beside copydetect and difflib, on solutions by different authors and disguised copies.

    python benchmarks/reuse.py

The independent solutions are functions of one name from packages of different authors (algorithms, pygorithm,
algorithms-lib: MIT; nothing of them is in this repository). A copy is one of them, changed by `_DISGUISES`.
For each task and each disguise the works are the solutions of all authors and one copy: the pair of the copy
and what it was made from should score above every pair of two authors. Printed: the area under the ROC curve,
the recall at 5 % false positives with its threshold, and the pairs that our threshold of the task flags.

The settings were chosen on the tasks whose hash is even; the figures of the others stand apart.
"""

import ast
import difflib
import importlib.util
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from copydetect import CodeFingerprint, compare_files

from earnest.integrity.reuse.code import Printed, pairs, printed, threshold_of
from earnest.integrity.reuse.records import WorkKind
from earnest.integrity.reuse.settings import settings
from earnest.integrity.reuse.works import Work, WorkFile

Row = npt.NDArray[np.float64]
PACKAGES = ("algorithms", "pygorithm", "algorithms_lib")
LEAST_LINES = 8
_SAME = settings().code  # copydetect gets the same gram and window


class Solution(NamedTuple):
    """One author's function."""

    author: str
    code: str


class Scored(NamedTuple):
    """A pair: whether one is a copy of the other, and what each method says of it."""

    task: str
    disguise: str
    copied: bool
    scores: dict[str, float]
    flagged: bool


def solutions() -> dict[str, list[Solution]]:
    """Return, by task, what at least two authors wrote."""
    found: dict[str, dict[str, str]] = {}
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise SystemExit(f"{package} is not installed: pip install -r requirements/bench.txt")
        for file in sorted(Path(spec.submodule_search_locations[0]).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    code = ast.unparse(_bare(node))
                    task = node.name.lower().replace("_", "")
                    if code.count("\n") + 1 >= LEAST_LINES and not task.startswith("test"):
                        found.setdefault(task, {}).setdefault(package, code)
    rows = {task: [Solution(*one) for one in authors.items()] for task, authors in sorted(found.items())}
    return {task: row for task, row in rows.items() if len(row) > 1}


def _bare(node: ast.FunctionDef) -> ast.FunctionDef:
    """Return a function without decorators, docstring and annotations, which differ by house style."""
    node.decorator_list, node.returns = [], None
    if ast.get_docstring(node) is not None and len(node.body) > 1:
        node.body = node.body[1:]
    for argument in (*node.args.args, *node.args.kwonlyargs):
        argument.annotation = None
    return node


# --- disguises: what a copier does without understanding


class _Rename(ast.NodeTransformer):
    """Gives every name that the function binds another one."""

    def __init__(self, names: set[str], rng: random.Random) -> None:
        self.names = {name: f"{rng.choice('abcdefghkmnpqrs')}{rng.randrange(1000)}" for name in sorted(names)}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)


def rename(tree: ast.Module, rng: random.Random) -> None:
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    _Rename(bound, rng).visit(tree)


class _Loops(ast.NodeTransformer):
    """Turns `for x in range(...)` into a while loop, and `x += y` into `x = x + y`."""

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        call = node.iter
        plain = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range"
        if (
            not plain
            or len(call.args) > 2
            or node.orelse
            or any(isinstance(n, ast.Continue) for n in ast.walk(node))
        ):
            return node
        low: ast.expr = call.args[0] if len(call.args) == 2 else ast.Constant(0)
        test = ast.Compare(_load(node.target), [ast.Lt()], [call.args[-1]])
        step = ast.Assign([node.target], ast.BinOp(_load(node.target), ast.Add(), ast.Constant(1)))
        return [ast.Assign([node.target], low), ast.While(test, [*node.body, step], [])]

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        return ast.Assign([node.target], ast.BinOp(_load(node.target), node.op, node.value))


def _load(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body


def loops(tree: ast.Module, rng: random.Random) -> None:
    del rng
    _Loops().visit(tree)


def insert(tree: ast.Module, rng: random.Random) -> None:
    """Put a statement that does nothing behind about every third one."""
    idle = ("_seen = None", "debug = False", "if debug:\n    print(_seen)", "_count = 0", "assert True")
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and not isinstance(node, ast.Module):
            grown: list[ast.stmt] = []
            for statement in body:
                if rng.random() < 1 / 3:
                    grown += ast.parse(rng.choice(idle)).body
                grown.append(statement)
            node.body = grown  # type: ignore[attr-defined]


class _Flip(ast.NodeTransformer):
    """Turns comparisons and if/else round."""

    _TURNED = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in self._TURNED:
            turned = self._TURNED[type(node.ops[0])]()
            return ast.Compare(node.comparators[0], [turned], [node.left])
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if node.orelse and not isinstance(node.orelse[0], ast.If):
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse, node.body)
        return node


def reorder(tree: ast.Module, rng: random.Random) -> None:
    """Turn comparisons and branches round, and swap assignments that do not need each other."""
    _Flip().visit(tree)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for place in range(len(body) - 1):
                if _free(body[place], body[place + 1]) and rng.random() < 0.7:
                    body[place], body[place + 1] = body[place + 1], body[place]


def _free(one: ast.stmt, two: ast.stmt) -> bool:
    if not (isinstance(one, ast.Assign) and isinstance(two, ast.Assign)):
        return False
    names = [{n.id for n in ast.walk(s) if isinstance(n, ast.Name)} for s in (one, two)]
    stored = [{n.id for n in ast.walk(t) if isinstance(n, ast.Name)} for s in (one, two) for t in s.targets]
    return not (stored[0] & names[1] or stored[1] & names[0])


_DISGUISES: dict[str, tuple[Callable[[ast.Module, random.Random], None], ...]] = {
    "layout and comments": (),
    "renamed": (rename,),
    "statements put in": (rename, insert),
    "turned round": (rename, reorder),
    "loops rewritten": (rename, loops),
    "all of it": (rename, loops, reorder, insert),
}


def disguised(code: str, disguise: str, rng: random.Random) -> str:
    tree = ast.parse(code)
    for step in _DISGUISES[disguise]:
        step(tree, rng)
    lines = ast.unparse(ast.fix_missing_locations(tree)).split("\n")
    return "\n".join(f"{line}  # step {n}\n" if n % 4 == 0 else line for n, line in enumerate(lines))


# --- methods


def ours(works: list[Solution]) -> tuple[dict[tuple[int, int], float], float]:
    held = [printed(_work(str(n), work.code)) for n, work in enumerate(works)]
    found = {(pair.left, pair.right): pair.share for pair in pairs(held)}
    return found, threshold_of(list(found.values()), len(works))


def _work(owner: str, code: str) -> Work:
    return Work(owner=owner, kind=WorkKind.CODE, item="task", files=(WorkFile(path="a.py", text=code),))


def copydetect_scores(works: list[Solution]) -> dict[tuple[int, int], float]:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{n}.py") for n in range(len(works))]
        for file, work in zip(files, works, strict=True):
            file.write_text(work.code, encoding="utf-8")
        prints = [CodeFingerprint(str(file), _SAME.gram, _SAME.window) for file in files]
    found = {}
    for left in range(len(works)):
        for right in range(left + 1, len(works)):
            _, similar, _ = compare_files(prints[left], prints[right])
            found[left, right] = float(max(similar))
    return found


def difflib_scores(works: list[Solution]) -> dict[tuple[int, int], float]:
    return {
        (left, right): difflib.SequenceMatcher(
            None, works[left].code, works[right].code, autojunk=False
        ).ratio()
        for left in range(len(works))
        for right in range(left + 1, len(works))
    }


def scored() -> Iterator[Scored]:
    for task, authors in solutions().items():
        for number, source in enumerate(authors):
            for disguise in _DISGUISES:
                rng = random.Random(f"{task} {number} {disguise}")  # noqa: S311 - a seed, no secret
                works = [*authors, Solution("copy", disguised(source.code, disguise, rng))]
                found, threshold = ours(works)
                methods = {
                    "earnest": found,
                    "copydetect": copydetect_scores(works),
                    "difflib": difflib_scores(works),
                }
                for left in range(len(works)):
                    for right in range(left + 1, len(works)):
                        is_copy = left == number and right == len(works) - 1
                        scores = {name: held.get((left, right), 0.0) for name, held in methods.items()}
                        flagged = found.get((left, right), 0.0) >= threshold
                        yield Scored(task, disguise, is_copy, scores, flagged)


def area(copies: Row, others: Row) -> float:
    """Return the area under the ROC curve: how often a copy scores above an independent pair."""
    order = np.sort(others)
    below = np.searchsorted(order, copies, "left") + np.searchsorted(order, copies, "right")
    return float(below.mean() / 2 / len(others))


def show(rows: list[Scored], title: str) -> None:
    print(f"\n{title}")
    print(f"{'disguise':<22}{'copies':>8}{'pairs':>8}" + "".join(f"{name:>22}" for name in rows[0].scores))
    print(" " * 38 + "  area  recall at 5 %" * len(rows[0].scores) + "   flagged by us")
    for disguise in (*_DISGUISES, "every one"):
        held = [row for row in rows if disguise in {row.disguise, "every one"}]
        copies = [row for row in held if row.copied]
        others = [row for row in held if not row.copied]
        line = f"{disguise:<22}{len(copies):>8}{len(others):>8}"
        for name in rows[0].scores:
            good = np.array([row.scores[name] for row in copies])
            bad = np.array([row.scores[name] for row in others])
            cut = np.quantile(bad, 0.95)
            line += f"{area(good, bad):>10.3f}{(good > cut).mean():>12.3f}"
        seen, wrong = (np.mean([row.flagged for row in part]) for part in (copies, others))
        line += f"{seen:>10.2f} / {wrong:.3f}"
        print(line)


def growth() -> None:
    """Print the time for 100 to 800 candidates of one item, whose works are invented."""
    print("\nworks of one item, 60 statements each: seconds")
    for many in (100, 200, 400, 800):
        rng = random.Random(many)  # noqa: S311 - a seed, no secret
        works = [_work(str(n), "\n".join(_statement(rng) for _ in range(60))) for n in range(many)]
        start = time.perf_counter()
        held: list[Printed] = [printed(work) for work in works]
        found = pairs(held)
        print(f"{many:>6}{time.perf_counter() - start:>8.2f}   {len(found)} pairs share something rare")


def _statement(rng: random.Random) -> str:
    """Return a statement of a random shape."""
    shape = rng.choice(("{} = {}", "if {} < {}: {} = {}", "for x in {}: {}({})", "{}[{}] += {}", "return {}"))
    return shape.format(*(_value(rng, 3) for _ in range(5)))


def _value(rng: random.Random, depth: int) -> str:
    kind = rng.randrange(5) if depth else 0
    if kind < 2:
        return rng.choice(("a", "1", "'t'", "None"))
    inner = _value(rng, depth - 1)
    return rng.choice((f"f({inner})", f"a.b({inner}, 1)", f"({inner} + a)", f"[{inner}]", f"a[{inner}:]"))


def main() -> None:
    rows = list(scored())
    halves = {task: sha256(task.encode()).digest()[0] % 2 for task in {row.task for row in rows}}
    for half, title in ((0, "tasks that the settings were chosen on"), (1, "tasks not looked at")):
        held = [row for row in rows if halves[row.task] == half]
        show(held, f"{title}: {sum(1 for value in halves.values() if value == half)}")
    growth()


if __name__ == "__main__":
    main()
