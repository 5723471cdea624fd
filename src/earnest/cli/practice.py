"""`earnest practice`: practice items in the terminal, with feedback at once."""

import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from earnest.bank import Pack, find_pack
from earnest.bank.open_answers import Verdict
from earnest.bank.showing import write_start
from earnest.errors import UnknownName, UserError
from earnest.records.answer_key import EdgeKey
from earnest.records.evidence.accountability import MarkKind
from earnest.records.item import CodingItem, EdgeItem, InterviewItem, Item
from earnest.screening import assess_line
from earnest.signals import Context, find_signal
from earnest.signals.accountability.interviewer import follow_up, joined
from earnest.signals.depth.answers import judge
from earnest.signals.preference.forms import Progress

T = TypeVar("T", bound=Item)


@click.group("practice", invoke_without_command=True)
@click.option("--pack", "pack_name", default="practice", show_default=True, help="A pack by name or folder.")
@click.pass_context
def command(ctx: click.Context, pack_name: str) -> None:
    """Take practice items and see at once what a screen would say. Nothing is stored or sent."""
    ctx.obj = find_pack(pack_name)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("pairs")
@click.option(
    "--form",
    "kind",
    default="fixed",
    show_default=True,
    type=click.Choice(["fixed", "sequential", "adaptive"]),
)
@click.option(
    "--count", default=12, show_default=True, type=click.IntRange(min=1), help="Pairs of a fixed form."
)
@click.option("--seed", default="1", show_default=True, help="Another seed, other pairs in another order.")
@click.option(
    "--progress", type=click.Path(path_type=Path), help="Keep the answers here; the same command goes on."
)
@click.option("--feedback", default="each", show_default=True, type=click.Choice(["each", "end"]))
@click.pass_obj
def pairs_command(pack: Pack, kind: str, count: int, seed: str, progress: Path | None, feedback: str) -> None:
    """Choose the better of two answers and say how sure you are.

    A fixed form has COUNT pairs. A sequential form stops as soon as the answers decide, after 12 to 40
    pairs; an adaptive one also chooses the pair that tells most. With --feedback end some pairs come twice,
    the second time with the options the other way round, to see whether the choice stays.
    """
    from earnest.cli.practice_pairs import take_form

    begun = Progress(
        form=kind, seed=seed, count=count, pack=f"{pack.id}@{pack.version}", pack_sha256=pack.sha256
    )
    responses = take_form(pack, begun, progress, told=feedback == "each")
    _feedback("preference", {"responses": [one.model_dump(mode="json") for one in responses]}, pack)


@command.command("edge")
@click.argument("specialty", required=False)
@click.option("--count", default=6, show_default=True, type=click.IntRange(min=1), help="How many items.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other items in another order.")
@click.pass_obj
def edge_command(pack: Pack, specialty: str | None, count: int, seed: int) -> None:
    """Answer edge-case items of a SPECIALTY; without one, name those there are."""
    known = sorted({item.specialty for item in pack.items.values() if isinstance(item, EdgeItem)})
    if specialty is None:
        click.echo("specialties: " + ", ".join(known))
        return
    if specialty not in known:
        raise UnknownName(f"no items for {specialty!r}: choose one of {', '.join(known)}")
    chosen = [item for item in _of_kind(pack, EdgeItem) if item.specialty == specialty]
    responses = []
    for number, item in enumerate(_draw(chosen, count, seed), start=1):
        _rule(f"{number}. {item.title}")
        click.echo(item.prompt.strip())
        for letter, option in sorted(item.options.items()):
            click.echo(f"  {letter}) {option}")
        answer = click.prompt("\nAnswer")
        key = pack.key(item.id, EdgeKey)
        _verdict(judge(item, key, answer).verdict is Verdict.RIGHT, f"{key.answer}. {key.why}")
        responses.append({"item": item.id, "answer": answer})
    _feedback("depth", {"responses": responses}, pack)


@command.command("depth")
@click.argument("specialty", required=False)
@click.option("--seed", default="1", show_default=True, help="Another seed, other items, numbers and names.")
@click.option(
    "--standard-error", type=click.FloatRange(0.02, 0.5), help="Stop where the score is this sure (0.12)."
)
@click.option("--most", type=click.IntRange(1, 200), help="Stop after this many items (20).")
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the answers here, as an application's specialty.jsonl; the same command goes on.",
)
@click.pass_context
def depth_command(
    ctx: click.Context,
    specialty: str | None,
    seed: str,
    standard_error: float | None,
    most: int | None,
    answers: Path | None,
) -> None:
    """Be examined in a SPECIALTY by edge cases; each answer chooses the next item.

    Without a SPECIALTY it names those there are. At the end it tells the score with its standard error, and
    what was missed and why. The items are those of the pack `depth-SPECIALTY`, or of `--pack`.
    """
    from earnest.cli.practice_depth import depth_pack, rubric_with, take_depth, tell_specialties

    if specialty is None:
        tell_specialties(None, ctx.obj)
        return
    pack = depth_pack(specialty, seed) if ctx.obj.id == "practice" else find_pack(str(ctx.obj.folder), seed)
    take_depth(pack, specialty, seed, rubric_with(standard_error, most), answers)


