"""Opens a database."""

import sqlite3
from pathlib import Path


def open_database(path: str = ":memory:") -> sqlite3.Connection:
    """Return a connection; a new database gets the schema."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    return connection
