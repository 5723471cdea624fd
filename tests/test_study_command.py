"""`earnest study` from the command line, in each format."""

import json
import random

import pytest
from click.testing import CliRunner

from earnest.cli.study import command


@pytest.fixture
def files(tmp_path):
    rng = random.Random(2)  # noqa: S311 - repeatable
    rows = [
        {"worker": f"w{worker}", "item": item, "label": int(rng.random() < 0.5 + worker / 12)}
        for worker in range(6)
        for item in range(40)
    ]
    labels, keys = tmp_path / "labels.jsonl", tmp_path / "keys.jsonl"
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    keys.write_text("".join(json.dumps({"item": item, "key": 1}) + "\n" for item in range(0, 40, 2)))
    return str(labels), str(keys)


@pytest.mark.parametrize("form", ["text", "html", "json"])
@pytest.mark.parametrize("name", ["raters", "items"])
def test_a_study_in_each_format(files, name, form):
    labels, keys = files
    result = CliRunner().invoke(command, [name, labels, "--key", keys, "--format", form])
    assert result.exit_code == 0, result.output
    if form == "json":
        found = json.loads(result.output)
        assert len(found["items"]) == (40 if name == "raters" else 20)
    else:
        assert ("<!doctype html>" in result.output) == (form == "html")
        assert "raters" in result.output if name == "raters" else "1PL" in result.output


def test_keys_are_optional_for_raters(files):
    result = CliRunner().invoke(command, ["raters", files[0], "--format", "json"])
    assert json.loads(result.output)["suspect_keys"] == []
