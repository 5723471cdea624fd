"""The hostile submissions of `hostile.toml`: wrong solutions that try to pass the tests of an item."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from earnest.records.evidence.adherence import TestsOutcome
from earnest.records.item import CodingItem, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.testing import run_item_tests, run_unread

_HERE = Path(__file__).parent
_PY = """import unittest

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
_TS = """import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { add } from "../add.ts";

test("two", () => { assert.equal(add(1, 1), 2); });
describe("parts", () => {
  for (const n of [1, 2]) it(`adds ${n}`, () => { assert.deepEqual([add(n, 1)], [n + 1]); });
  it("throws at 'words'", async () => { assert.throws(() => add("a", 1), TypeError); });
});
"""
_GO = """package add_test

import (
	"errors"
	"testing"

	"example.org/add/add"
)

func TestTwo(t *testing.T) {
	if got, err := add.Add(1, 1); got != 2 || err != nil {
		t.Fatal(got, err)
	}
}

func TestParts(t *testing.T) {
	for n := range 3 {
		t.Run("part", func(t *testing.T) {
			if got, _ := add.Add(n, 2); got != n+2 {
				t.Error(got)
			}
		})
	}
}

func TestNegative(t *testing.T) {
	if _, err := add.Add(-1, 1); !errors.Is(err, errors.ErrUnsupported) {
		t.Fatal(err)
	}
}
"""
_RS = """use add::add;

#[test]
fn two() {
    assert_eq!(add(1, 1), 2);
}

#[test]
#[should_panic(expected = "negative")]
fn negative() {
    add(-1, 1);
}

#[test]
fn parts() -> Result<(), String> {
    if add(2, 2) == 4 { Ok(()) } else { Err("four".into()) }
}
"""
_SH = """#!/bin/sh
test_two() {
  [ "$(sh add.sh 1 1)" = 2 ]
}

test_code() {
  sh add.sh 1 x
  [ $? -eq 3 ]
}

for name in ${1:-test_two test_code}; do
  if ("$name"); then echo "ok $name"; else failed=1; fi
done
exit "${failed:-0}"
"""


@dataclass(frozen=True)
class _Language:
    """`path` is the file of a solution, `wrong` a wrong one, `test` the path of the item's tests."""

    name: str
    path: str
    wrong: str
    test: str
    checks: str
    start: tuple[tuple[str, str], ...] = ()


_LANGUAGES = {
    "py": _Language("python", "add.py", "def add(a, b):\n    return 7\n", "checks/test_add.py", _PY),
    "ts": _Language(
        "typescript", "add.ts", "export function add(a, b) {\n  return 7;\n}\n", "checks/add.test.ts", _TS
    ),
    "go": _Language(
        "go",
        "add/add.go",
        "package add\n\nfunc Add(a, b int) (int, error) { return 7, nil }\n",
        "add/checks_test.go",
        _GO,
        (("go.mod", "module example.org/add\n\ngo 1.22\n"),),
    ),
    "rs": _Language(
        "rust",
        "src/lib.rs",
        "pub fn add(_a: i32, _b: i32) -> i32 { 7 }\n",
        "tests/checks.rs",
        _RS,
        (("Cargo.toml", '[package]\nname = "add"\nversion = "0.1.0"\nedition = "2021"\n'),),
    ),
    "sh": _Language("shell", "add.sh", "echo 7\n", "checks/test_add.sh", _SH),
}


@dataclass(frozen=True)
class Submission:
    """One wrong solution. `ending` says its language; `unread` ones are run although reading would say no."""

    family: str
    name: str
    ending: str
    files: tuple[tuple[str, str], ...]
    unread: bool

    @property
    def tree(self) -> Tree:
        """The files that are handed in."""
        return _tree((*_LANGUAGES[self.ending].start, *self.files))


_ENDINGS = {"script": "ts", "go": "go", "rust": "rs", "shell": "sh"}
_OWN = {
    "py": ("def add", "\nadd = ", "add =", "def subtract"),
    "ts": ("function add",),
    "rs": ("fn add",),
    "sh": ("",),
}


@cache
def submissions() -> tuple[Submission, ...]:
    """Return every submission in the order of the file."""
    loaded = tomllib.loads((_HERE / "hostile.toml").read_text(encoding="utf-8"))
    return tuple(_all(loaded))


def _all(loaded: dict[str, dict[str, str | dict[str, str]]]) -> Iterator[Submission]:
    for family, listed in loaded.items():
        ending = _ENDINGS.get(family.partition("_")[0], "py")
        for name, one in listed.items():
            files = {_LANGUAGES[ending].path: _with_a_solution(one, ending)} if isinstance(one, str) else one
            yield Submission(family, name, ending, tuple(files.items()), family.endswith("unread"))


def _with_a_solution(code: str, ending: str) -> str:
    """Add a wrong solution where there is none."""
    if ending == "go" or any(word in code for word in _OWN[ending]):
        return code
    return f"{code}\n\n\n{_LANGUAGES[ending].wrong}"


def item(ending: str) -> CodingItem:
    """Return the item whose tests they try to pass."""
    language = _LANGUAGES[ending]
    return CodingItem(
        id="add",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language=language.name,
        start=_tree(language.start),
        tests=_tree(((language.test, language.checks),)),
    )


def _tree(files: tuple[tuple[str, str], ...]) -> Tree:
    return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in dict(files).items()])


def outcome(one: Submission) -> TestsOutcome:
    """Run the tests of the item on one of them."""
    run = run_unread if one.unread else run_item_tests
    return run(item(one.ending), one.tree)
