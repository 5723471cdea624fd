"""Rank listings for a profile, and profiles for a listing: two functions, with weights of their own.

Concepts by evidence and rarity, words, and vectors. The profile comes as sentences that know whether they
describe work or merely list names (`claims`). What it shares with a listing word by word is taken out first
(`copied`). School, years and country never arrive here: the text is blind.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.errors import UnreadableFile
from earnest.matching.claims import (
    Sentence,
    State,
    concept_weights,
    listed,
    read_profile,
    read_sentences,
    told_text,
    word_weights,
)
from earnest.matching.copied import Copies, copies_of, run_hashes, without_copies, word_hashes
from earnest.matching.corpus import Corpus, Document, Query, Scores, open_corpus
from earnest.matching.embedders import PooledEmbedder
from earnest.matching.gazetteer import CONTEXTS, TECHNOLOGIES, find_technologies
from earnest.matching.lexical import Floats, terms
from earnest.matching.nearest import Mask
from earnest.matching.rarity import WORDS
from earnest.matching.settings import SETTINGS, settings
from earnest.records.base import Record
from earnest.records.listing import Listing
from earnest.text.embedding import Embedder, Vectors
from earnest.text.segment import words

_STRONG = 12  # words of prose from which a profile's vector counts in full
_DIGITS = 6
_MADE_WITH = "made-with.txt"


class Match(Record):
    """One result of a ranking. Each part lies in 0..1; `score` is the weighted mean, raised by `listed`."""

    id: str
    score: float
    concept: float
    lexical: float
    vector: float
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


class ListingIndex:
    """Listings with their words, technologies and vectors, computed once for any number of profiles."""

    def __init__(self, listings: Sequence[Listing], embedder: Embedder | None) -> None:
        """Read the listings; without an embedder the vector part is 0 for all of them."""
        ordered = sorted(listings, key=lambda one: one.id)
        texts = [full_text(one) for one in ordered]
        documents = [_listing_document(one, text) for one, text in zip(ordered, texts, strict=True)]
        vectors = embedder.embed(texts) if embedder is not None else None
        self.listings = {one.id: one for one in ordered}
        self.embedder = embedder
        self.corpus = Corpus.of(documents, vectors, settings().to_listings)
        self.copies = copies_of(texts)

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
        own = self.own_sentences(profile)
        weights = concept_weights(own, extra)
        vector = self.embedder.embed([told_text(own)])[0] if self.embedder is not None else None
        told = {term: value for term, (value, _) in word_weights(own).items()}
        query = Query(told, weights, listed(own), vector)
        mask = _mask(self.corpus, allowed)
        scores = self.corpus.scores(query, mask)
        order = _order(self.corpus, scores, self.embedder, mask, top)
        held = frozenset(weights) | {name for one in own for name in one.names}
        return [_match(self.corpus, scores, self.embedder, row, held) for row in order]

    def own_sentences(self, profile: Sequence[Sentence]) -> Sequence[Sentence]:
        """Return the profile without what the listings say."""
        return _own_sentences(profile, self.copies)

    def updated(self, listings: Sequence[Listing]) -> "ListingIndex":
        """Return an index of exactly these listings; those that did not change are not read again."""
        wanted = {one.id: one for one in listings}
        gone = [name for name, one in self.listings.items() if wanted.get(name) != one]
        new = ListingIndex(
            [one for name, one in wanted.items() if self.listings.get(name) != one], self.embedder
        )
        held = {name: one for name, one in self.listings.items() if name not in set(gone)}
        corpus = self.corpus.without(gone) if gone else self.corpus
        corpus = corpus.added(new.corpus) if new.listings else corpus
        return _listing_index(held | new.listings, self.embedder, corpus, self.copies.joined(new.copies))

    def save(self, folder: Path) -> None:
        """Write the index into a folder; `open_listings` opens it without reading a listing again."""
        folder.mkdir(parents=True, exist_ok=True)
        self.corpus.save(folder)
        np.save(folder / "runs.npy", self.copies.runs)
        np.save(folder / "lines.npy", self.copies.lines)
        (folder / _MADE_WITH).write_text(_made_with(self.embedder), encoding="utf-8")
        rows = "".join(one.model_dump_json() + "\n" for one in self.listings.values())
        (folder / "listings.jsonl").write_text(rows, encoding="utf-8")


def open_listings(folder: Path, embedder: Embedder | None) -> ListingIndex:
    """Open what `ListingIndex.save` wrote.

    Raises `UnreadableFile` for a folder that holds no index, or one of another embedder or other data.
    """
    corpus = open_corpus(folder)
    if (folder / _MADE_WITH).read_text(encoding="utf-8") != _made_with(embedder):
        raise UnreadableFile(
            f"{folder}: the index was made by another version or with another --embedder;"
            " give an empty folder to make one anew"
        )
    with (folder / "listings.jsonl").open(encoding="utf-8") as lines:
        found = [Listing.model_validate_json(line) for line in lines]
    copies = Copies(np.load(folder / "runs.npy", mmap_mode="r"), np.load(folder / "lines.npy"))
    return _listing_index({one.id: one for one in found}, embedder, corpus, copies)


def _made_with(embedder: Embedder | None) -> str:
    """Return what a saved index depends on besides the listings: the data files and the embedder."""
    files = (SETTINGS, WORDS, TECHNOLOGIES, CONTEXTS)
    digest = sha256(b"".join(sha256(path.read_bytes()).digest() for path in files)).hexdigest()
    return f"{digest} {'' if embedder is None else embedder.name}\n"


def _listing_index(
    listings: dict[str, Listing], embedder: Embedder | None, corpus: Corpus, copies: Copies
) -> ListingIndex:
    made = ListingIndex.__new__(ListingIndex)
    made.listings, made.embedder, made.corpus, made.copies = listings, embedder, corpus, copies
    return made


class ProfileIndex:
    """Profiles ready to be ranked for any number of listings."""

    def __init__(self, profiles: Sequence[ProfileText], embedder: Embedder | None) -> None:
        """Read the profiles; without an embedder the vector part is 0 for all of them."""
        ordered = sorted(profiles, key=lambda one: one.id)
        self.profiles = ordered
        self._by_id = {one.id: one for one in ordered}
        self.embedder = embedder
        documents = [_profile_document(one) for one in ordered]
        self.corpus = Corpus.of(documents, _vectors(documents, embedder), settings().to_profiles)
        self._runs, self._run_rows = _run_table(ordered)

    def rank(
        self, listing: Listing, top: int | None = None, allowed: Collection[str] | None = None
    ) -> list[Match]:
        """Return the profiles, best first; equal scores stand in the order of their ids."""
        text = full_text(listing)
        found = Counter(terms(text))
        names = dict.fromkeys(_names(text), 1.0)
        vector = self.embedder.embed([text])[0] if self.embedder is not None else None
        query = Query({term: _damped(count) for term, count in found.items()}, names, {}, vector)
        mask = _mask(self.corpus, allowed)
        scores = self._without_copied(self.corpus.scores(query, mask), query, _copies(listing))
        order = _order(self.corpus, scores, self.embedder, mask, top)
        wanted = self.corpus.rarest(names)
        return [self._asked(_match(self.corpus, scores, self.embedder, row, names), wanted) for row in order]

    def _asked(self, match: Match, wanted: Sequence[str]) -> Match:
        """Return a result with what the listing asks for: what the profile names of it and what not."""
        profile = self._by_id[match.id]
        held = {*match.shared, *(name for one in profile.sentences for name in one.names)}
        return match.but(
            shared=tuple(name for name in wanted if name in held),
            missing=tuple(name for name in wanted if name not in held),
        )

    def profile(self, profile_id: str) -> ProfileText:
        """Return one profile by its id."""
        return self._by_id[profile_id]

    def own_sentences(self, profile: ProfileText, listing: Listing) -> Sequence[Sentence]:
        """Return the sentences of a profile without what the listing says."""
        return _own_sentences(profile.sentences, _copies(listing))

    def _without_copied(self, scores: Scores, query: Query, copies: Copies) -> Scores:
        """Score again, without the words of the listing, the profiles that hold a run of them."""
        first = np.searchsorted(self._runs, copies.runs, side="left")
        last = np.searchsorted(self._runs, copies.runs, side="right")
        held = [self._run_rows[low:high] for low, high in zip(first, last, strict=True) if low < high]
        if not held:
            return scores
        rows = np.unique(np.concatenate(held))
        own = [_without(self.profiles[row], copies) for row in rows]
        documents = [_profile_document(one) for one in own]
        vectors = _vectors(documents, self.embedder)
        again = Corpus.of(documents, vectors, settings().to_profiles, self.corpus).scores(query)
        for old, new in zip(scores, again, strict=True):
            old[rows] = new
        return scores


@lru_cache(maxsize=64)
def _copies(listing: Listing) -> Copies:
    return copies_of([full_text(listing)])


def full_text(listing: Listing) -> str:
    """Return the title and the text of a listing."""
    return f"{listing.title}\n{listing.text}" if listing.title else listing.text


def _listing_document(listing: Listing, text: str) -> Document:
    counts = Counter(terms(text))
    found = {term: (_damped(count), _damped(count)) for term, count in counts.items()}
    return Document(listing.id, found, dict.fromkeys(_names(text), (1.0, 1.0)), {}, text)


def _profile_document(profile: ProfileText) -> Document:
    scale = settings().evidence
    read = [_among(one, scale.among) for one in profile.sentences]
    names = concept_weights(read, profile.extra)
    return Document(
        profile.id,
        word_weights(read),
        {name: (weight, max(weight, scale.floor)) for name, weight in names.items()},
        {term: (value, value) for term, value in listed(read).items()},
        told_text(read),
        _strength(read),
    )


def _among(sentence: Sentence, most: float) -> Sentence:
    """Return a sentence as it counts among other people's profiles."""
    return sentence._replace(credit=min(sentence.credit, most)) if not sentence.told else sentence


