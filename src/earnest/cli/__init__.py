"""The command line. Each command lives in a module of its own and is imported only when it runs."""

import sys
from importlib import import_module

import click

from earnest import __version__

_COMMANDS = {
    "screen": "Screen applications: seven signals, quoted evidence, a decision.",
    "assess": "Assess one signal over JSON lines.",
    "certify": "Exchange school, country, years, names and format, and see that no Evidence changes.",
    "verify": "Check a certificate by making it again.",
    "bank": "Check, generate, list, report on and show packs of items.",
    "explain": "Explain a rule: what it finds, why it matters, an example.",
    "listing": "Look at a listing.",
    "match": "Rank listings for a profile, or profiles for a listing, and say why.",
    "practice": "Take practice items in the terminal, with feedback at once.",
    "reuse": "Show what applications share, passages side by side.",
    "study": "Study many records: raters and their items.",
}


class _LazyGroup(click.Group):
    """A group that knows its commands' one-line helps and imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"earnest.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="earnest")
def cli() -> None:
    r"""Earnest: the screen for AI-training contractors.

    Screens your application on seven signals and quotes its evidence for every number. It is blind to school,
    years, country and formatting, and needs no network.

    \b
    earnest screen resume.pdf           your own resume
    earnest screen examples/            a folder of applications
    earnest practice                    practice items with feedback
    """


def main() -> None:
    """Run the command line; an error that somebody can mend is one line on standard error and exit code 2."""
    from earnest.errors import UserError

    try:
        cli.main(standalone_mode=False)
    except UserError as error:
        click.echo(f"earnest: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("earnest: stopped; run the same command again to go on", err=True)
        sys.exit(130)
