import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from earnest.bank import find_pack, load_item, load_pack
from earnest.bank.checking import CheckState
from earnest.bank.variant_checks import check_variants, copied_answer
from earnest.bank.variants import covering_seeds, picks
from earnest.cli import cli
from earnest.cli.bank import command as bank
from earnest.cli.practice import command as practice
from earnest.errors import BadRecord, PackError
from earnest.records.answer_key import CodingKey
from earnest.records.evidence.adherence import TestsOutcome as Outcome
from earnest.records.evidence.adherence import TestsState as State
from earnest.records.item import CodingItem
from earnest.records.tree import Tree, TreeFile
from earnest.signals import Context
from earnest.signals.adherence import decide
from earnest.signals.adherence.lines import read_line

PACK = 'id = "small"\nversion = "3"\ntitle = "Small"\npool = "operational"\n'
ITEM = """kind = "coding"
licence = "MIT"
source = "invented"
language = "python"
test_command = ["python", "-m", "unittest"]

[variants]
file = ["one", "two", "three"]
limit = [80, 90]
lib = [{ name = "re", why = "slow" }, { name = "csv", why = "odd" }]

[[constraints]]
id = "where"
kind = "scope.only_paths"
args = { paths = ["app/@@file@@.py"] }
quote = "only app/@@file@@.py"

[[constraints]]
id = "narrow"
kind = "style.line_length"
args = { limit = "@@limit@@" }
quote = "at most @@limit@@ characters"

[[constraints]]
id = "no-lib"
kind = "deps.forbid_module"
args = { modules = ["@@lib.name@@"] }
quote = "without `@@lib.name@@`"
"""
FILES = {
    "item.toml": ITEM,
    "prompt.md": "Change only app/@@file@@.py, at most @@limit@@ characters a line, without `@@lib.name@@` (@@lib.why@@).",
    "start/app/main.py": "A = 1\n",
    "tests/test_main.py": "import app.@@file@@\n",
    "reference/app/@@file@@.py": "B = '@@file@@'\n",
    "violations/where/app/main.py": "A = 2\n",
    "violations/narrow/app/@@file@@.py": f"B = '{'x' * 95}'\n",
    "violations/no-lib/app/@@file@@.py": "import @@lib.name@@\n",
}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def pack(tmp_path):
    files = {"pack.toml": PACK, **{f"code-x/{name}": text for name, text in FILES.items()}}
    return write(tmp_path / "small", files)


def run(item, tree):
    return Outcome(state=State.PASSED, expected=1, ran=1)


def test_nobodys_seed_takes_the_first_choices(pack):
    for seed in (None, 0, "", "0", " "):
        item, key = load_item(pack / "code-x", seed)
        assert item.constraints[0].args == {"paths": ["app/one.py"]}
        assert item.constraints[1].args == {"limit": 80}  # a number stays one
        assert item.prompt == "Change only app/one.py, at most 80 characters a line, without `re` (slow)."
        assert key.reference.as_dict()["app/one.py"].content == b"B = 'one'\n"
    assert load_pack(pack).item("code-x") == load_item(pack / "code-x")[0]


def test_a_seed_decides_names_contents_arguments_and_quotes_alike(pack):
    for seed in range(1, 30):
        item, key = load_item(pack / "code-x", seed)
        name = item.constraints[0].args["paths"][0]
        assert name in key.reference.as_dict()
        assert all(constraint.quote in item.prompt for constraint in item.constraints)
        assert {violation.constraint for violation in key.violations} == {"where", "narrow", "no-lib"}
        assert load_pack(pack, seed).item("code-x") == item
        assert load_pack(pack, seed).sha256 == load_pack(pack).sha256


def test_every_choice_is_picked_about_as_often():
    slots = {"a": ("x", "y", "z")}
    drawn = [picks(slots, "code-x", seed)["a"] for seed in range(1, 3001)]
    assert all(900 < drawn.count(number) < 1100 for number in range(3))
    assert [picks(slots, "code-y", seed)["a"] for seed in range(1, 3001)] != drawn


