"""Can a ranking be bought? Seven attacks of unsuitable profiles beside BM25, TF-IDF and embeddings.

    python -m benchmarks stuffing --data DIR [--part train]

DIR holds SkillSpan's `data/json` (kris927b/SkillSpan, MIT). Honest profiles are invented claims about the
knowledge that one half of each ad marks; the other half is the listing. For each listing that names three
technologies or more, three unsuitable profiles attack it: of ads that share none of its marked knowledge
and technologies, and which plain TF-IDF ranks in the lower half for it as they are. Counted: the share of
them among the ten best profiles of the listing (the honest ones and the attacker), and the share of them for
whom it is one of their ten best listings. At last: what the honest profiles lose by what Earnest does against
stuffing. Listings and attackers are of the held-out part, their rivals of all ads.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.matchers import Matrix, Pool, matchers, tfidf
from benchmarks.matching import difference, measure
from benchmarks.skillspan import Ad, claims_of, listing_half, read_ads, relevance, usable, written
from benchmarks.timing import print_table
from earnest.matching.claims import Sentence
from earnest.matching.copied import copies_of
from earnest.matching.embedders import static_embedder
from earnest.matching.gazetteer import find_technologies
from earnest.matching.ranking import ListingIndex, ProfileIndex, ProfileText, profile_text
from earnest.records.listing import Listing
from earnest.text.segment import sentences

_TOP = 10
_ATTACKERS = 3  # for each listing
_SYSTEMS = (
    "Earnest",
    "Earnest with MiniLM",
    "BM25",
    "TF-IDF",
    "wordllama, whole",
    "MiniLM, whole",
    "MiniLM, chunks",
    "Resume-Matcher, embedded keywords",
    "Resume-Matcher, keywords found",
)


class Attack(NamedTuple):
    """An unsuitable profile, by its ad, and the listing that it wants."""

    attacker: int
    target: int


@cache
def technologies(text: str) -> tuple[str, ...]:
    return tuple(sorted({one.name for one in find_technologies(text)}))


def attacks_on(ads: Sequence[Ad], part: Sequence[int], near: Matrix) -> list[Attack]:
    """Draw the attackers of each listing of a part among the ads that have nothing to do with it."""
    found = []
    for target in part:
        ad, column = ads[target], near[:, target]
        wanted = set(technologies("\n".join(ad.texts())))
        if len(technologies(listing_half(ad))) < 3:
            continue
        strangers = [
            at
            for at in part
            if column[at] <= np.median(column)
            and not ad.marked() & ads[at].marked()
            and not wanted & set(technologies("\n".join(ads[at].texts())))
        ]
        chosen = random.Random(ad.id)  # noqa: S311 - a benchmark, not a secret
        found += [Attack(at, target) for at in chosen.sample(strangers, min(_ATTACKERS, len(strangers)))]
    return found


def hot(ads: Sequence[Ad], most: int) -> list[str]:
    """Return the technologies that most listings name, the commonest first."""
    counts: dict[str, int] = {}
    for ad in ads:
        for name in technologies("\n".join(ad.texts())):
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))[:most]


def stuffed(ads: Sequence[Ad]) -> dict[str, Callable[[str, Ad], str]]:
    """Return the attacks: each makes a profile out of an honest one and the ad that it wants."""

    def tags(ad: Ad) -> str:
        marked = {span for line in ad.lines for span in line.knowledge}
        return ", ".join(sorted(ad.tags or marked))

    popular = ", ".join(hot(ads, 70))
    return {
        "as it is": lambda profile, _: profile,
        "tags as a list": lambda profile, ad: f"{profile}\nSkills: {tags(ad)}",
        "tags ten times": lambda profile, ad: "\n".join([profile, *[f"Skills: {tags(ad)}"] * 10]),
        "70 hot technologies": lambda profile, _: f"{profile}\nSkills: {popular}",
        "every technology of the listing": lambda profile, ad: (
            f"{profile}\nSkills: {', '.join(technologies(listing_half(ad)))}"
        ),
        "the listing pasted first": lambda profile, ad: f"{listing_half(ad)}\n{profile}",
        "the listing pasted last": lambda profile, ad: f"{profile}\n{listing_half(ad)}",
        "invented evidence": lambda profile, ad: "\n".join(
            [profile, *claims_of(technologies(listing_half(ad)), ad.id)]
        ),
    }


def reached(scores: Matrix, attacks: Sequence[Attack], honest: int, ranked: str) -> float:
    """Return the share of attacks that end among the ten best; attackers stand in rows from `honest` on."""
    hits = 0
    for place, attack in enumerate(attacks):
        row = honest + place
        if ranked == "listings":
            rivals, own = scores[row], scores[row, attack.target]
        else:
            column = scores[:, attack.target]
            rivals, own = np.delete(column[:honest], attack.attacker), column[row]
        hits += int((rivals > own).sum() + (rivals == own).sum() / 2 < _TOP)
    return hits / len(attacks)


def stuffing_table(ads: Sequence[Ad], part: Sequence[int], ranked: str) -> None:
    honest = [written(ad) for ad in ads]
    listings = [listing_half(ad) for ad in ads]
    keywords = [sorted({span for line in ad.lines[0::2] for span in line.knowledge}) for ad in ads]
    attacks = attacks_on(ads, part, tfidf(ranked)(Pool(honest, listings, keywords)))
    systems = {name: one for name, one in matchers(ranked).items() if name in _SYSTEMS}
    rows = []
    for name, make in stuffed(ads).items():
        made = [make(honest[one.attacker], ads[one.target]) for one in attacks]
        pool = Pool([*honest, *made], listings, keywords)
        shares = [reached(matcher(pool), attacks, len(honest), ranked) for matcher in systems.values()]
        rows.append([name, *(f"{share:.1%}" for share in shares)])
        print(f"  {rows[-1][0]}: done", file=sys.stderr)
    print(
        f"\n{len(attacks)} attacks, {len(honest)} honest profiles, {len(listings)} listings; ranks {ranked}\n"
    )
    print_table(("attack", *systems), rows)


def undefended(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a profile with full credit for everything."""
    pieces = [span.of(text) for span in sentences(text)]
    return tuple(Sentence(piece, "claim", 1.0, technologies(piece)) for piece in pieces)


