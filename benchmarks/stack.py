"""Naming the stack: extraction by context beside plain matching, and ranking beside TF-IDF, BM25 and vectors.

    python benchmarks/stack.py --data DIR        DIR holds SkillSpan's `data/json` (kris927b/SkillSpan, MIT)

Extraction: the shipped sentences (tuned half, held-out half), and the ambiguous names of the ads against
the `Knowledge` spans that annotators marked. Ranking: each ad is cut in two, every second sentence; one half
is the listing, the other half gives the profile in one of three wordings. Stuffing: the profile of another
ad adds what the listing asks for, in three ways. Weights were chosen on `train`; `dev` and `test` are
reported.
"""

import argparse
import json
import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from earnest.matching import gazetteer as gazetteer_module
from earnest.matching.gazetteer import Mention, gazetteer
from earnest.matching.ranking import ListingIndex, Sentence, terms
from earnest.records.listing import Listing
from earnest.text.embedding import default_embedder


class Ad(NamedTuple):
    """One ad: its sentences, and the spans of knowledge in each."""

    id: str
    sentences: list[str]
    knowledge: list[list[tuple[int, int]]]


def read_ads(folder: Path, splits: Sequence[str]) -> list[Ad]:
    ads: dict[str, Ad] = {}
    for split in splits:
        for line in (folder / f"{split}.json").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            key = f"{split}-{row['source']}-{row['idx']}"
            text, spans = _sentence(row["tokens"], row["tags_knowledge"])
            ad = ads.setdefault(key, Ad(key, [], []))
            ad.sentences.append(text)
            ad.knowledge.append(spans)
    return list(ads.values())


def _sentence(tokens: Sequence[str], tags: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    spans, at = [], 0
    for token, tag in zip(tokens, tags, strict=True):
        if tag != "O":
            spans.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), spans


def sentences_table() -> None:
    path = Path(gazetteer_module.__file__).with_name("mentions.tsv")
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    print(f"shipped sentences: {len(rows)}")
    for half, name in ((0, "tuned"), (1, "held out")):
        for label, find in (("context", gazetteer().find), ("plain", gazetteer().plain)):
            right = found = wanted = 0
            for row in rows[half::2]:
                text, _, expected = row.partition("\t")
                names = set(filter(None, expected.split("|")))
                got = {mention.name for mention in find(text)}
                right, found, wanted = right + len(got & names), found + len(got), wanted + len(names)
            print(f"  {name:9} {label:8} precision {right / found:.3f} recall {right / wanted:.3f}")


def ambiguous_table(ads: Sequence[Ad]) -> None:
    """Ambiguous names against the annotators' spans: a candidate inside a span is one to be found."""
    for label, find in (("context", gazetteer().find), ("plain", gazetteer().plain)):
        right = found = wanted = 0
        for ad in ads:
            for text, spans in zip(ad.sentences, ad.knowledge, strict=True):
                sure = set(_plain_ambiguous(text))
                marked = {one for one in sure if any(a < one.end and one.start < b for a, b in spans)}
                got = sure & set(find(text))
                right, found, wanted = right + len(got & marked), found + len(got), wanted + len(marked)
        figures = f"precision {right / found:.3f} recall {right / wanted:.3f}"
        print(f"  ambiguous names, {label:8} {figures} ({wanted} marked)")


def _plain_ambiguous(text: str) -> Iterator[Mention]:
    for mention in gazetteer().plain(text):
        form = gazetteer().technology(mention.name).forms[0]
        if (
            form.ambiguity == "needs-context"
            and text[mention.start : mention.end].lower() == form.written.lower()
        ):
            yield mention


Wording = Callable[[list[str]], list[Sentence]]


def stack_names(sentences: Sequence[str]) -> list[str]:
    topics = "computer-science-topic"
    return sorted(
        {
            mention.name
            for text in sentences
            for mention in gazetteer().find(text)
            if gazetteer().technology(mention.name).category != topics
        }
    )


def wordings() -> dict[str, Wording]:
    def named(sentences: list[str]) -> list[Sentence]:
        return [Sentence(", ".join(stack_names(sentences)), described=False)]

    def language(sentences: list[str]) -> list[Sentence]:
        names = stack_names(sentences)
        languages = [name for name in names if gazetteer().technology(name).category == "language"] or names
        return [Sentence(f"{languages[0]} developer", described=False)]

    def prose(sentences: list[str]) -> list[Sentence]:
        return [Sentence(text, described=True) for text in sentences]

    return {"language only": language, "named stack": named, "whole prose": prose}


