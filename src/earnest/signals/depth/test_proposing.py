"""Which specialty is proposed: what is shown and told counts, a list of names hardly."""

import pytest

from earnest.bank import EMPTY_PACK, find_pack
from earnest.bank.loading import pack_names
from earnest.matching.gazetteer import gazetteer
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.response import CodeResponse, SampleForm
from earnest.signals.depth.proposing import proposal_of, specialties


def proposed(*lines, pack=EMPTY_PACK, samples=()):
    profile = blind_document("profile", DocumentKind.PROFILE, lines) if lines else None
    return proposal_of(BlindApplication(profile=profile, samples=samples), pack)


def test_every_technology_of_the_table_is_in_the_gazetteer():
    for held in specialties().specialties.values():
        for name in held.technologies | held.near:
            assert gazetteer().technology(name).name == name


def test_every_specialty_with_a_pack_is_in_the_table():
    packs = {name.removeprefix("depth-") for name in pack_names() if name.startswith("depth-")}
    assert packs <= set(specialties().specialties)


def test_work_that_is_told_is_concentrated():
    one = proposed(
        "I rewrote the parser in Rust and measured it with Criterion.",
        "Built a service with Axum and sqlx that answers 4,000 requests a second.",
    )
    assert (one.specialty, one.concentrated) == ("rust", True)
    assert {"Rust", "Axum"} <= set(one.told)


def test_a_list_of_names_weighs_little():
    listed = "Skills: Rust, tokio, serde, Axum, sqlx, Rayon, Diesel."
    told = "I tuned PostgreSQL queries and rewrote a window function so that the slow query took 40 ms."
    assert proposed(listed).specialty == "rust"
    one = proposed(listed, told)
    assert one.specialty == "sql"
    assert "Rust" not in one.told


def test_a_generalist_gets_the_nearest():
    one = proposed(
        "I built pages with React and wrote tests in pytest.",
        "Skills: Docker, Jira, Figma, AWS, Linux, Kubernetes.",
    )
    assert not one.concentrated
    assert one.specialty in {"javascript", "python-internals"}


def test_what_a_sample_shows_weighs_most():
    pack = find_pack("practice")
    sample = CodeResponse(item="code-rs-ring-buffer", form=SampleForm.TREE)
    name = next(name for name, item in pack.items.items() if getattr(item, "language", "") == "rust")
    sample = sample.but(item=name)
    one = proposed("I wrote SQL reports.", pack=pack, samples=(sample,))
    assert (one.specialty, one.shown) == ("rust", ("Rust",))


@pytest.mark.parametrize("lines", [(), ("I paint landscapes in oil.",)])
def test_nothing_is_proposed_where_nothing_belongs(lines):
    assert proposed(*lines) is None
