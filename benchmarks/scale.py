"""Embed profiles and find their 20 nearest listings: time, memory, recall, growth; beside faiss and usearch.

    python -m benchmarks scale [--profiles 10000 100000] [--listings 1000] [--peers-up-to 100000]

Texts are invented: words of one of 400 fields of work and words of every job ad. Two processes, one thread
each; each embeds a block of profiles and searches it, so memory does not grow with the number of profiles.
Seconds are CPU time divided by the two cores, so that other work on the machine does not count; those "by the
clock" hold all of it, the making of the texts too.
"exact" is `VectorIndex` of Earnest. The peers get the same vectors. Recall: the share of the 20 that the
exact search gives. "whole": words, technologies, evidence and copies too (`ListingIndex.rank`), on fewer
profiles.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.timing import print_table

_CORES = 2
_TOP = 20
_BLOCK = 2000
_FIELDS = 400
_HALVES = 1009  # texts are made of two: a million differ in their pairs
_OWN_WORDS = 60  # of a field
_HOT = 60  # technologies that texts name

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is read: a process a core, a thread a process

import numpy as np  # noqa: E402

from earnest.matching.embedders import static_embedder  # noqa: E402
from earnest.matching.gazetteer import gazetteer  # noqa: E402
from earnest.matching.nearest import VectorIndex  # noqa: E402
from earnest.matching.ranking import ListingIndex, profile_text  # noqa: E402
from earnest.matching.rarity import background  # noqa: E402
from earnest.records.listing import Listing  # noqa: E402


class Done(NamedTuple):
    """One block: seconds by step, rows of the nearest by system, peak MiB of the process."""

    seconds: dict[str, float]
    recall: dict[str, float]
    peak: float


@cache
def vocabulary() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return common words, rarer words and technologies."""
    counts = background().counts
    common = tuple(word for word, count in counts.items() if count > background().listings / 5)
    rare = tuple(word for word, count in counts.items() if count <= background().listings / 20)
    names = sorted(gazetteer().technologies)
    return common, rare, tuple(random.Random(0).sample(names, 40 * _HOT))  # noqa: S311


