"""The item's tests: what really ran is counted, and no trick of the candidate's code is ever a pass."""

import pytest

from earnest.errors import Unavailable
from earnest.records.evidence.adherence import TestsState
from earnest.records.item import CodingItem, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.sandbox import interpreters, jail, landlock, probe, prove
from earnest.signals.adherence import run_item_tests
from earnest.signals.adherence.testing.expected import Expected, expected_tests
from earnest.signals.adherence.testing.reaching import reaches_into

CHECKS = """import unittest

from add import add


class TestAdd(unittest.TestCase):
    def test_two(self):
        self.assertEqual(add(1, 1), 2)

    def test_words(self):
        with self.assertRaises(TypeError):
            add("a", 1)

    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertEqual(add(number, 2), number + 2)
"""
SCRIPT_CHECKS = """import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { add } from "../add.EXT";

test("two", () => { assert.equal(add(1, 1), 2); });
describe("parts", () => {
  for (const number of [1, 2]) it(`adds ${number}`, () => { assert.deepEqual([add(number, 1)], [number + 1]); });
  it("throws at 'words'", async () => { assert.throws(() => add("a", 1), TypeError); });
});
"""
GOOD = "def add(a, b):\n    if isinstance(a, str):\n        raise TypeError(a)\n    return a + b\n"
WRONG = "def add(a, b):\n    return 7\n"
SCRIPT_GOOD = """export function add(a, b) {
  if (typeof a === "string") throw new TypeError(a);
  return a + b;
}
"""
SCRIPT_WRONG = "export function add(a, b) {\n  return 7;\n}\n"


def tree(texts):
    return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in texts.items()])


def item(tests, command, start=None):
    return CodingItem(
        id="add",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python",
        start=tree(start or {}),
        tests=tree(tests),
        test_command=command,
    )


PYTHON = item({"checks/test_add.py": CHECKS}, ("python", "-m", "unittest"))


def script(ending):
    return item({f"checks/add.test.{ending}": SCRIPT_CHECKS.replace("EXT", ending)}, ("node", "--test"))


@pytest.fixture
def jailed():
    try:
        prove()
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture
def node(jailed):
    try:
        interpreters.node()
    except Unavailable as error:
        pytest.skip(str(error))


def test_a_right_solution_passes_and_every_test_is_counted(jailed):
    outcome = run_item_tests(PYTHON, tree({"add.py": GOOD}))
    assert (outcome.state, outcome.expected, outcome.ran, outcome.failed) == (TestsState.PASSED, 3, 3, ())


def test_a_wrong_one_fails_by_name(jailed):
    outcome = run_item_tests(PYTHON, tree({"add.py": "def add(a, b):\n    return 2\n"}))
    assert outcome.state is TestsState.FAILED
    assert outcome.failed == ("TestAdd.test_parts", "TestAdd.test_words")
    assert outcome.ran == 3


@pytest.mark.parametrize("ending", ["js", "ts", "mjs"])
def test_a_right_script_passes(node, ending):
    outcome = run_item_tests(
        script(ending), tree({f"add.{ending}": SCRIPT_GOOD, "package.json": '{"type": "module"}'})
    )
    assert (outcome.state, outcome.expected, outcome.ran) == (TestsState.PASSED, 3, 4), outcome


def test_a_wrong_script_fails_by_name(node):
    outcome = run_item_tests(script("ts"), tree({"add.ts": SCRIPT_GOOD.replace("a + b", "2")}))
    assert outcome.state is TestsState.FAILED
    assert "adds 2" in outcome.failed
    assert "two" not in outcome.failed


def test_a_test_may_compare_with_anything_itself(jailed):
    checks = CHECKS.replace("import unittest", "import unittest\nfrom unittest.mock import ANY").replace(
        "1), 2)", "1), ANY)"
    )
    assert (
        run_item_tests(item({"test_add.py": checks}, ("python",)), tree({"add.py": GOOD})).state
        is TestsState.PASSED
    )


