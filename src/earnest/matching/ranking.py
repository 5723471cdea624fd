"""Rank listings for a profile, and profiles for a listing: two functions, with weights of their own.

Words, pairs of words, technologies by rarity, and vectors. The profile comes as sentences that know whether
they describe work or merely list names (`claims`). Somebody who looks for listings has no reason to fool
themselves: there all sentences count, and only a long list shares what a short one counts. Among profiles,
what describes work counts. What a profile copies from a listing counts for nothing there (`copied`). School,
years and country never arrive here: the text is blind.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from earnest.matching.claims import (
    Sentence,
    State,
    concept_weights,
    counted,
    earned,
    listed,
    read_profile,
    read_sentences,
    summed,
    whole,
    with_implied,
)
from earnest.matching.copied import Copies, copies_of, without_copies
from earnest.matching.corpus import Corpus, Document, Query, Scores
from earnest.matching.embedders import PooledEmbedder
from earnest.matching.gazetteer import find_concepts
from earnest.matching.indexing import DocumentIndex
from earnest.matching.lexical import Floats
from earnest.matching.nearest import Mask
from earnest.matching.passages import Asked, Passage, asked, passages_of
from earnest.matching.settings import PartWeights, settings
from earnest.records.base import Record
from earnest.records.listing import Listing
from earnest.text.embedding import Embedder, Vectors
from earnest.text.segment import sentences, words

_STRONG = 12  # words of prose from which a profile's vector counts in full
_DIGITS = 6


class Match(Record):
    """One result of a ranking. Each part lies in 0..1; `score` is the weighted mean, raised by `listed`."""

    id: str
    score: float
    lexical: float
    pairs: float
    concept: float
    vector: float
    passage: float
    listed: float = 0.0
    shared: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class ProfileText(NamedTuple):
    """A profile by id: its sentences as matching reads them, and technologies that samples use."""

    id: str
    sentences: tuple[Sentence, ...]
    shown: tuple[str, ...] = ()

    @property
    def extra(self) -> dict[str, State]:
        """Technologies that are demonstrated."""
        return dict.fromkeys(self.shown, "demonstrated")


def profile_text(profile_id: str, text: str, shown: Sequence[str] = ()) -> ProfileText:
    """Read a blind text."""
    return ProfileText(profile_id, read_profile(text), tuple(shown))


class ListingIndex(DocumentIndex[Listing]):
    """Listings ready to be ranked for any number of profiles."""

    kind = Listing

    def rank(
        self,
        profile: Sequence[Sentence],
        extra: Mapping[str, State] | None = None,
        top: int | None = None,
        allowed: Collection[str] | None = None,
    ) -> list[Match]:
        """Return the listings, best first; equal scores stand in the order of their ids.

        `extra` adds technologies by state: those of samples ("demonstrated"). With `top` only so many are
        returned, with `allowed` only these ids are ranked.
        """
        query = self._query(profile, extra)
        mask = _mask(self.corpus, allowed)
        scores = self.corpus.scores(query, mask)
        self._score_without_copied(scores, profile, extra)
        order = _order(self.corpus, scores, self.embedder, mask, top)
        held = frozenset(query.concepts) | {name for one in profile for name in one.names}
        return [_match(self.corpus, scores, self.embedder, row, held, least=1.0) for row in order]

    def _query(self, profile: Sequence[Sentence], extra: Mapping[str, State] | None) -> Query:
        own = whole(profile)
        told = [(one.text, one.credit) for one in own]
        text = "\n".join(one.text for one in own)
        counts = summed(told, self.weights().power)
        return Query(*counts, concept_weights(own, extra), *_vectors(text, told, self.embedder))

    def _score_without_copied(
        self, scores: Scores, profile: Sequence[Sentence], extra: Mapping[str, State] | None
    ) -> None:
        """Score again, without its own words, each listing of which the profile holds many."""
        pieces = [one.text for one in profile]
        rows, counts = self.copies.runs.counted(copies_of([pieces]).runs.hashes)
        for row in rows[counts > settings().copied.least - settings().copied.words]:
            own = self.own_sentences(profile, self.items[self.corpus.ids[row]])
            only = np.arange(len(self.corpus)) == row
            again = self.corpus.scores(self._query(own, extra), only)
            for old, new in zip(scores, again, strict=True):
                old[row] = new[row]

    def own_sentences(self, profile: Sequence[Sentence], listing: Listing) -> Sequence[Sentence]:
        """Return the sentences of a profile without what a listing says."""
        return _own_sentences(profile, _copies(listing))

    @staticmethod
    def document(item: Listing) -> Document:
        """Return what of a listing is compared."""
        text = full_text(item)
        counts = summed([(text, 1.0)], settings().to_listings.power)
        words_, pairs = (_both(found) for found in counts)
        names = _both(with_implied(dict.fromkeys(_names(text), 1.0)))
        return Document(item.id, words_, pairs, names, {}, text, _passages(text))

    @staticmethod
    def pieces(item: Listing) -> Sequence[str]:
        """Return the text of a listing."""
        return [full_text(item)]

    @staticmethod
    def weights() -> PartWeights:
        """Return the weights of this direction."""
        return settings().to_listings


class ProfileIndex(DocumentIndex[ProfileText]):
    """Profiles ready to be ranked for any number of listings."""

    kind = ProfileText

    def rank(
        self, listing: Listing, top: int | None = None, allowed: Collection[str] | None = None
    ) -> list[Match]:
        """Return the profiles, best first; equal scores stand in the order of their ids."""
        text = full_text(listing)
        names = dict.fromkeys(_names(text), 1.0)
        counts = summed([(text, 1.0)], self.weights().power)
        told = [(one.text, one.credit) for one in _passages(text)]
        query = Query(*counts, names, *_vectors(text, told, self.embedder))
        mask = _mask(self.corpus, allowed)
        scores = self._without_copied(self.corpus.scores(query, mask), query, _copies(listing))
        order = _order(self.corpus, scores, self.embedder, mask, top)
        wanted = self.corpus.rarest(names)
        return [self._asked(_match(self.corpus, scores, self.embedder, row, names), wanted) for row in order]

    def _asked(self, match: Match, wanted: Sequence[str]) -> Match:
        """Return a result with what the listing asks for: what the profile names of it and what not."""
        profile = self.items[match.id]
        held = {*match.shared, *(name for one in profile.sentences for name in one.names)}
        return match.but(
            shared=tuple(name for name in wanted if name in held),
            missing=tuple(name for name in wanted if name not in held),
        )

    def own_sentences(self, profile: ProfileText, listing: Listing) -> Sequence[Sentence]:
        """Return the sentences of a profile without what the listing says."""
        return _own_sentences(profile.sentences, _copies(listing))

    def _without_copied(self, scores: Scores, query: Query, copies: Copies) -> Scores:
        """Score again, without the words of the listing, the profiles that hold a run of them."""
        rows, _ = self.copies.runs.counted(copies.runs.hashes)
        if not len(rows):
            return scores
        own = [_without(self.items[self.corpus.ids[row]], copies) for row in rows]
        again = Corpus.of([self.document(one) for one in own], self.embedder, self.weights(), self.corpus)
        for old, new in zip(scores, again.scores(query), strict=True):
            old[rows] = new
        return scores

    @staticmethod
    def document(item: ProfileText) -> Document:
        """Return what of a profile is compared among others."""
        scale = settings().evidence
        read = [_among(one, scale.among) for one in item.sentences]
        told = counted(read)
        names = concept_weights(told, item.extra)
        return Document(
            item.id,
            earned(told),
            {},
            {name: (weight, max(weight, scale.floor)) for name, weight in names.items()},
            {term: (value, value) for term, value in listed(read).items()},
            "\n".join(one.text for one in told),
            passages_of([(one.text, 1.0) for one in told], settings().reading.passage),
            _strength(read),
        )

    @staticmethod
    def pieces(item: ProfileText) -> Sequence[str]:
        """Return the sentences of a profile."""
        return [one.text for one in item.sentences]

    @staticmethod
    def weights() -> PartWeights:
        """Return the weights of this direction."""
        return settings().to_profiles


@lru_cache(maxsize=64)
def _copies(listing: Listing) -> Copies:
    return copies_of([ListingIndex.pieces(listing)])


def full_text(listing: Listing) -> str:
    """Return the title and the text of a listing."""
    return f"{listing.title}\n{listing.text}" if listing.title else listing.text


def _both(values: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    return {name: (value, value) for name, value in values.items()}


def _passages(text: str) -> tuple[Passage, ...]:
    """Return the passages of a listing: twice as long as those of a profile."""
    found = ((span.of(text), 1.0) for span in sentences(text))
    return passages_of(found, 2 * settings().reading.passage)


def _vectors(
    text: str, told: Sequence[tuple[str, float]], embedder: Embedder | None
) -> tuple[Vectors | None, Asked | None]:
    """Embed a query as a whole and in passages."""
    if embedder is None:
        return None, None
    return embedder.embed([text])[0], asked(passages_of(told, settings().reading.passage), embedder)


def _among(sentence: Sentence, most: float) -> Sentence:
    """Return a sentence as it counts among other people's profiles."""
    return sentence._replace(credit=min(sentence.credit, most)) if not sentence.told else sentence


