"""Matching in both directions beside BM25, TF-IDF, embeddings alone and Resume-Matcher's formula.

    python -m benchmarks matching --data DIR [--part train]

DIR holds SkillSpan's `data/json` (kris927b/SkillSpan, MIT). Each ad is cut in two, every second line: one
half is the listing, the other gives a profile, either as it is (the lines that mark a skill) or as invented
claims about its marked knowledge; then the halves change places, and the two figures of an ad are averaged.
Relevance of every pair, 0..1: the overlap of what annotators marked in
the two ads, or of the tags that the two employers gave (the line of tags is taken out of the texts). nDCG@10
and MRR of the ad's own other half; differences to Earnest with 95 % intervals of a paired bootstrap over
ads. Weights were chosen on `train`; `dev` and `test` are reported.

Then: where the right listing stands for profiles that name more and more of the stack.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.matchers import Matrix, Pool, matchers
from benchmarks.skillspan import (
    Ad,
    claims_of,
    listing_half,
    other_way,
    own_half,
    read_ads,
    relevance,
    usable,
    written,
)
from benchmarks.timing import print_table
from earnest.matching.gazetteer import find_technologies, gazetteer

_TOP = 10
_RESAMPLES = 4000
_SEED = 20261125


class Result(NamedTuple):
    """Per query: nDCG@10 by marked knowledge, by tags (queries with tags alone), reciprocal rank."""

    marked: Matrix
    tags: Matrix
    reciprocal: Matrix


def ndcg(scores: Matrix, gains: Matrix) -> float:
    """Return nDCG@10 of one query; equal scores stand in the order of the pool."""
    order = np.argsort(-scores, kind="stable")[:_TOP]
    discounts = 1 / np.log2(np.arange(2, len(order) + 2))
    best = np.sort(gains)[::-1][: len(order)]
    return float((gains[order] * discounts).sum() / (best * discounts).sum())


def reciprocal_rank(scores: Matrix, right: int) -> float:
    """Return 1 / place of the right one; among equal scores it stands in the middle."""
    above = (scores > scores[right]).sum()
    equal = (scores == scores[right]).sum() - 1
    return float(1 / (1 + above + equal / 2))


def measure(scores: Matrix, marked: Matrix, tags: Matrix, tagged: Sequence[int]) -> Result:
    """Measure a matrix whose queries are rows."""
    return Result(
        np.array([ndcg(row, gains) for row, gains in zip(scores, marked, strict=True)]),
        np.array([ndcg(scores[at], tags[at]) for at in tagged]),
        np.array([reciprocal_rank(row, at) for at, row in enumerate(scores)]),
    )


def difference(ours: Matrix, theirs: Matrix) -> str:
    """Return the mean difference with its 95 % interval."""
    chosen = np.random.default_rng(_SEED)
    gaps = ours - theirs
    means = gaps[chosen.integers(0, len(gaps), (_RESAMPLES, len(gaps)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{gaps.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def direction_table(ads: Sequence[Ad], wording: Callable[[Ad], str], ranked: str) -> None:
    pools = [_pool(ads, wording), _pool([other_way(ad) for ad in ads], wording)]
    marked = relevance([ad.marked() for ad in ads])
    tags = relevance([ad.tags for ad in ads])
    tagged = [at for at, ad in enumerate(ads) if ad.tags]
    results: dict[str, Result] = {}
    for name, matcher in matchers(ranked).items():
        scores = [matcher(pool) for pool in pools]
        found = [measure(one if ranked == "listings" else one.T, marked, tags, tagged) for one in scores]
        results[name] = Result(*(np.mean(both, axis=0) for both in zip(*found, strict=True)))
    print_table(
        (
            f"ranks {ranked}",
            "nDCG@10 marked",
            "nDCG@10 tags",
            "MRR",
            "Earnest minus it: marked",
            "tags",
            "MRR",
        ),
        [_row(name, result, results["Earnest"]) for name, result in results.items()],
    )


def _pool(ads: Sequence[Ad], wording: Callable[[Ad], str]) -> Pool:
    keywords = [sorted({span for line in ad.lines[0::2] for span in line.knowledge}) for ad in ads]
    return Pool([wording(ad) for ad in ads], [listing_half(ad) for ad in ads], keywords)


def _row(name: str, result: Result, ours: Result) -> list[str]:
    figures = [f"{values.mean():.3f}" for values in result]
    return [name, *figures, *(difference(mine, its) for mine, its in zip(ours, result, strict=True))]


def stack_profiles(ad: Ad) -> Mapping[str, str]:
    """Return profiles that say more and more of what the ad's employer tagged."""
    tags = sorted(ad.tags)
    languages = [tag for tag in tags if "language" in _categories(tag)]
    extras = [name for name in hot_technologies() if name.lower() not in ad.tags]
    named = ", ".join(tags)
    return {
        "generic": "Software developer with a passion for clean code and good teamwork.",
        "role": ad.lines[0].text,
        "language only": f"{(languages or tags)[0]} developer",
        "named stack": named,
        "stack in prose": "\n".join(claims_of(tags, ad.id)),
        "stuffed with 15": ", ".join([named, *extras[:15]]),
        "stuffed with 70": ", ".join([named, *extras[:70]]),
        "prose, stuffed with 70": "\n".join([*claims_of(tags, ad.id), ", ".join(extras[:70])]),
    }


def _categories(tag: str) -> set[str]:
    return {gazetteer().technology(one.name).category for one in find_technologies(tag)}


def hot_technologies() -> list[str]:
    """Return the technologies that most ads of the pool name, the commonest first."""
    return list(_HOT)


_HOT: dict[str, int] = {}


def set_hot(ads: Sequence[Ad]) -> None:
    counts: dict[str, int] = {}
    for ad in ads:
        for name in {one.name for one in find_technologies("\n".join(ad.texts()))}:
            counts[name] = counts.get(name, 0) + 1
    _HOT.update(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def stack_table(ads: Sequence[Ad]) -> None:
    set_hot(ads)
    tagged = [(at, ad) for at, ad in enumerate(ads) if len(ad.tags) >= 2]
    listings = ["\n".join(ad.texts()) for ad in ads]
    keywords = [sorted({span for line in ad.lines for span in line.knowledge}) for ad in ads]
    made = [stack_profiles(ad) for _, ad in tagged]
    rows: dict[str, list[str]] = {name: [name] for name in made[0]}
    systems = matchers("listings")
    for matcher in systems.values():
        for name, row in rows.items():
            scores = matcher(Pool([one[name] for one in made], listings, keywords))
            places = [1 / reciprocal_rank(scores[line], at) for line, (at, _) in enumerate(tagged)]
            row.append(f"{np.median(places):g}")
    print(f"\nmedian place of the right listing of {len(listings)}, {len(tagged)} profiles\n")
    print_table(("profile", *systems), list(rows.values()))


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="matching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with train.json, dev.json, test.json"
    )
    parser.add_argument("--part", default="held-out", choices=("held-out", "train"))
    options = parser.parse_args()
    splits = ("train",) if options.part == "train" else ("dev", "test")
    ads = read_ads(options.data, splits)
    chosen = [ad for ad in ads if usable(ad)]
    for name, wording in (("the employer's own words", own_half), ("invented claims", written)):
        for ranked in ("listings", "profiles"):
            tagged = sum(bool(ad.tags) for ad in chosen)
            print(f"\n{name}: {len(chosen)} ads of {options.part}, {tagged} tagged\n")
            direction_table(chosen, wording, ranked)
    stack_table(ads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
