"""The command line."""

import argparse
import sys
from pathlib import Path

from ledger.export import parse_month, write_month
from ledger.report import balances
from ledger.store import read_books


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(prog="ledger")
    commands = parser.add_subparsers(dest="command", required=True)
    balance = commands.add_parser("balance", help="the sum of each account")
    balance.add_argument("books", type=Path)
    balance.add_argument("--account", default="")
    export = commands.add_parser("@@cmd@@", help="one month as CSV for the accountant")
    export.add_argument("books", type=Path)
    export.add_argument("--month", required=True, metavar="YYYY-MM")
    return parser


def main(argv: list[str]) -> int:
    """Run one command; return the exit code (2 for books or a month that cannot be read)."""
    args = build_parser().parse_args(argv)
    try:
        month = parse_month(args.month) if args.command == "@@cmd@@" else None
        postings = list(read_books(args.books))
    except (OSError, ValueError) as error:
        print(f"ledger: {error}", file=sys.stderr)
        return 2
    if month is not None:
        write_month(postings, month, sys.stdout)
        return 0
    for account, amount in balances(postings).items():
        if args.account in ("", account):
            print(f"{account}  {amount:>12.2f}")
    return 0
