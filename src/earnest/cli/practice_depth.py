"""Depth in the terminal: which specialty, one item after the other, and what was missed."""

import sys
from pathlib import Path

import click
from pydantic import ValidationError

from earnest.bank import Pack, find_pack
from earnest.bank.loading import pack_names
from earnest.errors import BadRecord, UnknownName, UnreadableFile, UserError
from earnest.records.answer_key import EdgeKey
from earnest.records.document import DocumentKind
from earnest.records.evidence.depth import EdgeAnswer, Proposal
from earnest.records.item import Ask, EdgeItem
from earnest.records.response import EdgeResponse
from earnest.signals.depth import SIGNAL
from earnest.signals.depth.answers import chosen_option
from earnest.signals.depth.forms import DepthForm, Ended
from earnest.signals.depth.proposing import proposal_of
from earnest.signals.depth.scoring import DepthRubric

_ASKED = {
    Ask.PREDICT: "Answer",
    Ask.BREAKS: "What breaks",
    Ask.LEAST_WRONG: "The least wrong",
    Ask.EXPLAIN: "Your explanation in two to four sentences; a line with only . ends it",
}
_MARKS = {"made": "+", "near": "?", "missed": "-", "refuted": "! a right answer does not say:"}


def depth_pack(specialty: str, seed: str) -> Pack:
    """Return the pack of a specialty, in the variants of this seed."""
    known = [name.removeprefix("depth-") for name in pack_names() if name.startswith("depth-")]
    if specialty not in known:
        raise UnknownName(f"no pack for {specialty!r}: choose one of {', '.join(known)}")
    return find_pack(f"depth-{specialty}", seed)


def tell_specialties(profile: Path | None, pack: Pack) -> None:
    """Name the specialties there are, and with a profile the one that its work speaks for."""
    names = [name for name in pack_names() if name.startswith("depth-")]
    click.echo("specialties: " + ", ".join(name.removeprefix("depth-") for name in names))
    if profile is not None:
        click.echo(_proposed(_proposal(profile, pack)))


def _proposal(file: Path, pack: Pack) -> Proposal | None:
    from earnest.blind import separate
    from earnest.intake import read, read_submission
    from earnest.records.application import Application
    from earnest.records.document import Document

    if file.is_dir():
        application = read(read_submission(file))
    else:
        text = file.read_text(encoding="utf-8", errors="replace")
        application = Application(
            name="", profile=Document(id="profile", kind=DocumentKind.PROFILE, text=text)
        )
    return proposal_of(separate(application).blind, pack)


def _proposed(proposal: Proposal | None) -> str:
    if proposal is None:
        return "Nothing of the work that is told belongs to one of them: choose the one you know best."
    ways = (("used in a sample", proposal.shown), ("told of", proposal.told), ("named", proposal.named))
    rests = "; ".join(f"{way}: {', '.join(names)}" for way, names in ways if names)
    how = "holds most of the work" if proposal.concentrated else "is the nearest to the work that is told"
    return f"{proposal.specialty} {how} ({proposal.share:.0%}). {rests}".rstrip() + (
        f"\nTake it with: earnest practice depth {proposal.specialty}"
    )


