"""What Earnest's matching is measured against. Each gives a matrix: profiles in rows, listings in columns."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import bm25s
import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from earnest.matching.embedders import PooledEmbedder, centre, static_embedder
from earnest.matching.ranking import ListingIndex, ProfileIndex, profile_text
from earnest.records.listing import Listing
from earnest.text.embedding import Embedder, Vectors, default_embedder
from earnest.text.minilm import minilm_embedder

Matrix = npt.NDArray[np.float64]

CHUNK = 80  # words of a chunk; the best of 40, 80 and 120 on the training ads


class Pool(NamedTuple):
    """Profiles and listings as texts, and the keywords of each listing."""

    profiles: Sequence[str]
    listings: Sequence[str]
    keywords: Sequence[Sequence[str]]


Matcher = Callable[[Pool], Matrix]


def earnest_to_listings(embedder: Embedder) -> Matcher:
    def run(pool: Pool) -> Matrix:
        listings = [Listing(id=f"{at:05}", text=text) for at, text in enumerate(pool.listings)]
        index = ListingIndex(listings, embedder)
        found = np.zeros((len(pool.profiles), len(listings)))
        for row, text in enumerate(pool.profiles):
            for match in index.rank(profile_text("p", text).sentences):
                found[row, int(match.id)] = match.score
        return found

    return run


def earnest_to_profiles(embedder: Embedder) -> Matcher:
    def run(pool: Pool) -> Matrix:
        profiles = [profile_text(f"{at:05}", text) for at, text in enumerate(pool.profiles)]
        index = ProfileIndex(profiles, embedder)
        found = np.zeros((len(profiles), len(pool.listings)))
        for column, text in enumerate(pool.listings):
            for match in index.rank(Listing(id="l", text=text)):
                found[int(match.id), column] = match.score
        return found

    return run


def tfidf(documents: str) -> Matcher:
    """TF-IDF of scikit-learn with its English stop words, fitted on what is ranked."""

    def run(pool: Pool) -> Matrix:
        made = TfidfVectorizer(stop_words="english")
        made.fit(pool.listings if documents == "listings" else pool.profiles)
        near = made.transform(pool.profiles) @ made.transform(pool.listings).T
        return np.asarray(near.todense())

    return run


def bm25(documents: str) -> Matcher:
    """BM25 of bm25s with its English stop words."""

    def run(pool: Pool) -> Matrix:
        to_listings = documents == "listings"
        held, asked = (pool.listings, pool.profiles) if to_listings else (pool.profiles, pool.listings)
        index = bm25s.BM25()
        index.index(bm25s.tokenize(list(held), stopwords="en", show_progress=False), show_progress=False)
        rows = [
            index.get_scores(words) if words else np.zeros(len(held))
            for words in bm25s.tokenize(list(asked), stopwords="en", show_progress=False, return_ids=False)
        ]
        return np.array(rows, dtype=np.float64) if to_listings else np.array(rows, dtype=np.float64).T

    return run


def whole(embedder: Embedder) -> Matcher:
    def run(pool: Pool) -> Matrix:
        return (embedder.embed(pool.profiles) @ embedder.embed(pool.listings).T).astype(np.float64)

    return run


def chunked(embedder: Embedder) -> Matcher:
    """Mean over the chunks of each side of the best similarity on the other."""

    def run(pool: Pool) -> Matrix:
        profiles = [embedder.embed(chunks(text)) for text in pool.profiles]
        listings = [embedder.embed(chunks(text)) for text in pool.listings]
        return np.array([[_both(left, right) for right in listings] for left in profiles])

    return run


def _both(left: Vectors, right: Vectors) -> float:
    near = left @ right.T
    return float(near.max(axis=0).mean() + near.max(axis=1).mean()) / 2


def chunks(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + CHUNK]) for at in range(0, len(words), CHUNK)] or [""]


def resume_matcher(embedder: Embedder) -> Matcher:
    """Resume-Matcher's score: cosine of the profile and of the listing's keywords joined by commas.

    (srbhr/Resume-Matcher, score_improvement_service.py.) Its keywords come from a language model; here they
    are those that annotators marked in the listing.
    """

    def run(pool: Pool) -> Matrix:
        asked = embedder.embed([", ".join(words) for words in pool.keywords])
        return (embedder.embed(pool.profiles) @ asked.T).astype(np.float64)

    return run


def keywords_found(pool: Pool) -> Matrix:
    """Return the share of a listing's keywords that stand in the profile (Resume-Matcher, refiner.py)."""
    padded = [f" {_plain(text)} " for text in pool.profiles]
    return np.array([[_share(text, words) for words in pool.keywords] for text in padded], dtype=np.float64)


def _share(text: str, keywords: Sequence[str]) -> float:
    return sum(f" {_plain(word)} " in text for word in keywords) / max(1, len(keywords))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "+#" else " " for c in text.lower()).split())


class Remembering:
    """An embedder that reads no text twice."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.name, self.dimensions = inner.name, inner.dimensions
        self.known: dict[str, Vectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        for text in texts:
            if text not in self.known:
                self.known[text] = self.inner.embed([text])[0]
        rows = [self.known[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)


@cache
def remembering(name: str) -> Embedder:
    made = {"static": static_embedder, "wordllama": default_embedder, "MiniLM": minilm_embedder}
    if name == "quality":
        return PooledEmbedder(remembering("MiniLM"), centre())
    return Remembering(made[name]())


def matchers(documents: str) -> dict[str, Matcher]:
    """Return every system; `documents` says which side is ranked: "listings" or "profiles"."""
    ours = earnest_to_listings if documents == "listings" else earnest_to_profiles
    static, minilm = remembering("wordllama"), remembering("MiniLM")
    return {
        "Earnest": ours(remembering("static")),
        "Earnest with MiniLM": ours(remembering("quality")),
        "BM25": bm25(documents),
        "TF-IDF": tfidf(documents),
        "wordllama, whole": whole(static),
        "wordllama, chunks": chunked(static),
        "MiniLM, whole": whole(minilm),
        "MiniLM, chunks": chunked(minilm),
        "Resume-Matcher, embedded keywords": resume_matcher(minilm),
        "Resume-Matcher, keywords found": keywords_found,
    }
