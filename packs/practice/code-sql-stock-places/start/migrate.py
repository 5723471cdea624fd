"""Applies migrations: every file of a folder in the order of its name, each in a transaction of its own."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "migrations"


def apply(db: sqlite3.Connection, upto: str = "9999") -> list[str]:
    """Apply what was not applied yet, up to a number; return the names. A failure leaves the file undone."""
    db.isolation_level = None
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("CREATE TABLE IF NOT EXISTS applied (name TEXT PRIMARY KEY)")
    known = {name for (name,) in db.execute("SELECT name FROM applied")}
    done = []
    for file in sorted(FOLDER.glob("*.sql")):
        if file.name not in known and file.name[:4] <= upto:
            _apply(db, file)
            done.append(file.name)
    return done


def _apply(db: sqlite3.Connection, file: Path) -> None:
    db.execute("BEGIN")
    try:
        for statement in statements(file.read_text(encoding="utf-8")):
            db.execute(statement)
        db.execute("INSERT INTO applied VALUES (?)", (file.name,))
    except sqlite3.Error:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def statements(text: str) -> Iterator[str]:
    """Yield the statements of a script; a trigger is one."""
    so_far = ""
    for line in text.splitlines(keepends=True):
        so_far += line
        if sqlite3.complete_statement(so_far):
            yield so_far
            so_far = ""
    if so_far.strip():
        yield so_far
