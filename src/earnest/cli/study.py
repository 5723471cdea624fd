"""`earnest study raters|items`."""

from pathlib import Path

import click


@click.group("study")
def command() -> None:
    """Study many records: raters and their items."""


_FORM = click.option(
    "--format", "form", default="text", show_default=True, type=click.Choice(["text", "html", "json"])
)
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@command.command("raters")
@click.argument("labels", metavar="LABELS.jsonl", type=_FILE)
@click.option("--key", "keys", type=_FILE, help='{"item", "key"} a line, for all items or a part of them.')
@_FORM
def raters_command(labels: Path, keys: Path | None, form: str) -> None:
    """Study the raters of LABELS.jsonl: {"worker", "item", "label", "seconds"} a line.

    Says how accurate each rater is and how sure that is, how hard each item is, how far raters agree, and
    which keys are probably wrong.
    """
    from earnest.study.page import raters_html
    from earnest.study.raters import study_raters
    from earnest.study.reading import read_keys, read_labels
    from earnest.study.terminal import raters_text

    study = study_raters(read_labels(labels), read_keys(keys) if keys else {})
    if form == "json":
        click.echo(study.json())
    else:
        click.echo(raters_html(study) if form == "html" else raters_text(study))


@command.command("items")
@click.argument("responses", metavar="RESPONSES.jsonl", type=_FILE)
@click.option("--key", "keys", type=_FILE, help='{"item", "key"} a line; not needed with "correct".')
@click.option("--model", default="1PL", show_default=True, type=click.Choice(["1PL", "2PL", "3PL"]))
@_FORM
def items_command(responses: Path, keys: Path | None, model: str, form: str) -> None:
    """Fit an item bank to RESPONSES.jsonl and say which items to retire.

    A line is {"worker", "item", "correct": true|false} or, with --key, {"worker", "item", "label"}; lines
    stand in the order in which they were given, which is what drift is measured over.
    """
    from earnest.study.items import study_items
    from earnest.study.page import items_html
    from earnest.study.reading import read_keys, read_responses
    from earnest.study.terminal import items_text

    study = study_items(read_responses(responses, read_keys(keys) if keys else {}), model)
    if form == "json":
        click.echo(study.json())
    else:
        click.echo(items_html(study) if form == "html" else items_text(study))
