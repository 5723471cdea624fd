"""Whether a string is the beginning of an SQL statement, and whether a name is that of a connection."""

import re

_STATEMENT = re.compile(
    r"\s*(?:select\b.{0,400}\bfrom\b|insert\s+into\b|update\b.{0,200}\bset\b|delete\s+from\b|create\s+table\b"
    r"|drop\s+table\b|alter\s+table\b|replace\s+into\b|with\s+\w{1,60}\s+as\b)",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_sql(text: str) -> bool:
    """Whether a text begins as an SQL statement does.

    >>> looks_like_sql("SELECT id FROM users WHERE name = '"), looks_like_sql("Select a file to open")
    (True, False)
    """
    return _STATEMENT.match(text) is not None


_CONNECTIONS = frozenset(
    "db cur cursor conn connection con database session engine tx transaction pool client sqlite pg".split()
)


def is_connection(name: str) -> bool:
    """Whether a name is one that connections, cursors and sessions go by.

    >>> is_connection("_conn"), is_connection("read_cursor"), is_connection("executor")
    (True, True, False)
    """
    return name.lower().strip("_").rpartition("_")[2] in _CONNECTIONS
