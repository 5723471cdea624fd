from collections.abc import Iterable
from pathlib import Path

import pytest

from earnest.bank import load_pack
from earnest.bank.checking import CheckState, check_pack
from earnest.bank.sql_check import sql_output
from earnest.errors import BadRecord, Unavailable, UnknownName
from earnest.records.evidence import adherence  # as a module: pytest would collect TestsOutcome by its name

PACK = 'id = "small"\nversion = "1"\ntitle = "Small"\npool = "practice"\n'
ABOUT = 'licence = "MIT"\nsource = "invented"\n'

# The constraints of these items forbid words; `word.tests` cannot be decided without the tests.


def decide(item, tree, run=None):
    return tuple(verdict(constraint, item, tree, run) for constraint in item.constraints)


def verdict(constraint, item, tree, run):
    if not constraint.kind.startswith("word."):
        raise UnknownName(f"no kind of constraint {constraint.kind!r}")
    if "word" not in constraint.args:
        raise BadRecord(f"constraint {constraint.id!r}: word: Field required")
    outcome = run(item, tree) if run is not None else None
    if constraint.kind == "word.tests" and (outcome is None or outcome.state is adherence.TestsState.NOT_RUN):
        reason = outcome.reason if outcome else "the tests were not run"
        return adherence.Verdict(
            constraint=constraint.id,
            kind=constraint.kind,
            state=adherence.VerdictState.UNDECIDABLE,
            reason=reason,
        )
    said = constraint.args["word"].encode() in b"".join(file.content for file in tree.files)
    state = adherence.VerdictState.MISSED if said else adherence.VerdictState.KEPT
    return adherence.Verdict(constraint=constraint.id, kind=constraint.kind, state=state)


def run_tests(item, tree):
    done = b"done" in tree.as_dict()["main.txt"].content
    return adherence.TestsOutcome(
        state=adherence.TestsState.PASSED if done else adherence.TestsState.FAILED,
        expected=2,
        ran=2,
        failed=() if done else ("t",),
    )


def no_sandbox(item, tree):
    return adherence.TestsOutcome(state=adherence.TestsState.NOT_RUN, expected=2, reason="no isolation")


CODING = {
    "item.toml": f'kind = "coding"\n{ABOUT}language = "text"\ntest_command = ["t"]\n'
    '[[constraints]]\nid = "no-red"\nkind = "word.forbid"\nargs = {word = "red"}\nquote = "Nothing red"\n'
    '[[constraints]]\nid = "no-blue"\nkind = "word.tests"\nargs = {word = "blue"}\n'
    'quote = "no blue  at all"\n',
    "prompt.md": "Write done. Nothing red, and no blue\nat all.\n",
    "start/main.txt": "begin\n",
    "tests/t": "t\n",
    "reference/main.txt": "done\n",
    "violations/no-red/main.txt": "done red\n",
    "violations/no-blue/main.txt": "done blue\n",
}
PAIR = {
    "item.toml": f'kind = "pair"\n{ABOUT}',
    "prompt.md": "Which?",
    "option_a.md": "This.",
    "option_b.md": "That one.",
    "key.toml": 'key = "b"\nwhy = "That is it."\n',
}
EDGE = {
    "item.toml": f'kind = "edge"\n{ABOUT}specialty = "sql"\n[options]\na = "`0`"\nb = "1  2"\n',
    "prompt.md": "What?\n\n```sql\nSELECT 1;\n  SELECT 2;\n```\n",
    "key.toml": 'answer = "b"\nwhy = "So."\n',
    "check.sql": "SELECT 1;\nSELECT 2;\n",
}
LONG = {"item.toml": f'kind = "longform"\n{ABOUT}', "prompt.md": "Write."}


def check(tmp_path: Path, items: dict[str, dict[str, str]], run=run_tests, run_script=None):
    folder = tmp_path / "small"
    for name, files in {".": {"pack.toml": PACK}, **items}.items():
        for path, text in files.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return check_pack(load_pack(folder), decide, run, run_script)