def _strength(read: Sequence[Sentence]) -> float:
    """Return how far a profile's vector counts: in full from a dozen words of prose on."""
    told = sum(len(words(one.text)) * one.credit for one in read if one.told)
    return min(1.0, max(told / _STRONG, settings().evidence.among))


def _vectors(documents: Sequence[Document], embedder: Embedder | None) -> Vectors | None:
    return None if embedder is None else embedder.embed([one.told for one in documents])


def _run_table(profiles: Sequence[ProfileText]) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Return the hashes of the runs of words of all profiles, sorted, and whose each of them is."""
    size = settings().copied.words
    runs = [
        [run_hashes(word_hashes(one.text, words(one.text)), size) for one in profile.sentences]
        for profile in profiles
    ]
    counts = [sum(len(piece) for piece in pieces) for pieces in runs]
    flat = np.concatenate([np.zeros(0, dtype=np.uint64), *(piece for pieces in runs for piece in pieces)])
    order = np.argsort(flat, kind="stable")
    return flat[order], np.repeat(np.arange(len(profiles)), counts)[order]


def _own_sentences(profile: Sequence[Sentence], copies: Copies) -> Sequence[Sentence]:
    texts = [one.text for one in profile]
    own = without_copies(texts, copies)
    return profile if own == texts else read_sentences(text for text in own if text)


def _without(profile: ProfileText, copies: Copies) -> ProfileText:
    return profile._replace(sentences=tuple(_own_sentences(profile.sentences, copies)))


def _names(text: str) -> list[str]:
    return sorted({mention.name for mention in find_technologies(text)})


def _damped(count: int) -> float:
    return 1 + math.log(count)


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
    corpus: Corpus, scores: Scores, embedder: Embedder | None, row: int, asked: Collection[str]
) -> Match:
    """Make one result: the technologies of a document by those that the query has and those that it lacks."""
    one = Scores(*(part[row : row + 1] for part in scores))
    held = corpus.rarest(corpus.concepts_of(row))
    return Match(
        id=corpus.ids[row],
        score=round(float(_total(corpus, one, embedder)[0]), _DIGITS),
        concept=round(float(one.concept[0]), _DIGITS),
        lexical=round(float(one.lexical[0]), _DIGITS),
        vector=round(float(one.vector[0]), _DIGITS),
        listed=round(float(one.listed[0]), _DIGITS),
        shared=tuple(name for name in held if name in asked),
        missing=tuple(name for name in held if name not in asked),
    )