def test_picks_are_the_same_in_every_process():
    code = (
        "import json; from earnest.bank.variants import picks; "
        "print(json.dumps([picks({'a': (1, 2, 3), 'b': (1, 2)}, 'code-x', s) for s in (1, 'Ada', 10**40)]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1
    assert json.loads(said.pop()) == [{"a": 1, "b": 0}, {"a": 1, "b": 1}, {"a": 1, "b": 0}]


def test_covering_seeds_pick_every_choice():
    slots = {"a": ("x", "y", "z"), "b": (1, 2), "c": tuple(range(5))}
    seeds = covering_seeds(slots, "code-x")
    assert seeds[0] is None
    seen = {pick for seed in seeds for pick in picks(slots, "code-x", seed).items()}
    assert len(seen) == 10
    assert len(seeds) <= 6
    assert covering_seeds({}, "code-x") == (None,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["one", "two", "three"]', '["one"]', "two choices"),
        ('["one", "two", "three"]', '["one", "one"]', "none of them twice"),
        ('["one", "two", "three"]', '"one"', "file"),
        ("limit = [80, 90]", "limit = [80, 90]\nidle = [1, 2]", "@@idle@@ stands nowhere"),
        ("limit = [80, 90]", "Limit = [80, 90]", "small letters"),
        ("limit = [80, 90]", "", "@@limit@@: no such slot"),
        ('{ name = "csv", why = "odd" }', '{ name = "csv" }', "the same parts"),
        ('{ name = "csv", why = "odd" }', '"csv"', "the same parts"),
    ],
)
def test_slots_that_cannot_be(tmp_path, old, new, said):
    folder = write(tmp_path / "code-x", FILES | {"item.toml": ITEM.replace(old, new)})
    with pytest.raises(PackError, match=said):
        load_item(folder)


def test_two_files_that_come_to_one_name(tmp_path):
    folder = write(tmp_path / "code-x", FILES | {"start/app/two.py": "", "start/app/@@file@@.py": ""})
    load_item(folder)
    with pytest.raises(PackError, match="two files come to this name"):
        load_item(
            folder,
            next(seed for seed in range(1, 99) if picks({"file": (1, 2, 3)}, "code-x", seed)["file"] == 1),
        )


def test_the_check_proves_each_variant_and_that_a_copy_is_no_answer(pack):
    loaded = load_pack(pack)
    lines = list(check_variants(loaded.item("code-x"), loaded, decide, run))
    assert {line.state for line in lines} == {CheckState.PASSED}
    assert "6 answers copied from one to another 6 miss a constraint" in lines[-1].message
    assert sum("violations/no-lib misses" in line.message for line in lines) == 2


def test_a_variant_that_does_not_hold_is_told_with_its_seed(tmp_path):
    files = FILES | {"violations/narrow/app/@@file@@.py": f"B = '{'x' * 80}'\n"}  # 90 characters allow it
    folder = write(
        tmp_path / "small", {"pack.toml": PACK, **{f"code-x/{name}": text for name, text in files.items()}}
    )
    loaded = load_pack(folder)
    failed = [
        line
        for line in check_variants(loaded.item("code-x"), loaded, decide, run)
        if line.state is CheckState.FAILED
    ]
    assert failed
    assert all("limit 90" in line.message for line in failed)


def test_a_copy_that_passes_is_told(tmp_path):
    files = FILES | {
        "item.toml": ITEM.replace('file = ["one", "two", "three"]\n', ""),
    }
    files = {name.replace("@@file@@", "one"): text.replace("@@file@@", "one") for name, text in files.items()}
    folder = write(
        tmp_path / "small", {"pack.toml": PACK, **{f"code-x/{name}": text for name, text in files.items()}}
    )
    loaded = load_pack(folder)
    lines = list(check_variants(loaded.item("code-x"), loaded, decide, run))
    assert any("passes under seed" in line.message and line.state is CheckState.FAILED for line in lines)


def test_a_copy_is_the_changed_files_over_the_own_start():
    def tree(**files):
        return Tree.from_files([TreeFile(path=name, content=text.encode()) for name, text in files.items()])

    mine = copied_answer(
        tree(a="1", b="1", c="1"), tree(a="2", b="1", d="4"), tree(a="9", b="8", c="7", e="5")
    )
    assert {file.path: file.content for file in mine.files} == {"a": b"2", "b": b"8", "d": b"4", "e": b"5"}


