"""Kinds that run the code: what cannot be run is undecidable, and a run adds what reading does not see."""

import pytest

from earnest.errors import BadRecord, Unavailable
from earnest.records.evidence.adherence import TestsOutcome, TestsState, VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.sandbox import probe, prove
from earnest.signals.adherence import run_item_tests
from earnest.signals.adherence.deciding import checked_args, decide
from earnest.signals.adherence.kinds import all_kinds


def tree(texts):
    return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in texts.items()])


def decided(kind, args, texts, *, start=None, run=run_item_tests):
    item = CodingItem(
        id="x",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python",
        start=tree(start or {}),
        constraints=(Constraint(id="one", kind=kind, args=args),),
    )
    (found,) = decide(item, tree(texts), run)
    return found


@pytest.fixture(params=probe.TIERS, ids=lambda tier: tier.name)
def jailed(request, monkeypatch):
    monkeypatch.setattr(probe, "TIERS", (request.param,))
    try:
        prove()
    except Unavailable as error:
        pytest.skip(str(error))


CALLS = {"calls": [{"call": "app:f", "args": [[1]]}]}
RAISES = {"type": "ValueError", **CALLS}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("def g(): pass\n", "cannot be called"),
        ("def f(:\n", "cannot be called: app:f|SyntaxError|cannot be called"),
        ("import nothing_of_the_kind\n\n\ndef f(x):\n    raise ValueError\n", "ModuleNotFoundError"),
        ("while True:\n    pass\n", "no end|ended before"),
        ("import os\nos._exit(0)\n", "a person has to look first"),
        ("import gc\n\n\ndef f(x):\n    raise ValueError\n", "a person has to look first"),
        ("import os\nos.abort()\n", "ended before its report"),
    ],
)
def test_what_cannot_be_called_is_undecidable(jailed, monkeypatch, code, reason):
    limits = probe.default_limits().but(wall_seconds=2.0)
    monkeypatch.setattr("earnest.sandbox.running.default_limits", lambda: limits)
    found = decided("errors.raises", RAISES, {"app.py": code})
    assert found.state is VerdictState.UNDECIDABLE
    assert any(one in found.reason for one in reason.split("|")), found.reason


@pytest.mark.parametrize(
    "kind",
    [one for one in all_kinds().values() if one.decided == "X" and one.id != "tests.pass"],
    ids=lambda one: one.id,
)
def test_where_nothing_may_be_run_nothing_is_decided(kind, monkeypatch):
    sample = kind.samples[0]
    texts = {path.replace(".EXT", ".py"): text for path, text in sample.after.items()}
    assert decided(kind.id, sample.args, texts, run=None).state is VerdictState.UNDECIDABLE
    monkeypatch.setattr(probe, "TIERS", ())
    found = decided(kind.id, sample.args, texts, run=lambda *_given: TestsOutcome(state=TestsState.PASSED))
    assert found.state is VerdictState.UNDECIDABLE
    assert "no isolation" in found.reason or "no Node" in found.reason


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("errors.raises", {"type": "ValueError", "calls": []}),
        ("errors.raises", {"type": "ValueError", "calls": [{"call": "app"}]}),
        ("errors.raises", {"type": "ValueError", "calls": [{"call": "app:f", "literal": "1"}]}),
        ("errors.raises", {"type": "ValueError", "calls": [{"call": "app:f", "literal": "f()"}]}),
        ("output.stdout_json", {"runs": [{"command": ["python", "a.py"]}], "schema": {"patternProperties": {}}}),
        ("output.stdout_json", {"runs": [{"command": ["python", "a.py"]}], "schema": {"type": "text"}}),
        ("output.exit_code", {"runs": [{"command": ["python", "a.py"], "code": 256}]}),
        ("perf.deterministic", {}),
    ],
)  # fmt: skip
def test_arguments_that_say_nothing_are_an_error_of_the_item(kind, args):
    with pytest.raises(BadRecord, match="constraint 'one'"):
        checked_args(Constraint(id="one", kind=kind, args=args))


