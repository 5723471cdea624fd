"""How one thing is tied to another: mechanism ("by batching"), cause ("because ..."), contrast, outcome.

A mechanism is told by what follows, not by the preposition: any preposition or comma before the -ing form
of a verb of making ("by / with / through batching writes") counts, and "using", "via" or "through" before
something named.
"""

from collections.abc import Sequence

from earnest.text.inflect import Form
from earnest.text.lexicon import Hit, cues
from earnest.text.segment import Span
from earnest.text.tokens import Tag, Token


def mechanisms(tokens: Sequence[Token]) -> list[Span]:
    """Return the spans that say how something was done, from the linking word to the end of its phrase.

    >>> from earnest.text.tokens import tokenize
    >>> text = "Cut build time by caching the dependency layer, using Redis."
    >>> [span.of(text) for span in mechanisms(tokenize(text))]
    ['by caching the dependency layer', 'using Redis']
    """
    found: list[Span] = []
    place = 1
    while place < len(tokens):
        end = _mechanism_end(tokens, place)
        if end is None:
            place += 1
            continue
        first = place - 1 if tokens[place - 1].tag is Tag.PREPOSITION else place
        found.append(Span(tokens[first].start, tokens[end - 1].end))
        place = end
    return found


def _mechanism_end(tokens: Sequence[Token], place: int) -> int | None:
    token, before = tokens[place], tokens[place - 1]
    makes = token.form is Form.ING and token.kind == "deed" and token.tag is Tag.PARTICIPLE
    makes = makes or (
        token.lower in {"switching", "moving", "replacing", "changing", "adding", "removing", "turning"}
    )
    if makes and (before.tag is Tag.PREPOSITION or before.lower == "and"):
        return _phrase_end(tokens, place + 1, 1)
    if token.lower in {"using", "via", "through"}:
        return _phrase_end(tokens, place + 1, 1)
    return None


def _phrase_end(tokens: Sequence[Token], first: int, least: int) -> int | None:
    """Return the end of the noun phrase at `first`, or None if it holds fewer than `least` nouns."""
    at, nouns = first, 0
    allowed = {
        Tag.NOUN,
        Tag.NAME,
        Tag.ADJECTIVE,
        Tag.NUMBER,
        Tag.DETERMINER,
        Tag.PARTICIPLE,
        Tag.ADVERB,
        Tag.MARK,
    }
    while at < len(tokens) and at - first < 8 and (tokens[at].tag in allowed or tokens[at].text in "-/+%"):
        nouns += tokens[at].tag in {Tag.NOUN, Tag.NAME}
        at += 1
    return at if nouns >= least else None


def cue(name: str, tokens: Sequence[Token]) -> list[Hit]:
    """Return the cues of one kind (contrast, cause, sequence, example, conclusion, mechanism).

    >>> from earnest.text.tokens import tokenize
    >>> [hit.phrase for hit in cue("contrast", tokenize("It was late, but it held."))]
    ['but']
    """
    return cues(name).find(tokens)
