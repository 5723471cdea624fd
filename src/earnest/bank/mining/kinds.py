"""What a clause that orders something speaks of: a kind of constraint and its arguments."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from pydantic import JsonValue

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
            yield rule.kind, _READERS[rule.args](clause) if rule.args in _READERS else {}
    if ordered and not taken:
        yield from _fallback(clause, marks)


def restricts(clause: Clause) -> bool:
    """Whether a clause forbids, keeps, bounds or singles out something, or says what it must be."""
    strict = {"neg_strict", "only_strict", "keep_strict", "bound_strict", "banned", "keep_as"}
    return " must be " in clause.line or bool(_marks(clause) & strict)


def _fallback(clause: Clause, marks: frozenset[str]) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    for one in fallbacks():
        if one.object in marks:
            kind = next((kind for polarity, kind in one.kinds if polarity in {"any", *marks}), "")
            if kind:
                yield kind, _READERS[one.args](clause) if one.args in _READERS else {}
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
    if "there" in clause.words:
        said = " ".join(token.lower for token in clause.before)
        found |= {name for name in ("readme", "changelog") if name in said}
    if any("changelog" in path.lower() for path in clause.given("path", "code")):
        found.add("<changelogpath>")
    if any("readme" in path.lower() for path in clause.given("path", "code")):
        found.add("readme")
    return found


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


def _limit(clause: Clause) -> dict[str, JsonValue]:
    numbers = clause.numbers()
    return {"limit": numbers[0]} if numbers else {}


def _named(name: str, *tags: str) -> Callable[[Clause], dict[str, JsonValue]]:
    def read(clause: Clause) -> dict[str, JsonValue]:
        held: list[JsonValue] = list(clause.given(*tags))
        return {name: held} if held else {}

    return read


def _one(name: str, *tags: str) -> Callable[[Clause], dict[str, JsonValue]]:
    def read(clause: Clause) -> dict[str, JsonValue]:
        held = clause.given(*tags)
        return {name: held[0].partition("(")[0]} if held else {}

    return read


def _count(name: str) -> Callable[[Clause], dict[str, JsonValue]]:
    def read(clause: Clause) -> dict[str, JsonValue]:
        numbers = clause.numbers()
        return {name: numbers[0]} if numbers else {}

    return read


def _related(name: str, relation: str) -> Callable[[Clause], dict[str, JsonValue]]:
    """Read a bound the way the published sets write it: "at least" n, or "less than" n."""

    def read(clause: Clause) -> dict[str, JsonValue]:
        numbers = clause.numbers() or [n for n, word in ((1, "once"), (2, "twice")) if word in clause.words]
        if not numbers:
            return {}
        number, line, held = numbers[0], clause.line, table().phrases
        if has_phrase(line, held["never_less"]):
            return {name: number, relation: "at least"}
        if has_phrase(line, held["most"]):
            return {name: number + 1, relation: "less than"}
        if has_phrase(line, held["less"]):
            return {name: number, relation: "less than"}
        return {name: number + has_phrase(line, held["more"]), relation: "at least"}

    return read


def _words_named(clause: Clause) -> list[str]:
    """Return what is quoted, or else what stands behind "word", "keyword", "term" and their like."""
    quoted = clause.given("str", "code")
    naming = table().classes["naming"]
    row = [token for token in clause.tokens if token.tag == "word"]
    bare = [
        clause.text[token.start : token.end]
        for before, token in pairwise(row)
        if before.lower in naming and token.lower not in table().classes["no_name"]
    ]
    return quoted or bare[:1]


def _keywords(name: str) -> Callable[[Clause], dict[str, JsonValue]]:
    def read(clause: Clause) -> dict[str, JsonValue]:
        held: list[JsonValue] = list(_words_named(clause))
        return {name: held} if held else {}

    return read


def _sentence_keyword(clause: Clause) -> dict[str, JsonValue]:
    held, numbers = _words_named(clause), clause.numbers()
    return {**({"word": held[0]} if held else {}), **({"N": numbers[0]} if numbers else {})}


def _postscript(clause: Clause) -> dict[str, JsonValue]:
    text = clause.span.of(clause.text).upper()
    return {"postscript_marker": "P.P.S" if "P.P.S" in text else "P.S."} if "P.S" in text else {}


def _sections(clause: Clause) -> dict[str, JsonValue]:
    marks = [*clause.given("str"), *(["SECTION"] if "section" in clause.stems else [])]
    numbers = clause.numbers()
    return {
        **({"section_spliter": marks[0].split()[0]} if marks and marks[0].split() else {}),
        **({"num_sections": numbers[0]} if numbers else {}),
    }


def _separator(clause: Clause) -> dict[str, JsonValue]:
    mark = clause.span.of(clause.text).rpartition(" use ")[2].strip()
    return {"sep": mark} if mark and " " not in mark else {}


def _frequency(clause: Clause) -> dict[str, JsonValue]:
    held = _words_named(clause)
    return {**({"keyword": held[0]} if held else {}), **_related("frequency", "relation")(clause)}


def _language(clause: Clause) -> dict[str, JsonValue]:
    held = [table().languages[word] for word in clause.words if word in table().languages]
    return {"language": held[0]} if held else {}


def _word_range(clause: Clause) -> dict[str, JsonValue]:
    numbers = clause.numbers()
    return {"min_words": numbers[0], "max_words": numbers[1]} if len(numbers) > 1 else {}


def _letter(clause: Clause) -> dict[str, JsonValue]:
    singles = [
        one for one in (*clause.given("str"), *clause.words) if len(one) == 1 and one not in {"a", "i"}
    ]
    return {
        **({"letter": singles[0]} if singles else {}),
        **_related("let_frequency", "let_relation")(clause),
    }


def _constructs(clause: Clause) -> dict[str, JsonValue]:
    known = table().constructs
    said = [
        stem
        for stem in sorted(clause.stems)
        if stem in known and stem not in table().classes["plain_english"]
    ]
    codes = [code for code in (given.lower() for given in clause.given("code")) if code in known]
    held: list[JsonValue] = list(dict.fromkeys(known[word] for word in (*codes, *said)))
    return {"constructs": held} if held else {}


def _style(clause: Clause) -> dict[str, JsonValue]:
    styles = table().styles
    held = [styles[word] for word in clause.words if word in styles]
    return {"style": held[0]} if held else {}


_READERS: dict[str, Callable[[Clause], dict[str, JsonValue]]] = {
    "limit": _limit,
    "paths": _named("paths", "path"),
    "symbols": _named("symbols", "code"),
    "symbol": _one("symbol", "code"),
    "names": _one("name", "code", "str"),
    "modules": _named("modules", "code"),
    "calls": _named("calls", "code"),
    "constructs": _constructs,
    "style": _style,
    "least": _count("least"),
    "end_phrase": _one("end_phrase", "str"),
    "num_placeholders": _count("num_placeholders"),
    "num_highlights": _count("num_highlights"),
    "num_bullets": _count("num_bullets"),
    "num_paragraphs": _count("num_paragraphs"),
    "sections": _sections,
    "postscript_marker": _postscript,
    "sep": _separator,
    "sentence_keyword": _sentence_keyword,
    "num_sentences": _related("num_sentences", "relation"),
    "num_words": _related("num_words", "relation"),
    "capital_frequency": _related("capital_frequency", "capital_relation"),
    "frequency": _frequency,
    "letter": _letter,
    "keywords": _keywords("keywords"),
    "forbidden_words": _keywords("forbidden_words"),
    "language": _language,
    "word_range": _word_range,
    "N": _count("N"),
    "small_n": _count("small_n"),
    "percentage": _count("percentage"),
}