def test_another_command_is_undecidable(jailed):
    args = {"runs": [{"command": ["ruby", "a.rb"], "code": 0}]}
    found = decided("output.exit_code", args, {"a.rb": "x"})
    assert found.state is VerdictState.UNDECIDABLE
    assert "nothing here runs 'ruby'" in found.reason


HIDDEN = "import importlib\n\nNAME = ''.join(reversed('sadnap'))\ntry:\n    importlib.import_module(NAME)\nexcept ImportError:\n    pass\n"


@pytest.mark.parametrize(
    ("kind", "args"),
    [("deps.stdlib_only", {}), ("deps.forbid_module", {"modules": ["pandas"]}), ("deps.only_modules", {"modules": ["importlib"]})],
)  # fmt: skip
def test_an_import_that_only_a_run_shows_is_a_miss(jailed, kind, args):
    found = decided(kind, args, {"app.py": HIDDEN})
    assert found.state is VerdictState.MISSED
    assert "pandas when it is run" in found.explanation
    assert [(one.line, one.quote.strip()) for one in found.places] == [(5, "importlib.import_module(NAME)")]
    assert decided(kind, args, {"app.py": HIDDEN}, run=None).state is VerdictState.UNDECIDABLE


EIGHT_WAYS = {
    "import": "import colorsys",
    "from": "from colorsys import rgb_to_hsv",
    "__import__": "__import__('color' + chr(115) + 'ys')",
    "importlib": "import importlib\nimportlib.import_module('color%s' % 'sys')",
    "exec": "exec('import color' + 'sys')",
    "the loader": "import importlib.util\nn = 'color' + 'sys'\nspec = importlib.util.find_spec(n)\nm = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(m)\n__import__(n)",
    "by a name": "load = getattr(__import__('importlib'), 'import_' + 'module')\nload('color' + 'sys')",
    "runpy": "import runpy\nrunpy.run_module('color' + 'sys')",
}


@pytest.mark.parametrize("way", EIGHT_WAYS)
def test_ways_of_importing(jailed, way):
    found = decided("deps.forbid_module", {"modules": ["colorsys"]}, {"app.py": EIGHT_WAYS[way] + "\n"})
    assert found.state is VerdictState.MISSED, way


@pytest.mark.parametrize(
    "code",
    [
        "import csv\nimport json\n",
        "import importlib\nimportlib.import_module('csv')\n",
        "import parts\nprint(parts)\n",
        "def f():\n    return 'import pandas'\n",
        "import sys\nsys.exit('usage')\n",
        "while True:\n    pass\n",
    ],
)
def test_a_run_blames_nobody_for_what_is_allowed(jailed, monkeypatch, code):
    limits = probe.default_limits().but(wall_seconds=1.0)
    monkeypatch.setattr("earnest.sandbox.running.default_limits", lambda: limits)
    found = decided("deps.stdlib_only", {}, {"app.py": code, "parts.py": "import re\n"})
    assert found.state is VerdictState.KEPT, found


def test_a_run_blames_nobody_for_parts_of_what_is_allowed(jailed):
    args = {"modules": ["xml.etree.ElementTree", "collections.abc", "os.path"]}
    code = "import xml.etree.ElementTree as ET\nfrom collections.abc import Iterator\nimport os.path\n"
    assert decided("deps.only_modules", args, {"app.py": code}).state is VerdictState.KEPT


def test_a_run_blames_nobody_for_what_was_there(jailed):
    start = {"old.py": HIDDEN, "app.py": HIDDEN}
    texts = {"old.py": HIDDEN, "app.py": f"{HIDDEN}import csv\nimport old\n"}
    found = decided("deps.forbid_module", {"modules": ["pandas"]}, texts, start=start)
    assert found.state is not VerdictState.MISSED


