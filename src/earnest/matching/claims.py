"""A profile as matching reads it: sentences with what a word in each of them counts.

A claim tells a deed or holds a number and has words of its own besides the names in it; prose without either
counts less. Lists and short lines find listings where nothing else is told; beside claims they only raise
what the claims reach. One sentence said again, or one pattern filled with other names, is said once.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from earnest.matching.gazetteer import Mention, find_concepts, gazetteer
from earnest.matching.lexical import pairs, terms
from earnest.matching.settings import settings
from earnest.text.clauses import Agent, verb_groups
from earnest.text.segment import Span, sentences, words
from earnest.text.tokens import Tag, Token, content_words, tokenize

State = Literal["demonstrated", "described", "named"]
Kind = Literal["claim", "prose", "line", "list"]

_OWN = frozenset({Agent.I, Agent.MINE, Agent.IMPLIED, Agent.WE, Agent.PASSIVE})
_NO_DEED = frozenset(
    {"be", "have", "use", "know", "experience", "love", "like", "include", "specialize", "go"}
)
_SEPARATOR = re.compile(r"[,;|/•·\t]|\s[-–—]\s")
_DIGITS = re.compile(r"\d+")


class Sentence(NamedTuple):
    """One sentence: what it is, what each technology and word in it counts (0..1), the technologies in it."""

    text: str
    kind: Kind
    credit: float
    names: tuple[str, ...] = ()

    @property
    def told(self) -> bool:
        """Whether it is prose about work rather than a short line or a list."""
        return self.kind in {"claim", "prose"}


class _Read(NamedTuple):
    text: str
    kind: Kind
    names: tuple[str, ...]
    own: int
    pattern: tuple[str, ...]


def read_profile(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text as matching reads them. Linear in its length."""
    return read_sentences(span.of(text) for span in sentences(text))


def read_sentences(texts: Iterable[str]) -> tuple[Sentence, ...]:
    """Return sentences as matching reads them, each of them once.

    >>> [(one.kind, one.credit) for one in read_sentences(["Rewrote billing in Go on Postgres 15 last year.",
    ...     "Go, Rust, Kafka, Terraform", "Backend engineer"])]
    [('claim', 1.0), ('list', 0.4), ('line', 0.6)]
    """
    distinct = {" ".join(terms(text)): text for text in texts}
    read = [_read(text) for text in distinct.values()]
    uses = Counter(one.pattern for one in read if one.names and one.kind != "list")
    lines = sum(one.kind == "line" for one in read)
    named = len({name for one in read if one.kind == "list" for name in one.names})
    return tuple(
        Sentence(one.text, one.kind, round(_credit(one, uses, lines, named), 6), one.names) for one in read
    )


def _credit(one: _Read, uses: Mapping[tuple[str, ...], int], lines: int, named: int) -> float:
    scale = settings().evidence
    if one.kind == "list":
        return scale.name * min(1.0, scale.budget / max(1, named))
    if one.kind == "line":
        return scale.line * min(1.0, scale.budget / lines)
    names = len(set(one.names))
    carried = min(1.0, one.own / (settings().reading.words_per_name * names)) if names else 1.0
    shared = uses[one.pattern] if names else 1
    return (scale.described if one.kind == "claim" else scale.stated) * carried / shared


