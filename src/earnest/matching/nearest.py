"""The vectors of many documents, searched exactly or, where there are very many, by an approximate index.

Exact search compares all of them and settles the order of the best in double precision, so the answer does
not depend on threads. The approximate index is usearch's HNSW graph (Malkov and Yashunin 2018; optional:
`pip install 'earnest[index]'`). A filter is applied before the best are counted, never after: where the
graph brings too few documents that pass, more are asked for, and a filter that leaves few is searched
exactly.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from earnest.errors import Unavailable
from earnest.text.embedding import Vectors
from earnest.text.minilm import load_runtime

Mask = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]

_BLOCK = 1024  # queries compared at a time
_TOGETHER = 64  # queries whose candidates are compared in double precision at a time
_SPARE = 8  # candidates beyond k whose order is settled in double precision
_FEW = 0.1  # share of documents that pass a filter below which an exact search is cheaper
_CONNECTIVITY, _ADD, _SEARCH = 24, 128, 256  # of the graph: recall above .95 on a million short texts
_GRAPH = "vectors.usearch"


class Nearest(NamedTuple):
    """Rows of the nearest documents and their similarities, shape (m, k), best first."""

    rows: npt.NDArray[np.int64]
    similarities: npt.NDArray[np.float64]


class VectorIndex:
    """Unit vectors in rows 0..n-1. Rows of zeros are similar to nothing."""

    def __init__(self, vectors: Vectors, graph: Any = None, keys: Keys | None = None) -> None:  # noqa: ANN401 - usearch ships no types
        """Take the vectors, and the graph over them if there is one with its key of each row, ascending."""
        self.vectors = vectors
        self._graph = graph
        self._keys = np.arange(len(vectors), dtype=np.uint64) if keys is None else keys

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def is_approximate(self) -> bool:
        """Whether a graph answers instead of a comparison with every vector."""
        return self._graph is not None

    def with_graph(self) -> "VectorIndex":
        """Return the index with a graph over its vectors; raises `Unavailable` without usearch."""
        graph = _new_graph(self.vectors.shape[1])
        graph.add(self._keys, np.ascontiguousarray(self.vectors))
        return VectorIndex(self.vectors, graph, self._keys)

    def search(self, queries: Vectors, k: int, allowed: Mask | None = None) -> Nearest:
        """Return the `k` nearest documents of each query, of those that `allowed` (shape (n,)) names."""
        k = min(k, len(self) if allowed is None else int(allowed.sum()))
        parts = [
            self._block(queries[first : first + _BLOCK], k, allowed)
            for first in range(0, len(queries), _BLOCK)
        ]
        if not parts:
            return Nearest(np.zeros((0, k), dtype=np.int64), np.zeros((0, k)))
        return Nearest(*(np.concatenate(pieces) for pieces in zip(*parts, strict=True)))

    def _block(self, queries: Vectors, k: int, allowed: Mask | None) -> Nearest:
        few = allowed is not None and allowed.mean() < _FEW
        if self._graph is None or few:
            return self._exact(queries, k, allowed)
        return self._approximate(queries, k, allowed)

    def _exact(self, queries: Vectors, k: int, allowed: Mask | None) -> Nearest:
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        held = self.vectors if allowed is None else self.vectors[rows]
        near = queries @ held.T
        wide = min(k + _SPARE, len(rows))
        np.negative(near, out=near)
        best = np.argpartition(near, wide - 1, axis=1)[:, :wide] if 0 < wide < len(rows) else None
        chosen = np.broadcast_to(rows, near.shape) if best is None else rows[best]
        return _settled(queries, self.vectors, chosen, k)

    def _approximate(self, queries: Vectors, k: int, allowed: Mask | None) -> Nearest:
        wanted = k + _SPARE
        while True:
            found = self._graph.search(queries, min(wanted, len(self))).keys.reshape(len(queries), -1)
            chosen = np.searchsorted(self._keys, found)
            if allowed is None:
                return _settled(queries, self.vectors, chosen, k)
            passed = allowed[chosen].sum(axis=1)
            if passed.min(initial=k) >= k:
                return _settled(queries, self.vectors, np.where(allowed[chosen], chosen, -1), k)
            if wanted >= len(self) * _FEW:
                return self._exact(queries, k, allowed)
            wanted *= 4

    def similarities(
        self, query: Vectors, rows: Sequence[int] | npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """Return the similarity of one query, shape (d,), to each of `rows`, summed in a fixed order."""
        return np.asarray((self.vectors[rows].astype(np.float64) * query.astype(np.float64)).sum(axis=1))

    def added(self, vectors: Vectors) -> "VectorIndex":
        """Return the index with more vectors behind its own."""
        first = int(self._keys[-1]) + 1 if len(self) else 0
        keys = np.arange(first, first + len(vectors), dtype=np.uint64)
        if self._graph is not None:
            self._graph.add(keys, np.ascontiguousarray(vectors))
        joined = np.concatenate([self.vectors, vectors])
        return VectorIndex(joined, self._graph, np.concatenate([self._keys, keys]))

    def kept(self, keep: Mask) -> "VectorIndex":
        """Return the index of the documents of `keep` alone, numbered anew."""
        if self._graph is not None and not keep.all():
            self._graph.remove(self._keys[~keep])
        return VectorIndex(self.vectors[keep], self._graph, self._keys[keep])

    def save(self, folder: Path) -> None:
        """Write the vectors, and the graph if there is one, into a folder."""
        np.save(folder / "vectors.npy", self.vectors)
        if self._graph is not None:
            np.save(folder / "keys.npy", self._keys)
            self._graph.save(str(folder / _GRAPH))


def open_vectors(folder: Path) -> VectorIndex:
    """Open what `VectorIndex.save` wrote; vectors stay on disk until they are needed, nothing is built."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    if not (folder / _GRAPH).exists():
        return VectorIndex(vectors)
    graph = _new_graph(vectors.shape[1])
    graph.load(str(folder / _GRAPH))
    return VectorIndex(vectors, graph, np.load(folder / "keys.npy"))


def has_usearch() -> bool:
    """Say whether the approximate index can be built on this machine."""
    return find_spec("usearch") is not None


def _new_graph(dimensions: int) -> Any:  # noqa: ANN401 - usearch ships no types
    if not has_usearch():
        raise Unavailable(
            "the approximate index is not installed; install it with: pip install 'earnest[index]'"
        )
    load_runtime()
    from usearch.index import Index  # noqa: PLC0415  only very large indexes need it

    return Index(
        ndim=dimensions,
        metric="ip",
        dtype="f16",
        connectivity=_CONNECTIVITY,
        expansion_add=_ADD,
        expansion_search=_SEARCH,
    )


def _settled(queries: Vectors, vectors: Vectors, chosen: npt.NDArray[np.int64], k: int) -> Nearest:
    """Order candidate rows, shape (m, c), by similarity in double precision, then by row; keep `k`."""
    similarities = np.empty(chosen.shape)
    for first in range(0, len(chosen), _TOGETHER):
        part = slice(first, first + _TOGETHER)
        products = vectors[chosen[part]].astype(np.float64) * queries[part, None, :].astype(np.float64)
        similarities[part] = np.where(chosen[part] < 0, -np.inf, products.sum(axis=2))
    order = np.lexsort((chosen, -similarities), axis=1)[:, :k]
    return Nearest(np.take_along_axis(chosen, order, 1), np.take_along_axis(similarities, order, 1))
