"""Tests in Go, Rust and shell really run: right answers pass, wrong ones fail, no compiler is no verdict."""

import pytest

from earnest import sandbox
from earnest.errors import Unavailable
from earnest.records.evidence.adherence import TestsState
from earnest.records.tree import Tree, TreeFile
from earnest.sandbox import interpreters, prove
from earnest.signals.adherence import run_item_tests
from earnest.signals.adherence.testing import compiled
from earnest.signals.adherence.testing.expected import expected_tests
from earnest.signals.adherence.testing.reaching import reaches_into
from earnest.signals.adherence.testing.submissions import item

GO = """package add

import "errors"

func Add(a, b int) (int, error) {
	if a < 0 {
		return 0, errors.ErrUnsupported
	}
	return a + b, nil
}
"""
RUST = """pub fn add(a: i32, b: i32) -> i32 {
    if a < 0 {
        panic!("a negative number");
    }
    a + b
}
"""
SHELL = """case "$1$2" in
  *[!0-9]*) exit 3 ;;
esac
echo $(($1 + $2))
"""
RIGHT = {"go": ("add/add.go", GO), "rs": ("src/lib.rs", RUST), "sh": ("add.sh", SHELL)}
TOOLS = {"go": sandbox.go, "rs": sandbox.rust, "sh": sandbox.shell}
COUNT = {"go": 3, "rs": 3, "sh": 2}


def tree(start, texts):
    files = [TreeFile(path=path, content=text.encode()) for path, text in texts.items()]
    return Tree.from_files(start.as_dict() | Tree.from_files(files).as_dict())


@pytest.fixture(params=["go", "rs", "sh"])
def ending(request):
    try:
        prove()
        TOOLS[request.param]()
    except Unavailable as error:
        pytest.skip(str(error))
    return request.param


def test_a_right_answer_passes(ending):
    path, text = RIGHT[ending]
    given = item(ending)
    outcome = run_item_tests(given, tree(given.start, {path: text}))
    assert (outcome.state, outcome.ran, outcome.reason) == (TestsState.PASSED, COUNT[ending], "")


def test_what_is_wrong_in_one_place_fails_there_alone(ending):
    path, text = RIGHT[ending]
    wrong = text.replace("a < 0", "a < -9").replace("exit 3", "exit 4")
    given = item(ending)
    outcome = run_item_tests(given, tree(given.start, {path: wrong}))
    assert outcome.state is TestsState.FAILED
    assert len(outcome.failed) == 1
    assert outcome.ran == COUNT[ending]


def test_what_does_not_compile_fails_with_its_place(ending):
    if ending == "sh":
        pytest.skip("a shell compiles nothing")
    path, text = RIGHT[ending]
    given = item(ending)
    outcome = run_item_tests(given, tree(given.start, {path: text.replace("a + b", "a + nothing")}))
    assert outcome.state is TestsState.FAILED
    assert outcome.reason.startswith(f"it does not compile ({path}:")


def test_a_test_that_never_ends_is_no_verdict(ending, monkeypatch):
    if ending == "go":
        compiled.prepared("go")
    short = sandbox.default_limits().but(wall_seconds=2.0)
    monkeypatch.setattr("earnest.sandbox.default_limits", lambda: short)
    path, text = RIGHT[ending]
    loops = text.replace("return a + b, nil", "for {\n\t}").replace("    a + b", "    loop {}")
    loops = loops.replace("echo", "while :; do :; done; echo")
    given = item(ending)
    outcome = run_item_tests(given, tree(given.start, {path: loops}))
    assert outcome.state is TestsState.NOT_RUN
    assert "no end" in outcome.reason


@pytest.mark.parametrize("name", ["go", "rust"])
def test_without_a_compiler_nothing_is_said(name, monkeypatch):
    made = getattr(interpreters, name).__wrapped__
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="on this machine"):
        made()
    monkeypatch.setattr(sandbox, name, made)
    given = item({"go": "go", "rust": "rs"}[name])
    outcome = run_item_tests(given, given.start)
    assert outcome.state is TestsState.NOT_RUN
    assert "on this machine" in outcome.reason


