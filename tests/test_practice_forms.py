"""Forms in the terminal: they stop when they may, and go on where they were."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from earnest.bank import find_pack
from earnest.cli.practice import command
from earnest.records.answer_key import PairKey
from earnest.signals.preference.forms import Answer, Ask, make_form

PACK = find_pack("practice")


def right_answers(kind: str, count: int, seed: str = "1") -> str:
    """What somebody who is always right would type."""
    form, answers, typed = make_form(kind, PACK, seed), [], []
    while len(typed) < count and isinstance(step := form.step(answers), Ask):
        key = PACK.key(step.slot.item, PairKey).key
        answers.append(Answer(item=step.slot.item, choice=key, mirrored=step.slot.mirrored))
        shown = key.value if not step.slot.mirrored else {"a": "b", "b": "a"}[key.value]
        typed.append(f"{shown}\n90\n")
    return "".join(typed)


def take(*arguments: str, typed: str):
    return CliRunner().invoke(command, ["pairs", *arguments], input=typed)


@pytest.mark.parametrize("kind", ["sequential", "adaptive"])
def test_a_form_stops_as_soon_as_the_answers_decide(kind):
    result = take("--form", kind, "--feedback", "end", typed=right_answers(kind, 99))
    assert result.exit_code == 0, result.output
    assert "12 of 12 right" in result.output
    assert "passed" in result.output
    assert "preference: 0." in result.output


def test_an_interrupted_form_goes_on(tmp_path: Path):
    file = tmp_path / "progress.json"
    typed = right_answers("sequential", 99)
    first = "".join(typed.splitlines(keepends=True)[:10])
    arguments = ("--form", "sequential", "--feedback", "end", "--progress", str(file))
    stopped = take(*arguments, typed=first)
    assert stopped.exit_code != 0
    assert len(json.loads(file.read_bytes())["responses"]) == 5
    rest = "".join(typed.splitlines(keepends=True)[10:])
    done = take(*arguments, typed=rest)
    assert done.exit_code == 0, done.output
    assert "5 pairs are answered already" in done.output
    assert "12 of 12 right" in done.output
    assert "pass" in take(*arguments, typed="").output


def test_progress_of_another_form_is_refused(tmp_path: Path):
    file = tmp_path / "progress.json"
    take("--count", "3", "--progress", str(file), typed="a\n80\n")
    refused = take("--count", "4", "--progress", str(file), typed="a\n80\n")
    assert refused.exit_code != 0
    assert "another form" in str(refused.exception)
