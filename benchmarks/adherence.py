"""Adherence by reading: mutants caught, false misses, and speed beside ruff.

    python -m benchmarks adherence [mutants | false-misses | speed] [--show]

- mutants: every sample that keeps its constraint is broken in the ways of `adherence_mutants`. What counts is
  the share that is called a miss; `open` are undecidable.
- false misses: files of the standard library and JavaScript that this machine has, with the same meaning in
  another layout, and the references of the practice pack. None may be a miss.
- speed: 200 files of the standard library in one run: 13 kinds that ruff has too, and four that Semgrep has
  as well, where it is on the PATH (`pip install semgrep` in an environment of its own; version check and
  metrics off).

Exit code 1 where a false miss was found.
"""

import io
import os
import shutil
import statistics
import sys
import sysconfig
import tempfile
import time
import tokenize
from collections.abc import Iterator
from pathlib import Path

from benchmarks.adherence_mutants import OPERATORS, Subject
from benchmarks.timing import in_turn, print_table
from earnest.bank import find_pack
from earnest.records.evidence.adherence import Verdict, VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.signals.adherence.deciding import decide
from earnest.signals.adherence.kinds import all_kinds
from earnest.signals.adherence.kinds.kind import Sample
from earnest.signals.adherence.syntax import CannotParse, language_of, parse

ENDINGS = {
    "python": "py",
    "javascript": "js",
    "typescript": "ts",
    "go": "go",
    "rust": "rs",
    "java": "java",
    "any": "txt",
}
FILES = 200


def tree(texts: dict[str, str], language: str = "any", executable: tuple[str, ...] = ()) -> Tree:
    """Make a tree of texts; `.EXT` becomes the ending of the language."""

    def named(text: str) -> str:
        return text.replace(".EXT", f".{ENDINGS[language]}")

    return Tree.from_files(
        [
            TreeFile(
                path=named(path),
                content=named(text).encode(),
                mode=FileMode.EXECUTABLE if path in executable else FileMode.REGULAR,
            )
            for path, text in texts.items()
        ]
    )


def item(start: Tree, constraints: list[tuple[str, dict[str, object]]]) -> CodingItem:
    """Make an item that states some constraints."""
    return CodingItem(
        id="bench",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="",
        constraints=tuple(
            Constraint(id=f"c{number}", kind=kind, args=args)
            for number, (kind, args) in enumerate(constraints)
        ),
        start=start,
    )


# Mutants


def parses(one: Tree) -> bool:
    """Whether every file of code in a tree can be read."""
    for file in one.files:
        if language_of(file.path) and file.mode in {FileMode.REGULAR, FileMode.EXECUTABLE}:
            try:
                parse(file.path, file.content)
            except CannotParse:
                return False
    return True


def mutants_of(kind: str, sample: Sample, language: str) -> Iterator[tuple[Tree, Tree]]:
    """Yield the start tree and each mutant of a sample that keeps its constraint, each once."""
    start, kept = tree(sample.before, language), tree(sample.after, language, sample.executable)
    seen = {kept}
    for mutant in OPERATORS[kind](Subject(start, kept, dict(sample.args))):
        if mutant not in seen and parses(mutant):
            seen.add(mutant)
            yield start, mutant


def study(*, show: bool) -> None:
    """Print how many mutants of each kind are caught."""
    rows, totals = [], [0, 0, 0]
    static = [one for one in all_kinds().values() if set(one.decided) & set("SD") and "X" not in one.decided]
    for kind in static:
        counts = [0, 0, 0]
        for sample in kind.samples if kind.id in OPERATORS else ():
            if sample.role == "misses":
                continue
            for language in sample.languages:
                for start, mutant in mutants_of(kind.id, sample, language):
                    (verdict,) = decide(item(start, [(kind.id, dict(sample.args))]), mutant)
                    counts[_STATES.index(verdict.state)] += 1
                    if show and verdict.state is not VerdictState.MISSED:
                        print(f"{verdict.state} {kind.id} {language} {verdict.explanation}{verdict.reason}")
                        print("\n".join(f"--- {f.path}\n{f.content.decode()}" for f in mutant.files))
        if sum(counts):
            rows.append(
                [kind.id, sum(counts), f"{100 * counts[0] / sum(counts):.0f} %", counts[1], counts[2]]
            )
            totals = [one + other for one, other in zip(totals, counts, strict=True)]
    rows.append(["all", sum(totals), f"{100 * totals[0] / sum(totals):.1f} %", totals[1], totals[2]])
    print_table(["kind", "mutants", "caught", "open", "passed"], rows)
    without = [kind.id for kind in static if kind.id not in OPERATORS]
    print(f"\nstatic kinds without an operator: {', '.join(without) or 'none'}")