GROWTH = {
    "n^1": "def f(xs):\n    return [x + 1 for x in xs]\n",
    "n^2": "def f(xs):\n    t = 0\n    for x in xs:\n        for y in xs:\n            t += 1\n    return t\n",
    "n^0": "def f(xs):\n    return len(xs)\n",
}


@pytest.mark.parametrize("grows", ["n^0", "n^2"])
def test_growth_is_told_and_never_a_verdict(jailed, grows):
    args = {"call": "app:f", "argument": "list(range(n))", "sizes": [50, 200]}
    found = decided("perf.complexity", args, {"app.py": GROWTH[grows]})
    assert found.state is VerdictState.UNDECIDABLE
    assert found.reason.startswith(f"evidence for a person: lines run grow about as {grows} ")
    assert found == decided("perf.complexity", args, {"app.py": GROWTH[grows]})


def test_another_program_leaves_it_open(jailed):
    code = "import subprocess\n\n\ndef f(x):\n    try:\n        subprocess.run(['/bin/true'])\n    except OSError:\n        pass\n"
    found = decided("perf.no_network", CALLS, {"app.py": code})
    assert found.state is VerdictState.UNDECIDABLE
    assert "app.py:6" in found.reason


def test_the_same_tree_gives_the_same_verdict(jailed):
    texts = {"app.py": "def f(x):\n    raise ValueError({3, 'a', 'b'})\n"}
    assert decided("errors.raises", RAISES, texts) == decided("errors.raises", RAISES, texts)


def test_a_script_is_run_with_its_words(jailed):
    code = "import sys\n\nopen(sys.argv[1], 'w').close()\n"
    args = {"calls": [{"call": "main.py", "args": ["made.txt"]}]}
    found = decided("perf.no_file_write", args, {"main.py": code})
    assert found.state is VerdictState.MISSED
    assert (found.explanation, found.places[0].line) == ("tries made.txt", 3)
    assert decided("perf.no_network", args, {"main.py": code}).state is VerdictState.KEPT


def test_a_shell_script_is_a_program(jailed):
    args = {"runs": [{"command": ["sh", "a.sh", "x"], "stdin": "b\na\n", "stdout": "a\nb\nx\n"}]}
    found = decided("output.stdout_exact", args, {"a.sh": "sort; echo $1\n"})
    if "no shell" in found.reason:
        pytest.skip(found.reason)
    assert found.state is VerdictState.KEPT, found
    found = decided("output.stdout_exact", args, {"a.sh": "sort -r; echo $1\n"})
    assert found.explanation == "sh a.sh x: line 1 is 'b', not 'a'"


def test_a_program_that_a_limit_ends_is_no_miss(jailed, monkeypatch):
    limits = probe.default_limits().but(cpu_seconds=1)
    monkeypatch.setattr("earnest.sandbox.running.default_limits", lambda: limits)
    args = {"runs": [{"command": ["python", "a.py"], "code": 0}]}
    found = decided("output.exit_code", args, {"a.py": "while True:\n    pass\n"})
    assert found.state is VerdictState.UNDECIDABLE
    assert "limit" in found.reason


def test_every_process_and_thread_of_the_tests_is_counted(jailed):
    code = "import threading\n\n\ndef f():\n    def inner():\n        g()\n\n    one = threading.Thread(target=inner)\n    one.start()\n    one.join()\n\n\ndef g():\n    return 1\n"
    tests = "import unittest\n\nfrom app import f\n\n\nclass T(unittest.TestCase):\n    def test_f(self):\n        f()\n"
    found = decided("tests.coverage", {"least": 100}, {"app.py": code, "tests/test_app.py": tests})
    assert found.state is VerdictState.KEPT, found
    needs = "def test_f(tmp_path):\n    assert tmp_path\n"
    found = decided("tests.coverage", {}, {"app.py": code, "tests/test_app.py": needs})
    assert found.state is VerdictState.UNDECIDABLE
    assert "test_app.py: test_f" in found.reason
