"""Runs the queries that stand in `queries/`."""

import sqlite3
from pathlib import Path

_FOLDER = Path(__file__).parent / "queries"


def run(db: sqlite3.Connection, name: str, **parameters: str) -> list[tuple]:
    """Return the rows of a query."""
    return db.execute((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"), parameters).fetchall()