def test_a_compiler_that_compiles_nothing_is_not_the_candidates_fault(ending, monkeypatch):
    if ending != "rs":
        pytest.skip("shown with Rust")
    found = sandbox.rust()
    broken = sandbox.Toolchain(found.program, found.bound, {**found.tools, "cc": "/usr/bin/nothing"})
    monkeypatch.setattr(sandbox, "rust", lambda: broken)
    compiled.prepared.cache_clear()
    outcome = run_item_tests(item("rs"), tree(item("rs").start, {"src/lib.rs": RUST}))
    compiled.prepared.cache_clear()
    assert outcome.state is TestsState.NOT_RUN
    assert outcome.reason.startswith("rust compiles nothing in the sandbox")


def test_which_tests_stand_in_a_file():
    files = {
        "a/b_test.go": "package a\nfunc TestOne(t *testing.T) {}\nfunc Testament(t *testing.T) {}\n"
        "func TestMain(m *testing.M) {}\nfunc (s S) TestNo(t *testing.T) {}\nfunc Test_two(t *testing.T) {}\n",
        "a/b.go": "package a\nfunc TestOther(t *testing.T) {}\n",
        "tests/c.rs": "#[test]\nfn one() {}\n#[test]\n#[should_panic]\npub fn two() {}\n#[test]\n#[ignore]\nfn no() {}\n"
        "fn other() {}\n",
        "src/d.rs": "#[test]\nfn inner() {}\n",
        "checks/test_e.sh": "test_one() { :; }\nhelper() { :; }\n  test_no() { :; }\ntest_two () {\n:\n}\n",
        "checks/help.sh": "test_three() { :; }\n",
    }
    found = [(one.file, one.name) for one in expected_tests(tree(Tree(), files))]
    assert found == [
        ("a/b_test.go", "TestOne"),
        ("a/b_test.go", "Test_two"),
        ("checks/test_e.sh", "test_one"),
        ("checks/test_e.sh", "test_two"),
        ("tests/c.rs", "one"),
        ("tests/c.rs", "two"),
    ]


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("a.go", 'package a\n\nimport "unsafe"\n\nvar x unsafe.Pointer\n', "unsafe"),
        ("a.go", 'package a\n\nimport _ "embed"\n\n//go:linkname x runtime.x\nfunc x()\n', "linkname"),
        ("a.go", "package a\n\nfunc (e) Is(error) bool { return true }\n", "Is"),
        ("a_amd64.s", "TEXT x\n", "linked or run"),
        ("src/a.rs", "fn a() { unsafe { b() } }\n", "unsafe"),
        ("src/a.rs", '#[path = "x.txt"]\nmod b;\n', "path"),
        ("src/a.rs", "impl PartialEq for A { fn eq(&self, _: &A) -> bool { true } }\n", "fn eq"),
        ("build.rs", "fn main() {}\n", "linked or run"),
        (".cargo/config.toml", "", "linked or run"),
        ("Cargo.toml", '[package]\nbuild = "x.rs"\n', "build"),
    ],
)
def test_what_reaches_for_the_judge(path, text, word):
    assert word in reaches_into(Tree(), tree(Tree(), {path: text}))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.go", "package a\n\n// unsafe, syscall: not here.\nvar process, window = 1, 2\n"),
        ("a.go", "package a\n\nfunc (e E) Is(err error) bool { return err == e.err }\n"),
        ("src/a.rs", "// unsafe code has no place here\n/// Never `unsafe`.\nfn a() {}\n"),
        ("src/a.rs", "impl PartialEq for A { fn eq(&self, o: &A) -> bool { self.x == o.x } }\n"),
        ("A.java", "class A { void process() { process(); } }\n"),
        ("Cargo.toml", '[package]\nname = "a"\n\n[dependencies]\n'),
    ],
)
def test_what_does_not(path, text):
    assert reaches_into(Tree(), tree(Tree(), {path: text})) == ""
