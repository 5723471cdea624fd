"""`earnest bank check|list|show`."""

import sys

import click

from earnest.bank import find_pack
from earnest.bank.showing import show


@click.group("bank")
def command() -> None:
    """Check, list and show packs of items."""


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
    click.echo(show(find_pack(pack_name, seed).item(item_id)))


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


def run_script(name: str, content: bytes) -> str:
    """Run one `check.py` or `check.js` in the sandbox and return what it prints, or how it ended."""
    from earnest.records.tree import Tree, TreeFile
    from earnest.sandbox import Ending, node, python, run

    interpreter, options = (python(), ("-I", "-B")) if name.endswith(".py") else (node(), ())
    result = run(interpreter, (*options, name), Tree(files=(TreeFile(path=name, content=content),)))
    if result.ending is not Ending.EXITED:
        return f"(ended by its limits: {result.ending.value})"
    return result.output.decode("utf-8", errors="replace")
