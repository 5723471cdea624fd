"""The depth packs: what is in them, every first variant proved, and one examined in the terminal."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from earnest.bank import find_pack
from earnest.bank.check_line import CheckState
from earnest.bank.edge_checks import check_cues, check_edge
from earnest.bank.loading import pack_names
from earnest.bank.open_answers import Verdict
from earnest.cli import cli
from earnest.cli.bank import run_script
from earnest.records.answer_key import EdgeKey
from earnest.records.evidence.depth import DepthEvidence
from earnest.records.item import Ask
from earnest.records.response import EdgeResponse
from earnest.signals.depth import SIGNAL, answer_with_key
from earnest.signals.depth.answers import judge
from earnest.signals.depth.forms import DepthForm, Given
from earnest.signals.depth.rules import explanation_near

PACKS = [name for name in pack_names() if name.startswith("depth-")]


def test_there_is_a_pack_for_each_specialty():
    wanted = "rust python-internals async-concurrency sql javascript"
    assert {f"depth-{name}" for name in wanted.split()} <= set(PACKS)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_has_items_of_every_kind_and_reasons(name):
    pack = find_pack(name)
    assert len(pack.items) >= 25
    assert {item.ask for item in pack.items.values()} == set(Ask)
    for item_id, item in pack.items.items():
        key = pack.key(item_id, EdgeKey)
        assert f"depth-{item.specialty}" == name
        assert key.why
        assert key.misses
        assert item.versions or item.specialty in {"statistics", "quantitative-finance", "agent-evaluation"}
        assert set(key.thinks) == set(item.options) - {key.answer}
        assert len(item.options) >= 4 or item.ask is Ask.EXPLAIN or not item.options


@pytest.mark.parametrize("name", PACKS)
def test_keys_are_right_and_common_wrong_answers_are_not(name):
    pack = find_pack(name, seed=3)
    for item_id, item in pack.items.items():
        key = pack.key(item_id, EdgeKey)
        assert judge(item, key, key.answer).verdict is Verdict.RIGHT
        for wrong in (*(set(item.options) - {key.answer}), *pack.proofs[item_id].wrong):
            assert judge(item, key, wrong).verdict is not Verdict.RIGHT


@pytest.mark.parametrize("name", PACKS)
def test_every_key_is_proved(name, socket_enabled):  # the sandbox is probed with a server on this machine
    pack = replace(find_pack(name), slots={})  # `earnest bank check` proves the other variants as well
    lines = [line for item in pack.items.values() for line in check_edge(item, pack, run_script)]
    lines += check_cues(pack)
    assert [line for line in lines if line.state is CheckState.FAILED] == []
    waiting = {line.message.partition(": ")[2] for line in lines if line.state is CheckState.NOT_RUN}
    if waiting:
        pytest.skip("; ".join(sorted(waiting)))
    programs = sum(bool(proof.name) for proof in pack.proofs.values())
    assert sum("was run and prints the key" in line.message for line in lines) == programs >= 10


def run(*arguments, given=""):
    return CliRunner().invoke(cli, ["practice", *arguments], input=given)


def test_a_specialty_is_examined_in_the_terminal():
    done = run("depth", "sql", "--most", "3", given="a\nThere is a NULL.\n.\na\na\na\n.\n")
    assert done.exit_code == 0, done.output
    assert "the cap of 3 items" in done.output
    assert "depth in sql: 0." in done.output
    assert "±" in done.output


def test_answers_from_the_key_score_high_and_tell_nothing_missed():
    pack, typed = find_pack("depth-javascript", "5"), ""
    form, responses = DepthForm(pack, "javascript", SIGNAL.loaded_rubric, "5"), []
    while isinstance(step := form.step(responses), Given):
        text = pack.key(step.item.id, EdgeKey).answer
        responses.append(EdgeResponse(item=step.item.id, answer=text))
        typed += f"{text}\n.\n" if step.item.ask is Ask.EXPLAIN else f"{text}\n"
    done = run("depth", "javascript", "--seed", "5", given=typed)
    assert done.exit_code == 0, done.output
    assert "sure enough" in done.output
    assert "not this one" not in done.output
    assert f"depth in javascript: {step.known.mean:.2f}" in done.output
    assert step.known.mean > 0.8


def test_without_a_specialty_those_there_are_are_named(tmp_path):
    done = run("depth")
    assert "rust" in done.output
    profile = tmp_path / "profile.md"
    profile.write_text("I rewrote our parser in Rust with serde and tokio.\n", encoding="utf-8")
    proposed = run("specialty", str(profile))
    assert "rust holds most of the work" in proposed.output
    assert "earnest practice depth rust" in proposed.output


def test_answers_are_kept_and_the_same_command_goes_on(tmp_path):
    file = tmp_path / "specialty.jsonl"
    begun = run("depth", "sql", "--most", "6", "--answers", str(file), given="a\n")
    assert begun.exit_code != 0
    (kept,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["answer"] == "a"
    done = run("depth", "sql", "--most", "6", "--answers", str(file), given="a\n.\n" * 8)
    assert "── 2. " in done.output
    assert "── 1. " not in done.output
    assert "the cap of 6 items" in done.output
    assert len(file.read_text(encoding="utf-8").splitlines()) == 6
    file.write_text("no JSON\n", encoding="utf-8")
    assert "one a line" in str(run("depth", "sql", "--answers", str(file)).exception)


def test_a_text_that_is_no_option_is_asked_again_and_a_stop_without_a_file_says_how_to_go_on():
    done = run("depth", "javascript", "--most", "2", given="z\n")
    assert "That is none of a, b, c, d" in done.output
    assert "--answers FILE" in str(done.exception)


def test_a_refuted_claim_is_told_with_what_was_right():
    pack = find_pack("depth-sql", "1")
    item, key = pack.item("sql-not-in-explain"), pack.key("sql-not-in-explain", EdgeKey)
    text = f"{key.answer} It helps as well to add AND id IS NOT NULL in the outer query."
    answer = answer_with_key(item, key, text, told=True)
    assert answer.undecided
    assert [point.state for point in answer.points] == ["made"] * len(key.points) + ["refuted"]
    evidence = DepthEvidence(specialty=item.specialty, answers=(answer,))
    (finding,) = explanation_near(evidence, SIGNAL.loaded_rubric)
    assert "something that a right answer does not (the outer id has to be tested for NULL)" in finding.why
    assert "in the outer query." in finding.why
    hidden = answer_with_key(item, key, text, told=False)
    assert hidden.points[-1].says == ""


def test_an_unknown_specialty_names_the_known_ones():
    done = run("depth", "cobol")
    assert done.exit_code != 0
    assert "sql" in str(done.exception) + done.output
