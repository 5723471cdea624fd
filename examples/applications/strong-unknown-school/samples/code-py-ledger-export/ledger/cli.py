"""The command line."""

import argparse
import csv
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from ledger.model import BadPosting, Posting
from ledger.report import balances, month_rows
from ledger.store import read_books


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(prog="ledger")
    commands = parser.add_subparsers(dest="command", required=True)
    balance = commands.add_parser("balance", help="the sum of each account")
    balance.add_argument("books", type=Path)
    balance.add_argument("--account", default="")
    export = commands.add_parser("export", help="a month as CSV")
    export.add_argument("books", type=Path)
    export.add_argument("--month", required=True, metavar="YYYY-MM")
    return parser


def print_month(postings: Iterable[Posting], month: str) -> None:
    """Print the CSV for the accountant's program."""
    rows = csv.writer(sys.stdout, delimiter=";", lineterminator="\r\n")
    rows.writerow(("date", "account", "text", "net", "tax", "gross"))
    for posting, *amounts in month_rows(postings, int(month[:4]), int(month[5:])):
        in_her_way = [str(amount).replace(".", ",") for amount in amounts]
        rows.writerow((posting.day.isoformat(), posting.account, posting.text, *in_her_way))


def main(argv: list[str]) -> int:
    """Run one command; return the exit code (2 for books that cannot be read)."""
    args = build_parser().parse_args(argv)
    if args.command == "export" and not re.fullmatch("[0-9]{4}-(0[1-9]|1[012])", args.month):
        print(f"ledger: {args.month!r} is not a month, it should be like 2024-03", file=sys.stderr)
        return 2
    try:
        postings = list(read_books(args.books))
    except (OSError, BadPosting) as error:
        print(f"ledger: {error}", file=sys.stderr)
        return 2
    if args.command == "export":
        print_month(postings, args.month)
        return 0
    for account, amount in balances(postings).items():
        if args.account in ("", account):
            print(f"{account}  {amount:>12.2f}")
    return 0
