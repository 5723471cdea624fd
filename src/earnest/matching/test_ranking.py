import doctest

import numpy as np
import pytest

from earnest.errors import UnreadableFile
from earnest.matching import claims, copied, embedders, explaining, lexical, passages, ranking, rarity
from earnest.matching.claims import concept_weights, counted, read_profile, states, whole
from earnest.matching.explaining import MoveLimits, moves, supporting, why
from earnest.matching.ranking import ListingIndex, ProfileIndex, full_text, profile_text
from earnest.records.listing import Listing

GO = Listing(id="go", text="We need reviewers of Go services that call PostgreSQL. Pay is by the hour.")
REACT = Listing(id="react", text="Write frontend prompts: React components, TypeScript and Playwright.")
RATER = Listing(
    id="rater",
    text="Compare two answers and say which is better for the person who asked. Careful reading of long texts"
    " matters most here, and every rating comes with a note of three sentences that quotes both answers.",
)
LISTINGS = (RATER, REACT, GO)
BILLING = "Rewrote the billing service in Go on Postgres 15."


class Letters:
    """Vectors of letter counts: enough to see that the vector part is used."""

    name = "letters"
    dimensions = 26

    def embed(self, texts):
        rows = np.array(
            [[text.lower().count(chr(97 + n)) for n in range(26)] for text in texts], dtype=np.float32
        ).reshape(-1, 26)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def rank(text, listings=LISTINGS, **options):
    return ListingIndex(listings, None).rank(read_profile(text), **options)


def ids(text, listings=LISTINGS, **options):
    return [match.id for match in rank(text, listings, **options)]


@pytest.mark.parametrize(
    "module", [claims, copied, embedders, explaining, lexical, passages, ranking, rarity]
)
def test_the_doctests_hold(module):
    done = doctest.testmod(module)
    assert done.failed == 0
    assert done.attempted or module in {explaining, ranking}


def test_the_named_stack_finds_its_listing():
    assert ids(BILLING)[0] == "go"
    assert ids("React, TypeScript")[0] == "react"


def test_the_order_of_listings_does_not_matter():
    assert ids(BILLING) == ids(BILLING, LISTINGS[::-1])


def test_what_is_implied_counts_by_a_share():
    weights = concept_weights(read_profile("Shipped Next.js pages for a shop of 40 people."))
    assert weights["Next.js"] == 1.0
    assert 0 < weights["JavaScript"] < weights["Next.js"]


def test_demonstrated_is_more_than_described_is_more_than_named():
    read = read_profile(f"{BILLING}\nSkills: Go, Rust, Kafka, Terraform, Redis")
    found = states(read, {"Python": "demonstrated"})
    assert (found["Python"], found["Go"], found["Rust"]) == ("demonstrated", "described", "named")
    weights = concept_weights(counted(read), {"Python": "demonstrated"})
    assert weights["Python"] >= weights["Go"] > 0
    assert "Rust" not in weights


def test_a_list_finds_its_listing_beside_what_is_told():
    rust = Listing(id="rust", text="Review Rust code of a billing system for shops.")
    listings = (*LISTINGS, rust)
    told = {match.id: match.score for match in rank(BILLING, listings)}
    both = {match.id: match.score for match in rank(f"{BILLING}\nSkills: Rust, React, Docker", listings)}
    assert both["rust"] > told["rust"] > 0
    assert both["react"] > told["react"]


def test_seventy_more_names_do_not_drown_what_is_told():
    names = [name for name in claims.gazetteer().technologies if len(name) > 4 and name != "PostgreSQL"][:70]
    crowd = [
        Listing(id=f"x{n:02}", text=f"We need people for {name} who are paid by the hour.")
        for n, name in enumerate(names)
    ]
    told = "Reviewed Go services that call PostgreSQL and found 14 defects."
    assert ids(f"{told}\n{', '.join(names)}", [*LISTINGS, *crowd])[0] == "go"


def test_a_longer_bare_list_counts_for_less_each():
    names = [name for name in claims.gazetteer().technologies if len(name) > 4][:300]
    short = concept_weights(whole(read_profile("Go, Rust, Kafka, Redis")))
    long = concept_weights(whole(read_profile("Go, Rust, Kafka, " + ", ".join(names))))
    assert long["Apache Kafka"] < short["Apache Kafka"] / 2


