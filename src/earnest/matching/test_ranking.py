import doctest

import numpy as np

from earnest.matching import ranking
from earnest.matching.ranking import ListingIndex, Sentence, concept_weights
from earnest.records.listing import Listing

GO = Listing(id="go", text="We need reviewers of Go services that call PostgreSQL. Pay is by the hour.")
REACT = Listing(id="react", text="Write frontend prompts: React components, TypeScript and Playwright.")
RATER = Listing(
    id="rater", text="Compare two answers and say which is better. Careful reading matters most here."
)
LISTINGS = (RATER, REACT, GO)


class Letters:
    """Vectors of letter counts: enough to see that the vector part is used."""

    def embed(self, texts):
        rows = np.array(
            [[text.lower().count(chr(97 + n)) for n in range(26)] for text in texts], dtype=np.float32
        )
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def ids(*sentences, listings=LISTINGS, **extra):
    matches = ListingIndex(listings, None).rank(list(sentences), extra)
    return [match.id for match in matches]


def told(text):
    return Sentence(text, described=True)


def bare(text):
    return Sentence(text, described=False)


def test_the_doctests_hold():
    assert doctest.testmod(ranking).failed == 0


def test_the_named_stack_finds_its_listing():
    assert ids(told("Rewrote billing in Go on Postgres 15."))[0] == "go"
    assert ids(bare("React, TypeScript"))[0] == "react"


def test_the_order_of_listings_does_not_matter():
    sentence = told("Rewrote billing in Go.")
    assert ids(sentence) == ids(sentence, listings=LISTINGS[::-1])


def test_what_is_implied_counts_by_a_share():
    weights = concept_weights([told("Shipped Next.js pages for a shop.")], {})
    assert weights["Next.js"] == 1.0
    assert 0 < weights["JavaScript"] < weights["Next.js"]


def test_a_longer_bare_list_counts_for_less_each():
    short = concept_weights([bare("Go, Rust, Kafka")], {})
    long = concept_weights(
        [bare("Go, Rust, Kafka, " + ", ".join(list(ranking.gazetteer().technologies)[:300]))], {}
    )
    assert long["Apache Kafka"] < short["Apache Kafka"] / 2


def test_a_list_written_ten_times_changes_nothing():
    once = ListingIndex(LISTINGS, None).rank([bare("React, TypeScript, Playwright")])
    tenfold = ListingIndex(LISTINGS, None).rank([bare("React, TypeScript, Playwright")] * 10)
    assert once == tenfold


def test_text_copied_from_a_listing_is_taken_out():
    honest = [told("Rewrote billing in Go on Postgres 15.")]
    pasted = [*honest, told(REACT.text), told(RATER.text)]
    assert [match.score for match in ListingIndex(LISTINGS, None).rank(pasted)] == [
        match.score for match in ListingIndex(LISTINGS, None).rank(honest)
    ]


def test_a_match_says_what_is_shared_and_what_is_missing():
    best = ListingIndex(LISTINGS, None).rank([told("Built React components for a shop.")])[0]
    assert best.shared == ("React",)
    assert set(best.missing) == {"TypeScript", "Playwright"} - set(best.shared)


def test_vectors_count_and_stay_in_range():
    matches = ListingIndex(LISTINGS, Letters()).rank([told("Compared answers carefully.")])
    assert all(0 <= match.vector <= 1 for match in matches)
    assert any(match.vector > 0 for match in matches)


def test_nothing_to_rank_and_nothing_to_say():
    assert ids(listings=()) == []
    assert ids() == ["go", "rater", "react"]
    assert ids(told("[name]"), listings=(Listing(id="empty", text=""),)) == ["empty"]
