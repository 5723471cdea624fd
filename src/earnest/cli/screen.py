"""`earnest screen PATH...`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from earnest.cli.screen_work import ScreenWork
from earnest.decide import load_policy
from earnest.engine import Batch, Work
from earnest.intake import find_applications
from earnest.records.policy import Policy
from earnest.records.screening import Screening
from earnest.report.html import candidate_html
from earnest.report.sarif import sarif
from earnest.report.terminal import Summary, print_screening
from earnest.report.visible import one_line

_FORMATS = ("text", "html", "json", "sarif")


@click.command("screen")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--policy", default="default", show_default=True, help="default, mercor, surge, outlier or a TOML file."
)
@click.option("--pack", default="practice", show_default=True, help="The item bank: a name or a folder.")
@click.option(
    "--listing", multiple=True, type=click.Path(exists=True, path_type=Path), help="A listing or a folder."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write reports into this folder."
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(_FORMATS), help="Can be given more than once."
)
@click.option(
    "--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Applications at a time."
)
@click.option(
    "--swaps",
    default=16,
    show_default=True,
    type=click.IntRange(min=0),
    help="Swaps for the certificate of blindness; 0 makes none.",
)
@click.option(
    "--variant",
    default="",
    help="The seed of the items' variants; else each application.toml says which it was given.",
)
@click.option("--seed", default=0, show_default=True, type=int, help="What the swaps are drawn from.")
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: tuple[Path, ...],
    policy: str,
    pack: str,
    listing: tuple[Path, ...],
    out: Path | None,
    formats: tuple[str, ...],
    jobs: int,
    swaps: int,
    variant: str,
    seed: int,
) -> None:
    """Screen applications: files, application folders, or folders of applications.

    Without --out the result is printed. With --out every application gets a folder with candidate.html,
    reviewer.html and screening.json (choose with --format), and screenings.jsonl holds all of them. A run
    that was stopped goes on where it was when the same command is given again.
    """
    records = find_applications(paths)
    files = tuple(name for name in _FORMATS[1:] if name in (formats or ("html", "json"))) if out else ()
    work = ScreenWork(policy, pack, listing, out, files, swaps, seed, variant)
    if out is not None:
        lines = _run(out / "screenings.jsonl", records, work, jobs)
        failed = _print(lines, policy, ("text",), short=True)
        click.echo(f"reports: {out}", err=True)
    else:
        with tempfile.TemporaryDirectory(prefix="earnest-") as folder:
            lines = _run(Path(folder) / "screenings.jsonl", records, work, jobs)
            failed = _print(lines, policy, formats or ("text",), short=len(records) > 1)
    sys.exit(1 if failed == len(records) else 0)


def _run(final: Path, records: dict[str, str], work: Work, jobs: int) -> Path:
    console = Console(stderr=True)
    columns = (TextColumn("screening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        Batch(final) as batch,
        Progress(*columns, console=console, transient=True, disable=len(records) < 2) as bar,
    ):
        count = bar.add_task("screening", total=len(records))
        for _ in batch.run(records, work, jobs):
            bar.advance(count)
    return final


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _print(path: Path, policy_name: str, formats: tuple[str, ...], *, short: bool) -> int:
    """Print what was asked for; return how many applications could not be read."""
    policy = load_policy(policy_name)
    console = Console(highlight=False)
    failed, summary = 0, Summary()
    for line in _lines(path):
        if "error" in line:
            failed += 1
            click.echo(one_line(f"{line['name']}: {line['error']}"), err=True)
            continue
        screening = Screening.model_validate(line["screening"])
        summary.add(screening)
        _print_machine(screening, policy, formats)
        if "text" in formats and not short:
            print_screening(screening, policy, console)
    if "text" in formats and short:
        summary.print(console)
    return failed


def _print_machine(screening: Screening, policy: Policy, formats: tuple[str, ...]) -> None:
    if "json" in formats:
        click.echo(screening.model_dump_json())
    if "sarif" in formats:
        click.echo(json.dumps(sarif(screening)))
    if "html" in formats:
        click.echo(candidate_html(screening, policy))