def honest_table(ads: Sequence[Ad]) -> None:
    """Print what honest profiles lose by evidence and by what is taken out as copied."""
    marked, tags = relevance([ad.marked() for ad in ads]), relevance([ad.tags for ad in ads])
    tagged = [at for at, ad in enumerate(ads) if ad.tags]
    rows = []
    for ranked in ("listings", "profiles"):
        scores = [_scores(ads, ranked, defended=defended) for defended in (True, False)]
        ours, open_ = (measure(one, marked, tags, tagged) for one in scores)
        gaps = [difference(mine, its) for mine, its in zip(ours, open_, strict=True)]
        rows.append([f"ranks {ranked}", *(f"{values.mean():.3f}" for values in ours), *gaps])
    print("\nhonest profiles: Earnest, and Earnest minus itself without evidence weights and copy removal\n")
    print_table(("", "nDCG@10 marked", "nDCG@10 tags", "MRR", "lost: marked", "tags", "MRR"), rows)


def _scores(ads: Sequence[Ad], ranked: str, *, defended: bool) -> Matrix:
    """Return scores with the queries in rows."""
    listings = [Listing(id=f"{at:05}", text=listing_half(ad)) for at, ad in enumerate(ads)]
    profiles = [_profile(f"{at:05}", written(ad), defended) for at, ad in enumerate(ads)]
    found = np.zeros((len(ads), len(ads)))
    for query, other, score in _ranked(listings, profiles, ranked, defended=defended):
        found[query, other] = score
    return found


def _profile(name: str, text: str, defended: bool) -> ProfileText:
    return profile_text(name, text) if defended else ProfileText(name, undefended(text))


def _ranked(
    listings: Sequence[Listing], profiles: Sequence[ProfileText], ranked: str, *, defended: bool
) -> Iterator[tuple[int, int, float]]:
    if ranked == "listings":
        index = ListingIndex(listings, static_embedder())
        index.copies = index.copies if defended else copies_of([])
        for row, profile in enumerate(profiles):
            yield from ((row, int(one.id), one.score) for one in index.rank(profile.sentences))
    else:
        pool = ProfileIndex(profiles, static_embedder())
        pool.copies = pool.copies if defended else copies_of([])
        for row, listing in enumerate(listings):
            yield from ((row, int(one.id), one.score) for one in pool.rank(listing))


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="stuffing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with train.json, dev.json, test.json"
    )
    parser.add_argument("--part", default="held-out", choices=("held-out", "train"))
    options = parser.parse_args()
    ads = [ad for ad in read_ads(options.data, ("train", "dev", "test")) if usable(ad)]
    is_train = options.part == "train"
    part = [at for at, ad in enumerate(ads) if ad.id.startswith("train-") == is_train]
    for ranked in ("profiles", "listings"):
        stuffing_table(ads, part, ranked)
    honest_table([ads[at] for at in part])
    return 0


if __name__ == "__main__":
    sys.exit(main())
