"""`earnest explain RULE`."""

import click

from earnest.signals import all_signals, find_rule


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Explain a RULE: what it finds, why it matters, an example and what to do instead.

    Without a RULE it lists them all.
    """
    if rule is None:
        for signal in all_signals():
            click.echo(click.style(f"{signal.id.value}: {signal.title}", bold=True))
            for each in signal.rules:
                click.echo(f"  {each.id:<28} {each.summary}")
        return
    signal, found = find_rule(rule)
    click.echo(click.style(found.id, bold=True) + f"  ({found.effect.value}, {signal.id.value})")
    click.echo("")
    click.echo(found.page)