def _strength(read: Sequence[Sentence]) -> float:
    """Return how far a profile's vector counts: in full from a dozen words of prose on."""
    told = sum(len(words(one.text)) * one.credit for one in read if one.told)
    return min(1.0, max(told / _STRONG, settings().evidence.among))


def _own_sentences(profile: Sequence[Sentence], copies: Copies) -> Sequence[Sentence]:
    texts = [one.text for one in profile]
    own = without_copies(texts, copies)
    return profile if own == texts else read_sentences(text for text in own if text)


def _without(profile: ProfileText, copies: Copies) -> ProfileText:
    return profile._replace(sentences=tuple(_own_sentences(profile.sentences, copies)))


def _names(text: str) -> list[str]:
    return sorted({mention.name for mention in find_concepts(text)})


def _mask(corpus: Corpus, allowed: Collection[str] | None) -> Mask | None:
    if allowed is None:
        return None
    chosen = frozenset(allowed)
    return np.array([one in chosen for one in corpus.ids], dtype=np.bool_)


def _order(
    corpus: Corpus, scores: Scores, embedder: Embedder | None, mask: Mask | None, top: int | None
) -> list[int]:
    """Return rows by total, then by id."""
    total = np.round(_total(corpus, scores, embedder), _DIGITS)
    rows = np.arange(len(corpus)) if mask is None else np.flatnonzero(mask)
    if top is not None and top < len(rows):
        least = np.partition(total[rows], len(rows) - top)[len(rows) - top]
        rows = rows[total[rows] >= least]
    ordered = sorted(rows.tolist(), key=lambda row: (-total[row], corpus.ids[row]))
    return ordered[:top]


def _total(corpus: Corpus, scores: Scores, embedder: Embedder | None) -> Floats:
    return corpus.total(scores, pooled=isinstance(embedder, PooledEmbedder))


def _match(
    corpus: Corpus,
    scores: Scores,
    embedder: Embedder | None,
    row: int,
    asked_for: Collection[str],
    least: float = 0.0,
) -> Match:
    """Make one result: what a document names, by what the query has of it and what not."""
    one = Scores(*(part[row : row + 1] for part in scores))
    held = corpus.rarest(corpus.concepts_of(row, least))
    return Match(
        id=corpus.ids[row],
        score=round(float(_total(corpus, one, embedder)[0]), _DIGITS),
        **{name: round(float(part[0]), _DIGITS) for name, part in one._asdict().items()},
        shared=tuple(name for name in held if name in asked_for),
        missing=tuple(name for name in held if name not in asked_for),
    )
