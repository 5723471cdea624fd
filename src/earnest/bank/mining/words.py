"""The word lists of the miner (`words.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

from earnest.records.base import Record
from earnest.text.wordlist import table_of, words_of

_NOT_HERE = frozenset({"it", "others", "support", "design", "product", "finance", "compliance", "security"})


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
    nowadays: tuple[str, ...]
    states: frozenset[str]
    plain_verbs: frozenset[str]
    required: frozenset[str]
    fragment_openers: frozenset[str]
    fragment_closers: frozenset[str]
    work_words: frozenset[str]
    measured: frozenset[str]
    objects: frozenset[str]


class Asking(Record):
    """The word lists that tell a demand from the task and from how the world is."""

    makes: frozenset[str]
    mends: frozenset[str]
    points: frozenset[str]
    finite: frozenset[str]
    work: frozenset[str]
    world: frozenset[str]
    nouns: frozenset[str]
    never_named: frozenset[str]
    leads: tuple[str, ...]
    people: frozenset[str]
    data: frozenset[str]
    formats: frozenset[str]
    cuts_off: frozenset[str]
    takes_clause: frozenset[str]


class ClauseWords(Record):
    """Words at which a sentence is split into clauses."""

    breaks: frozenset[str]
    no_break_before_but: frozenset[str]
    after_and: frozenset[str]
    opens: frozenset[str]
    restarts: frozenset[str]
    short_forms: frozenset[str]
    denials: frozenset[str]
    steps: frozenset[str]
    announces: frozenset[str]


class Words(Record):
    """What `words.toml` holds: phrases of polarity, classes of words, artifacts, orders, names to values."""

    version: str
    phrases: dict[str, tuple[str, ...]]
    classes: dict[str, frozenset[str]]
    artifacts: frozenset[str]
    orders: Orders
    asking: Asking
    clauses: ClauseWords
    numbers: dict[str, int]
    ordinals: dict[str, int]
    languages: dict[str, str]
    constructs: dict[str, str]
    styles: dict[str, str]


def has_phrase(line: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in a line of words with a space at each end."""
    return any(f" {phrase} " in line for phrase in phrases)


@cache
def closed_words() -> frozenset[str]:
    """Return the function words of English: articles, pronouns, prepositions, conjunctions and their like."""
    rows = table_of("function_words")["tags"].values()
    return frozenset(word for row in rows for word in row.split())


def is_person(word: str) -> bool:
    """Whether a word names people or a group that acts."""
    single = word.removesuffix("s")
    known = words_of("people") | table().asking.people | table().orders.third
    return bool({word, single} & known) and word not in _NOT_HERE


@cache
def table() -> Words:
    """Return the word lists; a list that is one text is split at white space."""
    loaded = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    for name in ("orders", "asking", "clauses", "classes"):
        rows = loaded[name].items()
        loaded[name] = {key: row.split() if isinstance(row, str) else row for key, row in rows}
    return Words.model_validate({**loaded, "artifacts": loaded["artifacts"]["words"].split()})
