import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from earnest.bank import find_pack
from earnest.cli.bank import command

PACK = 'id = "small"\nversion = "1"\ntitle = "Small"\npool = "practice"\n'
PAIR = 'kind = "pair"\nlicence = "MIT"\nsource = "invented"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    item = tmp_path / "pair-x"
    item.mkdir()
    (tmp_path / "pack.toml").write_text(PACK)
    (item / "item.toml").write_text(PAIR)
    for name in ("prompt.md", "option_a.md", "option_b.md"):
        (item / name).write_text(f"Text of {name}.")
    (item / "key.toml").write_text('key = "a"\nwhy = "Because."\n')
    return tmp_path


def invoke(*arguments: object):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_list_names_every_item_with_its_kind():
    result = invoke("list")
    assert result.exit_code == 0
    assert result.output.startswith("Practice items (practice@")
    assert len(result.output.splitlines()) == 1 + len(find_pack("practice").items)
    assert (
        "long-caching                 longform    120 min  When a cache makes things worse" in result.output
    )


def test_show_prints_the_item_without_its_key():
    result = invoke("show", "edge-sql-01")
    assert result.exit_code == 0
    assert "NOT IN" in result.output
    assert "NOT EXISTS" not in result.output  # stands in the reason only


def test_a_sound_pack_passes_with_exit_code_0(folder):
    result = invoke("check", folder)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "4 passed, 0 failed, 4 not run")


def test_a_broken_pack_fails_with_exit_code_1(folder):
    (folder / "pair-x" / "key.toml").unlink()
    result = invoke("check", folder, "--verbose")
    assert result.exit_code == 1
    assert "  failed  pair-x: no key; write key.toml" in result.output
    assert "  passed  pair-x: licence MIT, source invented" in result.output


def test_generate_makes_a_pack_that_passes_the_check(tmp_path):
    made = invoke("generate", "--kind", "table", "--count", 40, "--seed", "abc", "--out", tmp_path / "secret")
    assert made.exit_code == 0, made.output
    checked = invoke("check", tmp_path / "secret")
    assert checked.exit_code == 0, checked.output
    again = invoke("generate", "--kind", "table", "--count", 40, "--seed", "abc", "--out", tmp_path / "again")
    assert again.exit_code == 0
    for path in sorted((tmp_path / "secret").rglob("*.*")):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(tmp_path / "secret")).read_bytes()


def test_a_generated_key_that_was_changed_is_found(tmp_path, socket_enabled):
    invoke("generate", "--kind", "fact", "--count", 2, "--seed", "abc", "--out", tmp_path / "secret")
    key = next((tmp_path / "secret").glob("*/key.toml"))
    text = key.read_text()
    turned = text.replace('"a"', '"?"', 1).replace('"b"', '"a"', 1).replace('"?"', '"b"', 1)
    key.write_text(turned)
    checked = invoke("check", tmp_path / "secret")
    if "isolation" in checked.output:
        pytest.skip("no sandbox on this machine")
    assert checked.exit_code == 1
    assert f"{key.parent.name}: check.py prints" in checked.output


def test_report_says_what_choosing_without_reading_scores():
    assert "0.50     30 of 60    always the longer" in invoke("report", "practice").output
    found = json.loads(invoke("report", "practice", "--format", "json").output)
    assert found["pairs"] == 60
    assert {row["rule"]: row["accuracy"] for row in found["rules"]}["always the first"] == 0.5


def test_a_mixed_pack_has_its_share_of_each_kind(tmp_path):
    kinds = ("--kind", "fact", "--kind", "code", "--kind", "instruction")
    made = invoke("generate", *kinds, "--count", 50, "--seed", "abc", "--out", tmp_path / "mixed")
    assert made.exit_code == 0, made.output
    names = [path.parent.name.split("-")[1] for path in (tmp_path / "mixed").glob("*/item.toml")]
    assert sorted(names.count(kind) for kind in ("fact", "code", "instruction")) == [16, 17, 17]
    assert invoke("check", tmp_path / "mixed").exit_code == 0
