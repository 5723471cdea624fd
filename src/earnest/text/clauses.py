"""Who did what: the verb groups of a sentence with agent, tense and negation.

A verb group is auxiliaries, adverbs and one head verb. Its agent is read from the noun phrase or pronoun
before it; a verb that opens a line ("Built ...") is the writer's own deed; after "and" the agent stays;
after "because", a comma with a new subject, or in a clause inside a clause the nearest subject counts. This
is a pattern, not a parse, and the signals that use it say how reliable it is.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from earnest.text.inflect import Form
from earnest.text.segment import Span
from earnest.text.tokens import Tag, Token
from earnest.text.wordlist import words_of


class Agent(StrEnum):
    """Who is said to have done it."""

    I = "i"  # noqa: E741 - the pronoun
    MINE = "mine"  # "my change", "my tests": a thing of the writer
    WE = "we"
    YOU = "you"
    OTHER = "other"  # a person or a group that is neither
    THING = "thing"
    PASSIVE = "passive"  # nobody is named: "the deadline was missed"
    IMPLIED = "implied"  # a line that begins with the verb: the writer


OWN = frozenset({Agent.I, Agent.MINE, Agent.IMPLIED})


class Tense(StrEnum):
    """When, as far as the verb says it."""

    PAST = "past"
    PRESENT = "present"
    PERFECT = "perfect"
    MODAL = "modal"  # will, would, should, could ...
    LOOSE = "loose"  # infinitives and -ing forms


class VerbGroup(NamedTuple):
    """One verb group. `first:last` are token indices, `head` is the index of the head verb."""

    agent: Agent
    tense: Tense
    negated: bool
    passive: bool
    modal: str
    lemma: str
    kind: str
    first: int
    head: int
    last: int
    subject: int | None
    form: Form | None
    span: Span


def verb_groups(tokens: Sequence[Token]) -> list[VerbGroup]:
    """Return the verb groups of one sentence, first to last.

    >>> from earnest.text.tokens import tokenize
    >>> text = "The client kept calling because I had not checked the logs."
    >>> [(g.agent.value, g.lemma, g.tense.value, g.negated) for g in verb_groups(tokenize(text))]
    [('other', 'keep', 'past', False), ('other', 'call', 'loose', False), ('i', 'check', 'perfect', True)]
    """
    reader = _Reader(tokens)
    place = 0
    while place < len(tokens):
        place = reader.step(place)
    return reader.groups


class _Reader:
    """Walks the tokens once and keeps the last subject."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.groups: list[VerbGroup] = []
        self._fresh: int | None = None  # the subject candidate of the clause that is being read
        self._last: int | None = None  # the subject of the verb before
        self._past: tuple[int | None, ...] = ()  # and of the last verb in the past, if there was one
        self._attached = False  # inside "of ...", which never holds the subject

    def step(self, place: int) -> int:
        token = self.tokens[place]
        end = _group_end(self.tokens, place)
        if end is not None:
            self._group(place, *end)
            return end[1]
        if token.tag in {Tag.CONJUNCTION, Tag.PUNCTUATION, Tag.SUBORDINATOR}:
            self._boundary(place)
        elif token.tag is Tag.PREPOSITION:
            self._attached = True
        elif token.tag in {Tag.NOUN, Tag.NAME, Tag.PRONOUN} or token.lower in {"this", "these"}:
            self._candidate(place)
        return place + 1

    def _candidate(self, place: int) -> None:
        token = self.tokens[place]
        nominative = token.lower.split("'")[0] in {"i", "we", "they", "he", "she", "you"}
        if nominative or not self._attached:
            self._fresh = place

    def _boundary(self, place: int) -> None:
        token = self.tokens[place]
        self._attached = False
        if token.lower == "that" and self._fresh is None and not self.groups:
            self._fresh = place
        if token.lower in {"that", "which", "who"} or token.text in "'\"“”‘’()-/":
            return
        self._fresh = None

    def _group(self, first: int, head: int, last: int) -> None:
        fresh = self._fresh
        verb = self.tokens[head]
        loose = verb.form is Form.ING and not _has_auxiliary(self.tokens, first, head)
        subject = fresh if fresh is not None else self._last
        if loose or _after_to(self.tokens, first):
            subject = self._last if self._last is not None or self.groups else fresh
        finite = not loose and not _after_to(self.tokens, first)
        made = _make(self.tokens, first, head, last, subject)
        if finite and fresh is None and self._past and self._resumes(made):
            made = _make(self.tokens, first, head, last, self._past[0])
        self.groups.append(made)
        if finite:
            self._last = made.subject
            self._past = (made.subject,) if made.tense is Tense.PAST else self._past
        self._fresh = None
        self._attached = False

    def _resumes(self, made: VerbGroup) -> bool:
        """Say whether a past goes on after a present: "I thought they take too long and refused"."""
        before = next((group for group in reversed(self.groups) if group.tense is not Tense.LOOSE), None)
        return made.tense is Tense.PAST and before is not None and before.tense is Tense.PRESENT


