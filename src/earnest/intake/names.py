"""Names of files as they may be shown and used: candidates choose them, and some choose badly."""

import os
import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NOT_SHOWN = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")
_UNSAFE = re.compile(rf"[\x00-\x1f\x7f-\x9f/\\\u2028\u2029{_BIDI}\ud800-\udfff]")
_LONGEST = 120


def shown(name: str) -> str:
    r"""Return a name on one line, reading in one direction: what would change that becomes U+FFFD.

    >>> shown("a\nb.pdf"), shown("r\u202efdp.exe"), shown("📄.pdf")
    ('a\ufffdb.pdf', 'r\ufffdfdp.exe', '📄.pdf')
    """
    return _NOT_SHOWN.sub("\ufffd", name)


def safe(name: str) -> str:
    r"""Return a name that can be a folder on any system, "application" where nothing of it is left.

    >>> safe("../a\nb"), safe("..."), len(safe("x" * 300).encode())
    ('_a_b', 'application', 120)
    """
    cleaned = _UNSAFE.sub("_", name).strip(". ")
    short = cleaned.encode("utf-8")[:_LONGEST].decode("utf-8", errors="ignore").strip(". ")
    return short or "application"


def as_text(name: str) -> str:
    """Return a file name as valid Unicode; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", errors="replace")
