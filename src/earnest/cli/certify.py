"""`earnest certify PATH`: exchange what must not matter, many times, and say whether any Evidence changed."""

import sys
from pathlib import Path

import click

from earnest.certificate import Plan
from earnest.cli.paths import read_listings
from earnest.cli.variants import settled_variant, varied_pack
from earnest.errors import UnreadableFile
from earnest.intake import read_submission, variant_of
from earnest.records.application import Submission
from earnest.records.certificate import MOST_SWAPS, Certificate
from earnest.report.visible import one_line
from earnest.screening import certify
from earnest.signals import Context


@click.command("certify")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--swaps", default=16, show_default=True, type=click.IntRange(1, MOST_SWAPS), help="How many swaps."
)
@click.option("--seed", default=0, show_default=True, type=int, help="What the swaps are drawn from.")
@click.option("--thorough", is_flag=True, help="Extract the Evidence after every swap (slower).")
@click.option("--pack", default="practice", show_default=True, help="The item bank: a name or a folder.")
@click.option(
    "--listing", multiple=True, type=click.Path(exists=True, path_type=Path), help="A listing or a folder."
)
@click.option(
    "--variant",
    default="",
    help="The seed of the items' variants; else application.toml says which it was given.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the certificate here; - prints it."
)
def command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    path: Path,
    swaps: int,
    seed: int,
    thorough: bool,
    pack: str,
    listing: tuple[Path, ...],
    variant: str,
    out: Path | None,
) -> None:
    """Certify one application: a file or a folder.

    Each swap exchanges schools, countries, years or names (or all of them) for those of somebody else, writes
    the texts in another format, and runs the line to the Evidence of every signal again. Exit code 1 where a
    signal is withheld.
    """
    submission = read_submission(path)
    context = context_of(submission, pack, listing, variant)
    made = certify(submission, context, Plan(swaps, seed, thorough=thorough))
    if str(out) == "-":
        click.echo(made.canonical_bytes().decode("utf-8", errors="replace"))
    else:
        if out is not None:
            write(out, made.canonical_bytes() + b"\n")
        click.echo("\n".join(_told(made)))
    sys.exit(1 if made.withheld else 0)


def context_of(submission: Submission, pack: str, listings: tuple[Path, ...], variant: str) -> Context:
    """Return pack, variant and listings as `earnest screen` would take them for this application."""
    seed = settled_variant(variant, variant_of(submission))
    return Context(pack=varied_pack(pack, seed), listings=read_listings(listings))


def write(path: Path, content: bytes) -> None:
    """Write a file. Raises `UnreadableFile` where nothing can be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be written ({error.strerror}); choose another --out") from error


def _told(made: Certificate) -> list[str]:
    lines = [f"{made.swaps} swaps from seed {made.seed} over {made.submission_sha256[:16]}"]
    lines += [f"certified: {', '.join(made.certified) or 'nothing'}"]
    for one in made.differences:
        where = f" in {one.document}" if one.document else ""
        lines += [
            f"withheld: {one.signal.value} (swap {one.swap}: {', '.join(one.exchanged)}; {one.look}{where})"
        ]
        lines += [one_line(f"  - {one.before}"), one_line(f"  + {one.after}")]
    return lines + [f"open: {one_line(said)}" for said in made.open]
