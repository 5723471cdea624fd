"""Security: queries, secrets, code that is executed from text."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from earnest.records.evidence.adherence import CodePlace
from earnest.signals.adherence.kinds.case import Case
from earnest.signals.adherence.kinds.kind import ALL, Args, Kind, Outcome, at, kept, missed, undecidable
from earnest.signals.adherence.syntax import Source, language_of, unsupported_language
from earnest.signals.adherence.trees import matches
from earnest.signals.adherence.trees.comparing import is_text


@cache
def _secrets() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = tomllib.loads(
        (Path(__file__).parents[1] / "data" / "secrets.toml").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape) for shape in _secrets()["shapes"])


def _parametrised_sql(case: Case, args: Args) -> Outcome:
    found = []
    for source in case.sources(args.paths):
        new = {number for number, _text in case.new_lines(source.path)}
        found += [
            at(source.path, one.line, source.line(one.line))
            for one in source.queries
            if not new.isdisjoint(range(one.line, max(one.line, one.end_line) + 1))
        ]
    if found:
        return missed("a value is put into the text of a query", found)
    return kept("no query is put together from values")


def _no_secret(case: Case, args: Args) -> Outcome:
    found: list[CodePlace] = []
    unread: list[str] = []
    files = case.tree.as_dict()
    for path in case.changes.present:
        file = files[path]
        if (args.paths and not matches(path, args.paths)) or not is_text(file.content, file.mode):
            continue
        new = case.new_lines(path)
        found += [
            at(path, number, text) for number, text in new if any(shape.search(text) for shape in _shapes())
        ]
        if language_of(path) and not case.is_test(path):
            lines = {number for number, _text in new}
            found += _named_secrets(case.source(path), lines)
        elif unsupported_language(path) is not None:
            unread.append(path)
    if found:
        return missed("something secret stands in the tree", list(dict.fromkeys(found)))
    if unread:
        return undecidable(f"{unread[0]}: there is no reader for {unsupported_language(unread[0])}")
    return kept("nothing that looks like a secret was added")


def _named_secrets(source: Source, lines: set[int]) -> list[CodePlace]:
    words, harmless = _secrets()["names"], _secrets()["harmless"]
    return [
        at(source.path, one.line, source.line(one.line))
        for one in source.strings
        if one.line in lines
        and any(word in one.target.lower().replace("-", "_") for word in words)
        and _could_be_secret(one.value, harmless)
    ]


def _could_be_secret(value: str, harmless: list[str]) -> bool:
    """Tell a secret: one word of eight characters or more with a digit or a mark in it, and no stand-in."""
    if len(value) < 8 or any(character.isspace() for character in value):
        return False
    if any(word in value.lower() for word in harmless) or value.startswith(
        ("http://", "https://", "/", "$", "{", "<")
    ):
        return False
    return not value.replace("_", "").replace("-", "").replace(".", "").isalpha()


def _no_eval(case: Case, args: Args) -> Outcome:
    found = []
    for source in case.sources(args.paths):
        uses = [use for use in source.constructs if use.name == "eval"]
        uses += [
            use
            for use in source.calls
            if use.name.removeprefix("node:") in _RUNNERS
            or (use.role == "mentioned" and use.name in _HANDED_ON)
        ]
        found += [
            at(source.path, use.line, source.line(use.line)) for use in uses if case.is_touched(source, use)
        ]
    if found:
        return missed("text is executed as code", list(dict.fromkeys(found)))
    return kept("no text is executed as code")


_HANDED_ON = frozenset({"eval", "exec", "Function"})
_RUNNERS = frozenset(
    {"marshal.loads", "vm.runInNewContext", "vm.runInThisContext", "code.InteractiveInterpreter"}
)


KINDS: tuple[Kind[Any], ...] = (
    Kind("sec.parametrised_sql", "Values reach a query as parameters", Args, "S", ALL, _parametrised_sql),
    Kind("sec.no_secret", "No password, key or token is added", Args, "S", ALL, _no_secret),
    Kind("sec.no_eval", "No text is executed as code", Args, "S", ALL, _no_eval),
)
