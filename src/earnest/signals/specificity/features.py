"""What stands in a claim: concrete things, and what is put in their place."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from earnest.records.evidence.specificity import Feature, FeatureKind
from earnest.text.clauses import OWN, Agent, Tense, VerbGroup, verb_groups
from earnest.text.inflect import Form
from earnest.text.lexicon import Standing, cues, phrases, standing
from earnest.text.links import mechanisms
from earnest.text.names import calendar_words, names
from earnest.text.quantities import MEASURED, Kind, Quantity, quantities
from earnest.text.segment import Span
from earnest.text.tokens import Tag, Token, tokenize
from earnest.text.wordlist import words_of

_QUANTITY_KINDS = {
    Kind.CHANGE: FeatureKind.CHANGE,
    Kind.SLOGAN: FeatureKind.SLOGAN,
    Kind.TENURE: FeatureKind.DURATION,
    Kind.BARE: FeatureKind.BARE_NUMBER,
}
_STATES = frozenset({"be", "have", "do", "become", "seem", "need", "want", "like", "love", "get", ""})
_LONGEST_ROW = 4  # nouns in a row that are read as one thing; more is a list of words
_SHORTEST_NOUN = 3  # letters
_LONGEST_NOUN = 13  # things have short names; longer words are made of suffixes
_LONGEST_ED = 6  # "seed", "shed"; longer words in -ed describe something
_LONGEST_REASON = 14  # tokens
_LONGEST_PHRASE = 5  # tokens between a preposition and its noun
_INSIDE_PHRASE = frozenset(
    {Tag.ADJECTIVE, Tag.DETERMINER, Tag.NUMBER, Tag.PARTICIPLE, Tag.ADVERB, Tag.PRONOUN}
)
_MASKED = frozenset({"[date]", "[place]", "[name]"})


class Passage(NamedTuple):
    """A sentence, or a text without a stop, taken apart once."""

    span: Span
    tokens: Sequence[Token]
    groups: Sequence[VerbGroup]
    quantities: Sequence[Quantity]


def take_apart(text: str, span: Span) -> Passage:
    """Return what stands in `text[span]`; all offsets point into `text`."""
    tokens = tokenize(text, span)
    return Passage(span, tokens, verb_groups(tokens), quantities(tokens))


class _Sentence(NamedTuple):
    """What the readers below share."""

    tokens: Sequence[Token]
    groups: Sequence[VerbGroup]
    quantities: Sequence[Quantity]
    technologies: Sequence[Span]
    where: Standing
    idle: frozenset[int]  # places of words that praise, count, or follow "various" and its like


def features(passages: Sequence[Passage], technologies: Sequence[Span] = ()) -> list[Feature]:
    """Return the features of a claim, sorted by place.

    `passages` are its sentences, `technologies` the places of known technologies, both in reading order; all
    offsets point into the same text.
    """
    found: set[tuple[int, int, FeatureKind, str]] = set()
    starts = [place.start for place in technologies]
    for inside, tokens, groups, numbers in passages:
        known = technologies[bisect_left(starts, inside.start) : bisect_left(starts, inside.end)]
        where = standing(tokens)
        idle = _idle_places(tokens, numbers, where)
        parts = _Sentence(tokens, groups, numbers, known, where, idle)
        for read in _READERS:
            found.update((place.start, place.end, kind, label) for kind, place, label in read(parts))
    return [
        Feature(kind=kind, start=start, end=end, label=label) for start, end, kind, label in sorted(found)
    ]


_Found = Iterator[tuple[FeatureKind, Span, str]]


def _numbers(parts: _Sentence) -> _Found:
    measured = any(one.kind in MEASURED and one.counted for one in parts.quantities)
    for one in parts.quantities:
        if one.kind is Kind.BARE and (measured or _names_its_object(parts, one)):
            continue  # "340 alerts became 41": the other number says what is counted
        kind = _QUANTITY_KINDS.get(one.kind)
        if kind is None and one.kind in MEASURED:
            kind = _measured_kind(parts, one)
        if kind is not None:
            yield kind, one.span, one.kind.value


def _names_its_object(parts: _Sentence, one: Quantity) -> bool:
    """Say whether what a bare number counts stands next to it: "9 of them", "1 in 5", "20 or so a month"."""
    after = [token.lower for token in parts.tokens[one.last : one.last + 4]]
    before = [token.lower for token in parts.tokens[max(0, one.first - 2) : one.first]]
    part_of = after[:1] in (["of"], ["in"]) and len(after) > 1
    rate = after[:2] == ["or", "so"] or after[:1] in (["a"], ["an"], ["per"])
    taken_up = bool({"all", "the", "these", "those", "other"} & set(before[-1:]))
    return part_of or rate or taken_up


def _measured_kind(parts: _Sentence, one: Quantity) -> FeatureKind:
    """Tell a count of something from a share without its base and from a number of nothing."""
    if one.kind is Kind.MONEY and not one.counted:
        return FeatureKind.SHARE
    if not one.counted and not _verb_has_object(parts, one):
        others = any(other.counted for other in parts.quantities if other.kind in MEASURED)
        return FeatureKind.THING if others else FeatureKind.BARE_NUMBER
    idle = one.value == 0.0 or not _counts_something(parts, one)
    if one.kind in {Kind.PERCENT, Kind.RATIO} or (one.kind is Kind.COUNT and idle):
        return FeatureKind.SHARE
    return FeatureKind.QUANTITY


def _counts_something(parts: _Sentence, one: Quantity) -> bool:
    """Say whether something is counted that not everybody counts: "340 alerts", but not "20 projects"."""
    if one.counted is None:
        return True
    held = [token for token in parts.tokens if one.counted.start <= token.start < one.counted.end]
    return any(is_specific(token) and not _is_common(token.lower) for token in held)


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
    """Deeds of the writer, outcomes and events; each needs something specific that it acts on."""
    for number, group in enumerate(parts.groups):
        if (
            group.negated
            or group.modal not in {"", "will"}
            or group.passive
            or group.kind == "duty"
            or group.lemma in _STATES
        ):
            continue
        if group.lemma in words_of("states_of_mind"):
            continue
        if not any(is_specific(token) for token in _objects(parts, number)):
            continue
        verb = parts.tokens[group.head]
        if group.kind == "outcome" and not group.modal:
            yield FeatureKind.OUTCOME, verb.span, group.lemma
        elif _is_own_deed(group) and (group.kind or group.agent is Agent.IMPLIED) and not group.modal:
            yield FeatureKind.DEED, verb.span, group.lemma
        elif group.agent not in OWN and group.tense is not Tense.LOOSE:
            yield FeatureKind.EVENT, verb.span, group.lemma


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
    if token.tag is not Tag.NOUN or token.lower in _says_little():
        return False
    if not _SHORTEST_NOUN <= len(token.lower) <= _LONGEST_NOUN and "-" not in token.lower:
        return False
    if len(token.lower) > _LONGEST_ED and token.lower.endswith("ed"):
        return False
    return (
        not token.lower.removesuffix("s").removesuffix("ie").endswith(_abstract()) and token.lower.isascii()
    )


@cache
def _says_little() -> frozenset[str]:
    return words_of("generic_nouns") | words_of("vague_nouns")


@cache
def _abstract() -> tuple[str, ...]:
    return tuple(sorted(words_of("abstract_suffixes")))


def _detailed(parts: _Sentence) -> _Found:
    """Specific nouns in a sentence that says something of somebody: a loose row of words has no detail."""
    if not parts.groups and not any(token.tag is Tag.PREPOSITION for token in parts.tokens):
        return
    idle = parts.idle
    seen: set[str] = set()
    row = 0
    for place, token in enumerate(parts.tokens):
        if token.tag is Tag.NOUN:
            row += 1
        elif token.text != "," and token.tag is not Tag.CONJUNCTION:
            row = 0
        counts = token.tag is Tag.NOUN and row <= _LONGEST_ROW and place not in idle
        if counts and is_specific(token) and token.lower not in seen:
            seen.add(token.lower)
            yield (FeatureKind.THING if _is_common(token.lower) else FeatureKind.DETAIL), token.span, ""


def _set(parts: _Sentence) -> _Found:
    """When, where and with whom: that it is said counts, what it is does not, and may be masked."""
    for one in parts.quantities:
        if one.kind in {Kind.DATE, Kind.YEAR}:
            yield FeatureKind.SETTING, one.span, one.kind.value
    for token in parts.tokens:
        named = token.lower.removesuffix("'s") in calendar_words() and len(token.text) > _SHORTEST_NOUN
        if token.lower in _MASKED or (named and token.text[0].isupper()):
            yield FeatureKind.SETTING, token.span, ""


def _linked(parts: _Sentence) -> _Found:
    """Find "of the harbour", "in 3 wards": a preposition and the specific noun that its phrase leads to."""
    for place, token in enumerate(parts.tokens):
        if token.tag is not Tag.PREPOSITION:
            continue
        end = _noun_after(parts.tokens, place + 1)
        if (
            end is not None
            and end not in parts.idle
            and (is_specific(parts.tokens[end]) or _is_masked(parts, end))
        ):
            yield FeatureKind.LINK, Span(token.start, parts.tokens[end].end), ""


def _noun_after(tokens: Sequence[Token], first: int) -> int | None:
    """Return the place of the last noun of the phrase at `first`, up to five words long."""
    held: int | None = None
    for place in range(first, min(first + _LONGEST_PHRASE, len(tokens))):
        if tokens[place].tag in {Tag.NOUN, Tag.NAME, Tag.MARK}:
            held = place
        elif held is not None or tokens[place].tag not in _INSIDE_PHRASE:
            break
    return held


def _is_masked(parts: _Sentence, place: int) -> bool:
    return parts.tokens[place].lower in _MASKED


def _acted(parts: _Sentence) -> _Found:
    """Verbs that say what goes on: no states, thoughts or duties, and none that only praises."""
    for group in parts.groups:
        told = group.kind not in {"duty", "mind"} and group.lemma not in _STATES
        if told and group.head not in parts.idle and group.lemma not in words_of("states_of_mind"):
            yield FeatureKind.ACT, parts.tokens[group.head].span, group.lemma


def _idle_places(tokens: Sequence[Token], numbers: Sequence[Quantity], where: Standing) -> frozenset[int]:
    """Return the places of words that praise, count, address somebody, or follow "various" and its like."""
    lists = ("puffery", "buzzwords", "vague_quantities")
    hits = [hit for name in lists for hit in phrases(name).find_among(tokens, where)]
    idle = {place for hit in hits for place in range(hit.first, hit.last)}
    idle |= {place for one in numbers for place in range(one.first, one.last)}
    idle |= {place for place in range(1, len(tokens)) if tokens[place - 1].text == "@"}
    for hit in phrases("vague_quantities").find_among(tokens, where):
        place = hit.last
        while place < len(tokens) and tokens[place].tag in {Tag.ADJECTIVE, Tag.NOUN}:
            idle.add(place)
            place += 1
    return frozenset(idle)


def _is_common(word: str) -> bool:
    common = _common()
    return word in common or word.removesuffix("s") in common or word.removesuffix("es") in common


@cache
def _common() -> frozenset[str]:
    return words_of("common_words") | words_of("people")


def _reasoned(parts: _Sentence) -> _Found:
    """Why, when or instead of what something was done: a link with a deed before it and a thing after it."""
    links = [
        (hit.first, hit.last)
        for name in ("cause", "circumstance")
        for hit in cues(name).find_among(parts.tokens, parts.where)
    ]
    for first, last in (*links, *_relatives(parts)):
        after = _until_stop(parts.tokens, last)
        acts = any(group.last <= first and group.kind != "duty" for group in parts.groups)
        if acts and any(is_specific(token) for token in after):
            yield FeatureKind.REASON, Span(parts.tokens[first].start, after[-1].end), ""


def _relatives(parts: _Sentence) -> Iterator[tuple[int, int]]:
    """Find "the glossary that keeps ...": what the thing does is told after it."""
    verbs = {group.first for group in parts.groups}
    for place in range(1, len(parts.tokens) - 1):
        noun, link = parts.tokens[place - 1], parts.tokens[place]
        if link.lower == "that" and noun.tag in {Tag.NOUN, Tag.NAME} and place + 1 in verbs:
            yield place, place + 1


def _until_stop(tokens: Sequence[Token], first: int) -> Sequence[Token]:
    last = first
    while last < len(tokens) and last - first < _LONGEST_REASON and tokens[last].text not in ".;:!?":
        last += 1
    return tokens[first:last]


def _lacking(parts: _Sentence) -> _Found:
    lists = (
        ("duties", FeatureKind.DUTY),
        ("puffery", FeatureKind.PUFFERY),
        ("buzzwords", FeatureKind.BUZZWORD),
        ("hedges", FeatureKind.HEDGE),
    )
    for name, kind in lists:
        for hit in phrases(name).find_among(parts.tokens, parts.where):
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
    _reasoned,
    _set,
    _linked,
    _acted,
    _lacking,
    _shared,
)