def rankers(listings: Sequence[Listing]) -> dict[str, Callable[[list[Sentence]], list[str]]]:
    index = ListingIndex(listings, default_embedder())

    def ours(profile: list[Sentence]) -> list[str]:
        return [match.id for match in index.rank(profile)]

    def by(score: Callable[[Sequence[str], int], float]) -> Callable[[list[Sentence]], list[str]]:
        def run(profile: list[Sentence]) -> list[str]:
            query = terms(" ".join(one.text for one in profile))
            scored = [(-score(query, at), listing.id) for at, listing in enumerate(index.listings)]
            return [found for _, found in sorted(scored)]

        return run

    def bm25(query: Sequence[str], at: int) -> float:
        counts = index.terms[at]
        norm = 1.2 * (0.25 + 0.75 * sum(counts.values()) / mean)
        return sum(
            index.term_idf[t] * counts[t] * 2.2 / (counts[t] + norm)
            for t in sorted(set(query))
            if t in counts
        )

    mean = statistics.fmean(sum(counts.values()) for counts in index.terms)
    norms = [
        math.sqrt(sum((n * index.term_idf[term]) ** 2 for term, n in counts.items())) or 1.0
        for counts in index.terms
    ]

    def tfidf(query: Sequence[str], at: int) -> float:
        counts = Counter(query)
        return (
            sum(
                n * index.terms[at][t] * index.term_idf[t] ** 2
                for t, n in counts.items()
                if t in index.term_idf
            )
            / norms[at]
        )

    def vectors(profile: list[Sentence]) -> list[str]:
        assert index.embedder is not None
        assert index.vectors is not None
        query = index.embedder.embed([" ".join(one.text for one in profile)])[0]
        scored = [
            (-float(value), listing.id)
            for value, listing in zip(index.vectors @ query, index.listings, strict=True)
        ]
        return [found for _, found in sorted(scored)]

    return {"earnest": ours, "BM25": by(bm25), "TF-IDF": by(tfidf), "vectors": vectors}


def ranking_table(ads: Sequence[Ad], name: str) -> None:
    usable = [ad for ad in ads if len(stack_names(ad.sentences[1::2])) >= 2 and len(ad.sentences) >= 6]
    listings = [Listing(id=ad.id, text="\n".join(ad.sentences[0::2])) for ad in ads]
    systems = rankers(listings)
    print(f"ranking on {name}: {len(usable)} profiles, {len(listings)} listings; median rank / MRR / top 10")
    for label, wording in wordings().items():
        cells = []
        for system, rank in systems.items():
            places = [rank(wording(ad.sentences[1::2])).index(ad.id) + 1 for ad in usable]
            reciprocal = statistics.fmean(1 / place for place in places)
            top = statistics.fmean(place <= 10 for place in places)
            cells.append(f"{system} {statistics.median(places):g} / {reciprocal:.3f} / {top:.2f}")
        print(f"  {label:14} " + "   ".join(cells))


def stuffing_table(ads: Sequence[Ad]) -> None:
    """How often an unsuitable profile reaches the top 10 of a listing that it was stuffed for."""
    asking = [ad for ad in ads if len(stack_names(ad.sentences[0::2])) >= 3]
    listings = [Listing(id=ad.id, text="\n".join(ad.sentences[0::2])) for ad in ads]
    texts = {listing.id: listing.text for listing in listings}
    systems = rankers(listings)
    for label in ("honest", "every technology as a list", "the list ten times", "the listing pasted"):
        cells = []
        for system, rank in systems.items():
            hits = 0
            for place, ad in enumerate(asking):
                other = asking[(place + len(asking) // 2) % len(asking)]
                profile = [Sentence(text, described=True) for text in other.sentences[1::2]]
                names = Sentence(", ".join(stack_names(ad.sentences[0::2])), described=False)
                pasted = [Sentence(line, described=True) for line in texts[ad.id].split("\n")]
                extra = {"honest": [], "the list ten times": [names] * 10, "the listing pasted": pasted}
                hits += ad.id in rank(profile + extra.get(label, [names]))[:10]
            cells.append(f"{system} {hits / len(asking):.2f}")
        print(f"  unsuitable, {label:26} " + "   ".join(cells))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with train.json, dev.json, test.json"
    )
    options = parser.parse_args()
    sentences_table()
    for name, splits in (("train", ("train",)), ("dev and test", ("dev", "test"))):
        ads = read_ads(options.data, splits)
        print(f"{name}: {len(ads)} ads")
        ambiguous_table(ads)
        ranking_table(ads, name)
        stuffing_table(ads)


if __name__ == "__main__":
    main()