def _group_end(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """Return (index of the head verb, end of the group) if a verb group begins at `place`."""
    token = tokens[place]
    if _is_contraction(token):
        return None
    if token.tag in {Tag.VERB, Tag.PARTICIPLE}:
        return place, place + 1
    if token.tag not in {Tag.AUXILIARY, Tag.MODAL} and not _negated_auxiliary(token):
        return None
    return _after_auxiliary(tokens, place)


def _after_auxiliary(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    at = place + 1
    inside = {Tag.AUXILIARY, Tag.MODAL, Tag.NEGATION, Tag.ADVERB}
    last_auxiliary = place
    while at < len(tokens) and at - place < 7 and tokens[at].tag in inside:
        if tokens[at].tag is Tag.AUXILIARY:
            last_auxiliary = at
        at += 1
    if at < len(tokens) and (tokens[at].tag in {Tag.VERB, Tag.PARTICIPLE} or tokens[at].form is not None):
        return at, at + 1
    return last_auxiliary, max(
        last_auxiliary + 1, at if tokens[at - 1].tag is Tag.NEGATION else last_auxiliary + 1
    )


def _is_contraction(token: Token) -> bool:
    return token.tag is Tag.PRONOUN


def _negated_auxiliary(token: Token) -> bool:
    return token.tag is Tag.NEGATION and token.lower.endswith("n't")


def _has_auxiliary(tokens: Sequence[Token], first: int, head: int) -> bool:
    return first < head or (
        first > 0 and tokens[first - 1].tag is Tag.PRONOUN and "'" in tokens[first - 1].lower
    )


def _after_to(tokens: Sequence[Token], first: int) -> bool:
    return first > 0 and tokens[first - 1].lower == "to"


def _make(tokens: Sequence[Token], first: int, head: int, last: int, subject: int | None) -> VerbGroup:
    verb = tokens[head]
    words = [token.lower for token in tokens[first:head]]
    before = [
        token
        for token in tokens[max(0, first - 3) : first]
        if token.tag in {Tag.NEGATION, Tag.ADVERB, Tag.PRONOUN}
    ]
    contraction = next(
        (token.lower for token in before if "'" in token.lower and token.tag is Tag.PRONOUN), ""
    )
    negated = _is_negated(tokens, first, max(head, last))
    passive = _is_passive(tokens, first, head, contraction)
    agent = _agent(tokens, subject)
    by = next((n for n in range(last, min(last + 3, len(tokens))) if tokens[n].lower == "by"), None)
    if passive and agent in {Agent.THING, Agent.OTHER}:
        agent = _agent(tokens, by + 1) if by is not None and by + 1 < len(tokens) else Agent.PASSIVE
    modal = next((word for word in words if _is_modal(word)), "")
    return VerbGroup(
        agent,
        _tense(verb, words, contraction, _after_to(tokens, first)),
        negated,
        passive,
        modal or ("would" if contraction.endswith(("'d", "'ll")) else ""),
        verb.lemma,
        verb.kind,
        first,
        head,
        last,
        subject,
        verb.form,
        Span(tokens[first].start, tokens[last - 1].end),
    )


def _is_modal(word: str) -> bool:
    stem = word.removesuffix("n't")
    return stem in {
        "will",
        "would",
        "can",
        "could",
        "should",
        "shall",
        "may",
        "might",
        "must",
        "cannot",
        "wo",
        "ca",
        "'ll",
        "'d",
    }


def _is_negated(tokens: Sequence[Token], first: int, last: int) -> bool:
    near = tokens[max(0, first - 2) : last]
    if any(token.tag is Tag.NEGATION and token.lower not in {"hardly", "barely"} for token in near):
        return True
    return any(token.lower == "without" for token in tokens[max(0, first - 1) : first])


def _is_passive(tokens: Sequence[Token], first: int, head: int, contraction: str) -> bool:
    if tokens[head].form not in {Form.PAST, Form.PARTICIPLE}:
        return False
    auxiliaries = [token.lemma for token in tokens[first:head] if token.tag in {Tag.AUXILIARY, Tag.NEGATION}]
    negated = any(token.lower in {"wasn't", "weren't", "isn't", "aren't"} for token in tokens[first:head])
    return "be" in auxiliaries[-1:] or negated or contraction in {"i'm", "we're", "they're", "it's", "that's"}


def _tense(verb: Token, words: Sequence[str], contraction: str, after_to: bool) -> Tense:
    stems = {word.removesuffix("n't") for word in words}
    if any(_is_modal(word) for word in words) or contraction.endswith(("'d", "'ll")):
        return Tense.MODAL
    if stems & {"have", "has", "had"} or contraction.endswith("'ve"):
        return Tense.PERFECT
    if after_to:
        return Tense.LOOSE
    return _simple_tense(verb, stems, contraction)


def _simple_tense(verb: Token, stems: set[str], contraction: str) -> Tense:
    if stems & {"was", "were", "did"} or verb.lower.removesuffix("n't") in {"was", "were", "had", "did"}:
        return Tense.PAST
    if stems & {"am", "is", "are", "do", "does"} or verb.tag in {Tag.AUXILIARY, Tag.NEGATION}:
        return Tense.PRESENT
    if verb.form is Form.ING:
        return Tense.LOOSE if not contraction else Tense.PRESENT
    return Tense.PAST if verb.form in {Form.PAST, Form.PARTICIPLE} else Tense.PRESENT


def _agent(tokens: Sequence[Token], subject: int | None) -> Agent:
    if subject is None:
        return Agent.IMPLIED
    token = tokens[subject]
    stem = token.lower.split("'")[0]
    by_pronoun = {
        "i": Agent.I,
        "me": Agent.I,
        "myself": Agent.I,
        "we": Agent.WE,
        "us": Agent.WE,
        "you": Agent.YOU,
        "mine": Agent.MINE,
    }
    if stem in by_pronoun:
        return by_pronoun[stem]
    owner = _owner(tokens, subject)
    if owner in {"my", "mine"} and stem not in words_of("people"):
        return Agent.MINE
    if owner == "our" and (
        stem not in words_of("people") or (subject - 1 >= 0 and tokens[subject - 1].lower == "our")
    ):
        return Agent.WE
    return Agent.OTHER if stem in words_of("people") else Agent.THING


def _owner(tokens: Sequence[Token], subject: int) -> str:
    """Return the possessive of a noun phrase that ends at `subject`, up to four words back."""
    for token in reversed(tokens[max(0, subject - 4) : subject]):
        if token.lower in {"my", "our", "their", "his", "her", "its", "your"}:
            return token.lower
        if token.tag not in {
            Tag.NOUN,
            Tag.NAME,
            Tag.ADJECTIVE,
            Tag.ADVERB,
            Tag.PARTICIPLE,
            Tag.NUMBER,
            Tag.DETERMINER,
        }:
            return ""
    return ""
