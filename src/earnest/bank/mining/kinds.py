"""What a clause that orders something speaks of: a kind of constraint and its arguments."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import JsonValue

from earnest.bank.mining.arguments import arguments
from earnest.bank.mining.reading import Clause
from earnest.bank.mining.words import has_phrase, table
from earnest.records.base import Record


class Rule(Record):
    """One row of `rules.toml`."""

    kind: str
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    any_polarity: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    none: tuple[str, ...] = ()
    args: str = ""
    plain: bool = False  # a plain statement suffices


class Fallback(Record):
    """What an order about an object means where no rule fits: a kind by polarity, the first that shows."""

    object: str
    kinds: tuple[tuple[str, str], ...]  # (polarity or "any", kind)
    args: str = ""


@cache
def fallbacks() -> tuple[Fallback, ...]:
    """Return the fallbacks in the order of `rules.toml`."""
    loaded = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return tuple(Fallback.model_validate(row) for row in loaded["fallback"])


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order of their file."""
    loaded = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return tuple(Rule.model_validate(row) for row in loaded["rule"])


def kinds_of(clause: Clause, *, ordered: bool) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """Yield kind and arguments of what a clause speaks of; of one family the first rule that fits.

    Where nothing is `ordered`, only rules count whose object belongs to the work and to nothing else.
    """
    marks = _marks(clause)
    taken: set[str] = set()
    for rule in rules():
        family = re.split("[.:]", rule.kind, maxsplit=1)[0]
        if family not in taken and (ordered or rule.plain) and _fits(rule, clause, marks):
            taken.add(family)
            for args in arguments(rule.args, clause):
                yield rule.kind, args
    if ordered and not taken:
        yield from _fallback(clause, marks)


def _fallback(clause: Clause, marks: frozenset[str]) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    for one in fallbacks():
        if one.object in marks:
            kind = next((kind for polarity, kind in one.kinds if polarity in {"any", *marks}), "")
            if kind:
                for args in arguments(one.args, clause):
                    yield kind, args
                return


def _marks(clause: Clause) -> frozenset[str]:
    """Return the polarities and the classes that a clause shows."""
    line = clause.line
    found = {name for name, phrases in table().phrases.items() if has_phrase(line, phrases)}
    stems = clause.stems | _code_stems(clause)
    found |= {name for name, words in table().classes.items() if stems & words}
    return frozenset(found)


def _code_stems(clause: Clause) -> set[str]:
    codes = {code.strip("()@: ").lower() for code in clause.given("code")}
    found = {"<loopcode>"} if codes & table().classes["construct_names"] else set()
    if any(code.startswith(("except", "catch")) for code in codes):
        found |= {"<exceptcode>", "except"}
    if any(word.startswith("o(") for word in clause.words):
        found.add("<bigo>")
    if any(
        code.startswith(table().phrases["signature_starts"]) and "(" in code for code in clause.given("code")
    ):
        found.add("<sigcode>")
    if any(code.endswith("()") for code in clause.given("code")):
        found.add("<callcode>")
    found |= _of_tools(clause)
    if "there" in clause.words:
        said = " ".join(token.lower for token in clause.before)
        found |= {name for name in ("readme", "changelog") if name in said}
    if any("changelog" in path.lower() for path in clause.given("path", "code")):
        found.add("<changelogpath>")
    if any("readme" in path.lower() for path in clause.given("path", "code")):
        found.add("readme")
    return found


def _of_tools(clause: Clause) -> set[str]:
    """Return what the names in code and paths are known to be: a manifest, a test run, a linter, a module."""
    held = table().classes
    named = {part for given in clause.given("code", "path") for part in given.lower().split()[:2]}
    marks = {"<manifest>": "manifests", "<testrun>": "test_commands", "<lintrun>": "lint_commands"}
    found = {mark for mark, words in marks.items() if named & held[words]}
    return found | ({"<module>"} if set(clause.words) & held["known_modules"] else set())


def _fits(rule: Rule, clause: Clause, marks: frozenset[str]) -> bool:
    line = clause.line
    if any(name in marks or f" {name} " in line for name in rule.none):
        return False
    if not all(name in marks for name in (*rule.all, *rule.polarity)):
        return False
    if rule.any and not any(name in marks for name in rule.any):
        return False
    if rule.any_polarity and not any(name in marks for name in rule.any_polarity):
        return False
    return all(has_phrase(line, group) for group in rule.phrases)