def invented(kind: str, number: int, words: int) -> str:
    """Return the text of one profile or listing: two of many halves, and a number of its own."""
    first, second = _half(kind, number % _HALVES, words // 2), _half(kind, number % (_HALVES - 1), words // 2)
    return f"{first} {second} For {number} users."


@cache
def _half(kind: str, number: int, words: int) -> str:
    chosen = random.Random(f"{kind} {number}")  # noqa: S311 - a benchmark, not a secret
    common, rare, names = vocabulary()
    field = random.Random(chosen.randrange(_FIELDS))  # noqa: S311
    own, tools = field.sample(rare, _OWN_WORDS), field.sample(names, _HOT // 6)
    drawn = chosen.choices(own, k=words // 2) + chosen.choices(common, k=words // 2)
    chosen.shuffle(drawn)
    return (
        f"Built {' '.join(drawn)} with {' and '.join(chosen.sample(tools, 2))} for {number % 90 + 2} users."
    )


@cache
def listings(count: int) -> tuple[Listing, ...]:
    return tuple(Listing(id=f"{at:06}", text=invented("listing", at, 120)) for at in range(count))


@cache
def exact(count: int) -> VectorIndex:
    return VectorIndex(static_embedder().embed([one.text for one in listings(count)]))


Search = Callable[[np.ndarray], np.ndarray]


@cache
def peers(count: int) -> dict[str, Search]:
    """Return the peers by name, each built over the listings."""
    import faiss  # noqa: PLC0415 - only where peers are asked for
    from usearch.index import Index  # noqa: PLC0415

    faiss.omp_set_num_threads(1)
    vectors = exact(count).vectors
    flat = faiss.IndexFlatIP(vectors.shape[1])
    graph = faiss.IndexHNSWFlat(vectors.shape[1], 24, faiss.METRIC_INNER_PRODUCT)
    for index in (flat, graph):
        index.add(vectors)
    other = Index(ndim=vectors.shape[1], metric="ip", dtype="f16", connectivity=24)
    other.add(np.arange(len(vectors), dtype=np.uint64), vectors, threads=1)
    return {
        "faiss flat": lambda queries: flat.search(queries, _TOP)[1],
        "faiss HNSW": lambda queries: graph.search(queries, _TOP)[1],
        "usearch": lambda queries: other.search(queries, _TOP, threads=1).keys.reshape(len(queries), -1),
    }


def block(first: int, *, held: int, beside: bool) -> Done:
    """Embed and search one block of profiles."""
    index, others = exact(held), peers(held) if beside else {}
    texts = [invented("profile", at, 50) for at in range(first, first + _BLOCK)]
    clock = time.process_time
    begin = clock()
    vectors = static_embedder().embed(texts)
    seconds = {"embed": clock() - begin}
    begin = clock()
    found = index.search(vectors, _TOP).rows
    seconds["exact"] = clock() - begin
    recall = {"exact": _recall(found[:20], _plain(vectors[:20], index.vectors))}
    for name, search in others.items():
        begin = clock()
        rows = search(vectors)
        seconds[name] = clock() - begin
        recall[name] = _recall(rows, found)
    return Done(seconds, recall, _peak())


def _plain(queries: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return the nearest by comparing all in double precision: what the exact search must give."""
    near = queries.astype(np.float64) @ vectors.astype(np.float64).T
    return np.argsort(-near, axis=1, kind="stable")[:, :_TOP]


def _recall(found: np.ndarray, wanted: np.ndarray) -> float:
    shared = [
        len(set(left) & set(right)) for left, right in zip(found.tolist(), wanted.tolist(), strict=True)
    ]
    return float(np.mean(shared)) / _TOP


def _peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _ready(held: int, beside: bool) -> None:
    """Load what every block of a process uses."""
    exact(held)
    if beside:
        peers(held)


def measured(profiles: int, held: int, *, beside: bool) -> list[list[str]]:
    """Return the rows of the table for one number of profiles."""
    with ProcessPoolExecutor(_CORES, initializer=_ready, initargs=(held, beside)) as pool:
        list(pool.map(partial(block, held=held, beside=beside), range(0, _CORES * _BLOCK, _BLOCK)))
        begin = time.perf_counter()
        done = list(pool.map(partial(block, held=held, beside=beside), range(0, profiles, _BLOCK)))
        wall = time.perf_counter() - begin
    rows = []
    for name in done[0].seconds:
        spent = sum(one.seconds[name] for one in done) / _CORES
        recall = f"{np.mean([one.recall[name] for one in done]):.4f}" if name in done[0].recall else ""
        rows.append([f"{profiles:,}", name, f"{spent:.1f}", f"{spent / profiles * 1e3:.3f}", recall, ""])
    peak = max(one.peak for one in done)
    rows.append(
        [
            f"{profiles:,}",
            "all, by the clock",
            f"{wall:.1f}",
            f"{wall / profiles * 1e3:.3f}",
            "",
            f"{peak:.0f}",
        ]
    )
    return rows


def whole(held: int, profiles: int) -> list[str]:
    """Rank some profiles in full, on one core."""
    begin = time.process_time()
    index = ListingIndex(listings(held), static_embedder())
    built = time.process_time() - begin
    texts = [invented("profile", at, 50) for at in range(profiles)]
    begin = time.process_time()
    for text in texts:
        index.rank(profile_text("p", text).sentences, top=_TOP)
    spent = time.process_time() - begin
    print(f"\nwhole: {held:,} listings read in {built:.1f} s on one core")
    return [
        f"{profiles:,}",
        "whole, one core",
        f"{spent:.1f}",
        f"{spent / profiles * 1e3:.3f}",
        "",
        f"{_peak():.0f}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--profiles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--listings", type=int, default=1_000)
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    parser.add_argument("--whole", type=int, default=500, help="profiles to rank in full; 0 for none")
    options = parser.parse_args(arguments)
    rows = []
    for count in options.profiles:
        found = measured(count, options.listings, beside=count <= options.peers_up_to)
        print(*(" | ".join(row) for row in found), sep="\n", file=sys.stderr, flush=True)
        rows += found
    if options.whole:
        rows.append(whole(options.listings, options.whole))
    print(f"\n{options.listings:,} listings, the {_TOP} nearest, {_CORES} processes of one thread\n")
    print_table(("profiles", "step", "seconds", "seconds for 1,000", "recall", "peak MiB a process"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
