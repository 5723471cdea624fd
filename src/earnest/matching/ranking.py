"""Rank listings for one profile: concepts by evidence and rarity, words, and vectors.

The profile comes as sentences that know whether they describe work or merely list names. What it copied from
a listing is taken out first. School, years and country never arrive here: the text is blind.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from earnest.matching.gazetteer import find_technologies, gazetteer
from earnest.records.base import Record
from earnest.records.listing import Listing
from earnest.text.embedding import Embedder
from earnest.text.segment import Span, sentences, words

State = Literal["demonstrated", "described", "named"]


class Sentence(NamedTuple):
    """One sentence of a profile: whether it tells a deed, and what one name in it earns, 0..1."""

    text: str
    described: bool
    credit: float = 1.0


class Match(Record):
    """One listing in the ranking. Each part lies in 0..1; `score` is their weighted sum."""

    id: str
    score: float
    concept: float
    lexical: float
    vector: float
    shared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class PartWeights(Record):
    """What each part of the score weighs; they add up to 1."""

    concept: float
    lexical: float
    vector: float


class EvidenceWeights(Record):
    """What a technology in each state counts, and what an implied one inherits."""

    demonstrated: float
    described: float
    named: float
    named_beside: float
    named_budget: float
    implied: float


class ConceptSettings(Record):
    """Smoothing of the concept part."""

    smoothing: float


class LexicalSettings(Record):
    """The shortest word that counts."""

    shortest: int


class CopiedSettings(Record):
    """How many words in a row make a copy, how many a whole sentence needs, and how many are several."""

    words: int
    sentence: int
    several: int


class RankingSettings(Record):
    """`ranking.toml`, typed."""

    version: str
    weights: PartWeights
    evidence: EvidenceWeights
    concept: ConceptSettings
    lexical: LexicalSettings
    copied: CopiedSettings


@lru_cache(maxsize=1)
def settings() -> RankingSettings:
    """Return the shipped settings."""
    raw = Path(__file__).with_name("ranking.toml").read_text(encoding="utf-8")
    return RankingSettings.model_validate(tomllib.loads(raw))


class ListingIndex:
    """Listings with their concepts, words and vectors, computed once for any number of profiles."""

    def __init__(self, listings: Sequence[Listing], embedder: Embedder | None) -> None:
        """Read the listings; without an embedder the vector part is 0 for all of them."""
        self.listings = sorted(listings, key=lambda one: one.id)
        texts = [f"{one.title}\n{one.text}" for one in self.listings]
        self.concepts = [concepts(text) for text in texts]
        self.terms = [Counter(terms(text)) for text in texts]
        self.concept_idf = _idf(self.concepts)
        smoothing = settings().concept.smoothing
        self.concept_norms = [
            math.sqrt(smoothing + math.fsum(self.concept_idf[name] ** 2 for name in sorted(found)))
            for found in self.concepts
        ]
        self.term_idf = _idf(self.terms)
        self.norms = [self._norm(counts) for counts in self.terms]
        self.sentences = [_sentence_keys(text) for text in texts]
        self.shingles = {shingle for text in texts for shingle in _shingles(text, settings().copied.words)}
        self.embedder = embedder
        self.vectors = embedder.embed(texts) if embedder is not None and texts else None

    def _norm(self, counts: Mapping[str, int]) -> float:
        return math.sqrt(math.fsum((_damped(n) * self.term_idf[term]) ** 2 for term, n in counts.items()))

    def rank(self, profile: Sequence[Sentence], extra: Mapping[str, State] | None = None) -> list[Match]:
        """Return every listing, best first; equal scores stand in the order of their ids.

        `extra` adds technologies by state, for samples ("demonstrated") and for "what if you named it".
        """
        own = self._without_copies(profile)
        weights = concept_weights(own, extra or {})
        lexical = self._lexical(own)
        vector = self._vector(own)
        matches = [
            self._match(index, weights, lexical[index], vector[index]) for index in range(len(self.listings))
        ]
        return sorted(matches, key=lambda match: (-match.score, match.id))

    def _match(self, index: int, weights: Mapping[str, float], lexical: float, vector: float) -> Match:
        wanted = sorted(self.concepts[index], key=lambda name: (-self.concept_idf[name], name))
        concept = self._concept(wanted, weights, index)
        parts = settings().weights
        total = parts.concept * concept + parts.lexical * lexical + parts.vector * vector
        return Match(
            id=self.listings[index].id,
            score=round(total, 6),
            concept=round(concept, 6),
            lexical=round(lexical, 6),
            vector=round(vector, 6),
            shared=tuple(name for name in wanted if name in weights),
            missing=tuple(name for name in wanted if name not in weights),
        )

    def _concept(self, wanted: Sequence[str], weights: Mapping[str, float], index: int) -> float:
        """Return the cosine of what the listing names and what the profile holds, by rarity and evidence."""
        held = math.fsum(self.concept_idf[name] ** 2 * weights.get(name, 0.0) for name in wanted)
        known = ((self.concept_idf.get(name, 0.0) * weight) ** 2 for name, weight in sorted(weights.items()))
        norm = math.sqrt(math.fsum(known))
        return held / (norm * self.concept_norms[index]) if held else 0.0

    def _without_copies(self, profile: Sequence[Sentence]) -> list[Sentence]:
        """Return the profile without what the listings say: whole sentences, and runs of words.

        Where several sentences of one listing stand in the profile, its short ones go too.
        """
        chosen = settings().copied
        keys = {_joined(one.text, words(one.text)) for one in profile}
        dropped: set[str] = set()
        for own in self.sentences:
            shared = {key for key in own & keys if key.count(" ") + 1 >= chosen.sentence}
            dropped |= own if len(shared) >= chosen.several else shared
        return [self._own_words(one, dropped) for one in profile]

    def _own_words(self, sentence: Sentence, dropped: set[str]) -> Sentence:
        if _joined(sentence.text, words(sentence.text)) in dropped:
            return sentence._replace(text="")
        kept = without_copies(sentence.text, self.shingles, settings().copied.words)
        return sentence if kept == sentence.text else sentence._replace(text=kept)

    def _lexical(self, sentences: Sequence[Sentence]) -> list[float]:
        """Return the cosine of profile and each listing, words weighted by (1 + ln n) * idf.

        A word of a bare list counts by the share of a bare name, however often it stands there.
        """
        told = Counter(term for one in sentences if one.described for term in terms(one.text))
        listed = {term for one in sentences if not one.described for term in terms(one.text)}
        query = {term: _damped(n) for term, n in told.items()}
        share = settings().evidence.named_beside if told else settings().evidence.named
        for term in listed:
            query[term] = max(query.get(term, 0.0), share)
        weighted = {term: value * self.term_idf.get(term, 0.0) for term, value in sorted(query.items())}
        norm = math.sqrt(math.fsum(value**2 for value in weighted.values()))
        return [self._cosine(weighted, index) / norm if norm else 0.0 for index in range(len(self.listings))]

    def _cosine(self, weighted: Mapping[str, float], index: int) -> float:
        counts = self.terms[index]
        total = math.fsum(
            value * _damped(counts[term]) * self.term_idf[term]
            for term, value in weighted.items()
            if term in counts
        )
        return total / self.norms[index] if self.norms[index] else 0.0

    def _vector(self, sentences: Sequence[Sentence]) -> list[float]:
        told = " ".join(one.text for one in sentences if one.described) or " ".join(
            one.text for one in sentences
        )
        if self.embedder is None or self.vectors is None or not told.strip():
            return [0.0] * len(self.listings)
        profile = self.embedder.embed([told])[0]
        return [max(0.0, min(1.0, float(value))) for value in self.vectors @ profile]


def concepts(text: str) -> dict[str, int]:
    """Return the technologies a text names, with how often."""
    return dict(Counter(mention.name for mention in find_technologies(text)))


def concept_weights(sentences: Sequence[Sentence], extra: Mapping[str, State]) -> dict[str, float]:
    """Return what each technology of a profile counts, 0..1, by its best state; implied ones by a share."""
    scale = settings().evidence
    described: dict[str, float] = {}
    named: set[str] = {name for name, state in extra.items() if state == "named"}
    for name, state in extra.items():
        if state != "named":
            described[name] = scale.demonstrated if state == "demonstrated" else scale.described
    for sentence in sentences:
        for name in concepts(sentence.text):
            if sentence.described:
                described[name] = max(described.get(name, 0.0), scale.described * sentence.credit)
            else:
                named.add(name)
    alone = scale.named if not described else scale.named_beside
    each = min(alone, scale.named_budget / max(1, len(named)))
    weights = {name: max(each, described.get(name, 0.0)) for name in named} | {
        name: weight for name, weight in described.items() if name not in named
    }
    return _with_implied(weights, scale.implied)


def _with_implied(weights: Mapping[str, float], share: float) -> dict[str, float]:
    found = dict(weights)
    for name, weight in weights.items():
        for ancestor in gazetteer().ancestors(name):
            found[ancestor] = max(found.get(ancestor, 0.0), weight * share)
    return found


def _damped(count: int) -> float:
    return 1 + math.log(count)


def terms(text: str) -> list[str]:
    """Return the words of a text in lower case, without those of one letter and bare numbers."""
    least = settings().lexical.shortest
    found = (span.of(text).lower() for span in words(text))
    return [word for word in found if len(word) >= least and not word.isdigit()]


def without_copies(text: str, shingles: frozenset[str] | set[str], size: int) -> str:
    """Return `text` without the runs of at least `size` words that `shingles` holds.

    >>> without_copies("I tune it. We want a careful rater.", {"we want a careful"}, 4)
    'I tune it.  rater.'
    """
    spans = words(text)
    copied = [False] * len(spans)
    for index in range(len(spans) - size + 1):
        if _joined(text, spans[index : index + size]) in shingles:
            copied[index : index + size] = [True] * size
    kept: list[str] = []
    position = 0
    for span, drop in zip(spans, copied, strict=True):
        kept.append(text[position : span.start])
        kept.append("" if drop else span.of(text))
        position = span.end
    kept.append(text[position:])
    return "".join(kept) if not any(copied) else _tidy(kept)


def _tidy(pieces: Iterable[str]) -> str:
    joined = "".join(pieces)
    while "   " in joined:
        joined = joined.replace("   ", "  ")
    return joined.strip()


def _shingles(text: str, size: int) -> set[str]:
    spans = words(text)
    return {_joined(text, spans[index : index + size]) for index in range(len(spans) - size + 1)}


def _sentence_keys(text: str) -> set[str]:
    """Return the sentences of a listing as rows of words."""
    pieces = (span.of(text) for span in sentences(text))
    return {key for piece in pieces if (key := _joined(piece, words(piece)))}


def _joined(text: str, spans: Sequence[Span]) -> str:
    return " ".join(span.of(text).lower() for span in spans)


def _idf(documents: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Inverse document frequency, ln(1 + (N - n + 0.5) / (n + 0.5)), always positive."""
    counts = Counter(term for document in documents for term in document)
    total = len(documents)
    return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}
