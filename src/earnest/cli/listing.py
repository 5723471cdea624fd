"""`earnest listing`: look at a listing, ask its author, and read or write schema.org JobPosting."""

import json
from pathlib import Path

import click

from earnest.cli.paths import read_listings
from earnest.errors import BadRecord, UnreadableFile
from earnest.matching.job_posting import MOST_BYTES, Offer, Problem, problems_of, read_postings, to_posting
from earnest.matching.listing_lint import lint
from earnest.matching.listing_rewrite import as_text, rewrite
from earnest.records.listing import Listing

_POSTINGS = frozenset({".json", ".jsonld", ".html", ".htm"})
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_others = click.option(
    "--others", multiple=True, type=click.Path(exists=True, path_type=Path), help="Listings to compare with."
)
_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)


@click.group("listing")
def command() -> None:
    """Look at a listing, ask its author, read and write JobPosting."""


@command.command("lint")
@click.argument("file", type=_FILE)
@_others
@_format
def lint_command(file: Path, others: tuple[Path, ...], form: str) -> None:
    """Say what FILE shares with other listings, what tells nothing, and what it leaves out.

    FILE is Markdown, text, or a schema.org JobPosting (JSON-LD, or HTML with it). It is compared with a
    corpus of job ads and with the other listings of its folder, or with --others. Named or missing:
    technologies, what is screened and how it is shown, constraints, what good work looks like, time, and pay,
    by tier, in every country.
    """
    listing, compared = _read(file, others)
    report = lint(listing, compared)
    click.echo(report.text() if form == "text" else report.model_dump_json(indent=2))


@command.command("rewrite")
@click.argument("file", type=_FILE)
@_others
@_format
def rewrite_command(file: Path, others: tuple[Path, ...], form: str) -> None:
    """Ask what would make FILE tell what only it can tell.

    The author of a listing knows the answers and a program does not, so these are questions: first about what
    is missing, then about phrases that tell nothing, then about those that others have too.
    """
    listing, compared = _read(file, others)
    questions = rewrite(listing, compared)
    if form == "json":
        rows = [question.model_dump(mode="json") for question in questions]
        click.echo(json.dumps({"listing": listing.id, "questions": rows}, indent=2, ensure_ascii=False))
    else:
        click.echo(as_text(listing, questions))


@command.command("read")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--check", is_flag=True, help="End with 1 if a posting has a problem.")
def read_command(files: tuple[Path, ...], check: bool) -> None:
    """Read schema.org JobPosting out of FILES (JSON-LD, or HTML with it) as listings.

    Prints one line of JSON a posting, {"id", "title", "text"}, as `earnest match --listings` takes them. What
    is wrong with a posting goes to standard error. Requirements of school, years and country are left out.
    """
    wrong = 0
    for file in files:
        for posting in read_postings(_bytes(file), file.stem):
            click.echo(json.dumps(posting.listing.model_dump(mode="json"), ensure_ascii=False))
            wrong += len(posting.problems)
            _tell(posting.listing.id, posting.problems)
    if check and wrong:
        raise SystemExit(1)


@command.command("jobposting")
@click.argument("file", type=_FILE)
@click.option("--organization", default="", help="Who hires.")
@click.option("--posted", default="", metavar="YYYY-MM-DD", help="The day it is posted.")
@click.option("--valid-through", default="", metavar="YYYY-MM-DD", help="The day after which it is void.")
@click.option("--url", default="", help="Where it stands.")
@click.option("--html", is_flag=True, help="As a script element for a page.")
@click.option("--check", is_flag=True, help="End with 1 if the posting has a problem.")
def jobposting_command(file: Path, html: bool, check: bool, **offer: str) -> None:
    """Write FILE as a schema.org JobPosting, and say what a job board will miss.

    Technologies become `skills`, pay becomes `baseSalary`. The work is remote and the same everywhere:
    `jobLocationType` is TELECOMMUTE and no country is required.
    """
    (listing,) = read_listings((file,))
    data = to_posting(listing, Offer(**offer))
    written = json.dumps(data, indent=2, ensure_ascii=False)
    if html:
        safe = written.replace("<", "\\u003c")
        written = f'<script type="application/ld+json">\n{safe}\n</script>'
    click.echo(written)
    problems = problems_of(data)
    _tell(listing.id, problems)
    if check and problems:
        raise SystemExit(1)


def _tell(name: str, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(f"{name}: {problem.field}: {problem.says}", err=True)


def _read(file: Path, others: tuple[Path, ...]) -> tuple[Listing, tuple[Listing, ...]]:
    listing = _one(file)
    compared = read_listings(others or (file.parent,))
    return listing, tuple(
        other for other in compared if other.id != listing.id and other.text != listing.text
    )


def _one(file: Path) -> Listing:
    if file.suffix.lower() not in _POSTINGS:
        return read_listings((file,))[0]
    found = read_postings(_bytes(file), file.stem)
    if len(found) > 1:
        raise BadRecord(f"{file}: {len(found)} postings; `earnest listing read` writes them apart")
    return found[0].listing


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"{file}: cannot be read ({type(error).__name__})") from error
