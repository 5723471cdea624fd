"""The command line as a person uses it: every command, its errors, practice, and batches that are killed."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from earnest.cli import cli

EARNEST = [sys.executable, "-m", "earnest"]
PROFILE = """# Ana Example

- Moved the invoice store from MySQL 5.7 to PostgreSQL 15 by writing every row twice for three weeks.
- Cut the nightly export from 3 hours to 11 minutes with a server-side cursor in psycopg.
- Wrote the parser for EDIFACT messages in Rust: 40 message types, fuzzed with cargo-fuzz.
"""


def run(*words, given=""):
    return CliRunner().invoke(cli, [*map(str, words)], input=given, catch_exceptions=False)


def process(*words, **options):
    return subprocess.run(
        [*EARNEST, *map(str, words)], capture_output=True, text=True, check=False, **options
    )


def commands(command, path=()):
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*path, name))


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_every_command_explains_itself(path):
    done = run(*path, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["screen", "nothing-there.pdf"], "nothing-there.pdf"),
        (["screen", "{profile}", "--policy", "nope"], "default, mercor, outlier, surge"),
        (["screen", "{profile}", "--pack", "nope"], "nope"),
        (["explain", "no-such-rule"], "no rule"),
        (["assess", "charm", "{profile}"], "no signal"),
        (["bank", "show", "nope"], "nope"),
        (["practice", "edge", "cobol"], "python"),
    ],
)
def test_a_mistake_is_one_line_that_says_what_to_do(words, said, tmp_path):
    profile = tmp_path / "resume.md"
    profile.write_text(PROFILE, encoding="utf-8")
    done = process(*(word.format(profile=profile) for word in words))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_resume_is_screened_in_one_line(tmp_path):
    profile = tmp_path / "resume.md"
    profile.write_text(PROFILE, encoding="utf-8")
    done = run("screen", profile)
    assert done.exit_code == 0
    assert "Concrete claims" in done.output
    assert "±" in done.output


def test_a_bad_file_costs_only_itself(tmp_path):
    (tmp_path / "good.md").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    out = tmp_path / "out"
    done = process("screen", tmp_path, "--out", out)
    assert done.returncode == 0
    lines = [json.loads(line) for line in (out / "screenings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["name"]: "error" in line for line in lines} == {"broken": True, "empty": True, "good": False}
    for name in ("empty.md", "broken.pdf"):
        assert sum(name in line for line in done.stderr.splitlines()) == 1


def test_only_bad_files_is_exit_code_1(tmp_path):
    (tmp_path / "empty.md").write_bytes(b"")
    assert process("screen", tmp_path / "empty.md").returncode == 1


def test_json_and_sarif_go_to_standard_output(tmp_path):
    profile = tmp_path / "resume.md"
    profile.write_text(PROFILE, encoding="utf-8")
    assert json.loads(run("screen", profile, "--format", "json").stdout)["name"] == "resume"
    assert json.loads(run("screen", profile, "--format", "sarif").stdout)["version"] == "2.1.0"


def test_practice_pairs_gives_feedback_at_once():
    done = run("practice", "pairs", "--count", 12, given="a\n80\n" * 12)
    assert done.exit_code == 0
    assert done.output.count("Right. ") + done.output.count("Not this one. ") == 12
    assert "preference: 0." in done.output


def test_practice_edge_and_interview():
    done = run("practice", "edge", "python", "--count", 4, given="a\n" * 4)
    assert "depth: 0." in done.output
    answer = (
        "I shipped the import without a dry run and 1,200 orders were charged twice. It was my mistake: I had\n"
        "tested with one currency only. Since then I run each migration on a copy of last night's data, and\n"
        "that has caught two errors.\n.\n"
    )
    assert "accountability: 0." in run("practice", "interview", "interview-failure", given=answer).output


def test_practice_coding_starts_and_then_checks(tmp_path):
    folder = tmp_path / "work"
    assert "Give the same command again" in run("practice", "coding", "code-py-rate-limiter", folder).output
    assert "constraint-missed" in run("practice", "coding", "code-py-rate-limiter", folder).output


def test_a_listing_is_looked_at():
    done = run("listing", "lint", next(Path("examples/listings").glob("*.md")))
    assert done.exit_code == 0
    assert done.output.strip()


def test_a_listing_is_rewritten_by_questions():
    generic = "examples/listings/generic-coding-expert.md"
    assert "one or more programming languages" in run("listing", "rewrite", generic).output
    asked = json.loads(run("listing", "rewrite", generic, "--format", "json").stdout)
    assert {"missing: pay", "school"} <= {question["about"] for question in asked["questions"]}
    report = json.loads(run("listing", "lint", generic, "--format", "json").stdout)
    assert report["ads"] > 100


def test_job_postings_go_in_and_out(tmp_path):
    page = "examples/job-postings/agent-traces.html"
    read = run("listing", "read", page, "--check")
    assert read.exit_code == 0
    assert json.loads(read.stdout)["id"] == "agent-traces-go"
    assert "Go" in run("listing", "lint", page, "--others", "examples/listings").output
    listing = "examples/listings/rust-specialist.md"
    without = run("listing", "jobposting", listing, "--check")
    assert without.exit_code == 1
    assert "datePosted: missing" in without.stderr
    made = tmp_path / "made.json"
    options = ("--organization", "Example (invented)", "--posted", "2026-11-02", "--check")
    made.write_text(run("listing", "jobposting", listing, *options).stdout, encoding="utf-8")
    again = run("listing", "read", made, "--check")
    assert json.loads(again.stdout)["id"] == "rust-specialist"
    script = run("listing", "jobposting", listing, "--html").stdout
    assert script.count("<") == 2
    broken = tmp_path / "broken.json"
    broken.write_text("[" * 100, encoding="utf-8")
    assert process("listing", "read", broken).returncode == 2


def applications(folder, count):
    for number in range(count):
        (folder / f"{number:02}").mkdir(parents=True)
        text = PROFILE.replace("40 message", f"{number + 2} message")
        (folder / f"{number:02}" / "profile.md").write_text(text, encoding="utf-8")
    return folder


def contents(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_bytes_whatever_the_jobs_the_hash_seed_the_locale_and_the_clock(tmp_path):
    given = applications(tmp_path / "given", 4)
    outs = []
    for number, (jobs, seed, zone) in enumerate([("1", "1", "UTC"), ("2", "77", "Asia/Kolkata")]):
        outs.append(tmp_path / f"out{number}")
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = process("screen", given, "--out", outs[-1], "--jobs", jobs, env=environment)
        assert done.returncode == 0, done.stderr
    assert contents(outs[0]) == contents(outs[1])
    assert len(contents(outs[0])) == 4 * 3 + 1


def test_a_killed_batch_goes_on_where_it_was_with_the_same_bytes(tmp_path):
    given = applications(tmp_path / "given", 30)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert process("screen", given, "--out", whole).returncode == 0
    partial = killed / "screenings.partial.jsonl"
    kills = 0
    for aim in (3, 9, 17):
        running = subprocess.Popen(
            [*EARNEST, "screen", str(given), "--out", str(killed), "--jobs", "2"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        while running.poll() is None and not (partial.exists() and partial.read_bytes().count(b"\n") >= aim):
            time.sleep(0.01)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            kills += 1
        running.wait()
    assert kills
    assert process("screen", given, "--out", killed).returncode == 0
    assert contents(killed) == contents(whole)
