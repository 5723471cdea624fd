import json

from click.testing import CliRunner

from earnest.cli.bank import command


def test_the_command_answers_every_line(tmp_path):
    lines = ['{"id": "a", "prompt": "No new dependencies."}', "nonsense", "[]", '{"id": "b"}']
    file = tmp_path / "prompts.jsonl"
    file.write_text("\n".join(lines))
    result = CliRunner().invoke(command, ["mine", str(file)])
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert result.exit_code == 0
    assert [row["id"] for row in rows] == ["a", 2, 3, "b"]
    assert rows[0]["found"][0] == {
        "kind": "deps.no_new_dependency",
        "args": {},
        "quote": "No new dependencies",
        "start": 0,
        "end": 19,
    }
    assert all(row["error"] for row in rows[1:])
