"""`earnest verify CERTIFICATE PATH`: make a certificate again and compare it to the byte."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from earnest import __version__
from earnest.certificate import Plan
from earnest.certificate.certifying import listings_sha256
from earnest.cli.certify import context_of
from earnest.errors import TooLarge, UnreadableFile
from earnest.intake import read_submission
from earnest.records.application import Submission
from earnest.records.certificate import FORM, MOST_SWAPS, Certificate
from earnest.report.visible import one_line
from earnest.screening import certify, submission_sha256
from earnest.signals import Context, all_signals

_MOST_BYTES = 50_000_000


@click.command("verify")
@click.argument("certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--pack", default="practice", show_default=True, help="The item bank: a name or a folder.")
@click.option(
    "--listing", multiple=True, type=click.Path(exists=True, path_type=Path), help="A listing or a folder."
)
@click.option(
    "--variant",
    default="",
    help="The seed of the items' variants; else application.toml says which it was given.",
)
def command(certificate: Path, path: Path, pack: str, listing: tuple[Path, ...], variant: str) -> None:
    """Check the CERTIFICATE of the application at PATH by making it again.

    CERTIFICATE is what `earnest certify` wrote, or a screening.json. Exit code 0 where all of it is the same;
    otherwise each part that is not is named, with exit code 1. What it was made from (application, version,
    pack, listings, rubrics) is looked at first: where that differs, nothing is made again.
    """
    given = _read(certificate)
    submission = read_submission(path)
    context = context_of(submission, pack, listing, variant)
    apart = list(_made_from_else(given, submission, context))
    if not apart:
        made = certify(submission, context, Plan(given.swaps, given.seed, thorough=given.thorough))
        names = [name for name in Certificate.model_fields if getattr(given, name) != getattr(made, name)]
        apart = [
            f"{name}: the certificate says {_short(given, name)}, made again {_short(made, name)}"
            for name in names
        ]
    for said in apart:
        click.echo(f"not the same: {said}")
    if not apart:
        held = f"; withheld: {', '.join(given.withheld)}" if given.withheld else ""
        click.echo(
            f"verified: {given.swaps} swaps, certified: {', '.join(given.certified) or 'nothing'}{held}"
        )
    sys.exit(1 if apart else 0)


def _made_from_else(given: Certificate, submission: Submission, context: Context) -> Iterator[str]:
    """Yield in words what the certificate was made from that is something else here."""
    if given.submission_sha256 != submission_sha256(submission):
        yield "application: the certificate is of another one, or a file of it has changed"
    if given.earnest != __version__:
        yield f"version: made by earnest {given.earnest}, this is {__version__}"
    if (given.pack, given.pack_sha256) != (context.pack.label, context.pack.sha256):
        there, here = one_line(given.pack), context.pack.label
        yield f"pack: made with {there}, this is {here}; give the same --pack and --variant"
    if given.listings_sha256 != listings_sha256(context):
        yield "listings: made with others; give the same --listing"
    yield from _scored_by_else(given)


def _scored_by_else(given: Certificate) -> Iterator[str]:
    signals = {signal.id: signal for signal in all_signals()}
    for name, sha256 in given.scorers.items():
        if sha256 != signals[name].scorer_sha256:
            yield f"scorer of {name.value}: the code that scores it is another one"
    for name, sha256 in given.rubrics.items():
        if sha256 != signals[name].rubric_sha256:
            yield f"rubric of {name.value}: it is another one"


def _short(certificate: Certificate, name: str) -> str:
    said = json.dumps(certificate.model_dump(mode="json")[name], ensure_ascii=True, sort_keys=True)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."


_SHOWN = 70


def _read(path: Path) -> Certificate:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TooLarge(f"{path}: is larger than any certificate; make one with `earnest certify`")
        given: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path}: is no certificate; make one with `earnest certify`") from error
    if isinstance(given, dict) and "certificate" in given:
        given = given["certificate"]
        if given is None:
            raise UnreadableFile(f"{path}: holds no certificate; screen without `--swaps 0`")
    return _certificate(path, given)


def _certificate(path: Path, given: object) -> Certificate:
    form = given.get("form") if isinstance(given, dict) else None
    if isinstance(form, str) and form.startswith("earnest-certificate-") and form != FORM:
        raise UnreadableFile(
            f"{path}: is of another form than {FORM}; verify it with the version that made it"
        )
    try:
        return Certificate.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][:3])
        if where == "swaps" and first["type"] == "less_than_equal":
            raise TooLarge(
                f"{path}: asks for more than {MOST_SWAPS} swaps; no certificate has so many"
            ) from error
        at = f" ({where} is wrong)" if where and form == FORM else ""
        raise UnreadableFile(f"{path}: is no certificate{at}; make one with `earnest certify`") from error
