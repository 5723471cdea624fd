"""Runs a check.sql in SQLite, in memory, with no way to a file and an end."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from earnest.bank.checks_file import check_bounds

_DENIED = frozenset({sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})


def sql_output(script: str) -> str:
    r"""Return every row that the statements give, one a line, columns joined by `|`, NULL as `NULL`.

    A statement that fails gives the line `an error` and ends the script.

    >>> sql_output("SELECT 1, NULL; SELECT 'x';")
    '1|NULL\nx\n'
    """
    bounds = check_bounds().sql
    lines: list[str] = []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, bounds.value_bytes)
        database.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_DENY if action in _DENIED else sqlite3.SQLITE_OK
        )
        # One call after `steps` instructions, and one that says stop.
        database.set_progress_handler(lambda: 1, bounds.steps)
        try:
            for statement in _statements(script):
                rows = database.execute(statement).fetchmany(1000)
                lines += ["|".join("NULL" if cell is None else str(cell) for cell in row) for row in rows]
        except sqlite3.Error:
            lines.append("an error")
    return "".join(f"{line}\n" for line in lines)


def _statements(script: str) -> Iterator[str]:
    """Split at the semicolons that end a statement (not those within quotes or comments)."""
    parts = script.split(";")
    if len(parts) > check_bounds().sql.statements or len(script) > check_bounds().sql.value_bytes:
        raise sqlite3.ProgrammingError("too long")
    gathered = ""
    for part in parts:
        gathered += part + ";"
        if sqlite3.complete_statement(gathered):
            if gathered.strip(" \t\r\n;"):
                yield gathered
            gathered = ""
    if gathered.strip(" \t\r\n;"):
        yield gathered
