"""`earnest reuse`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from earnest.bank import Pack
    from earnest.integrity.reuse import Work
    from earnest.records.item import Item
    from earnest.records.response import CodeResponse


@click.command("reuse")
@click.argument("applications", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--pack", "packs", multiple=True, default=("practice",), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of text.")
def command(applications: tuple[Path, ...], packs: tuple[str, ...], as_json: bool) -> None:
    """Show what applications share: code and prose of two candidates, side by side.

    Code that an item gave to everybody, prompts, and what many candidates have is left out; code is compared
    with the reference solutions of the packs too. A flag is for a person: it changes no score and says
    nothing of who wrote first, or of machine authorship.
    """
    from rich.console import Console

    from earnest.bank import find_pack
    from earnest.integrity.reuse import find_reuse
    from earnest.integrity.reuse.terminal import reuse_page

    loaded = [find_pack(pack) for pack in packs]
    skipped: list[str] = []
    items = {item.id: item for pack in loaded for item in pack.items.values()}
    references = [work for pack in loaded for work in _references(pack)]
    works = [*_works(applications, items, skipped), *references]
    report = find_reuse(works, items, skipped)
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        Console(soft_wrap=False).print(reuse_page(report))


def _works(paths: Iterable[Path], items: "Mapping[str, Item]", skipped: list[str]) -> "Iterator[Work]":
    """Yield the works of every application; what cannot be read is named in `skipped`."""
    from earnest.errors import InputError
    from earnest.intake import find_applications, read, read_submission
    from earnest.integrity.reuse import works_of

    for name, found in find_applications(paths).items():
        try:
            application = read(read_submission(Path(found)))
        except InputError as error:
            skipped.append(f"{name}: {error}")
            continue
        skipped += [f"{name}: {problem.file}: {problem.message}" for problem in application.problems]
        samples = [_applied(name, sample, items, skipped) for sample in application.samples]
        yield from works_of(application.but(name=name, samples=tuple(filter(None, samples))))


def _applied(
    name: str, sample: "CodeResponse", items: "Mapping[str, Item]", skipped: list[str]
) -> "CodeResponse | None":
    """Return a sample as a tree; a diff of an item that is not known stays a diff."""
    from earnest.errors import InputError
    from earnest.records.item import CodingItem
    from earnest.records.response import CodeResponse, SampleForm
    from earnest.records.tree import Tree
    from earnest.signals.adherence.trees.applying import apply

    item = items.get(sample.item)
    start = item.start if isinstance(item, CodingItem) else Tree()
    if sample.form is SampleForm.TREE or (item is None and sample.form is SampleForm.DIFF):
        return sample
    try:
        return CodeResponse(item=sample.item, form=SampleForm.TREE, tree=apply(sample, start))
    except InputError as error:
        skipped.append(f"{name}: sample {sample.item}: {error}")
        return None


def _references(pack: "Pack") -> "Iterator[Work]":
    from earnest.integrity.reuse import code_of_pack
    from earnest.records.answer_key import CodingKey

    for item_id, key in pack.keys.items():
        if isinstance(key, CodingKey):
            yield code_of_pack(f"{pack.label} (reference)", pack.items[item_id], key.reference)
