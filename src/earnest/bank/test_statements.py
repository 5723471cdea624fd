import pytest

from earnest.bank.contradictions import contradictions
from earnest.bank.statements import unstated
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile


def item(*constraints, files=("src/app.py", "CHANGELOG.md", "tests/test_app.py")):
    return CodingItem(
        id="code-x",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="MIT", source="invented"),
        language="python",
        constraints=tuple(
            Constraint(id=f"c{number}", kind=kind, args=args)
            for number, (kind, args) in enumerate(constraints)
        ),
        start=Tree.from_files([TreeFile(path=path, content=b"x\n") for path in files]),
    )


ONLY = ("scope.only_paths", {"paths": ["src/app.py"]})
CONTRADICTIONS = {
    "changelog out of reach": [ONLY, ("doc.changelog", {})],
    "readme out of reach": [ONLY, ("doc.readme", {})],
    "changelog forbidden": [("scope.forbid_paths", {"paths": ["*.md"]}), ("doc.changelog", {})],
    "changelog beside one symbol": [("scope.only_symbol", {"symbols": ["f"]}), ("doc.changelog", {})],
    "no readme and no new file": [("scope.no_new_files", {}), ("doc.readme", {})],
    "allowed and forbidden": [ONLY, ("scope.forbid_paths", {"paths": ["src/"]})],
    "tests out of reach": [ONLY, ("tests.added", {})],
    "tests closed": [("tests.added", {}), ("scope.tests_unchanged", {}), ("scope.no_new_files", {})],
    "module": [
        ("deps.require_module", {"modules": ["os.path"]}),
        ("deps.forbid_module", {"modules": ["os"]}),
    ],
    "module of none": [("deps.require_module", {"modules": ["re"]}), ("deps.no_imports", {})],
    "module of few": [
        ("deps.require_module", {"modules": ["re"]}),
        ("deps.only_modules", {"modules": ["os"]}),
    ],
    "construct": [
        ("construct.require", {"constructs": ["for"]}),
        ("construct.forbid", {"constructs": ["for"]}),
    ],
    "call": [("construct.require_call", {"calls": ["f"]}), ("construct.forbid_call", {"calls": ["f", "g"]})],
    "frozen": [
        ("scope.forbid_symbol", {"symbols": ["f"]}),
        ("api.signature", {"symbol": "f", "signature": "def f(a)"}),
    ],
    "public": [("api.defines", {"name": "f"}), ("api.public_unchanged", {"may_add": False})],
    "no file": [("scope.max_files", {"limit": 0})],
}
FINE = {
    "changelog in reach": [("scope.only_paths", {"paths": ["src/", "CHANGELOG.md"]}), ("doc.changelog", {})],
    "changelog by glob": [("scope.only_paths", {"paths": ["**/*.md"]}), ("doc.changelog", {})],
    "another document": [("scope.forbid_paths", {"paths": ["docs/"]}), ("doc.changelog", {})],
    "another module": [
        ("deps.require_module", {"modules": ["os"]}),
        ("deps.forbid_module", {"modules": ["os.path"]}),
    ],
    "elsewhere": [
        ("construct.require", {"constructs": ["for"], "symbol": "f"}),
        ("construct.forbid", {"constructs": ["for"], "symbol": "g"}),
    ],
    "part of what may change": [
        ("scope.only_paths", {"paths": ["src/**"]}),
        ("scope.forbid_paths", {"paths": ["src/app.py"]}),
    ],
    "new tests beside old ones": [("tests.added", {}), ("scope.tests_unchanged", {})],
    "frozen as it is": [("scope.forbid_symbol", {"symbols": ["f"]}), ("api.signature", {"symbol": "f"})],
}


@pytest.mark.parametrize("constraints", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_cannot_be_kept_together_is_told(constraints):
    assert list(contradictions(item(*constraints)))
    assert list(contradictions(item(*reversed(constraints))))


@pytest.mark.parametrize("constraints", FINE.values(), ids=FINE)
def test_what_can_be_kept_together_is_none(constraints):
    assert list(contradictions(item(*constraints))) == []


@pytest.mark.parametrize(
    ("args", "quote", "prompt", "said"),
    [
        ({}, "", "x", "has no quote"),
        ({}, "no new files", "No new files.", "the prompt does not say 'no new files'"),
        ({}, "no  new\nfiles", "Please no new files.", None),
        ({"limit": 20}, "short", "Keep it short.", "limit: the prompt nowhere says 20"),
        ({"limit": 20}, "short", "Keep it short: twenty lines.", None),
        ({"limit": 20}, "short", "Keep it short, (20) lines.", None),
        ({"limit": 20}, "short", "Keep it short: 120 lines.", "limit: the prompt nowhere says 20"),
        ({"limit": 4000}, "short", "Keep it short: 4,000 lines.", None),
        ({"least": 2}, "short", "Keep it short, two tests.", None),
        (
            {"modules": ["re", "csv"]},
            "no `re`",
            "There is no `re`.",
            "modules: the prompt nowhere says 'csv'",
        ),
        ({"symbol": "A.allow"}, "`allow` stays", "`allow` stays.", None),
        ({"calls": [".unwrap"]}, "do not unwrap", "do not unwrap", None),
        ({"paths": ["src/**"], "also_broad": True}, "so", "so", None),
    ],
)
def test_what_the_prompt_has_to_say(args, quote, prompt, said):
    found = list(unstated(Constraint(id="c", kind="k", args=args, quote=quote), prompt))
    assert [said in one for one in found] == ([] if said is None else [True])
