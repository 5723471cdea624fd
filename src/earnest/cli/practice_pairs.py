"""One form of pairs in the terminal: what is asked, what is kept, and how it ends."""

import time
from pathlib import Path

import click

from earnest.bank import Pack
from earnest.bank.form import Slot
from earnest.errors import PackError
from earnest.records.answer_key import PairKey
from earnest.records.item import PairItem
from earnest.records.response import Choice, PairResponse
from earnest.signals.preference.forms import Answer, Progress, Stop, make_form, read_progress, write_progress
from earnest.signals.preference.forms.form import Unscored
from earnest.signals.preference.forms.kinds import Settings

_RULINGS = {"pass": "passed", "fail": "not passed", "person": "a person decides"}


def take_form(pack: Pack, begun: Progress, file: Path | None, *, told: bool) -> tuple[PairResponse, ...]:
    """Ask one pair after the other until the form stops, and return all answers.

    With a `file` every answer is kept there at once, and what stands in it is not asked again. Where the key
    is `told` after each pair nothing is asked twice.
    """
    progress = begun if file is None else read_progress(file, begun)
    unscored = Unscored(mirrored_every=0) if told else Unscored()
    form = make_form(begun.form, pack, begun.seed, Settings(count=begun.count, unscored=unscored))
    if progress.responses:
        click.echo(f"{len(progress.responses)} pairs are answered already; the form goes on.")
    while True:
        answers = [
            Answer(item=one.item, choice=one.choice, mirrored=one.mirrored) for one in progress.responses
        ]
        step = form.step(answers)
        if isinstance(step, Stop):
            click.secho(f"\n{step.why}: {_RULINGS[step.ruling.value]}", bold=True)
            return progress.responses
        response = _ask(pack, step.slot, len(answers) + 1)
        progress = progress.but(responses=(*progress.responses, response))
        if file is not None:
            write_progress(progress, file)
        if told:
            _tell(pack, response)


def _ask(pack: Pack, slot: Slot, number: int) -> PairResponse:
    item = pack.item(slot.item)
    if not isinstance(item, PairItem):
        raise PackError(f"{slot.item} is no pair")
    title = f"{number}. {item.title}"
    click.secho(f"\n── {title} " + "─" * max(3, 60 - len(title)), bold=True)
    click.echo(item.prompt.strip())
    shown = (item.option_b, item.option_a) if slot.mirrored else (item.option_a, item.option_b)
    for letter, option in zip("ab", shown, strict=True):
        click.secho(f"\n[{letter}]", bold=True)
        click.echo(option.strip())
    began = time.monotonic()
    choice = click.prompt("\nThe better one", type=click.Choice(["a", "b"]))
    seconds = round(time.monotonic() - began, 1)
    sure = click.prompt("How sure, 50 to 100 percent", type=click.IntRange(50, 100), default=75)
    letter = {"a": "b", "b": "a"}[choice] if slot.mirrored else choice
    return PairResponse(
        item=item.id, choice=Choice(letter), mirrored=slot.mirrored, confidence=sure / 100, seconds=seconds
    )


def _tell(pack: Pack, response: PairResponse) -> None:
    key = pack.key(response.item, PairKey)
    right = response.choice is key.key
    click.secho("Right. " if right else "Not this one. ", fg="green" if right else "red", nl=False)
    click.echo(f"It is {key.key.value}. {key.why}")
