"""What stands in a claim: concrete things, and what is put in their place."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from earnest.records.evidence.specificity import Feature, FeatureKind
from earnest.text.clauses import OWN, Agent, Tense, VerbGroup, verb_groups
from earnest.text.inflect import Form
from earnest.text.lexicon import phrases
from earnest.text.links import mechanisms
from earnest.text.names import names
from earnest.text.quantities import MEASURED, Kind, Quantity, quantities
from earnest.text.segment import Span, sentences
from earnest.text.tokens import Tag, Token, tokenize
from earnest.text.wordlist import words_of

_QUANTITY_KINDS = {
    Kind.CHANGE: FeatureKind.CHANGE,
    Kind.SLOGAN: FeatureKind.SLOGAN,
    Kind.TENURE: FeatureKind.DURATION,
    Kind.BARE: FeatureKind.BARE_NUMBER,
}


class _Sentence(NamedTuple):
    """What the readers below share: one sentence, taken apart once."""

    tokens: Sequence[Token]
    groups: Sequence[VerbGroup]
    quantities: Sequence[Quantity]
    technologies: Sequence[Span]


def features(text: str, span: Span, technologies: Sequence[Span] = ()) -> list[Feature]:
    """Return the features of the claim `text[span]`, sorted by place; offsets point into `text`.

    `technologies` are the places of known technologies in the whole of `text`.
    """
    found: set[tuple[int, int, FeatureKind, str]] = set()
    for sentence in sentences(span.of(text)):
        inside = Span(sentence.start + span.start, sentence.end + span.start)
        tokens = tokenize(text, inside)
        known = [place for place in technologies if inside.start <= place.start < inside.end]
        parts = _Sentence(tokens, verb_groups(tokens), quantities(tokens), known)
        for read in _READERS:
            found.update((place.start, place.end, kind, label) for kind, place, label in read(parts))
    return [
        Feature(kind=kind, start=start, end=end, label=label) for start, end, kind, label in sorted(found)
    ]


_Found = Iterator[tuple[FeatureKind, Span, str]]


def _numbers(parts: _Sentence) -> _Found:
    for one in parts.quantities:
        kind = _QUANTITY_KINDS.get(one.kind)
        if kind is None and one.kind in MEASURED:
            kind = (
                FeatureKind.QUANTITY
                if one.counted or _verb_has_object(parts, one)
                else FeatureKind.BARE_NUMBER
            )
        if kind is not None:
            yield kind, one.span, one.kind.value


def _verb_has_object(parts: _Sentence, one: Quantity) -> bool:
    """Say whether the verb before the number has a noun of its own: "cut our cloud bill in 2024 by 30 %"."""
    before = [group for group in parts.groups if group.last <= one.first]
    if not before:
        return False
    between = parts.tokens[before[-1].last : one.first]
    return any(token.tag in {Tag.NOUN, Tag.NAME} for token in between)


def _named(parts: _Sentence) -> _Found:
    for span in parts.technologies:
        yield FeatureKind.NAME, span, "technology"
    for span in names(parts.tokens):
        if not any(span.start < known.end and known.start < span.end for known in parts.technologies):
            yield FeatureKind.NAME, span, ""


def _tied(parts: _Sentence) -> _Found:
    """How it was done: something specific, told after what was done."""
    acts = [
        parts.tokens[group.head].end
        for group in parts.groups
        if group.kind in {"deed", "outcome"} and not group.negated
    ]
    for span in mechanisms(parts.tokens):
        inside = [token for token in parts.tokens if span.start <= token.start < span.end]
        if any(end <= span.start for end in acts) and any(is_specific(token) for token in inside):
            yield FeatureKind.MECHANISM, span, ""


def _done(parts: _Sentence) -> _Found:
    """Deeds of the writer and outcomes; both need something specific that they act on."""
    for number, group in enumerate(parts.groups):
        if group.negated or group.modal or group.passive:
            continue
        acted_on = [token for token in _objects(parts, number) if is_specific(token)]
        if not acted_on:
            continue
        verb = parts.tokens[group.head]
        if group.kind == "outcome":
            yield FeatureKind.OUTCOME, verb.span, group.lemma
        elif group.kind == "deed" and _is_own_deed(group):
            yield FeatureKind.DEED, verb.span, group.lemma


def _objects(parts: _Sentence, number: int) -> Sequence[Token]:
    """Return the tokens up to the next verb; "built and ran the importer" shares its object."""
    last = parts.groups[number].last
    for following in parts.groups[number + 1 :]:
        if following.first - last > 1:
            return parts.tokens[parts.groups[number].last : following.first]
        last = following.last
    return parts.tokens[parts.groups[number].last :]


def _is_own_deed(group: VerbGroup) -> bool:
    leads = group.tense in {Tense.PAST, Tense.PRESENT, Tense.PERFECT}
    return group.agent in OWN and leads and group.form is not Form.ING


def is_specific(token: Token) -> bool:
    """Say whether a noun is one that not every profile has."""
    if token.tag is Tag.NAME:
        return token.lower not in words_of("generic_nouns")
    if token.tag is not Tag.NOUN or token.lower in words_of("generic_nouns") or len(token.lower) < 3:
        return False
    abstract = tuple(words_of("abstract_suffixes"))
    return not token.lower.removesuffix("s").removesuffix("ie").endswith(abstract) and token.lower.isascii()


def _detailed(parts: _Sentence) -> _Found:
    """Specific nouns in a sentence that says something of somebody: a loose row of words has no detail."""
    if not parts.groups:
        return
    idle = {
        place
        for hit in (*phrases("puffery").find(parts.tokens), *phrases("buzzwords").find(parts.tokens))
        for place in range(hit.first, hit.last)
    }
    idle |= {place for one in parts.quantities for place in range(one.first, one.last)}
    seen: set[str] = set()
    for place, token in enumerate(parts.tokens):
        if token.tag is Tag.NOUN and place not in idle and is_specific(token) and token.lower not in seen:
            seen.add(token.lower)
            yield FeatureKind.DETAIL, token.span, ""


def _lacking(parts: _Sentence) -> _Found:
    lists = (
        ("duties", FeatureKind.DUTY),
        ("puffery", FeatureKind.PUFFERY),
        ("buzzwords", FeatureKind.BUZZWORD),
        ("hedges", FeatureKind.HEDGE),
    )
    for name, kind in lists:
        for hit in phrases(name).find(parts.tokens):
            if kind is not FeatureKind.DUTY or _is_duty(parts.tokens, hit.first):
                yield kind, hit.span, hit.phrase


def _is_duty(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a duty leads its sentence: "a team that works on search" describes the team."""
    before = tokens[max(0, place - 3) : place]
    led = {Tag.PUNCTUATION, Tag.CONJUNCTION, Tag.ADVERB, Tag.AUXILIARY, Tag.PRONOUN, Tag.VERB}
    return place <= 1 or all(token.tag in led for token in before[-2:])


def _shared(parts: _Sentence) -> _Found:
    """Whose deed it was, where it was not plainly the writer's."""
    own = any(group.agent in OWN for group in parts.groups)
    for group in parts.groups:
        if group.agent in {Agent.WE, Agent.PASSIVE} and not own and group.kind in {"deed", "outcome"}:
            yield FeatureKind.SHARED, group.span, group.agent.value


_READERS: tuple[Callable[[_Sentence], _Found], ...] = (
    _numbers,
    _named,
    _tied,
    _done,
    _detailed,
    _lacking,
    _shared,
)
