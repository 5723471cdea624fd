"""The word lists of the miner (`words.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record


class Orders(Record):
    """The word lists of the grammar of orders."""

    modals: frozenset[str]
    wishes: tuple[str, ...]
    polite: frozenset[str]
    third: frozenset[str]
    reports: frozenset[str]
    past: frozenset[str]
    permissions: tuple[str, ...]
    artifact_heads: frozenset[str]
    verbs: frozenset[str]
    elsewhere: frozenset[str]
    states: frozenset[str]
    plain_verbs: frozenset[str]
    required: frozenset[str]
    fragment_openers: frozenset[str]
    fragment_closers: frozenset[str]
    work_words: frozenset[str]
    measured: frozenset[str]
    objects: frozenset[str]


class ClauseWords(Record):
    """Words at which a sentence is split into clauses."""

    breaks: frozenset[str]
    no_break_before_but: frozenset[str]
    after_and: frozenset[str]
    opens: frozenset[str]
    restarts: frozenset[str]
    short_forms: frozenset[str]
    denials: frozenset[str]


class Words(Record):
    """What `words.toml` holds: phrases of polarity, classes of words, artifacts, orders, names to values."""

    version: str
    phrases: dict[str, tuple[str, ...]]
    classes: dict[str, frozenset[str]]
    artifacts: frozenset[str]
    orders: Orders
    clauses: ClauseWords
    numbers: dict[str, int]
    languages: dict[str, str]
    constructs: dict[str, str]
    styles: dict[str, str]


def has_phrase(line: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in a line of words with a space at each end."""
    return any(f" {phrase} " in line for phrase in phrases)


@cache
def table() -> Words:
    """Return the word lists; a list that is one text is split at white space."""
    loaded = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    for name in ("orders", "clauses", "classes"):
        rows = loaded[name].items()
        loaded[name] = {key: row.split() if isinstance(row, str) else row for key, row in rows}
    return Words.model_validate({**loaded, "artifacts": loaded["artifacts"]["words"].split()})
