"""Many documents (listings, or profiles) ready to be compared: words, pairs, technologies, vectors.

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
from earnest.matching.passages import Asked, Passage, Passages, open_passages
from earnest.matching.rarity import inverse_frequency, rarity, strangeness
from earnest.matching.settings import PartWeights, settings
from earnest.text.embedding import Embedder, Vectors

_META = "corpus.json"
_POSTINGS = ("words", "pairs", "concepts", "listed")

Weighed = Mapping[str, tuple[float, float]]


class Document(NamedTuple):
    """One document: (value, full value) by term, pair of terms and technology, terms of lists, and its prose.

    `told` is embedded as a whole, `passages` piece by piece; both vectors count by `strength`, 0..1.
    """

    id: str
    words: Weighed
    pairs: Weighed
    concepts: Weighed
    listed: Weighed
    told: str
    passages: Sequence[Passage]
    strength: float = 1.0


class Query(NamedTuple):
    """What is compared with the documents: values by term, pair and technology, a vector and passages."""

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    concepts: Mapping[str, float]
    vector: Vectors | None
    passages: Asked | None


class Scores(NamedTuple):
    """The parts of the score of every document, each 0..1, shape (n,)."""

    lexical: Floats
    pairs: Floats
    concept: Floats
    vector: Floats
    passage: Floats
    listed: Floats


class Tables(NamedTuple):
    """What is known of documents 0..n-1."""

    words: Postings
    pairs: Postings
    concepts: Postings
    listed: Postings
    vectors: VectorIndex | None
    passages: Passages | None
    strengths: Floats


class Corpus:
    """Documents in rows 0..n-1. Never changed: `added` and `without` return another one."""

    def __init__(
        self, ids: Sequence[str], tables: Tables, weights: PartWeights, like: "Corpus | None" = None
    ) -> None:
        """Take tables whose rows are the documents `ids`; `weights` say how rarity is counted.

        With `like` it is counted in that corpus instead of this one.
        """
        self.ids = tuple(ids)
        self.tables = tables
        self._weights = weights
        ruler = like or self
        rarities = (ruler.word_rarity, ruler.pair_rarity, ruler.concept_rarity, ruler.word_rarity)
        self._held = {
            name: _weighed(getattr(tables, name), getattr(ruler.tables, name), weigh, len(self))
            for name, weigh in zip(_POSTINGS, rarities, strict=True)
        }
        concepts = self._held["concepts"]
        smoothed = np.sqrt(concepts.norms**2 + settings().concept.smoothing)
        self._held["concepts"] = concepts._replace(norms=smoothed)
        self._ruler = self._held if like is None else like._held  # noqa: SLF001 - its own class

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        embedder: Embedder | None,
        weights: PartWeights,
        like: "Corpus | None" = None,
    ) -> "Corpus":
        """Build from documents; without an embedder there are no vectors. `like` as in `Corpus`."""
        vectors = passages = None
        if embedder is not None:
            vectors = VectorIndex(embedder.embed([one.told for one in documents]))
            passages = Passages.of([one.passages for one in documents], embedder)
        if vectors is not None and len(vectors) > settings().search.exact and has_usearch():
            vectors = vectors.with_graph()
        tables = Tables(
            Postings.of([one.words for one in documents]),
            Postings.of([one.pairs for one in documents]),
            Postings.of([one.concepts for one in documents]),
            Postings.of([one.listed for one in documents]),
            vectors,
            passages,
            np.array([one.strength for one in documents], dtype=np.float64),
        )
        return cls([one.id for one in documents], tables, weights, like)

    def __len__(self) -> int:
        return len(self.ids)

    def word_rarity(self, term: str, holding: int) -> float:
        """Return the rarity of a term that `holding` documents have."""
        counted = rarity(term, holding, len(self), self._weights.prior)
        return self._strange(term, counted + self._weights.flat) if counted else 0.0

    def pair_rarity(self, pair: str, holding: int) -> float:
        """Return the rarity of two terms that follow each other in `holding` documents."""
        return self._strange(pair, inverse_frequency(holding, len(self)) + self._weights.flat)

    def concept_rarity(self, name: str, holding: int) -> float:
        """Return the rarity of a technology that `holding` documents name."""
        del name
        return inverse_frequency(holding, len(self))

    def _strange(self, term: str, counted: float) -> float:
        """Weigh what is rare here by how uncommon it is in English."""
        power = self._weights.strange
        return float(counted * strangeness(term) ** power) if power else counted

    def rarity_of(self, term: str) -> float:
        """Return the rarity of a term."""
        return self.word_rarity(term, self.tables.words.count(term))

    def scores(self, query: Query, allowed: Mask | None = None) -> Scores:
        """Compare a query with every document, or with those that `allowed` (shape (n,)) names."""
        words = self._cosine("words", query.words)
        pairs = self._cosine("pairs", query.pairs)
        concepts = self._cosine("concepts", query.concepts, smoothing=1.0)
        lists = self._cosine("listed", query.words)
        rows = self._candidates(query, words + concepts, allowed)
        vector, passage = self._near(query, rows)
        return Scores(words, pairs, concepts, vector, passage, lists)

    def _cosine(self, name: str, query: Mapping[str, float], *, smoothing: float = 0.0) -> Floats:
        """Return sum(q * d * weight^2) / (|q| |d|); terms that no document holds are left out.

        They would not change the order, and a query's score says how much of it was found. What documents
        hold is asked of the corpus in which rarity is counted: there a query is as long for a few documents
        as for all.
        """
        held, ruler = self._held[name], self._ruler[name]
        index = ruler.table.index
        rare = {term: float(ruler.rarity[index[term]]) for term in query if term in index}
        weighed = {term: query[term] * one for term, one in rare.items()}
        length = float(np.sqrt(smoothing + sum(value**2 for _, value in sorted(weighed.items()))))
        scaled = {term: value * rare[term] for term, value in weighed.items()}
        return held.table.dot(scaled, len(self)) / (length * held.norms) if length else np.zeros(len(self))

    def _near(self, query: Query, rows: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return how near the vectors and the passages of `rows` come; 0 for all others."""
        vectors, passages, strengths = self.tables.vectors, self.tables.passages, self.tables.strengths
        whole, pieces = np.zeros(len(self)), np.zeros(len(self))
        if vectors is not None and query.vector is not None:
            whole[rows] = np.clip(vectors.similarities(query.vector, rows), 0.0, 1.0) * strengths[rows]
        if passages is not None and query.passages is not None:
            pieces[rows] = passages.nearness(query.passages, rows) * strengths[rows]
        return whole, pieces

    def _candidates(self, query: Query, others: Floats, allowed: Mask | None) -> npt.NDArray[np.int64]:
        """Return the rows whose vectors are compared: all, or the best by words and by the graph."""
        vectors = self.tables.vectors
        if vectors is None or query.vector is None or not vectors.is_approximate:
            return np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        most = settings().search.candidates
        near = vectors.search(query.vector[None, :], most, allowed).rows[0]
        passing = others if allowed is None else np.where(allowed, others, -1.0)
        best = np.argpartition(-passing, min(most, len(self)) - 1)[:most]
        return np.union1d(near[near >= 0], best[passing[best] > 0])

    def total(self, scores: Scores, pooled: bool) -> Floats:
        """Return the weighted mean of the parts, raised by lists, 0..1, shape (n,).

        A list multiplies what the claims reach: where they reach nothing it is worth nothing.
        """
        weights = self._weights
        near = weights.pooled if pooled else weights.static
        if self.tables.vectors is None:
            near = near.but(vector=0.0, passage=0.0)
        shares = (weights.lexical, weights.pairs, weights.concept, near.vector, near.passage)
        parts = zip(shares, scores[: len(shares)], strict=True)
        mean: Floats = sum((share * part for share, part in parts), np.zeros(len(scores.lexical))) / sum(
            shares
        )
        return np.minimum(1.0, mean * (1 + settings().evidence.listed * scores.listed))

    def rarest(self, names: Iterable[str]) -> list[str]:
        """Return technologies by rarity among the documents, the rarest first."""
        return sorted(names, key=lambda name: (self.tables.concepts.count(name), name))

    def concepts_of(self, row: int, least: float = 0.0) -> list[str]:
        """Return the technologies of one document that count `least` or more, sorted."""
        held = self.tables.concepts
        places = np.flatnonzero((held.rows == row) & (held.values >= least))
        owners = np.searchsorted(held.starts, places, side="right") - 1
        return [held.names[owner] for owner in owners]

    def added(self, other: "Corpus") -> "Corpus":
        """Return the corpus with the documents of `other` behind its own."""
        own, new = self.tables, other.tables
        vectors = passages = None
        if own.vectors is not None and new.vectors is not None:
            vectors = own.vectors.added(new.vectors.vectors)
        if own.passages is not None and new.passages is not None:
            passages = own.passages.joined(new.passages)
        tables = Tables(
            own.words.joined(new.words, len(self)),
            own.pairs.joined(new.pairs, len(self)),
            own.concepts.joined(new.concepts, len(self)),
            own.listed.joined(new.listed, len(self)),
            vectors,
            passages,
            np.concatenate([own.strengths, new.strengths]),
        )
        return Corpus([*self.ids, *other.ids], tables, self._weights)

    def kept(self, keep: Mask) -> "Corpus":
        """Return the corpus of the documents of `keep`, shape (n,), alone."""
        own = self.tables
        tables = Tables(
            own.words.kept(keep),
            own.pairs.kept(keep),
            own.concepts.kept(keep),
            own.listed.kept(keep),
            None if own.vectors is None else own.vectors.kept(keep),
            None if own.passages is None else own.passages.kept(keep),
            own.strengths[keep],
        )
        ids = [name for name, kept in zip(self.ids, keep, strict=True) if kept]
        return Corpus(ids, tables, self._weights)

    def save(self, folder: Path) -> None:
        """Write the corpus into a folder that exists."""
        own = self.tables
        for name in _POSTINGS:
            save_postings(getattr(own, name), folder, name)
        np.save(folder / "strengths.npy", own.strengths)
        if own.vectors is not None and own.passages is not None:
            own.vectors.save(folder)
            own.passages.save(folder)
        meta = {"ids": self.ids, "weights": self._weights.model_dump(), "vectors": own.vectors is not None}
        (folder / _META).write_text(json.dumps(meta), encoding="utf-8")


class _Weighed(NamedTuple):
    """Who holds which term, the rarity of each term, and the length of each document."""

    table: Postings
    rarity: Floats
    norms: Floats


def _weighed(
    table: Postings, counted: Postings, weigh: Callable[[str, int], float], documents: int
) -> _Weighed:
    """Weigh each term of a table by the counts of another."""
    found = (weigh(name, counted.count(name)) for name in table.names)
    rare = np.fromiter(found, dtype=np.float64, count=len(table.names))
    return _Weighed(table, rare, table.norms(rare, documents))


def open_corpus(folder: Path) -> Corpus:
    """Open what `Corpus.save` wrote. Raises `UnreadableFile` for a folder that holds no corpus."""
    try:
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"{folder}: no index that Earnest saved; give an empty folder to make one"
        ) from error
    words, pairs, concepts, listed = (open_postings(folder, name) for name in _POSTINGS)
    vectors, passages = (open_vectors(folder), open_passages(folder)) if meta["vectors"] else (None, None)
    strengths = np.load(folder / "strengths.npy")
    tables = Tables(words, pairs, concepts, listed, vectors, passages, strengths)
    return Corpus(meta["ids"], tables, PartWeights.model_validate(meta["weights"]))
