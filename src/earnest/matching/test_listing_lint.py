from earnest.matching.listing_lint import lint, settings
from earnest.matching.listing_phrases import PHRASES, compile_phrases, corpus
from earnest.matching.listing_rewrite import as_text, rewrite
from earnest.records.listing import Listing

PLAIN = "We are looking for motivated people to join our growing team."
OTHERS = tuple(Listing(id=str(n), text=f"{PLAIN} Number {n} needs Rust.") for n in range(4))
FULL = Listing(
    id="x",
    title="Rust reviewer",
    text="A coding sample with two constraints, 60 minutes; two people judge it, for example whether a counter-example "
    "runs. Associate $45 per hour, expert $60, the same in every country.",
)


def named(report):
    return {thing.id: thing.found for thing in report.named}


def test_a_phrase_that_every_other_listing_has_is_quoted():
    listing = Listing(id="x", text=f"Hello there.\n{PLAIN} You will grade PyTorch code.")
    report = lint(listing, OTHERS)
    phrase = report.generic[0]
    assert phrase.quote == PLAIN.rstrip(".")
    assert listing.text[phrase.start : phrase.end] == phrase.quote
    assert (phrase.others, phrase.line) == (4, 2)
    assert 0.5 < report.generic_share < 1


def test_a_phrase_of_many_ads_is_quoted_without_other_listings():
    report = lint(Listing(id="x", text="We are looking for people with excellent communication skills."), ())
    assert {one.quote for one in report.generic} == {"We are looking for", "excellent communication skills"}
    assert all(one.ads >= 4 and one.others == 0 for one in report.generic)


def test_a_fact_with_a_number_is_no_generic_phrase():
    others = [Listing(id=str(n), text=f"Paid {n} USD an hour, 10 hours a week.") for n in range(9)]
    assert lint(Listing(id="x", text="Paid 45 USD an hour, 20 hours a week."), others).generic == ()


def test_a_listing_of_its_own_words_has_no_generic_phrase():
    assert lint(Listing(id="x", text="Grade async Rust patches for races."), OTHERS).generic == ()


def test_too_few_others_say_nothing():
    text = "Zebras juggle lamps quietly."
    others = [Listing(id=str(n), text=text) for n in range(2)]
    assert lint(Listing(id="x", text=text), others).generic == ()


def test_phrases_that_tell_nothing_have_their_kind_and_place():
    text = (
        "A passionate team.\nBachelor’s degree, 5+ years of experience, native speaker, competitive salary."
    )
    report = lint(Listing(id="x", text=text), ())
    assert [(one.id, one.quote, one.line) for one in report.empty] == [
        ("claims", "passionate", 1),
        ("school", "Bachelor’s degree", 2),
        ("years", "5+ years of experience", 2),
        ("country", "native speaker", 2),
        ("vague-pay", "competitive salary", 2),
    ]
    assert all(text[one.start : one.end] == one.quote for one in report.empty)


def test_what_a_candidate_needs_is_named_or_asked():
    assert named(lint(FULL, ()))["technologies"] == ("Rust",)
    assert named(lint(FULL, ()))["pay"] == ("45 USD/hour", "60 USD/hour")
    assert all(named(lint(FULL, ())).values())
    empty = lint(Listing(id="y", text="Join us!"), ())
    assert not any(named(empty).values())
    assert all(
        thing.ask.endswith(("?", "mean no.", "reaches it.", "each?")) or "?" in thing.ask
        for thing in empty.named
    )
    assert "missing  pay" in empty.text()
    assert "named    pay" in lint(FULL, ()).text()


def test_one_amount_is_no_pay_by_tier():
    report = named(lint(Listing(id="x", text="45 USD an hour."), ()))
    assert report["pay"]
    assert not report["tiers"]
    assert not report["everywhere"]


def test_rewriting_asks_and_never_writes():
    listing = Listing(id="x", text=f"{PLAIN}\nPassionate, talented, with a degree in a technical field.")
    questions = rewrite(listing, OTHERS)
    assert len(questions) == len({(one.about, one.quotes) for one in questions})
    assert all("?" in one.ask for one in questions)
    assert any(len(one.quotes) > 1 for one in questions)
    written = as_text(listing, questions)
    assert '"degree in" (line 2)' in written
    assert as_text(FULL, rewrite(FULL, ())) == "x: nothing to ask"


def test_the_corpus_is_made_the_same_again_and_counts_authors_once():
    assert corpus().ads == 150
    assert corpus().counts["we are looking for"] == 57
    assert not any(char.isdigit() for phrase in corpus().counts for char in phrase)
    rows = ["please send your application to the office before the end of may"]
    ads = [[*rows, f"number {n} is what sets this ad apart from any of the others"] for n in range(9)]
    assert "ads: 1\n" in compile_phrases(ads, settings().phrases.function_words)
    assert PHRASES.read_text(encoding="utf-8").count("\n") == len(corpus().counts) + 1


def test_hostile_listings_end():
    for piece in ("we are looking for ", "5 years ", "$1, ", "a"):
        assert lint(Listing(id="x", text=piece * 4_000), OTHERS).listing == "x"
