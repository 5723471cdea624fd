"""`earnest certify PATH`: exchange what must not matter, many times, and say whether any Evidence changed."""

import sys
from pathlib import Path

import click

from earnest.bank import find_pack
from earnest.certificate import Plan
from earnest.cli.paths import read_listings
from earnest.records.certificate import Certificate
from earnest.report.visible import one_line
from earnest.screening import certify
from earnest.signals import Context


@click.command("certify")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--swaps", default=16, show_default=True, type=click.IntRange(min=1), help="How many swaps.")
@click.option("--seed", default=0, show_default=True, type=int, help="What the swaps are drawn from.")
@click.option("--thorough", is_flag=True, help="Extract the Evidence after every swap (slower).")
@click.option("--pack", default="practice", show_default=True, help="The item bank: a name or a folder.")
@click.option(
    "--listing", multiple=True, type=click.Path(exists=True, path_type=Path), help="A listing or a folder."
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
    out: Path | None,
) -> None:
    """Certify one application: a file or a folder.

    Each swap exchanges schools, countries, years or names (or all of them) for those of somebody else, writes
    the texts in another format, and runs the line to the Evidence of every signal again. Exit code 1 where a
    signal is withheld.
    """
    context = Context(pack=find_pack(pack), listings=read_listings(listing))
    made = certify(path, context, Plan(swaps, seed, thorough=thorough))
    if str(out) == "-":
        click.echo(made.canonical_bytes().decode("utf-8", errors="replace"))
    else:
        if out is not None:
            out.write_bytes(made.canonical_bytes() + b"\n")
        click.echo("\n".join(_told(made)))
    sys.exit(1 if made.withheld else 0)


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
