"""The JSON-lines interface: one result a line, in order, errors included, quotes that stand in the text."""

import json

import pytest
from click.testing import CliRunner

from earnest.cli import cli
from earnest.signals import all_signals

KEYS = {
    "id", "signal", "status", "score", "standard_error", "reason", "findings", "details", "versions",
}  # fmt: skip
STATUSES = {"scored", "not_administered", "insufficient_evidence", "failed"}
HOSTILE = [
    "", "not json", "[]", "null", '{"id": 1', "{}", '{"id": "x", "text": 7, "profile": 7, "answer": 7}',
    '{"id": ' + "9" * 5000 + "}", "[" * 100_000, '{"id": "\\ud800", "text": "\\ud800", "profile": "\\ud800", "answer": "\\ud800"}',
]  # fmt: skip


def assess(signal, lines, tmp_path, *more):
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["assess", signal, str(file), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("signal", all_signals(), ids=lambda signal: signal.id.value)
def test_each_line_has_its_result_in_order_and_a_bad_one_stops_nobody(signal, tmp_path):
    good = json.dumps({**signal.example(_example(signal)), "id": "good"})
    results = assess(signal.id.value, [*HOSTILE, good], tmp_path)
    assert len(results) == len([line for line in HOSTILE if line.strip()]) + 1
    assert all(set(result) == KEYS and result["status"] in STATUSES for result in results)
    assert all((result["score"] is not None) == (result["status"] == "scored") for result in results)
    assert all(result["reason"] for result in results if result["status"] != "scored")
    assert results[-1]["id"] == "good"
    assert results[-1]["status"] != "failed", results[-1]["reason"]
    assert {result["status"] for result in results[:4]} == {"failed"}


def _example(signal):
    page = signal.rules[0].page
    return " ".join(page.partition("\nExample:")[2].partition("\n\n")[0].split())


def test_quotes_stand_verbatim_at_their_offsets(tmp_path):
    text = "- Cut the nightly export from 6 h to 40 min by batching writes in Postgres.\n- Passionate team player."
    (result,) = assess("specificity", [json.dumps({"id": "1", "text": text})], tmp_path)
    assert result["findings"]
    for found in result["findings"]:
        assert text[found["start"] : found["end"]] == found["quote"]


def test_the_same_input_gives_the_same_bytes(tmp_path):
    line = json.dumps({"id": "1", "text": "Wrote the parser for FIX messages in Rust; 2 million a second."})
    assert assess("specificity", [line], tmp_path) == assess("specificity", [line], tmp_path)


def test_preference_takes_items_of_a_file(tmp_path):
    items = tmp_path / "items.jsonl"
    rows = [
        {"id": f"p{n}", "prompt": "2 + 2?", "option_a": "4", "option_b": "It is, all told, five.", "key": "a"}
        for n in range(14)
    ]
    items.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    line = {"id": "r", "responses": [{"item": f"p{n}", "choice": "a", "confidence": 0.9} for n in range(14)]}
    unknown = {"id": "u", "responses": [{"item": "elsewhere", "choice": "a"}]}
    known, lost = assess(
        "preference", [json.dumps(line), json.dumps(unknown)], tmp_path, "--items", str(items)
    )
    assert known["status"] == "scored"
    assert lost["status"] == "failed"
    assert "elsewhere" in lost["reason"]


def test_adherence_gives_a_verdict_for_each_constraint_and_an_error_for_an_unknown_kind(tmp_path):
    constraint = {
        "id": "lib",
        "kind": "deps.forbid_module",
        "args": {"modules": ["pandas"]},
        "quote": "no pandas",
    }
    before = {"app.py": "x = 1\n"}
    lines = [
        {
            "id": 1,
            "constraints": [constraint],
            "before": before,
            "after": {"app.py": "import pandas\nx = 1\n"},
        },
        {"id": 2, "constraints": [constraint], "before": before, "after": {"app.py": "import csv\nx = 1\n"}},
        {"id": 3, "constraints": [constraint], "before": before, "after": {"app.py": "import csv\nx = (\n"}},
        {
            "id": 4,
            "constraints": [{**constraint, "kind": "deps.nobody_knows"}],
            "before": before,
            "after": before,
        },
    ]
    missed, kept, undecidable, unknown = assess("adherence", list(map(json.dumps, lines)), tmp_path)
    assert missed["details"]["verdicts"] == {"lib": "missed"}
    assert {(found["file"], found["line"], found["quote"]) for found in missed["findings"]} == {
        ("app.py", 1, "import pandas")
    }
    assert kept["details"]["verdicts"] == {"lib": "kept"}
    assert undecidable["details"]["verdicts"] == {"lib": "undecidable"}
    assert undecidable["status"] == "insufficient_evidence"
    assert unknown["status"] == "failed"
    assert "deps.nobody_knows" in unknown["reason"]