def take_depth(pack: Pack, specialty: str, seed: str, rubric: DepthRubric, file: Path | None = None) -> None:
    """Ask until the form stops; then tell the score and what was missed.

    With a `file` every answer is kept there at once, and what stands in it is not asked again.
    """
    form = DepthForm(pack, specialty, rubric, seed)
    responses = [] if file is None else _kept(file)
    click.echo(
        f"Up to {rubric.form.most_items} items of about three minutes; it stops when the score is sure.\n"
        "An empty answer says that you do not know, and costs no more than a wrong one. "
        + ("Ctrl-C stops; the same command goes on." if file else "Ctrl-C stops, and nothing is kept.")
    )
    while not isinstance(step := form.step(responses), Ended):
        answer = _asked(step.item, len(responses) + 1, kept=file is not None)
        responses.append(EdgeResponse(item=step.item.id, answer=answer))
        if file is not None:
            with file.open("ab") as stream:
                stream.write(responses[-1].canonical_bytes() + b"\n")
    known = step.known
    click.secho(f"\ndepth in {specialty}: {known.mean:.2f} ± {known.deviation:.2f}", bold=True)
    click.echo(
        f"{step.why}; ability {known.ability:+.2f} ± {known.ability_deviation:.2f} logits, where 0 is half "
        "of the edge cases of middle difficulty"
    )
    for joined in form.answers(responses):
        _tell(joined, pack)
    if known.deviation > rubric.form.standard_error:
        more = len(form.items) > len(form.answers(responses))
        click.echo(
            "\nThe score is no surer than that. "
            + (
                f"More items make it surer: --most {2 * rubric.form.most_items}."
                if more
                else "This pack has no more items."
            )
        )


def _kept(file: Path) -> list[EdgeResponse]:
    """Return the answers that stand in a file already."""
    if not file.exists():
        return []
    try:
        lines = file.read_bytes().splitlines()
        return [EdgeResponse.model_validate_json(line) for line in lines if line.strip()]
    except OSError as error:
        raise UnreadableFile(f"{file}: {error.strerror}") from error
    except ValidationError as error:
        raise BadRecord(f"{file} does not hold answers to edge cases, one a line") from error


def _asked(item: EdgeItem, number: int, *, kept: bool) -> str:
    try:
        return _ask(item, number)
    except click.Abort as stopped:
        if kept:
            raise
        raise UserError("stopped; with --answers FILE the same command would go on from here") from stopped


def _ask(item: EdgeItem, number: int) -> str:
    about = f"{number}. {item.title}"
    click.secho(f"\n── {about} " + "─" * max(3, 60 - len(about)), bold=True)
    click.echo(item.prompt.strip())
    if item.versions:
        click.echo(f"({item.versions})")
    if item.ask is Ask.EXPLAIN:
        click.secho(f"\n{_ASKED[item.ask]}:", bold=True)
        return _read_answer()
    for letter, option in sorted(item.options.items()):
        click.echo(f"  {letter}) {option}")
    while True:
        answer = str(click.prompt(f"\n{_ASKED[item.ask]}", default="", show_default=False)).strip()
        if not answer or not item.options or chosen_option(item, answer) is not None:
            return answer
        click.echo(
            f"That is none of {', '.join(sorted(item.options))}; an empty answer says you do not know."
        )


def _read_answer() -> str:
    """Read to a line with a full stop only; an input that ends before it is no answer."""
    lines: list[str] = []
    for line in sys.stdin:
        if line.strip() == ".":
            return "".join(lines)
        lines.append(line)
    raise click.Abort


def _tell(answer: EdgeAnswer, pack: Pack) -> None:
    if answer.right:
        return
    item, key = pack.item(answer.item), pack.key(answer.item, EdgeKey)
    right = item.options.get(key.answer, key.answer) if isinstance(item, EdgeItem) else key.answer
    said = "a person would decide" if answer.undecided else "not this one"
    click.secho(f"\n{item.title} ({answer.item}): {said}", fg="yellow" if answer.undecided else "red")
    click.echo(f"  you: {' '.join(answer.answer.split()) or '(nothing)'}")
    for point in answer.points:
        near = f" ({point.reason})" if point.reason else ""
        click.echo(f"  {_MARKS[point.state]} {point.says}{near}")
    click.echo(f"  key: {right}")
    click.echo(f"  {answer.why}")


def rubric_with(standard_error: float | None, most: int | None) -> DepthRubric:
    """Return the shipped rubric with another end of the form."""
    rubric = SIGNAL.loaded_rubric
    form = rubric.form
    return rubric.but(
        form=form.but(
            standard_error=standard_error or form.standard_error,
            most_items=most or form.most_items,
            least_items=min(form.least_items, most or form.least_items),
        )
    )