@command.command("specialty")
@click.argument("profile", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def specialty_command(pack: Pack, profile: Path) -> None:
    """Say which specialty the work of a PROFILE speaks for: a text, or the folder of an application."""
    from earnest.cli.practice_depth import tell_specialties

    tell_specialties(profile, pack)


@command.command("interview")
@click.argument("item_id", metavar="[ITEM]", required=False)
@click.pass_obj
def interview_command(pack: Pack, item_id: str | None) -> None:
    """Answer an interview ITEM in writing; end the answer with a line that holds a full stop only.

    At most three questions follow, each about what the answer does not tell; an empty reply ends them.
    """
    item = pack.item(item_id) if item_id else _draw(_of_kind(pack, InterviewItem), 1, 1)[0]
    _rule(item.title or item.id)
    click.echo(item.prompt.strip())
    click.secho("\nYour answer (a line with only . ends it):", bold=True)
    signal, line = find_signal("accountability"), {"question": item.prompt, "answer": _read_answer()}
    first = last = assess_line(signal, line, Context(pack=pack)).result
    asked: list[MarkKind] = []
    while following := follow_up(last, signal.loaded_rubric, asked):
        click.secho(f"\n{following.question}", bold=True)
        reply = _read_answer()
        if not reply.strip():
            break
        asked.append(following.asks_for)
        line["answer"] = joined([line["answer"], reply])
        last = assess_line(signal, line, Context(pack=pack)).result
    _feedback("accountability", line, pack)
    if asked and first.score is not None and last.score is not None:
        click.echo(f"\nThe first answer alone: {first.score:.2f}; with what you added: {last.score:.2f}.")


@command.command("writing")
@click.argument("item_id", metavar="ITEM")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def writing_command(pack: Pack, item_id: str, file: Path | None) -> None:
    """Show a long-form ITEM; with FILE, say how that text holds together."""
    item = pack.item(item_id)
    if file is None:
        _rule(item.title or item.id)
        click.echo(item.prompt.strip())
        click.echo(f"\nWrite it to a file, then: earnest practice writing {item_id} FILE")
        return
    text = file.read_text(encoding="utf-8", errors="replace")
    _feedback("coherence", {"prompt": item.prompt, "text": text}, pack)


@command.command("coding")
@click.argument("item_id", metavar="ITEM")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default="", help="Take the variant of this seed, both times.")
@click.pass_obj
def coding_command(pack: Pack, item_id: str, folder: Path, seed: str) -> None:
    """Start a coding ITEM in an empty FOLDER; give the same command again to have your work checked."""
    pack = find_pack(str(pack.folder), seed) if seed else pack
    item = pack.item(item_id)
    if not isinstance(item, CodingItem):
        raise UserError(f"{item_id} is no coding item; `earnest bank list` names them")
    if not folder.exists() or not any(folder.iterdir()):
        write_start(item, folder)
        click.echo(item.prompt.strip())
        click.echo(f"\nThe ticket's files are in {folder}. Give the same command again when you are done.")
        return
    line = {"item": str(pack.folder / item_id), "seed": seed, "submission": str(folder)}
    _feedback("adherence", line, pack)


def _draw(items: Iterable[T], count: int, seed: int) -> list[T]:
    """Draw items in an order that the seed decides; the same seed draws the same ones."""
    ordered = sorted(items, key=lambda item: item.id)
    return random.Random(seed).sample(ordered, min(count, len(ordered)))  # noqa: S311 - an order, not a secret


def _of_kind(pack: Pack, kind: type[T]) -> list[T]:
    return [item for item in pack.items.values() if isinstance(item, kind)]


def _read_answer() -> str:
    lines: list[str] = []
    for line in sys.stdin:
        if line.strip() == ".":
            break
        lines.append(line)
    return "".join(lines)


def _rule(title: str) -> None:
    click.secho(f"\n── {title} " + "─" * max(3, 60 - len(title)), bold=True)


def _verdict(right: bool, text: str) -> None:
    click.secho("Right. " if right else "Not this one. ", fg="green" if right else "red", nl=False)
    click.echo(text)


def _feedback(signal_name: str, line: dict[str, Any], pack: Pack) -> None:
    outcome = assess_line(find_signal(signal_name), line, Context(pack=pack))
    result = outcome.result
    if result.score is None:
        click.echo(f"\nNo score yet: {result.reason}")
    else:
        click.secho(f"\n{signal_name}: {result.score:.2f} ± {result.standard_error:.2f}", bold=True)
    for found in outcome.findings:
        mark = {"strength": "+", "weakness": "-", "note": "·"}[found.effect.value]
        click.echo(f" {mark} {found.message}  [{found.rule}]")
        if found.quote:
            click.echo(f"     “{' '.join(found.quote.split())[:200]}”")
        if found.change:
            click.echo(f"     → {found.change}")