def said(lines, state: CheckState) -> list[str]:
    return [f"{line.item}: {line.message}" for line in lines if line.state is state]


def without(files: dict[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in files.items() if name not in names}


def many(count: int, lengths: Iterable[int]) -> dict[str, dict[str, str]]:
    """Pairs of which the first half has the key a; `lengths` are how long the right options are, of 30."""
    items = {}
    for number, length in zip(range(count), lengths, strict=True):
        right, wrong = ("a", "b") if number % 2 else ("b", "a")
        items[f"pair-{number:02d}"] = PAIR | {
            "prompt.md": f"Which, {number}?",
            f"option_{right}.md": "x" * length,
            f"option_{wrong}.md": "y" * 30,
            "key.toml": f'key = "{right}"\nwhy = "It is made of x."\n',
        }
    return items


def test_a_sound_pack_fails_nothing(tmp_path):
    lines = check(tmp_path, {"code-x": CODING, "edge-x": EDGE, "pair-x": PAIR, "long-x": LONG})
    assert said(lines, CheckState.FAILED) == []
    assert all("it tells apart" in line for line in said(lines, CheckState.NOT_RUN))
    passed = said(lines, CheckState.PASSED)
    assert "code-x: the reference passes all 2 tests" in passed
    assert "code-x: the reference keeps all 2 constraints" in passed
    assert "code-x: violations/no-blue misses its constraint and keeps the others" in passed
    assert "edge-x: check.sql was run and prints the key" in passed


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"prompt.md": "Write done. Nothing red."}, "constraint 'no-blue': the prompt does not say"),
        ({"prompt.md": " \n"}, "prompt.md is empty"),
        ({"item.toml": CODING["item.toml"].replace("word.forbid", "colour.forbid")}, "no kind of constraint"),
        ({"item.toml": CODING["item.toml"].replace('word = "red"', "")}, "word: Field required"),
        (
            {"item.toml": CODING["item.toml"].replace('"no-blue"', '"no-red"')},
            "2 constraints are called 'no-red'",
        ),
        ({"item.toml": CODING["item.toml"].replace('quote = "Nothing red"', "")}, "'no-red' has no quote"),
        ({"item.toml": CODING["item.toml"].partition("[[")[0]}, "no constraints"),
        ({"item.toml": CODING["item.toml"].replace('test_command = ["t"]', "")}, "no tests"),
        ({"reference/main.txt": "almost\n"}, "the reference fails the item's own tests: t"),
        ({"reference/main.txt": "done red\n"}, "the reference does not keep every constraint: no-red"),
        ({"start/main.txt": "done\n"}, "the tests pass on the start tree already"),
        ({"violations/no-red/main.txt": "done\n"}, "violations/no-red must miss it and nothing else: no-red"),
        ({"violations/no-red/main.txt": "done red blue\n"}, "must miss it and nothing else: no-blue"),
        ({"violations/no-green/main.txt": "done green\n"}, "item.toml declares no such constraint"),
    ],
)
def test_a_broken_coding_item_fails(tmp_path, change, expected):
    lines = check(tmp_path, {"code-x": CODING | change})
    assert any(expected in line for line in said(lines, CheckState.FAILED)), said(lines, CheckState.FAILED)


def test_a_constraint_needs_a_violation_and_an_item_a_reference(tmp_path):
    lines = check(tmp_path, {"code-x": without(CODING, "violations/no-red/main.txt")})
    assert [line for line in said(lines, CheckState.FAILED) if "'no-red' has no violation" in line]
    other = tmp_path / "other"
    bare = without(CODING, *(name for name in CODING if name.startswith(("reference", "violations"))))
    assert [
        line for line in said(check(other, {"code-x": bare}), CheckState.FAILED) if "no reference" in line
    ]