def counted(read: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that a profile is compared by: its prose, or all of it where there is none."""
    return [one for one in read if one.told] or list(read)


def whole(read: Sequence[Sentence]) -> list[Sentence]:
    """Return all sentences in full; the names of long lists share what a list of `budget` names counts.

    >>> [(one.kind, round(one.credit, 2)) for one in whole(read_sentences(["Backend engineer",
    ...     "Go, Rust, Kafka, Terraform, Redis, Docker, Ansible, Kubernetes"]))]
    [('line', 1.0), ('list', 0.75)]
    """
    names = sum(len(_SEPARATOR.findall(one.text)) + 1 for one in read if one.kind == "list")
    share = round(min(1.0, settings().evidence.budget / max(1, names)), 6)
    return [one._replace(credit=share if one.kind == "list" else 1.0) for one in read]


def listed(read: Sequence[Sentence]) -> dict[str, float]:
    """Return the terms of lists and short lines beside prose, 1 each; nothing where there is no prose."""
    if not any(one.told for one in read):
        return {}
    return dict.fromkeys((term for one in read if not one.told for term in terms(one.text)), 1.0)


def _read(text: str) -> _Read:
    mentions = find_concepts(text)
    tokens = tokenize(text, Span(0, len(text)))
    own = [token for token in content_words(tokens) if not _inside(token, mentions)]
    names = tuple(dict.fromkeys(mention.name for mention in mentions))
    kind = _kind(text, tokens, own, mentions)
    pattern = tuple(_DIGITS.sub("0", token.lower) for token in own if token.tag is not Tag.NUMBER)
    return _Read(text, kind, names, len(own), pattern)


def _kind(text: str, tokens: Sequence[Token], own: Sequence[Token], mentions: Sequence[Mention]) -> Kind:
    if _is_list(text, len(own), len(mentions)):
        return "list"
    least = settings().reading.least_words
    if len(own) < least:
        return "list" if mentions else "line"
    if _tells_a_deed(tokens, mentions) or (len(own) > least and _is_measured(tokens, mentions)):
        return "claim"
    return "prose" if len(own) > least and _is_prose(tokens) else "line"


def _is_list(text: str, own: int, names: int) -> bool:
    """Say whether a sentence is names set off by signs, or more names than words of its own."""
    chosen = settings().reading
    pieces = len(_SEPARATOR.findall(text)) + 1
    short = len(words(text)) <= chosen.piece * pieces
    return (pieces >= chosen.pieces and short) or (names > 2 and own < names)


def _is_prose(tokens: Sequence[Token]) -> bool:
    """Say whether words that only hold a sentence together stand in it; a row of keywords has none."""
    content = len(content_words(tokens))
    return sum(token.tag is not Tag.NUMBER and token.text[0].isalnum() for token in tokens) > content


def _tells_a_deed(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    return any(
        group.agent in _OWN
        and group.kind in {"deed", "outcome", "plain"}
        and group.lemma not in _NO_DEED
        and not group.negated
        and not _inside(tokens[group.head], mentions)
        for group in verb_groups(tokens)
    )


def _is_measured(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    numbers = (token for token in tokens if token.tag is Tag.NUMBER or token.text == "[duration]")
    return any(not _inside(token, mentions) for token in numbers)


def _inside(token: Token, mentions: Sequence[Mention]) -> bool:
    before = bisect_left(mentions, token.end, key=lambda one: one.start) - 1
    return before >= 0 and mentions[before].end > token.start


def concept_weights(read: Sequence[Sentence], extra: Mapping[str, State] | None = None) -> dict[str, float]:
    """Return what each technology counts, 0..1, by its best sentence; implied ones by a share.

    `extra` adds technologies by state: those of samples ("demonstrated"), and for "what if you named it".
    """
    scale = settings().evidence
    weights: dict[str, float] = {}
    for sentence in read:
        for name in sentence.names:
            weights[name] = max(weights.get(name, 0.0), sentence.credit)
    worth = {"demonstrated": scale.demonstrated, "described": scale.described, "named": scale.name}
    for name, state in (extra or {}).items():
        weights[name] = max(weights.get(name, 0.0), worth[state])
    return with_implied(weights)


def with_implied(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights with those of what the technologies imply, by a share."""
    found = dict(weights)
    for name, weight in weights.items():
        for ancestor in gazetteer().ancestors(name):
            found[ancestor] = max(found.get(ancestor, 0.0), weight * settings().evidence.implied)
    return found


class Counts(NamedTuple):
    """Values by term, and by pair of terms."""

    words: dict[str, float]
    pairs: dict[str, float]


def summed(pieces: Iterable[tuple[str, float]], power: float) -> Counts:
    """Return how often each term and pair stands in pieces of text, by their credit, to a power."""
    words: dict[str, float] = {}
    joined: dict[str, float] = {}
    for text, credit in pieces:
        held = terms(text)
        for found, names in ((words, held), (joined, pairs(held))):
            for name in names:
                found[name] = found.get(name, 0.0) + credit
    return Counts(*({name: value**power for name, value in found.items()} for found in (words, joined)))


def earned(read: Sequence[Sentence]) -> dict[str, tuple[float, float]]:
    """Return (value, full value) by term: a damped count, 1 + ln n, times the best credit.

    A word of a list counts once, however often it stands there. The full value says how long the profile is:
    without evidence a word adds the share `floor` of itself to it.
    """
    counts: Counter[str] = Counter()
    best: dict[str, float] = {}
    for sentence in read:
        found = terms(sentence.text)
        counts.update(found if sentence.kind != "list" else ())
        for term in found:
            best[term] = max(best.get(term, 0.0), sentence.credit)
    floor = settings().evidence.floor
    damped = {term: 1 + math.log(max(1, counts[term])) for term in best}
    return {term: (credit * damped[term], max(credit, floor) * damped[term]) for term, credit in best.items()}


def states(read: Sequence[Sentence], extra: Mapping[str, State] | None = None) -> dict[str, State]:
    """Return the best state of each technology that is named: demonstrated, described, or named."""
    found: dict[str, State] = {}
    for name, told in ((name, one.told and one.credit > 0) for one in read for name in one.names):
        if told or name not in found:
            found[name] = "described" if told else "named"
    for name, state in (extra or {}).items():
        if state == "demonstrated" or name not in found:
            found[name] = state
    return found
