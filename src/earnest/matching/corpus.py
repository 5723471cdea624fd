"""Many documents (listings, or profiles) ready to be compared: words, technologies, vectors.

Everything is computed once; documents can be added and removed, and a saved corpus opens without being built
again. Equal documents give equal scores, whatever was added or removed before.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.errors import UnreadableFile
from earnest.matching.lexical import Floats, Postings, open_postings, save_postings
from earnest.matching.nearest import Mask, VectorIndex, has_usearch, open_vectors
from earnest.matching.rarity import inverse_frequency, rarity
from earnest.matching.settings import PartWeights, settings
from earnest.text.embedding import Vectors

_META = "corpus.json"

Weighed = Mapping[str, tuple[float, float]]


class Document(NamedTuple):
    """One document: (value, full value) by term and technology, terms of lists, the text that is embedded."""

    id: str
    words: Weighed
    concepts: Weighed
    listed: Weighed
    told: str
    strength: float = 1.0


class Query(NamedTuple):
    """What is compared with the documents: values by term and technology, terms of lists, a vector or None.

    Lists stand on one side alone, the profile's, and are compared with the words of the other.
    """

    words: Mapping[str, float]
    concepts: Mapping[str, float]
    listed: Mapping[str, float]
    vector: Vectors | None
    strength: float = 1.0


class Scores(NamedTuple):
    """The parts of the score of every document, each 0..1, shape (n,)."""

    lexical: Floats
    concept: Floats
    vector: Floats
    listed: Floats


class Corpus:
    """Documents in rows 0..n-1. Never changed: `added` and `without` return another one."""

    def __init__(  # noqa: PLR0913, PLR0917 - parallel tables
        self,
        ids: Sequence[str],
        words: Postings,
        concepts: Postings,
        listed: Postings,
        vectors: VectorIndex | None,
        strengths: Floats,
        weights: PartWeights,
        like: "Corpus | None" = None,
    ) -> None:
        """Take tables whose rows are the documents `ids`; `weights` say how rarity is counted.

        With `like` it is counted in that corpus instead of this one.
        """
        self.ids = tuple(ids)
        self.words, self.concepts, self.listed = words, concepts, listed
        self.vectors, self.strengths = vectors, strengths
        self._weights = weights
        counted = like or self
        self._word_rarity = _each(words, counted.words, counted.word_rarity)
        self._word_norms = words.norms(self._word_rarity, len(self))
        self._listed_rarity = _each(listed, counted.listed, counted.word_rarity)
        self._listed_norms = listed.norms(self._listed_rarity, len(self))
        self._concept_rarity = _each(concepts, counted.concepts, counted.concept_rarity)
        norms = concepts.norms(self._concept_rarity, len(self))
        self._concept_norms = np.sqrt(norms**2 + settings().concept.smoothing)

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        vectors: Vectors | None,
        weights: PartWeights,
        like: "Corpus | None" = None,
    ) -> "Corpus":
        """Build from documents and one vector for each of them; `like` as in `Corpus`."""
        found = None if vectors is None else VectorIndex(vectors)
        if found is not None and len(found) > settings().search.exact and has_usearch():
            found = found.with_graph()
        return cls(
            [one.id for one in documents],
            Postings.of([one.words for one in documents]),
            Postings.of([one.concepts for one in documents]),
            Postings.of([one.listed for one in documents]),
            found,
            np.array([one.strength for one in documents]),
            weights,
            like,
        )

    def __len__(self) -> int:
        return len(self.ids)

    def word_rarity(self, term: str, holding: int) -> float:
        """Return the rarity of a term that `holding` documents have."""
        counted = rarity(term, holding, len(self), self._weights.prior)
        return counted + self._weights.flat if counted else 0.0

    def concept_rarity(self, name: str, holding: int) -> float:
        """Return the rarity of a technology that `holding` documents name."""
        del name
        return inverse_frequency(holding, len(self))

    def rarity_of(self, term: str) -> float:
        """Return the rarity of a term."""
        return self.word_rarity(term, self.words.count(term))

    def scores(self, query: Query, allowed: Mask | None = None) -> Scores:
        """Compare a query with every document, or with those that `allowed` (shape (n,)) names."""
        own = (self.words, self._word_rarity, self._word_norms)
        lexical = self._cosine(*own, query.words, smoothing=0.0)
        concept = self._cosine(
            self.concepts, self._concept_rarity, self._concept_norms, query.concepts, smoothing=1.0
        )
        lists = self._cosine(*own, query.listed, smoothing=0.0)
        lists += self._cosine(
            self.listed, self._listed_rarity, self._listed_norms, query.words, smoothing=0.0
        )
        return Scores(lexical, concept, self._vector_part(query, lexical + concept, allowed), lists)

    def _cosine(
        self, table: Postings, weights: Floats, norms: Floats, query: Mapping[str, float], *, smoothing: float
    ) -> Floats:
        """Return sum(q * d * weight^2) / (|q| |d|); terms that no document holds count for the length of q.

        They would not change the order, and a query's score says how much of it was found.
        """
        known = {term: value for term, value in query.items() if term in table.index}
        weighed = {term: value * float(weights[table.index[term]]) for term, value in known.items()}
        length = float(np.sqrt(smoothing + sum(value**2 for _, value in sorted(weighed.items()))))
        scaled = {term: value * float(weights[table.index[term]]) for term, value in weighed.items()}
        return table.dot(scaled, len(self)) / (length * norms) if length else np.zeros(len(self))

    def _vector_part(self, query: Query, others: Floats, allowed: Mask | None) -> Floats:
        found = np.zeros(len(self))
        if self.vectors is None or query.vector is None or not len(self):
            return found
        rows = self._candidates(query.vector, others, allowed)
        near = self.vectors.similarities(query.vector, rows)
        found[rows] = np.clip(near, 0.0, 1.0) * self.strengths[rows] * query.strength
        return found

    def _candidates(self, vector: Vectors, others: Floats, allowed: Mask | None) -> npt.NDArray[np.int64]:
        """Return the rows whose vectors are compared: all, or the best by words and by the graph."""
        assert self.vectors is not None  # noqa: S101 - `_vector_part` asks
        if not self.vectors.is_approximate:
            return np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        most = settings().search.candidates
        near = self.vectors.search(vector[None, :], most, allowed).rows[0]
        passing = others if allowed is None else np.where(allowed, others, -1.0)
        best = np.argpartition(-passing, min(most, len(self)) - 1)[:most]
        return np.union1d(near[near >= 0], best[passing[best] > 0])

    def total(self, scores: Scores, pooled: bool) -> Floats:
        """Return the weighted mean of the parts, raised by lists, 0..1, shape (n,).

        A list multiplies what the claims reach: where they reach nothing it is worth nothing.
        """
        weights = self._weights
        vector = (weights.pooled if pooled else weights.vector) if self.vectors is not None else 0.0
        parts = weights.lexical * scores.lexical + weights.concept * scores.concept + vector * scores.vector
        mean: Floats = parts / (weights.lexical + weights.concept + vector)
        return np.minimum(1.0, mean * (1 + settings().evidence.listed * scores.listed))

    def rarest(self, names: Iterable[str]) -> list[str]:
        """Return technologies by rarity among the documents, the rarest first."""
        return sorted(names, key=lambda name: (self.concepts.count(name), name))

    def concepts_of(self, row: int) -> list[str]:
        """Return the technologies of one document, sorted."""
        places = np.flatnonzero(self.concepts.rows == row)
        owners = np.searchsorted(self.concepts.starts, places, side="right") - 1
        return [self.concepts.names[owner] for owner in owners]

    def added(self, other: "Corpus") -> "Corpus":
        """Return the corpus with the documents of `other` behind its own."""
        vectors = None
        if self.vectors is not None and other.vectors is not None:
            vectors = self.vectors.added(other.vectors.vectors)
        return Corpus(
            [*self.ids, *other.ids],
            self.words.joined(other.words, len(self)),
            self.concepts.joined(other.concepts, len(self)),
            self.listed.joined(other.listed, len(self)),
            vectors,
            np.concatenate([self.strengths, other.strengths]),
            self._weights,
        )

    def without(self, ids: Iterable[str]) -> "Corpus":
        """Return the corpus without some documents; ids that it does not hold are passed over."""
        gone = set(ids)
        keep = np.array([one not in gone for one in self.ids], dtype=np.bool_)
        return Corpus(
            [one for one in self.ids if one not in gone],
            self.words.kept(keep),
            self.concepts.kept(keep),
            self.listed.kept(keep),
            None if self.vectors is None else self.vectors.kept(keep),
            self.strengths[keep],
            self._weights,
        )

    def save(self, folder: Path) -> None:
        """Write the corpus into a folder that exists."""
        save_postings(self.words, folder, "words")
        save_postings(self.concepts, folder, "concepts")
        save_postings(self.listed, folder, "listed")
        np.save(folder / "strengths.npy", self.strengths)
        if self.vectors is not None:
            self.vectors.save(folder)
        meta = {"ids": self.ids, "weights": self._weights.model_dump(), "vectors": self.vectors is not None}
        (folder / _META).write_text(json.dumps(meta), encoding="utf-8")


def _each(table: Postings, counted: Postings, weigh: Callable[[str, int], float]) -> Floats:
    """Return the rarity of each term of a table, with the counts of another."""
    found = (weigh(name, counted.count(name)) for name in table.names)
    return np.fromiter(found, dtype=np.float64, count=len(table.names))


def open_corpus(folder: Path) -> Corpus:
    """Open what `Corpus.save` wrote. Raises `UnreadableFile` for a folder that holds no corpus."""
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{folder}: no index that Earnest saved; give an empty folder to make one"
        ) from error
    return Corpus(
        meta["ids"],
        open_postings(folder, "words"),
        open_postings(folder, "concepts"),
        open_postings(folder, "listed"),
        open_vectors(folder) if meta["vectors"] else None,
        np.load(folder / "strengths.npy"),
        PartWeights.model_validate(meta["weights"]),
    )