def test_without_a_sandbox_nothing_that_needs_it_passes(tmp_path):
    lines = check(tmp_path, {"code-x": CODING}, run=no_sandbox)
    assert said(lines, CheckState.FAILED) == []
    states = {line.message.partition(":")[0]: line.state for line in lines if "no isolation" in line.message}
    assert states == {
        "the tests of the reference": CheckState.NOT_RUN,
        "the reference": CheckState.NOT_RUN,
        "violations/no-blue": CheckState.NOT_RUN,
        "violations/no-red": CheckState.NOT_RUN,
    }


def test_without_a_sandbox_a_wrong_violation_fails_all_the_same(tmp_path):
    lines = check(tmp_path, {"code-x": CODING | {"violations/no-red/main.txt": "done\n"}}, run=no_sandbox)
    assert any("violations/no-red must miss it" in line for line in said(lines, CheckState.FAILED))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"option_a.md": "That  one."}, "both options say the same"),
        ({"option_a.md": " "}, "an option is empty"),
        ({"key.toml": 'key = "b"\n'}, "the key has no why"),
        (
            {"item.toml": 'kind = "pair"\nlicence = "MTI"\nsource = "invented"\n'},
            "licence 'MTI' is not on the SPDX",
        ),
        ({"item.toml": 'kind = "pair"\nlicence = "MIT"\nsource = "unknown"\n'}, "names nothing"),
        (
            {"item.toml": 'kind = "pair"\nlicence = "LicenseRef-ours"\nsource = "we"\n'},
            "LICENSE file of the pack",
        ),
    ],
)
def test_a_broken_pair_fails(tmp_path, change, expected):
    lines = check(tmp_path, {"pair-x": PAIR | change})
    assert any(expected in line for line in said(lines, CheckState.FAILED)), said(lines, CheckState.FAILED)


@pytest.mark.parametrize("licence", ["MIT", "MIT AND BSD-3-Clause", "LicenseRef-ours", "CC-BY-4.0 OR MIT"])
def test_a_licence_that_holds(tmp_path, licence):
    item = PAIR | {"item.toml": f'kind = "pair"\nlicence = "{licence}"\nsource = "we"\n', "LICENSE": "Ours."}
    assert said(check(tmp_path, {"pair-x": item}), CheckState.FAILED) == []


def test_items_without_a_key_fail(tmp_path):
    lines = check(tmp_path, {"pair-x": without(PAIR, "key.toml"), "edge-x": without(EDGE, "key.toml")})
    assert [line.partition(";")[0] for line in said(lines, CheckState.FAILED)] == [
        "edge-x: no key",
        "pair-x: no key",
    ]


def test_the_same_prompt_twice_fails(tmp_path):
    again = LONG | {"prompt.md": "  WRITE.\n"}
    lines = check(tmp_path, {"long-x": LONG, "long-y": again})
    assert said(lines, CheckState.FAILED) == ["long-y: asks the same as long-x; leave one out"]
    swapped = PAIR | {"option_a.md": PAIR["option_b.md"], "option_b.md": PAIR["option_a.md"]}
    lines = check(tmp_path / "other", {"pair-x": PAIR, "pair-y": swapped})
    assert said(lines, CheckState.FAILED) == ["pair-y: asks the same as pair-x; leave one out"]


def test_the_longer_one_always_right_fails_and_says_how_often(tmp_path):
    lines = check(tmp_path, many(12, [40] * 12))
    assert said(lines, CheckState.FAILED) == [
        "small: always the longer is right in 12 of 12 pairs (1.00), never in 0.00; balance it to 0.50 ± 0.10"
    ]
    assert "small: always the first is right in 6 of 12 pairs (0.50), never in 0.50" in said(
        lines, CheckState.PASSED
    )


def test_the_shorter_one_always_right_fails_too(tmp_path):
    lines = check(tmp_path, many(12, [10] * 12))
    failed = said(lines, CheckState.FAILED)
    assert failed[0].startswith("small: always the longer is right in 0 of 12 pairs (0.00), never in 1.00")
    assert failed[1].startswith("small: always the one that is twice as long is right in 0 of 12")


