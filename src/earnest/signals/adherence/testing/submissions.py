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
_WRONG = {
    "py": "def add(a, b):\n    return 7\n",
    "ts": "export function add(a, b) {\n  return 7;\n}\n",
}
_CHECKS = {
    "py": """import unittest

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
""",
    "ts": """import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { add } from "../add.ts";

test("two", () => { assert.equal(add(1, 1), 2); });
describe("parts", () => {
  for (const n of [1, 2]) it(`adds ${n}`, () => { assert.deepEqual([add(n, 1)], [n + 1]); });
  it("throws at 'words'", async () => { assert.throws(() => add("a", 1), TypeError); });
});
""",
}


@dataclass(frozen=True)
class Submission:
    """One wrong solution. `ending` is py or ts; `unread` ones are run although reading would stop them."""

    family: str
    name: str
    ending: str
    files: tuple[tuple[str, str], ...]
    unread: bool

    @property
    def tree(self) -> Tree:
        """The files that are handed in."""
        return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in self.files])


@cache
def submissions() -> tuple[Submission, ...]:
    """Return every submission in the order of the file."""
    loaded = tomllib.loads((_HERE / "hostile.toml").read_text(encoding="utf-8"))
    return tuple(_all(loaded))


def _all(loaded: dict[str, dict[str, str | dict[str, str]]]) -> Iterator[Submission]:
    for family, listed in loaded.items():
        ending = "ts" if family.startswith("script") else "py"
        for name, one in listed.items():
            files = {f"add.{ending}": _with_a_solution(one, ending)} if isinstance(one, str) else one
            yield Submission(family, name, ending, tuple(files.items()), family.endswith("unread"))


def _with_a_solution(code: str, ending: str) -> str:
    """Add a wrong solution where there is none."""
    own = "def add" in code or "\nadd = " in code or "add =" in code or "function add" in code
    return code if own or (ending == "py" and "def subtract" in code) else f"{code}\n\n\n{_WRONG[ending]}"


def item(ending: str) -> CodingItem:
    """Return the item whose tests they try to pass."""
    return CodingItem(
        id="add",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python" if ending == "py" else "typescript",
        tests=Tree.from_files(
            [
                TreeFile(
                    path="checks/test_add.py" if ending == "py" else "checks/add.test.ts",
                    content=_CHECKS[ending].encode(),
                )
            ]
        ),
    )


def outcome(one: Submission) -> TestsOutcome:
    """Run the tests of the item on one of them."""
    run = run_unread if one.unread else run_item_tests
    return run(item(one.ending), one.tree)
