"""`earnest verify CERTIFICATE PATH`: make a certificate again and compare it to the byte."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from earnest.bank import find_pack
from earnest.certificate import Plan
from earnest.cli.paths import read_listings
from earnest.errors import UnreadableFile
from earnest.records.certificate import Certificate
from earnest.screening import certify
from earnest.signals import Context

_MADE_BY = ("earnest", "scorers", "rubrics", "pack_sha256", "listings_sha256", "submission_sha256")


@click.command("verify")
@click.argument("certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--pack", default="practice", show_default=True, help="The item bank: a name or a folder.")
@click.option(
    "--listing", multiple=True, type=click.Path(exists=True, path_type=Path), help="A listing or a folder."
)
def command(certificate: Path, path: Path, pack: str, listing: tuple[Path, ...]) -> None:
    """Check the CERTIFICATE of the application at PATH by making it again.

    CERTIFICATE is what `earnest certify` wrote, or a screening.json. Exit code 0 where all of it is the same;
    otherwise each part that is not is named, with exit code 1.
    """
    given = _read(certificate)
    context = Context(pack=find_pack(pack), listings=read_listings(listing))
    made = certify(path, context, Plan(given.swaps, given.seed, thorough=given.thorough))
    apart = [name for name in Certificate.model_fields if getattr(given, name) != getattr(made, name)]
    for name in apart:
        other = " (made from something else)" if name in _MADE_BY else ""
        click.echo(f"not the same: {name}{other}")
    if not apart:
        held = f"; withheld: {', '.join(made.withheld)}" if made.withheld else ""
        click.echo(f"verified: {made.swaps} swaps, certified: {', '.join(made.certified) or 'nothing'}{held}")
    sys.exit(1 if apart else 0)


def _read(path: Path) -> Certificate:
    try:
        given: Any = json.loads(path.read_bytes())
        if isinstance(given, dict) and "certificate" in given:
            given = given["certificate"]
        return Certificate.model_validate(given)
    except (ValueError, RecursionError, ValidationError) as error:
        raise UnreadableFile(f"{path}: is no certificate; make one with `earnest certify`") from error