_STATES = [VerdictState.MISSED, VerdictState.UNDECIDABLE, VerdictState.KEPT]


# False misses


def stdlib_files() -> list[Path]:
    """Return files of the standard library, tests apart, sorted."""
    root = Path(sysconfig.get_path("stdlib"))
    parts = {"test", "tests", "site-packages", "lib2to3", "idlelib", "turtledemo"}
    files = (one for one in root.rglob("*.py") if not parts & set(one.relative_to(root).parts[:-1]))
    return sorted(one for one in files if 500 < one.stat().st_size < 200_000)


def script_files() -> list[Path]:
    """Return JavaScript and TypeScript that came with installed packages, sorted; it may be none."""
    root = Path(sysconfig.get_path("purelib"))
    found = (one for ending in ("js", "mjs", "ts") for one in root.rglob(f"*.{ending}"))
    return sorted(one for one in found if 500 < one.stat().st_size < 60_000)


def relaid(text: str, language: str) -> Iterator[str]:
    """Yield a text of the same meaning in other layouts: a note on top, another indentation."""
    note = "# A note.\n" if language == "python" else "// A note.\n"
    yield text if text.startswith(("#!", "'use strict'")) else note + text
    if language == "python":
        yield _spaced(text)


def _spaced(text: str) -> str:
    """Return Python with another width of indentation: every token as it was."""
    out: list[str] = []
    depth, begins, last = 0, True, (1, 0)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            name = tokenize.tok_name[token.type]
            if name in {"INDENT", "DEDENT"}:
                depth += 1 if name == "INDENT" else -1
                continue
            if name == "ENDMARKER":
                break
            if begins:
                out.append("" if name == "NL" else " " * 3 * depth)
            elif token.start[0] == last[0]:
                out.append(" " * (token.start[1] - last[1]))
            else:
                out.append(
                    "\\\n   "
                    if not text.split("\n")[last[0] - 1].rstrip().endswith(("(", "[", "{", ","))
                    else ""
                )
            out.append(token.string)
            begins = name in {"NEWLINE", "NL"}
            last = token.end
    except (tokenize.TokenError, SyntaxError):
        return text
    return "".join(out)


def neutral(path: str, source_text: str) -> list[tuple[str, dict[str, object]]]:
    """Return constraints that a change of layout keeps, whatever the file is."""
    source = parse(path, source_text.encode())
    named = [one.qualname for one in source.definitions if one.what in {"function", "class", "method"}]
    plain = [one for one in source.definitions if one.what == "function" and one.qualname == one.name]
    constraints: list[tuple[str, dict[str, object]]] = [
        ("scope.no_delete", {"what": ["files", "symbols", "comments"]}),
        ("api.public_unchanged", {"may_add": False}),
        ("deps.no_new_dependency", {}),
        (
            "construct.forbid",
            {"constructs": ["loop", "if", "try", "lambda", "class", "recursion", "eval", "raise"]},
        ),
        ("construct.forbid_call", {"calls": ["print", ".append", "console.log", "eval", "len"]}),
        ("size.max_function_lines", {"limit": 1}),
        ("size.complexity", {"limit": 1}),
        ("size.nesting", {"limit": 0}),
        ("size.params", {"limit": 0}),
        (
            "style.naming",
            {"style": "snake_case", "of": ["function", "method", "class", "variable", "parameter"]},
        ),
        ("style.docstrings", {"public_only": False}),
        ("style.no_placeholder", {"prints": True}),
        ("sec.no_eval", {}),
        ("errors.no_bare_except", {"also_broad": True}),
        ("lang.language", {"language": source.language}),
        (
            "lang.version",
            {"language": source.language, "version": "3.0" if source.language == "python" else "2009"},
        ),
        ("deps.no_imports", {}),
        ("deps.only_modules", {"modules": ["nothing"]}),
        ("construct.datastructure", {"structures": ["list", "dict", "set"], "use": "forbidden"}),
    ]
    if named:
        constraints.append(("scope.forbid_symbol", {"symbols": named[:50]}))
    constraints += [("api.signature", {"symbol": one.name, "path": path}) for one in plain[:10]]
    constraints += [
        ("api.defines", {"name": one.name, "what": "function", "path": path}) for one in plain[:10]
    ]
    return constraints