def test_names_that_share_one_claim_or_one_pattern_share_its_credit():
    crowded = read_profile("Deployed Docker, Kubernetes, Terraform, Ansible and Jenkins for five teams.")
    pattern = read_profile(
        "\n".join(f"Built great things with {name} for a client." for name in ("Go", "Rust"))
    )
    assert crowded[0].credit < 0.7
    assert [one.credit for one in pattern] == [0.5, 0.5]


def test_a_list_written_ten_times_changes_nothing():
    names = "React, TypeScript, Playwright, Docker"
    assert rank(names) == rank("\n".join([names] * 10))


def test_a_listing_pasted_into_a_profile_first_or_last_does_not_find_itself():
    honest = {one.id: one.score for one in rank(BILLING)}
    for pasted in (f"{RATER.text}\n{BILLING}", f"{BILLING}\n{RATER.text}"):
        found = {one.id: one.score for one in rank(pasted)}
        assert found["rater"] == honest["rater"]


def test_a_few_words_in_common_are_no_copy():
    told = "Wrote how to compare two answers and say which is better for a team of 12."
    assert ListingIndex(LISTINGS, None).own_sentences(read_profile(told), RATER) == read_profile(told)


def test_only_allowed_listings_are_ranked_and_all_of_them():
    assert set(ids(BILLING, allowed={"react", "rater"})) == {"react", "rater"}
    assert ids(BILLING, top=1) == ["go"]


def test_a_match_says_what_is_shared_and_what_is_missing():
    best = rank("Built React components for a shop of 40 people.")[0]
    assert best.shared == ("React",)
    assert {"TypeScript", "Playwright"} <= set(best.missing)
    told = why(
        best, read_profile("Built React components for a shop of 40 people."), REACT, lambda _: 1.0, ()
    )
    assert "described: React" in told
    assert any("“Built React components" in part for part in told)


def test_the_sentence_that_shares_most_is_quoted():
    read = read_profile(f"Planted 40 trees in the park.\n{BILLING}")
    assert supporting(read, GO, lambda _: 1.0)[0].sentence == BILLING


def test_naming_a_tool_is_tried_by_ranking_again():
    hidden = Listing(id="queue", text="Celery workers of a queue, with messages that come at night.")
    index = ListingIndex([*LISTINGS, hidden, *_others(20)], None)
    read = read_profile("Operated workers that read 40,000 messages a day for a shop.")
    (move,) = moves(index, read, {}, index.rank(read), MoveLimits(top=10))
    assert move.technology == "Celery"
    assert "Celery" in move.message
    assert all(after < before for _, before, after in move.risen)


def _others(count):
    words = "messages night worker read shop day queue".split()
    return [
        Listing(id=f"o{n}", text=f"Operate the {words[n % 7]} {words[(n + 2) % 7]} of a {words[n % 5]} {n}.")
        for n in range(count)
    ]


def test_vectors_count_and_stay_in_range():
    matches = ListingIndex(LISTINGS, Letters()).rank(read_profile("Compared answers carefully."))
    assert all(0 <= match.vector <= 1 for match in matches)
    assert any(match.vector > 0 for match in matches)


def test_nothing_to_rank_and_nothing_to_say():
    assert ids("", ()) == []
    assert ids(BILLING, ()) == []
    assert ids("") == ["go", "rater", "react"]
    assert ids("[name]", (Listing(id="empty", text=""),)) == ["empty"]


PROFILES = {
    "builder": "Rewrote the billing service in Go and moved 40 tables to PostgreSQL without downtime.",
    "lister": "Go, PostgreSQL, Redis, Kafka, Docker, Kubernetes",
    "stuffed": "Cared for 30 patients on a surgical ward and trained four new nurses.\nSkills: Go, PostgreSQL",
    "nurse": "Cared for 30 patients on a surgical ward and trained four new nurses at night.",
    "pasted": f"Cared for 30 patients on a surgical ward.\n{RATER.text}",
    "rater": "Compared 900 answers and wrote for each of them which is better and why, with quotes.",
}


def profiles(**changed):
    return [profile_text(name, text) for name, text in {**PROFILES, **changed}.items()]


