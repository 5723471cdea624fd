"""What reading leaves open, and why: a verdict is never kept because nobody could look."""

import pytest

from earnest.errors import BadRecord, UnknownName
from earnest.records.evidence.adherence import VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.deciding import decide
from earnest.signals.adherence.kinds import all_kinds, linting

BROKEN = {
    "python": ("a.py", "def f(:\n"),
    "javascript": ("a.js", "function (\n"),
    "typescript": ("a.ts", "export const = 1;\n"),
    "go": ("a.go", "func f( {\n"),
    "rust": ("a.rs", "fn f( {\n"),
    "java": ("A.java", "class {\n"),
}
SOUND = {
    "python": ("a.py", "A = 1\n"),
    "javascript": ("a.js", "export const a = 1;\n"),
    "typescript": ("a.ts", "export const a = 1;\n"),
    "go": ("a.go", "package a\n"),
    "rust": ("a.rs", "fn a() {}\n"),
    "java": ("A.java", "class A {\n}\n"),
}
# Those that look for a file or a definition first say that it is missing, whatever else stands there.
NAMED_FIRST = {"scope.forbid_symbol", "scope.only_symbol", "tests.added"}


def tree(texts):
    return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in texts.items()])


def verdict(kind, args, after, before=None):
    item = CodingItem(
        id="x",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="",
        constraints=(Constraint(id="one", kind=kind, args=args),),
        start=tree(before or {}),
    )
    (found,) = decide(item, tree(after))
    return found


def read_kinds():
    for kind in all_kinds().values():
        if "S" in kind.decided and set(kind.languages) & set(BROKEN) and kind.id not in NAMED_FIRST:
            keeping = next(one for one in kind.samples if one.role == "keeps")
            yield pytest.param(kind, keeping.args, id=kind.id)


@pytest.mark.parametrize(("kind", "args"), list(read_kinds()))
def test_a_file_that_does_not_parse_leaves_it_open(kind, args):
    for language in set(kind.languages) & set(BROKEN):
        path, text = BROKEN[language]
        after = {args.get("path", path) if args.get("path", path).endswith(path[1:]) else path: text}
        found = verdict(kind.id, args, after, before=dict([SOUND[language]]))
        assert found.state is VerdictState.UNDECIDABLE, (language, found)
        assert "cannot parse" in found.reason


@pytest.mark.parametrize(("kind", "args"), list(read_kinds()))
def test_a_language_that_a_kind_does_not_claim_leaves_it_open(kind, args):
    for language in set(SOUND) - set(kind.languages):
        found = verdict(kind.id, args, dict([SOUND[language]]))
        assert found.state is VerdictState.UNDECIDABLE, (language, found)
        assert "does not read" in found.reason
    found = verdict(kind.id, args, {"a.kt": "fun main() {}\n"}, before={"a.kt": "fun main() { run() }\n"})
    assert found.state is not VerdictState.KEPT, found


def test_a_linter_that_is_absent_leaves_it_open(monkeypatch):
    monkeypatch.setattr(linting, "_program", lambda: None)
    found = verdict("style.linter_clean", {}, {"a.py": "import os\n"})
    assert found.reason == "no ruff on this machine"


def test_rules_that_the_linter_does_not_know_leave_it_open():
    found = verdict("style.linter_clean", {"select": ["ZZZ999"]}, {"a.py": "import os\n"})
    if found.reason.startswith("no ruff"):
        pytest.skip(found.reason)
    assert found.reason.startswith("ruff gives no answer")


@pytest.mark.parametrize(
    ("kind", "args", "after", "reason"),
    [
        ("doc.commit_message", {}, {"a.py": "A = 1\n"}, "0 files could hold"),
        ("deps.pin_version", {"name": "a"}, {"a.py": "A = 1\n"}, "no manifest"),
        ("deps.pin_version", {"name": "left"}, {"package.json": "{left"}, "cannot be read"),
        ("lang.version", {"language": "go", "version": "1.20"}, {"a.py": "A = 1\n"}, "no go was changed"),
        ("lang.language", {"language": "python"}, {"notes.md": "a\n"}, "no file of code"),
        ("lang.language", {"language": "python"}, {"run": "#!/bin/sh\n"}, "without an ending"),
        ("api.return_type", {"symbol": "f", "kind": "list"}, {"a.py": "def f(x):\n    return x\n"}, "does not show"),
        ("api.import_safe", {}, {"a.py": "def f():\n    return 1\n\n\nA = f()\n"}, "when it is loaded"),
        ("style.shebang", {"paths": ["bin/*"]}, {"a.py": "A = 1\n"}, "there is no bin"),
        (
            "construct.datastructure",
            {"structures": ["list"], "use": "forbidden"},
            {"a.py": "def f(x):\n    exec(x)\n"},
            "run time",
        ),
        ("scope.only_region", {"path": "a.py", "start": "BEGIN", "end": "END"}, {"a.py": "A = 1\n"}, "marks no region"),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_undecidable(kind, args, after, reason):
    found = verdict(
        kind, args, after, before=dict.fromkeys(after, "") if kind == "scope.only_region" else None
    )
    assert found.state is VerdictState.UNDECIDABLE, found
    assert reason in found.reason


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("size.functions", {}),
        ("size.loops", {"least": 2, "most": 1}),
        ("style.comments", {}),
        ("api.return_type", {"symbol": "f"}),
        ("lang.version", {"language": "python", "version": "new"}),
        ("style.quotes", {"style": "round"}),
    ],
)
def test_arguments_that_say_nothing_are_refused(kind, args):
    with pytest.raises(BadRecord):
        verdict(kind, args, {"a.py": "A = 1\n"})


def test_an_unknown_kind_is_an_error():
    with pytest.raises(UnknownName):
        verdict("style.elegance", {}, {})
