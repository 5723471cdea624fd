"""Make the background that matching ships: in how many training ads each word stands, and a mean vector.

    python -m benchmarks.listing_background --data DIR [--minilm]

DIR holds SkillSpan's `data/json` (kris927b/SkillSpan, MIT); only `train.json` is read. Writes
`listing_words.tsv` and, with --minilm, `listing_centre.txt` beside the code that reads them.
"""

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.skillspan import read_ads
from earnest.matching import embedders, rarity
from earnest.matching.lexical import terms
from earnest.text.minilm import minilm_embedder

_LEAST = 2  # ads that hold a word of the table


def write_words(texts: list[str]) -> None:
    counts = Counter(term for text in texts for term in set(terms(text)))
    rows = [
        f"{term}\t{count}" for term, count in sorted(counts.items()) if count >= _LEAST and term.isprintable()
    ]
    head = f"# in how many of so many job ads each word stands: {len(texts)}"
    rarity.WORDS.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def write_centre(texts: list[str]) -> None:
    pooled = embedders.PooledEmbedder(minilm_embedder(), None)
    centre = pooled.embed(texts).astype(np.float64).mean(axis=0)
    embedders.CENTRE.write_text("\n".join(f"{value:.6f}" for value in centre) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", action="store_true")
    options = parser.parse_args()
    texts = ["\n".join(ad.texts()) for ad in read_ads(options.data, ("train",))]
    write_words(texts)
    if options.minilm:
        write_centre(texts)


if __name__ == "__main__":
    main()