def same(left, right):
    """Whether two indexes of one kind rank alike, in both directions' terms."""
    if isinstance(left, ListingIndex):
        queries = [read_profile(f"{BILLING} Fixed two races in a Tokio service."), read_profile(RATER.text)]
    else:
        queries = [GO, RATER, Listing(id="ward", text="Nurses for a surgical ward at night.")]
    return all(left.rank(one) == right.rank(one) for one in queries)


@pytest.mark.parametrize("made", [ListingIndex(LISTINGS, Letters()), ProfileIndex(profiles(), Letters())])
def test_a_saved_index_opens_to_the_same_ranking_without_reading_a_document(made, tmp_path, monkeypatch):
    made.save(tmp_path / "index")
    monkeypatch.setattr(type(made), "document", staticmethod(pytest.fail))
    opened = type(made).open(tmp_path / "index", Letters())
    monkeypatch.undo()
    assert same(opened, made)
    assert opened.items == made.items
    with pytest.raises(UnreadableFile, match="empty folder"):
        type(made).open(tmp_path, Letters())
    with pytest.raises(UnreadableFile, match="another --embedder"):
        type(made).open(tmp_path / "index", None)


def test_an_index_of_listings_is_no_index_of_profiles(tmp_path):
    ListingIndex(LISTINGS, None).save(tmp_path)
    with pytest.raises(UnreadableFile, match="other direction"):
        ProfileIndex.open(tmp_path, None)


def test_what_changes_is_added_and_removed_as_if_built_anew(tmp_path):
    new = Listing(id="rust", text="Review Rust patches for async races in Tokio.")
    edited = REACT.but(text=REACT.text + " Vue too.")
    ListingIndex(LISTINGS, Letters()).save(tmp_path)
    updated = ListingIndex.open(tmp_path, Letters()).updated([GO, edited, new])
    assert same(updated, ListingIndex([GO, edited, new], Letters()))


def test_profiles_that_change_are_added_and_removed_as_if_built_anew(tmp_path):
    ProfileIndex(profiles(), Letters()).save(tmp_path)
    wanted = profiles(nurse="Nursed 12 people at night.", porter=f"Carried 80 beds.\n{full_text(GO)}" * 2)
    wanted = [one for one in wanted if one.id not in {"rater", "pasted"}]
    updated = ProfileIndex.open(tmp_path, Letters()).updated(wanted)
    assert set(updated.items) == {one.id for one in wanted}
    assert same(updated, ProfileIndex(wanted, Letters()))


def test_only_what_changed_is_read_again(monkeypatch):
    held = ProfileIndex(profiles(), None)
    read = []
    document = ProfileIndex.document
    monkeypatch.setattr(
        ProfileIndex, "document", staticmethod(lambda one: read.append(one.id) or document(one))
    )
    held.updated(profiles(nurse="Nursed 12 people at night."))
    assert read == ["nurse"]


def ranked_profiles(listing, embedder=None, **options):
    return [match.id for match in ProfileIndex(profiles(), embedder).rank(listing, **options)]


def test_profiles_stand_by_what_they_describe():
    order = ranked_profiles(GO)
    assert order[0] == "builder"
    assert order.index("lister") < order.index("nurse")


def test_a_listing_pasted_into_a_profile_brings_it_nothing():
    order = ranked_profiles(RATER)
    assert order[0] == "rater"
    assert order.index("pasted") > 1


def test_a_profile_that_holds_a_few_words_of_the_listing_counts_as_if_it_did_not():
    told = "Cared for 30 patients and compared two answers and say of a nurse at night."
    run = "compared two answers and say which"
    texts = {**PROFILES, "twin": told, "shares": f"{told}\nGo, Rust, {run}, Kafka"}
    found = {one.id: one for one in ProfileIndex(profiles(**texts), None).rank(RATER)}
    assert found["shares"].lexical == found["twin"].lexical > 0


def test_profiles_are_filtered_before_they_are_counted():
    assert ranked_profiles(GO, allowed={"nurse", "rater"}, top=2) == ranked_profiles(
        GO, allowed={"rater", "nurse"}
    )
    assert len(ranked_profiles(GO, Letters(), allowed={"nurse"})) == 1
