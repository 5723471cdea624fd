"""`earnest match` from the outside: files, folders and JSON lines, both directions, errors that say what to do."""

import json

import pytest
from click.testing import CliRunner

from earnest.cli import cli
from earnest.errors import BadRecord, UnreadableFile

LISTINGS = {
    "go": "We need reviewers of Go services that call PostgreSQL. Pay is by the hour.",
    "react": "Write frontend prompts: React components, TypeScript and Playwright.",
    "rater": "Compare two answers and say which is better. Careful reading matters most here.",
}
PROFILES = {
    "p1": "Rewrote the billing service in Go and moved 40 tables to PostgreSQL without downtime.",
    "p2": "Built React components in TypeScript for a shop of 400 visitors a day.",
}


def lines(path, texts):
    path.write_text(
        "".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()), encoding="utf-8"
    )
    return str(path)


@pytest.fixture
def given(tmp_path):
    folder = tmp_path / "listings"
    folder.mkdir()
    for name, text in LISTINGS.items():
        (folder / f"{name}.md").write_text(f"# {name.title()}\n{text}\n", encoding="utf-8")
    return {
        "listings": lines(tmp_path / "listings.jsonl", LISTINGS),
        "profiles": lines(tmp_path / "profiles.jsonl", PROFILES),
        "folder": str(folder),
        "index": str(tmp_path / "index"),
    }


def run(*arguments, fails=None, stdin=None):
    done = CliRunner().invoke(cli, ["match", *arguments], input=stdin)
    if fails is None and done.exception is not None:
        raise done.exception
    return done.output if fails is None else done.exception


def rows(output):
    return [json.loads(line) for line in output.splitlines()]


def test_many_profiles_give_a_line_each(given):
    found = rows(run(given["profiles"], "--listings", given["listings"], "--format", "json"))
    assert [row["id"] for row in found] == ["p1", "p2"]
    assert [row["ranking"][0]["id"] for row in found] == ["go", "react"]
    for row in found:
        assert set(row) == {"id", "ranking"}
        assert len(row["ranking"]) == len(LISTINGS)
        assert all(set(one) == {"id", "score", "why"} for one in row["ranking"])
        assert [one["score"] for one in row["ranking"]] == sorted(
            (one["score"] for one in row["ranking"]), reverse=True
        )
    assert "described: Go" in found[0]["ranking"][0]["why"] or "Go" in found[0]["ranking"][0]["why"]


def test_profiles_for_a_listing(given):
    found = rows(
        run("--listing", given["folder"] + "/go.md", "--profiles", given["profiles"], "--format", "json")
    )
    assert found[0]["id"] == "go"
    assert [one["id"] for one in found[0]["ranking"]] == ["p1", "p2"]


def test_reading_on_two_processes_changes_nothing(given):
    alone = run(given["profiles"], "--listings", given["folder"], "--format", "json")
    assert run(given["profiles"], "--listings", given["folder"], "--format", "json", "--jobs", "2") == alone


def test_standard_input_and_text(given):
    line = json.dumps({"id": "me", "text": PROFILES["p1"]})
    told = run("-", "--listings", given["folder"], "--top", "1", stdin=line)
    assert "me: listings, best first" in told
    assert "go  Go" in told
    assert "described: Go, PostgreSQL" in told or "described: PostgreSQL, Go" in told
    assert "“Rewrote the billing service" in told


def test_school_years_and_country_have_no_influence(given, tmp_path):
    plain = "Built React components in TypeScript for a shop of 400 visitors a day."
    told = {
        "a": f"Ann Lee\nStanford University, 2001-2005\nSan Francisco, USA\n\n{plain}",
        "b": f"Bo Ek\nUppsala University, 2011-2018\nUppsala, Sweden\n\n{plain}",
    }
    found = rows(run(lines(tmp_path / "x.jsonl", told), "--listings", given["folder"], "--format", "json"))
    scores = [[(one["id"], one["score"]) for one in row["ranking"]] for row in found]
    assert scores[0] == scores[1]


def test_an_index_is_made_opened_and_brought_up_to_date(given, tmp_path):
    call = (given["profiles"], "--format", "json", "--index", given["index"], "--listings")
    made = run(*call, given["listings"])
    assert run(*call, given["listings"]) == made
    changed = lines(tmp_path / "changed.jsonl", {**LISTINGS, "rater": "Review Rust.", "new": "Grade SQL."})
    fresh = run(given["profiles"], "--format", "json", "--listings", changed)
    assert run(*call, changed) == fresh


def test_an_index_of_profiles_is_kept_and_stands_for_them(given, tmp_path):
    call = ("--listing", given["folder"] + "/go.md", "--format", "json")
    plain = run(*call, "--profiles", given["profiles"])
    assert run(*call, "--profiles", given["profiles"], "--index", given["index"]) == plain
    assert run(*call, "--index", given["index"]) == plain
    changed = lines(tmp_path / "changed.jsonl", {**PROFILES, "p2": "Nursed 12 people.", "p3": "Wrote Go."})
    assert run(*call, "--profiles", changed, "--index", given["index"]) == run(*call, "--profiles", changed)
    wrong = run(
        given["profiles"], "--listings", given["listings"], "--index", given["index"], fails=UnreadableFile
    )
    assert "other direction" in str(wrong)


def test_an_index_of_listings_stands_for_them(given):
    call = (given["profiles"], "--format", "json")
    made = run(*call, "--listings", given["listings"], "--index", given["index"])
    assert run(*call, "--index", given["index"]) == made


def test_a_bad_line_does_not_stop_the_others(given, tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text(
        '{"id": "x"}\nnot json\n' + json.dumps({"id": "y", "text": "Wrote Go."}), encoding="utf-8"
    )
    done = CliRunner().invoke(cli, ["match", str(broken), "--listings", given["folder"], "--format", "json"])
    found = rows(done.stdout)
    assert [bool(row["ranking"]) for row in found] == [False, False, True]
    assert 'is not {"id": ..., "text": "..."}' in found[0]["error"]
    assert "line 2 is not JSON" in done.stderr


def test_errors_say_what_to_do(given, tmp_path):
    assert "does not exist" in str(run("nowhere", "--listings", given["folder"], fails=UnreadableFile))
    twice = tmp_path / "twice.jsonl"
    twice.write_text('{"id": 1, "text": "a"}\n{"id": 1, "text": "b"}\n', encoding="utf-8")
    failed = run(str(twice), "--listings", given["folder"], fails=BadRecord)
    assert isinstance(failed, BadRecord)
    assert "an id of its own" in str(failed)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no listing" in str(run(given["profiles"], "--listings", str(empty), fails=UnreadableFile))
    assert CliRunner().invoke(cli, ["match", given["profiles"]]).exit_code == 2