def test_length_that_is_balanced_only_as_a_whole_fails_where_one_is_twice_as_long(tmp_path):
    lines = check(tmp_path, many(20, [35] * 10 + [10] * 10))
    assert [line.partition(" is right")[0] for line in said(lines, CheckState.FAILED)] == [
        "small: always the one that is twice as long"
    ]


def test_a_position_always_right_fails(tmp_path):
    items = {name: files for name, files in many(24, [20, 20, 40, 40] * 6).items() if int(name[-2:]) % 2}
    lines = check(tmp_path, items)
    assert any("always the first is right in 12 of 12" in line for line in said(lines, CheckState.FAILED))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"key.toml": 'answer = "c"\nwhy = "So."\n'}, "the answer 'c' is none of the options a, b"),
        ({"key.toml": 'answer = "b"\n'}, "the key has no why"),
        ({"key.toml": 'answer = "a"\nwhy = "So."\n'}, "check.sql prints '1 2', the key is '`0`'"),
        ({"item.toml": EDGE["item.toml"].replace("1  2", "0")}, "two options are the same"),
        ({"item.toml": EDGE["item.toml"].partition("b =")[0]}, "one option is no choice"),
        ({"check.sql": "SELECT 2;\nSELECT 1;\n"}, "does not run the prompt's line 'SELECT 2;'"),
        ({"check.sql": "SELECT 1;\nSELECT 2;\nSELECT x;"}, "prints '1 2 an error'"),
    ],
)
def test_a_broken_edge_item_fails(tmp_path, change, expected):
    lines = check(tmp_path, {"edge-x": EDGE | change})
    assert any(expected in line for line in said(lines, CheckState.FAILED)), said(lines, CheckState.FAILED)


SCRIPT = without(EDGE, "check.sql") | {
    "prompt.md": "What?\n\n```python\nprint(1, 2)\n```\n",
    "check.py": "print(1, 2)\n",
}


def test_scripts_are_run_by_what_is_handed_in(tmp_path):
    asked = []

    def run_script(name: str, content: bytes) -> str:
        asked.append((name, content))
        return "1 2\n"

    lines = check(tmp_path, {"edge-x": SCRIPT}, run_script=run_script)
    assert asked == [("check.py", b"print(1, 2)\n")]
    assert "edge-x: check.py was run and prints the key" in said(lines, CheckState.PASSED)


def test_a_script_that_cannot_be_run_is_not_run(tmp_path):
    def run_script(name: str, content: bytes) -> str:
        raise Unavailable("no Node.js")

    for given, reason in ((None, "nothing was given that runs it"), (run_script, "no Node.js")):
        lines = check(tmp_path, {"edge-x": SCRIPT}, run_script=given)
        assert f"edge-x: check.py: {reason}" in said(lines, CheckState.NOT_RUN)
        assert not [line for line in said(lines, CheckState.PASSED) if "was run" in line]


def test_an_edge_item_without_a_program_is_not_proved(tmp_path):
    lines = check(tmp_path, {"edge-x": without(EDGE, "check.sql")})
    assert any("0 of check.py, check.js, check.sql" in line for line in said(lines, CheckState.NOT_RUN))


def test_sql_reaches_no_file_and_ends(tmp_path):
    target = tmp_path / "escaped.db"
    assert sql_output(f"ATTACH '{target}' AS other; CREATE TABLE other.t (x); SELECT 1;") == "an error\n"
    assert sql_output(f"CREATE TABLE t (x); VACUUM INTO '{target}'; SELECT 1;") == "an error\n"
    assert not target.exists()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n;"
    assert sql_output(endless) == "an error\n"
    assert sql_output("SELECT LENGTH(ZEROBLOB(900000000));") == "an error\n"
    assert sql_output(";" * 100_000) == "an error\n"
    assert sql_output("SELECT ';';SELECT 2 -- ;\n;") == ";\n2\n"