def test_a_comparison_that_is_not_written_for_strangers_is_no_trick(jailed):
    code = (
        "class Sum:\n    def __init__(self, n):\n        self.n = n\n\n    def __eq__(self, other):\n"
        "        return self.n == other.n\n"
    )
    checks = "import unittest\nfrom add import Sum\n\n\nclass TestSum(unittest.TestCase):\n    def test_two(self):\n"
    checks += "        self.assertEqual(Sum(2), Sum(2))\n"
    outcome = run_item_tests(item({"test_add.py": checks}, ("python",)), tree({"add.py": code}))
    assert outcome.state is TestsState.PASSED


def test_a_shell_script_is_run_by_its_tests(jailed):
    checks = (
        "import subprocess\nimport unittest\n\n\nclass TestCount(unittest.TestCase):\n    def test_lines(self):\n"
        "        done = subprocess.run(['/bin/sh', 'count.sh'], input=b'b\\na\\nb\\n', capture_output=True)\n"
        "        self.assertEqual(done.stdout.split(), [b'2', b'b'])\n"
    )
    of_item = item({"test_count.py": checks}, ("sh-unittest",)).but(language="shell")
    good = run_item_tests(of_item, tree({"count.sh": "sort | uniq -c | sort -rn | head -n 1\n"}))
    if "no shell" in good.reason:
        pytest.skip(good.reason)
    assert good.state is TestsState.PASSED, good
    assert run_item_tests(of_item, tree({"count.sh": "kill -9 $PPID\n"})).state is TestsState.FAILED
    assert run_item_tests(of_item, tree({"count.sh": "echo OK\n"})).state is TestsState.FAILED


def test_the_same_tree_gives_the_same_outcome(jailed):
    texts = {
        "add.py": "import random\n\n\ndef add(a, b):\n    print(random.random())\n    return {3, 'x', a}\n"
    }
    assert run_item_tests(PYTHON, tree(texts)) == run_item_tests(PYTHON, tree(texts))


def test_the_tests_of_the_item_count_and_not_those_of_the_candidate(jailed):
    easier = CHECKS.replace("2)", "7)")
    texts = {
        "add.py": WRONG,
        "checks/test_add.py": easier,
        "checks/test_more.py": easier,
        "test_add.py": easier,
    }
    assert run_item_tests(PYTHON, tree(texts)).state is TestsState.FAILED


def test_a_file_of_the_tests_cannot_be_written_anew_before_it_is_read(jailed):
    later = CHECKS.replace("TestAdd", "TestLater").replace(
        "import add\n", "import add\nfrom parts import TWO\n"
    )
    tests = {"checks/test_add.py": CHECKS, "checks/test_later.py": later, "checks/parts.py": "TWO = 2\n"}
    code = "for name in ('test_later', 'parts'):\n    open(f'checks/{name}.py', 'w').write('TWO = 7')\n"
    for solution, state in ((GOOD, TestsState.PASSED), (WRONG, TestsState.FAILED)):
        outcome = run_item_tests(item(tests, ("python",)), tree({"add.py": f"{code}{solution}"}))
        assert (outcome.state, outcome.ran) == (state, 6), outcome


def test_a_package_of_tests_is_imported_as_one(jailed):
    tests = {"checks/__init__.py": "", "checks/deep/__init__.py": "", "checks/deep/test_add.py": CHECKS}
    assert run_item_tests(item(tests, ("python",)), tree({"add.py": GOOD})).state is TestsState.PASSED
    assert run_item_tests(item(tests, ("python",)), tree({"src/add.py": GOOD})).state is TestsState.PASSED


@pytest.mark.parametrize(
    "name",
    ["unittest.py", "unittest/__init__.py", "sitecustomize.py", "usercustomize.py", "json.py", "os.py"],
)
def test_a_file_in_the_place_of_a_module_changes_nothing(jailed, name):
    faked = (
        "class TestCase:\n    def __init__(self, *a):\n        pass\n    def run(self, *a):\n        pass\n"
    )
    assert run_item_tests(PYTHON, tree({"add.py": WRONG, name: faked})).state is TestsState.FAILED