def test_every_coding_item_of_the_practice_pack_has_variants():
    pack = find_pack("practice")
    items = [item for item in pack.items.values() if isinstance(item, CodingItem)]
    assert {item.id for item in items} == set(pack.slots)
    for item in items:
        seeds = covering_seeds(pack.slots[item.id], item.id)
        assert len(seeds) >= 3
        prompts = {load_item(pack.folder / item.id, seed)[0].prompt for seed in seeds}
        assert len(prompts) == len(seeds)


@pytest.mark.parametrize("seed", range(100, 106))
def test_every_variant_of_the_practice_pack_keeps_its_own_constraints(seed):
    pack = find_pack("practice", seed)
    for item in pack.items.values():
        if isinstance(item, CodingItem):
            reference = pack.key(item.id, CodingKey).reference
            assert [v.state.value for v in decide(item, reference, None)] == ["kept"] * len(
                item.constraints
            ), item.id
            assert b"@@" not in b"".join(
                file.content for file in reference.files if Path(file.path).suffix != ".md"
            )


def test_the_command_line_shows_and_starts_the_variant_of_a_seed(tmp_path):
    item, _ = load_item(find_pack("practice").folder / "code-py-retry-client", 5)
    shown = CliRunner().invoke(bank, ["show", "code-py-retry-client", "--seed", "5"])
    assert item.prompt in shown.output
    started = CliRunner().invoke(
        practice, ["coding", "code-py-retry-client", str(tmp_path / "work"), "--seed", "5"]
    )
    assert item.prompt in started.output
    assert {file.path for file in item.start.files} == {
        path.relative_to(tmp_path / "work").as_posix()
        for path in (tmp_path / "work").rglob("*")
        if path.is_file()
    }


def test_a_line_of_adherence_may_name_a_seed(pack, tmp_path):
    line = {
        "item": str(pack / "code-x"),
        "seed": 5,
        "submission": str(write(tmp_path / "mine", {"a.py": ""})),
    }
    _, context = read_line(line, Context(load_pack(pack)))
    assert context.pack.item("code-x") == load_item(pack / "code-x", 5)[0]
    with pytest.raises(BadRecord, match="seed"):
        read_line(line | {"seed": [1]}, Context(load_pack(pack)))


def _screened(tmp_path, folder, *more):
    done = CliRunner().invoke(
        cli, ["screen", str(folder), "--format", "json", "--swaps", "0", *more], catch_exceptions=False
    )
    lines = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
    return done, lines


def _adherence(line):
    (result,) = [one for one in line["assessment"]["results"] if one["signal"] == "adherence"]
    rules = [found["rule"] for found in line["findings"]["adherence"]]
    return result, rules


def _application(tmp_path, name, reference, variant):
    folder = tmp_path / name
    for file in reference.files:
        place = folder / "samples" / "code-py-rate-limiter" / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.content)
    (folder / "application.toml").write_text(f'variant = "{variant}"\n', encoding="utf-8")
    return folder


def test_a_screening_takes_the_variant_that_was_given_out(tmp_path):
    item_id = "code-py-rate-limiter"
    plain = find_pack("practice")
    mine, theirs = [seed for seed in covering_seeds(plain.slots[item_id], item_id) if seed is not None][:2]
    reference = find_pack("practice", mine).key(item_id, CodingKey).reference
    own, copied = (_application(tmp_path, f"for-{seed}", reference, seed) for seed in (mine, theirs))

    done, (line,) = _screened(tmp_path, own)
    result, rules = _adherence(line)
    assert (done.exit_code, result["status"]) == (0, "scored")
    assert "constraint-missed" not in rules
    assert line["versions"]["pack"].endswith(f" variant {mine}")

    _done, (line,) = _screened(tmp_path, copied)
    other, rules = _adherence(line)
    assert "constraint-missed" in rules
    assert other["score"] < result["score"]


def test_the_command_stands_above_what_an_application_says(tmp_path):
    item_id = "code-py-rate-limiter"
    reference = find_pack("practice", "1").key(item_id, CodingKey).reference
    folder = _application(tmp_path, "one", reference, "1")
    done, lines = _screened(tmp_path, folder, "--variant", "2")
    assert (done.exit_code, lines) == (1, [])
    assert "names variant 1, the command another one" in done.output
    (folder / "application.toml").unlink()
    done, (line,) = _screened(tmp_path, folder, "--variant", "1")
    assert line["versions"]["pack"].endswith(" variant 1")
