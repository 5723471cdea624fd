from pathlib import Path

import pytest
from click.testing import CliRunner

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
    assert len(result.output.splitlines()) == 121
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