def false_misses(*, show: bool) -> int:
    """Print how many constraints that are kept are called a miss; return how many."""
    rows, missed = [], 0
    for name, files in (
        ("standard library", stdlib_files()[:FILES]),
        ("JavaScript, TypeScript", script_files()[:FILES]),
    ):
        states = dict.fromkeys(_STATES, 0)
        for file in files:
            for verdict in _relaid_verdicts(file):
                states[verdict.state] += 1
                if show and verdict.state is VerdictState.MISSED:
                    print(f"{file}: {verdict.kind}: {verdict.explanation} {verdict.places[:1]}")
        rows.append([name, len(files), *states.values()])
        missed += states[VerdictState.MISSED]
    states = dict.fromkeys(_STATES, 0)
    pack = find_pack("practice")
    coding = [one for one in pack.items.values() if isinstance(one, CodingItem) and one.id in pack.keys]
    for one in coding:
        reference = getattr(pack.keys[one.id], "reference", None)
        for verdict in decide(one, reference) if reference is not None else ():
            states[verdict.state] += 1
            if show and verdict.state is not VerdictState.KEPT:
                print(
                    f"{one.id}: {verdict.constraint}: {verdict.state} {verdict.explanation}{verdict.reason}"
                )
    rows.append(["references of the practice pack", len(coding), *states.values()])
    missed += states[VerdictState.MISSED]
    print_table(["corpus", "files or items", "false misses", "open", "kept"], rows)
    return missed


def _relaid_verdicts(file: Path) -> Iterator[Verdict]:
    try:
        text = file.read_text(encoding="utf-8")
        path = f"src/{file.name}"
        constraints = neutral(path, text)
    except (UnicodeDecodeError, CannotParse):
        return
    language = "python" if file.suffix == ".py" else "script"
    for other in relaid(text, language):
        after = tree({path: other})
        if parses(after):
            yield from decide(item(tree({path: text}), constraints), after)


# Speed

_SHARED: list[tuple[str, dict[str, object], str]] = [
    ("style.line_length", {"limit": 79}, "E501"),
    ("style.naming", {"style": "snake_case"}, "N802,N803,N806"),
    ("style.docstrings", {}, "D100,D101,D102,D103"),
    ("style.type_hints", {}, "ANN001,ANN201"),
    ("style.final_newline", {}, "W292"),
    ("style.quotes", {"style": "double"}, "Q000"),
    ("style.no_placeholder", {"prints": True}, "T201,FIX"),
    ("size.complexity", {"limit": 10}, "C901"),
    ("size.params", {"limit": 5}, "PLR0913"),
    ("errors.no_bare_except", {"also_broad": True}, "E722,BLE001"),
    ("sec.parametrised_sql", {}, "S608"),
    ("sec.no_eval", {}, "S307,S102"),
    ("deps.forbid_module", {"modules": ["pickle"]}, "S403"),
]
_WITH_SEMGREP: list[tuple[str, dict[str, object], str]] = [
    ("errors.no_bare_except", {"also_broad": True}, "E722,BLE001"),
    ("sec.no_eval", {}, "S307,S102"),
    ("deps.forbid_module", {"modules": ["pickle"]}, "S403"),
    ("construct.forbid_call", {"calls": ["print"]}, "T201"),
]
_SETS = {"shared": _SHARED, "semgrep": _WITH_SEMGREP}
_OURS = "ours"
_CODE = """
import sys
from pathlib import Path
from benchmarks.adherence import _SETS, item
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.deciding import decide
folder = Path(sys.argv[1])
files = [TreeFile(path=one.name, content=one.read_bytes()) for one in folder.rglob("*.py")]
decide(item(Tree(), [(kind, args) for kind, args, _codes in _SETS[sys.argv[2]]]), Tree.from_files(files))
"""


