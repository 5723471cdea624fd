from earnest.matching.listing_lint import lint
from earnest.records.listing import Listing

PLAIN = "We are looking for motivated people to join our growing team."
OTHERS = tuple(Listing(id=str(n), text=f"{PLAIN} Number {n} needs Rust.") for n in range(4))


def named(report):
    return {thing.id: thing.found for thing in report.named}


def test_a_phrase_that_every_other_listing_has_is_quoted():
    listing = Listing(id="x", text=f"Hello there. {PLAIN} You will grade PyTorch code.")
    report = lint(listing, OTHERS)
    (phrase,) = report.generic
    assert phrase.quote == PLAIN.rstrip(".")
    assert listing.text[phrase.start : phrase.end] == phrase.quote
    assert phrase.others == 4
    assert 0.5 < report.generic_share < 1


def test_a_listing_of_its_own_words_has_no_generic_phrase():
    assert lint(Listing(id="x", text="Grade async Rust patches for races."), OTHERS).generic == ()


def test_too_few_others_say_nothing():
    assert lint(Listing(id="x", text=PLAIN), OTHERS[:2]).generic == ()


def test_what_is_screened_for_is_named_or_asked():
    full = Listing(
        id="x",
        title="Rust reviewer",
        text="A coding sample with two constraints, 60 minutes. Rubric with examples. $45 per hour.",
    )
    assert named(lint(full, ()))["technologies"] == ("Rust",)
    assert all(named(lint(full, ())).values())
    empty = lint(Listing(id="y", text="Join us!"), ())
    assert not any(named(empty).values())
    assert all(thing.ask.endswith("?") for thing in empty.named)
    assert "missing  pay" in empty.text()
    assert "named    pay" in lint(full, ()).text()
