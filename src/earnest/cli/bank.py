"""`earnest bank check|generate|list|mine|report|show`."""

import json
import sys
from pathlib import Path

import click

from earnest.bank import find_pack
from earnest.bank.showing import show
from earnest.cli.bank_mine import mine_command
from earnest.errors import UserError


@click.group("bank")
def command() -> None:
    """Check, generate, list, mine, report on and show packs of items."""


command.add_command(mine_command)


@command.command("list")
@click.argument("pack_name", metavar="[PACK]", default="practice")
def list_command(pack_name: str) -> None:
    """List the items of a PACK (a name or a folder; "practice" unless given)."""
    pack = find_pack(pack_name)
    click.echo(f"{pack.title} ({pack.id}@{pack.version}, {pack.pool.value}, {len(pack.items)} items)")
    for item in sorted(pack.items.values(), key=lambda item: (item.kind.value, item.id)):
        minutes = f"{item.minutes} min" if item.minutes else ""
        click.echo(f"  {item.id:<28} {item.kind.value:<10} {minutes:>8}  {item.title}")


@command.command("show")
@click.argument("item_id", metavar="ITEM")
@click.option("--pack", "pack_name", default="practice", show_default=True, help="A pack by name or folder.")
@click.option("--seed", default="", help="Show the variant of this seed.")
def show_command(item_id: str, pack_name: str, seed: str) -> None:
    """Show one ITEM as a candidate sees it."""
    click.echo(show(find_pack(pack_name, seed).item(item_id), seed))


@command.command("check")
@click.argument("pack_name", metavar="[PACK]", default="practice")
@click.option("--verbose", is_flag=True, help="Show what passed too.")
def check_command(pack_name: str, *, verbose: bool) -> None:
    """Prove a PACK: keys, quotes, references, violations, balance, licences. Exit code 1 on any failure."""
    from earnest.bank.checking import CheckState, check_pack
    from earnest.signals.adherence import decide, run_item_tests

    lines = check_pack(find_pack(pack_name), decide, run_item_tests, run_script)
    for line in lines:
        if verbose or line.state is not CheckState.PASSED:
            click.echo(f"{line.state.value:>8}  {line.item}: {line.message}")
    counts = {state: sum(line.state is state for line in lines) for state in CheckState}
    click.echo(", ".join(f"{count} {state.value}" for state, count in counts.items()))
    sys.exit(1 if counts[CheckState.FAILED] else 0)


@command.command("generate")
@click.option(
    "--kind",
    "kinds",
    required=True,
    multiple=True,
    type=click.Choice(["fact", "code", "table", "instruction"]),
    help="Give it again for a mixed pack.",
)
@click.option("--count", default=40, show_default=True, type=click.IntRange(1, 5000), help="How many pairs.")
@click.option("--seed", required=True, help="Any text. Who knows it can make the same pairs: keep it secret.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A new folder for the pack.")
def generate_command(kinds: tuple[str, ...], count: int, seed: str, out: Path) -> None:
    """Make a pack of secret pairs whose keys a program proves; another seed makes other pairs."""
    from earnest.bank.generating import generate, write_pack

    write_pack(generate(kinds, count, seed), out, f"generated-{'-'.join(sorted(set(kinds)))}")
    click.echo(f"{count} pairs in {out}; prove them with: earnest bank check {out}")


@command.command("report")
@click.argument("pack_name", metavar="[PACK]", default="practice")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
def report_command(pack_name: str, form: str) -> None:
    """Say what choosing without reading would score on the pairs of a PACK: near .5 where it is balanced."""
    from earnest.study.surface import as_json, keyed_pairs, surface_report

    pairs = keyed_pairs(find_pack(pack_name))
    if not pairs:
        raise UserError(f"{pack_name}: no pairs with a key")
    report = surface_report(pairs)
    if form == "json":
        click.echo(json.dumps({"pairs": len(pairs), "rules": as_json(report)}))
        return
    click.echo(f"{len(pairs)} pairs with a key")
    for each in report:
        share = "   -" if each.share is None else f"{each.share:.2f}"
        click.echo(f"  {share}  {each.right:>5} of {each.told:<5} {each.name}")


def run_script(name: str, content: bytes) -> str:
    """Run one `check.py`, `check.js` or `check.rs` in the sandbox and return what it prints."""
    from earnest.sandbox.scripts import run_script as run_one

    return run_one(name, content)
