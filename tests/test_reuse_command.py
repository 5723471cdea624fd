import json

import pytest
from click.testing import CliRunner

from earnest.cli import cli

CODE = """
def plan(bookings, seats):
    rows = {}
    for booking in sorted(bookings, key=lambda one: one.size):
        free = [row for row in seats if seats[row] >= booking.size]
        if not free:
            raise ValueError(f"no row for {booking.name}")
        chosen = min(free, key=lambda row: seats[row])
        rows[booking.name] = chosen
        seats[chosen] -= booking.size
    return rows
"""
ESSAY = """We noticed it in March when the export fell four hours behind and nobody could say which of the eleven
producers had become slower. I wrote a probe that marks each message with the time at which it entered, and
within a day we knew that one tenant sent the same file again and again because our answer came too late.
"""


@pytest.fixture
def applications(tmp_path):
    for name, code in (("ann", CODE), ("ben", CODE.replace("booking", "entry").replace("rows", "out"))):
        sample = tmp_path / name / "samples" / "seats"
        sample.mkdir(parents=True)
        (sample / "plan.py").write_text(code)
        writing = tmp_path / name / "writing"
        writing.mkdir()
        (writing / "essay.md").write_text(ESSAY if name == "ann" else ESSAY.replace("eleven", "twelve"))
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(cli, ["reuse", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_both_passages_stand_side_by_side(applications):
    shown = run(applications)
    assert "ann: " in shown
    assert "ben: " in shown
    assert "It is no score" in shown


def test_json_holds_the_passages_with_their_lines(applications):
    flags = json.loads(run(applications, "--json"))["flags"]
    assert {flag["kind"] for flag in flags} == {"code", "prose"}
    code = next(flag for flag in flags if flag["kind"] == "code")
    assert (code["left"]["owner"], code["right"]["owner"]) == ("ann", "ben")
    lines = (applications / "ben" / "samples" / "seats" / "plan.py").read_text().split("\n")
    shown = code["right"]
    assert shown["text"] == "\n".join(lines[shown["first"] - 1 : shown["last"]])
    assert code["share"] >= code["threshold"]


def test_a_sample_that_does_not_apply_is_named_and_stops_nothing(applications):
    broken = applications / "cy" / "samples" / "code-py-seat-plan"
    broken.mkdir(parents=True)
    (broken / "change.diff").write_text("--- a/none.py\n+++ b/none.py\n@@ -1 +1 @@\n-x\n+y\n")
    report = json.loads(run(applications, "--json"))
    assert len(report["flags"]) == 2
    assert len(report["skipped"]) == 1
    assert report["skipped"][0].startswith("cy: sample code-py-seat-plan")