def speed() -> None:
    """Print the seconds of whole commands, and of deciding alone, on one tree of 200 files."""
    files = stdlib_files()[:FILES]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, file in enumerate(files):
            (folder / f"f{number:03}_{file.name}").write_bytes(file.read_bytes())
        size = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
        lines = sum(one.read_bytes().count(b"\n") for one in folder.iterdir())
        print(f"{len(files)} files, {lines} lines, {size:.1f} MB; medians of 3")
        for chosen in _SETS:
            _side_by_side(folder, chosen, lines)


def _side_by_side(folder: Path, chosen: str, lines: int) -> None:
    """Print a table of one set of rules; the ratio is to the first peer."""
    rules = _SETS[chosen]
    print(f"\n{len(rules)} kinds\n")
    commands = {_OURS: [sys.executable, "-c", _CODE, str(folder), chosen]}
    ruff, semgrep = Path(sys.executable).with_name("ruff"), shutil.which("semgrep")
    if ruff.exists():
        codes = ",".join(codes for _kind, _args, codes in rules)
        options = "check --isolated --no-cache --quiet --exit-zero --preview".split()
        commands["ruff, one thread"] = ["env", "RAYON_NUM_THREADS=1", str(ruff), *options]
        commands["ruff, one thread"] += [f"--select={codes}", str(folder)]
    if chosen == "semgrep" and semgrep is not None:
        options = "--metrics off --disable-version-check --quiet --json --jobs 1 --no-git-ignore".split()
        config = Path(__file__).with_name("adherence_semgrep.yml")
        commands["semgrep, one job"] = [semgrep, "scan", "--config", str(config), *options, str(folder)]
    taken = in_turn(commands, 3)
    alone = _alone(folder, rules)
    rows = [[_OURS, taken[_OURS]], ["ours, deciding alone", alone]]
    rows += [[name, spent] for name, spent in taken.items() if name != _OURS]
    print_table(
        ["command", "seconds", "thousand lines a second", "ours takes so many times as long"],
        [
            [name, f"{spent:.2f}", f"{lines / spent / 1000:.0f}", f"{taken[_OURS] / spent:.1f}"]
            for name, spent in rows
        ],
    )
    if chosen == "semgrep" and semgrep is None:
        print("\nsemgrep is not on the PATH and was not measured")


def _alone(folder: Path, rules: list[tuple[str, dict[str, object], str]]) -> float:
    whole = tree({one.name: one.read_text(encoding="utf-8", errors="replace") for one in folder.iterdir()})
    stated = item(Tree(), [(kind, args) for kind, args, _codes in rules])
    spent = []
    for _ in range(3):
        started = time.perf_counter()
        decide(stated, whole)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def main(arguments: list[str]) -> int:
    """Run the parts that are named, all of them without a name."""
    show = "--show" in arguments
    parts = [one for one in arguments if not one.startswith("--")] or ["mutants", "false-misses", "speed"]
    missed = 0
    for part in parts:
        print(f"\n### {part}\n", flush=True)
        if part == "mutants":
            study(show=show)
        elif part == "false-misses":
            missed = false_misses(show=show)
        elif part == "speed":
            speed()
        else:
            print(__doc__)
            return os.EX_USAGE
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