def test_without_a_jail_the_tests_are_not_run(monkeypatch):
    probe.weakness.cache_clear()
    monkeypatch.setattr(jail.shutil, "which", lambda *_given, **_named: None)
    monkeypatch.setattr(landlock, "version", lambda: 0)
    outcome = run_item_tests(PYTHON, tree({"add.py": GOOD}))
    assert outcome.state is TestsState.NOT_RUN
    assert outcome.reason.startswith("no isolation")
    assert (outcome.expected, outcome.ran) == (3, 0)
    probe.weakness.cache_clear()


def test_without_node_the_tests_are_not_run(jailed, monkeypatch):
    interpreters.node.cache_clear()
    monkeypatch.setattr(interpreters, "_node_programs", list)
    outcome = run_item_tests(script("ts"), tree({"add.ts": SCRIPT_GOOD}))
    interpreters.node.cache_clear()
    assert outcome.state is TestsState.NOT_RUN
    assert "Node" in outcome.reason


@pytest.mark.parametrize(
    ("of_item", "reason"),
    [
        (item({}, ("python",)), "no tests"),
        (item({"test_x.py": CHECKS}, ("make", "test")), "no runner for 'make test'"),
        (item({"readme.md": "x"}, ("python",)), "no test was found"),
        (item({"test_x.py": "def broken(:"}, ("python",)), "no test was found"),
    ],
)
def test_an_item_that_cannot_be_run_says_why(of_item, reason):
    outcome = run_item_tests(of_item, tree({"add.py": GOOD}))
    assert outcome.state is TestsState.NOT_RUN
    assert reason in outcome.reason


def test_a_run_without_end_is_not_run_and_no_miss(jailed, monkeypatch):
    limits = probe.default_limits().but(wall_seconds=0.6)
    monkeypatch.setattr("earnest.sandbox.running.default_limits", lambda: limits)
    code = f"import time\ntime.sleep(99)\n{GOOD}"
    outcome = run_item_tests(PYTHON, tree({"add.py": code}))
    assert outcome.state is TestsState.NOT_RUN
    assert "no end" in outcome.reason


def test_expected_tests_are_read_off_the_files():
    python = (
        "import unittest as u\nclass Base(u.TestCase):\n    def test_a(self): pass\n"
        "class Two(Base):\n    async def test_b(self): pass\n    def helper(self): pass\nclass Plain:\n"
        "    def test_c(self): pass\n"
    )
    found = expected_tests(tree({"t.py": python, "t.ts": SCRIPT_CHECKS, "data.json": "{}"}))
    assert [one for one in found if one.file == "t.py"] == [
        Expected("t.py", name) for name in ("Base.test_a", "Two.test_a", "Two.test_b")
    ]
    assert [one.name for one in found if one.file == "t.ts"] == ["two", "", "throws at 'words'"]


HARMLESS = {
    "a.py": (
        'import json\nimport os\nimport sys\n\n\ndef inspect(site, gc):\n    """Inspect the site; exit on errors."""\n'
        "    return getattr(site, gc), os.environ.get('HOME'), sys.argv, __name__ == '__main__'\n"
    ),
    "a.ts": (
        "export const handlers = { process: (x: number) => x };\nexport function run(name: 'process', x: number) {\n"
        "  console.log(process.env.HOME, process.argv);\n  return handlers[name](x);\n}\n"
    ),
    "test_a.py": "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n        self.fail()\n",
    "a.test.ts": "import { test } from 'node:test';\ntest('a', () => {});\n",
    "notes.md": "os._exit(0)\n",
    "broken.py": "def f(:\n",
}


@pytest.mark.parametrize("path", HARMLESS)
def test_ordinary_code_reaches_for_nothing(path):
    assert reaches_into(Tree(), tree({path: HARMLESS[path]})) == ""


def test_what_the_start_tree_has_is_nobodys_reach():
    held = tree({"a.py": "import gc\n"})
    assert reaches_into(held, held) == ""
