import pytest

from earnest.bank.check_line import CheckState
from earnest.bank.edits import in_function, snippets, wider
from earnest.bank.globs import covered
from earnest.bank.mutant_checks import check_mutants, mutant_counts, mutant_table
from earnest.bank.mutants import mutants
from earnest.records.answer_key import CodingKey
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence import decide

BEFORE = {
    "README.md": "# x\n",
    "CHANGELOG.md": "# Changes\n",
    "requirements.txt": "",
    "app.py": "def old(a):\n    return a\n",
    "app.ts": "export function old(a: number): number {\n  return a;\n}\n",
    "app.go": "package app\n\nfunc old(a int) int {\n\treturn a\n}\n",
    "app.rs": "pub fn old(a: u8) -> u8 {\n    a\n}\n",
    "tests/test_app.py": "def test_old():\n    assert True\n",
}
AFTER = BEFORE | {
    "README.md": "# x\n\nIt has totals.\n",
    "CHANGELOG.md": "# Changes\n- totals\n",
    "app.py": 'import json\n\n\ndef old(a):\n    return a\n\n\ndef total(a: int) -> int:\n    """Add."""\n    return a + 1\n',
    "app.ts": "export function old(a: number): number {\n  return a;\n}\n\n/** Add. */\nexport function total(a: number): number {\n  return a + 1;\n}\n",
    "app.go": "package app\n\nfunc old(a int) int {\n\treturn a\n}\n\n// Total adds.\nfunc Total(a int) int {\n\treturn a + 1\n}\n",
    "app.rs": "pub fn old(a: u8) -> u8 {\n    a\n}\n\n/// Add.\npub fn total(a: u8) -> u8 {\n    a + 1\n}\n",
    "tests/test_total.py": "def test_total():\n    assert 1 + 1 == 2\n",
}


def tree(files, *endings):
    chosen = {
        name: text
        for name, text in files.items()
        if not endings or not name.startswith("app.") or name.endswith(endings)
    }
    return Tree.from_files([TreeFile(path=name, content=text.encode()) for name, text in chosen.items()])


def item(kind, args, *endings):
    return CodingItem(
        id="code-x",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="MIT", source="invented"),
        language="python",
        constraints=(Constraint(id="c", kind=kind, args=args),),
        start=tree(BEFORE, *endings),
    )


KINDS = [
    ("scope.only_paths", {"paths": ["app.py", "README.md", "CHANGELOG.md", "tests/"]}, (".py",)),
    ("scope.forbid_paths", {"paths": ["requirements.txt", "tests/test_app.py"]}, (".py",)),
    ("scope.tests_unchanged", {}, (".py",)),
    ("scope.no_new_files", {"allow": ["tests/**"]}, (".py",)),
    ("scope.max_files", {"limit": 4}, (".py",)),
    ("scope.max_diff_lines", {"limit": 40}, (".py",)),
    ("scope.no_delete", {}, (".py",)),
    ("scope.forbid_symbol", {"symbols": ["old"]}, (".py", ".ts")),
    ("deps.stdlib_only", {}, (".py",)),
    ("deps.forbid_module", {"modules": ["re"]}, (".py",)),
    ("deps.forbid_module", {"modules": ["lodash"]}, (".ts",)),
    ("deps.forbid_module", {"modules": ["sync/atomic"]}, (".go",)),
    ("deps.forbid_module", {"modules": ["std::cell"]}, (".rs",)),
    ("deps.only_modules", {"modules": ["json"]}, (".py",)),
    ("deps.require_module", {"modules": ["json"]}, (".py",)),
    ("deps.no_new_dependency", {}, (".py",)),
    ("api.signature", {"symbol": "total", "signature": "def total(a: int) -> int"}, (".py",)),
    ("api.signature", {"symbol": "old", "path": "app.ts"}, (".ts",)),
    ("api.defines", {"name": "total", "what": "function"}, (".py",)),
    (
        "construct.forbid",
        {"constructs": ["for", "while", "try", "lambda", "class", "eval"]},
        (".py",),
    ),
    ("construct.forbid", {"constructs": ["while", "any", "var", "switch", "class"]}, (".ts",)),
    ("construct.forbid_call", {"calls": ["print", "os.system", ".sort"]}, (".py",)),
    ("construct.forbid_call", {"calls": ["panic"]}, (".go",)),
    ("construct.forbid_call", {"calls": [".unwrap"]}, (".rs",)),
    ("size.max_function_lines", {"limit": 9}, (".py",)),
    ("size.max_function_lines", {"limit": 9}, (".ts",)),
    ("size.params", {"limit": 3}, (".py",)),
    ("size.nesting", {"limit": 2}, (".py",)),
    ("size.nesting", {"limit": 2}, (".ts",)),
    ("size.complexity", {"limit": 4}, (".py",)),
    ("size.total_lines", {"limit": 30}, (".py",)),
    ("style.line_length", {"limit": 90}, (".py", ".ts")),
    ("style.naming", {"style": "snake_case"}, (".py",)),
    ("style.type_hints", {}, (".py",)),
    ("style.docstrings", {}, (".py",)),
    ("style.no_placeholder", {}, (".py",)),
    ("style.final_newline", {}, (".py",)),
    ("errors.no_bare_except", {"also_broad": True}, (".py",)),
    ("sec.parametrised_sql", {}, (".py",)),
    ("sec.no_eval", {}, (".py",)),
    ("doc.changelog", {"mentions": ["totals"]}, (".py",)),
    ("doc.readme", {"mentions": ["totals"]}, (".py",)),
    ("tests.added", {}, (".py",)),
]


