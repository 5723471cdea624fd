"""`earnest listing lint FILE`."""

from pathlib import Path

import click

from earnest.cli.paths import read_listings
from earnest.matching.listing_lint import lint


@click.group("listing")
def command() -> None:
    """Look at a listing."""


@command.command("lint")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--others", multiple=True, type=click.Path(exists=True, path_type=Path), help="Listings to compare with."
)
def lint_command(file: Path, others: tuple[Path, ...]) -> None:
    """Say which phrases of FILE every other listing has too, and whether it names what is screened for.

    The other listings of the same folder are compared with unless --others is given.
    """
    (listing,) = read_listings((file,))
    compared = read_listings(others or (file.parent,))
    report = lint(listing, tuple(other for other in compared if other.id != listing.id))
    click.echo(report.text())
