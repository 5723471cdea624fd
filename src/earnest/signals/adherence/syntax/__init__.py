"""Source files as the kinds of constraints see them. A new language is a file and a line in `_PARSERS`."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

from earnest.signals.adherence.syntax.go import parse_go
from earnest.signals.adherence.syntax.java import parse_java
from earnest.signals.adherence.syntax.python import parse_python
from earnest.signals.adherence.syntax.rust import parse_rust
from earnest.signals.adherence.syntax.shapes import (
    CannotParse,
    Definition,
    Import,
    Param,
    Source,
    Statement,
    Text,
    Use,
    belongs,
)
from earnest.signals.adherence.syntax.typescript import parse_javascript, parse_tsx, parse_typescript

__all__ = [
    "CannotParse",
    "Definition",
    "Import",
    "Param",
    "Source",
    "Statement",
    "Text",
    "Use",
    "belongs",
    "language_of",
    "parse",
    "parse_text",
    "unsupported_language",
]

Parser = Callable[[str, str], Source]

_PARSERS: dict[str, Parser] = {
    "python": parse_python,
    "typescript": parse_typescript,
    "tsx": parse_tsx,
    "javascript": parse_javascript,
    "go": parse_go,
    "rust": parse_rust,
    "java": parse_java,
}
_LONGEST_FILE = 1_000_000


@cache
def _suffixes() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    )
    return loaded


def language_of(path: str) -> str | None:
    """Return the language of a file that we can read, by its name, or None.

    >>> language_of("src/app.ts"), language_of("app.py"), language_of("notes.md"), language_of("main.rs")
    ('typescript', 'python', None, 'rust')
    """
    return _suffixes()["read"].get(PurePosixPath(path).suffix.lower())


def unsupported_language(path: str) -> str | None:
    """Return the programming language of a file that we cannot read, or None for data and prose."""
    return _suffixes()["unread"].get(PurePosixPath(path).suffix.lower())


def parse(path: str, content: bytes) -> Source:
    """Parse one file, or raise `CannotParse`. The path decides the language."""
    language = language_of(path)
    if language is None:
        raise CannotParse(path, 0, "no parser for this kind of file")
    if len(content) > _LONGEST_FILE:
        raise CannotParse(path, 0, f"larger than {_LONGEST_FILE} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotParse(path, 0, "not UTF-8 text") from error
    return parse_text(path, text, language)


def parse_text(path: str, text: str, language: str) -> Source:
    """Parse text of a known language, or raise `CannotParse`."""
    return _PARSERS[language](path, text)
