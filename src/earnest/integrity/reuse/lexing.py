"""Code as tokens in which nothing is left that a hand can change without thought: names, texts, numbers,
comments and layout are levelled, keywords and marks stay. Linear in the length of the text, for any bytes.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from earnest.records.base import Record


class CodeToken(NamedTuple):
    """A levelled token and its line, counted from 1."""

    text: str
    line: int


class Lexicon(Record):
    """One table of `lexing.toml`."""

    endings: frozenset[str]
    line: tuple[str, ...]
    block: tuple[str, ...]
    keywords: frozenset[str]


_WORD = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"\d[\w.]*")
_TEXT_MARKS = ('"""', "'''", '"', "'", "`")
_NAME, _VALUE, _TEXT = "n", "0", "s"
_TURNED = {">": "<", "<=": "<", ">=": "<", "!=": "=="}  # a comparison is easily turned round
_PAIRED = frozenset({"==", "!=", "<=", ">=", "=>", "->", "&&", "||", "::", ":=", "++", "--", "+=", "-="})


def is_code(path: str) -> bool:
    """Whether a file is in a language whose tokens are known."""
    return _lexicon_of(path) is not None


def tokens_of(path: str, text: str) -> list[CodeToken]:
    """Return the levelled tokens of a file; none for a language that is not known."""
    lexicon = _lexicon_of(path)
    return list(_tokens(text, lexicon)) if lexicon is not None else []


@cache
def _lexicons() -> dict[str, Lexicon]:
    loaded = tomllib.loads(Path(__file__).with_name("lexing.toml").read_text(encoding="utf-8"))
    found: dict[str, Lexicon] = {}
    for row in loaded.values():
        lexicon = Lexicon.model_validate(
            {**row, "endings": row["endings"].split(), "keywords": row["keywords"].split()}
        )
        found |= dict.fromkeys(lexicon.endings, lexicon)
    return found


def _lexicon_of(path: str) -> Lexicon | None:
    return _lexicons().get(PurePosixPath(path).suffix.removeprefix(".").lower())


def _tokens(text: str, lexicon: Lexicon) -> Iterator[CodeToken]:
    place, line = 0, 1
    while place < len(text):
        end, token = _next(text, place, lexicon)
        if token:
            yield CodeToken(token, line)
        line += text.count("\n", place, end)
        place = end


def _next(text: str, place: int, lexicon: Lexicon) -> tuple[int, str]:
    """Return where the token at `place` ends and its levelled text, "" for what does not count."""
    if text[place].isspace():
        return place + 1, ""
    comment = _comment_end(text, place, lexicon)
    if comment:
        return comment, ""
    for mark in _TEXT_MARKS:
        if text.startswith(mark, place):
            return _text_end(text, place, mark), _TEXT
    word = _WORD.match(text, place)
    if word:
        return word.end(), word.group() if word.group() in lexicon.keywords else _NAME
    number = _NUMBER.match(text, place)
    if number:
        return number.end(), _VALUE
    width = 2 if text[place : place + 2] in _PAIRED else 1
    mark = text[place : place + width]
    return place + width, _TURNED.get(mark, mark)


def _comment_end(text: str, place: int, lexicon: Lexicon) -> int:
    """Return where a comment that begins at `place` ends, 0 if none does."""
    if lexicon.block and text.startswith(lexicon.block[0], place):
        end = text.find(lexicon.block[1], place + len(lexicon.block[0]))
        return len(text) if end < 0 else end + len(lexicon.block[1])
    if text.startswith(lexicon.line, place):
        end = text.find("\n", place)
        return len(text) if end < 0 else end
    return 0


def _text_end(text: str, place: int, mark: str) -> int:
    """Return where a text ends: with a simple mark its line at the latest, with any other the file."""
    many = len(mark) == 3 or mark == "`"
    at = place + len(mark)
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(mark, at):
            return at + len(mark)
        elif text[at] == "\n" and not many:
            return at
        else:
            at += 1
    return len(text)