@pytest.mark.parametrize(
    ("kind", "args", "endings"), KINDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_reference_keeps_its_constraint_and_every_mutant_misses_it(kind, args, endings):
    made = item(kind, args, *endings)
    reference = tree(AFTER, *endings)
    assert [verdict.state.value for verdict in decide(made, reference)] == ["kept"]
    found = mutants(made, reference, made.constraints[0])
    assert found
    assert {mutant.edit: decide(made, mutant.tree)[0].state.value for mutant in found} == dict.fromkeys(
        (mutant.edit for mutant in found), "missed"
    )


def test_mutants_are_the_same_each_time_and_differ_from_each_other():
    made, reference = item(*KINDS[0][:2], ".py"), tree(AFTER, ".py")
    first, second = (mutants(made, reference, made.constraints[0]) for _ in range(2))
    assert first == second
    assert len({mutant.tree.sha256() for mutant in first} | {reference.sha256()}) == len(first) + 1
    assert len(first) <= 24


def test_a_kind_that_needs_running_has_no_mutants():
    made = item("tests.pass", {})
    assert mutants(made, tree(AFTER), made.constraints[0]) == ()


def test_a_constraint_that_catches_nothing_fails():
    made = item("style.line_length", {"limit": 90}, ".py")
    key = CodingKey(item="code-x", reference=tree(AFTER, ".py"))
    good = mutant_counts(made, key, decide)
    assert [(line.state, line.message) for line in check_mutants(made, good)] == [
        (CheckState.PASSED, "constraint 'c' (style.line_length) catches 1 of 1 mutants")
    ]
    bad = mutant_counts(made, key, lambda item, _tree, run: decide(item, tree(AFTER, ".py"), run))
    [line] = check_mutants(made, bad)
    assert line.state is CheckState.FAILED
    assert "catches 0 of 1 mutants; lets pass: app.py: a line over the limit" in line.message
    assert [line.message for line in mutant_table("small", good + bad)] == [
        "mutants caught by all kinds: 1 of 2",
        "mutants caught by style.line_length: 1 of 2",
    ]


@pytest.mark.parametrize(
    ("kind", "args"), [("style.line_length", {"limit": "x"}), ("style.nothing", {}), ("scope.only_paths", {})]
)
def test_what_cannot_be_decided_at_all_has_no_mutants(kind, args):
    made = item(kind, args, ".py")
    assert mutant_counts(made, CodingKey(item="code-x", reference=tree(AFTER, ".py")), decide) == ()


def test_a_statement_is_put_into_the_function_that_is_named():
    code = "class A:\n    def f(self):\n        return 1\n\n\ndef f():\n    return 2\n"
    assert "        x = 1\n        return 1" in in_function(code, "python", "A.f", "x = 1")
    assert "    x = 1\n    return 2" in in_function(code, "python", "f", "x = 1")
    assert in_function(code, "python", "nowhere", "x = 1") == code
    assert in_function("def f(:\n", "python", "f", "x = 1") == "def f(:\n"
    script = "class A {\n  f(\n    a: number,\n  ): void {\n    a;\n  }\n}\n"
    assert "  ): void {\n      x;\n    a;" in in_function(script, "typescript", "A.f", "x;")


def test_a_definition_becomes_wider_and_a_call_does_not():
    assert (
        wider("x = f(1)\n\ndef f(a):\n    pass\n", "python", "f")
        == "x = f(1)\n\ndef f(a, extra_=None):\n    pass\n"
    )
    assert wider("func (q Q) f(a int) {\n}\n", "go", "Q.f") == "func (q Q) f(a int, extra int) {\n}\n"
    assert wider("x = f(1)\n", "python", "f") == "x = f(1)\n"


def test_globs():
    assert covered("a/b/c.py", ["a/**/c.py"])
    assert covered("a/c.py", ["a/**/c.py"])
    assert covered("a/b/c.py", ["a/"])
    assert not covered("b/a/c.py", ["a/"])
    assert not covered("a/b/c.py", ["a/*.py"])


def test_every_language_of_the_table_has_its_comment():
    assert set(snippets().languages.values()) == set(snippets().comment)
