"""A sentence of an answer, taken apart once for all detectors."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from earnest.records.document import BlindDocument
from earnest.signals.accountability.lexicon import phrase_list, word_list
from earnest.text.clauses import VerbGroup, verb_groups
from earnest.text.lexicon import Hit, Standing, phrases, standing
from earnest.text.presents import with_presents
from earnest.text.quantities import MEASURED, Kind, Quantity, quantities
from earnest.text.segment import Span, sentences
from earnest.text.tokens import Tag, Token, tokenize
from earnest.text.wordlist import words_of


class Parsed(NamedTuple):
    """One sentence at `place` of the text of block `block`.

    `own` are its specific words, `earlier` those of them that an earlier sentence has too, `told` those of
    all its subjects; `begins` says that it is the first sentence with specific words. `where` says where its
    words stand, `found` remembers what `hits` has found.
    """

    block: str
    place: Span
    text: str
    tokens: Sequence[Token]
    groups: Sequence[VerbGroup]
    quantities: Sequence[Quantity]
    where: Standing
    own: frozenset[str]
    earlier: frozenset[str]
    told: frozenset[str]
    begins: bool
    found: dict[str, list[Hit]]

    def hits(self, name: str) -> list[Hit]:
        """Return the phrases of a list that stand in the sentence; each list is looked for once."""
        if name not in self.found:
            self.found[name] = phrase_list(name).find_among(self.tokens, self.where)
        return self.found[name]

    def has_word(self, name: str, span: Span | None = None) -> bool:
        """Say whether a word of a list stands in the sentence (or in the part of it)."""
        inside = span or self.place
        listed = word_list(name)
        if listed.isdisjoint(self.where):
            return False
        return any(token.lower in listed for token in self.tokens if inside.start <= token.start < inside.end)

    def tail(self, group: VerbGroup) -> Sequence[Token]:
        """Return the tokens after a verb group up to the next clause."""
        end = group.last
        while end < len(self.tokens) and end - group.last < 14:
            token = self.tokens[end]
            if token.text in ".;:!?" or (
                token.tag is Tag.SUBORDINATOR and token.lower not in {"that", "how"}
            ):
                break
            end += 1
        return self.tokens[group.last : end]

    def before(self, group: VerbGroup, count: int) -> Sequence[Token]:
        """Return up to `count` tokens before a verb group."""
        return self.tokens[max(0, group.first - count) : group.first]

    @property
    def measured(self) -> bool:
        """Whether the sentence holds a quantity with its object, or a stated duration."""
        idle = word_list("idle_counts")
        return any(
            one.kind in MEASURED | {Kind.TENURE}
            and not (one.counted and one.counted.of(self.text).lower().split()[-1] in idle)
            for one in self.quantities
        )


_TELLING = frozenset({Tag.NOUN, Tag.NAME, Tag.VERB, Tag.PARTICIPLE, Tag.ADJECTIVE})
_LONGEST = 12  # letters


def parse(document: BlindDocument) -> Iterator[Parsed]:
    """Yield the sentences of an answer in reading order; one that is said again word for word is left out."""
    earlier: set[str] = set()
    subjects: set[str] = set()
    said: set[tuple[str, ...]] = set()
    for block in document.blocks:
        text = document.block_text(block)
        for place in sentences(text):
            tokens = with_presents(tokenize(text, place))
            wording = tuple(token.lower for token in tokens)
            if wording in said:
                continue
            said.add(wording)
            own, about = specific_words(tokens), subjects_of(tokens)
            yield Parsed(
                block=block.id,
                place=place,
                text=text,
                tokens=tokens,
                groups=verb_groups(tokens),
                quantities=quantities(tokens),
                where=standing(tokens),
                own=own,
                earlier=frozenset(own & earlier),
                told=frozenset(about & subjects),
                begins=not earlier,
                found={},
            )
            earlier |= own
            subjects |= about


def specific_words(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the words that say what an answer is about: nouns, names and verbs that no platitude is made of.

    A word is cut to its first six letters, so that "estimate" and "estimating" are one. Long words are mostly
    made of suffixes and can be put anywhere; they count no more than a phrase that fits every profile.
    """
    idle = _idle_words()
    phrase = {place for hit in phrases("buzzwords").find(tokens) for place in range(hit.first, hit.last)}
    held = {
        token.lower[:6]
        for place, token in enumerate(tokens)
        if token.tag in _TELLING and 3 < len(token.lower) <= _LONGEST and place not in phrase
        if token.lower not in idle and token.lemma not in idle and token.kind != "mind"
    }
    return frozenset(held)


@cache
def _idle_words() -> frozenset[str]:
    return word_list("platitude_words") | words_of("generic_nouns")


def subjects_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Return what a sentence is about, platitudes ("testing", "risk") included, cut to six letters.

    Words that every answer about a failure has ("lesson", "project") are left out.
    """
    idle = word_list("of_every_answer")
    return frozenset(
        token.lower[:6]
        for token in tokens
        if token.tag in _TELLING and len(token.lower) > 3 and token.lower not in idle
    )
