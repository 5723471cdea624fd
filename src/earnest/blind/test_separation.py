"""Separation and the way back, on any text."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.blind import PLACEHOLDERS, locate, separate
from earnest.blind.measure import documents, outcomes, survivors, targets
from earnest.blind.vocabulary import table
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.records.finding import Effect, Finding, Place
from earnest.records.ledger import MaskKind
from earnest.records.response import CodeResponse, EdgeResponse, SampleForm, TextResponse

PIECES = st.sampled_from(
    [
        "Ada Example",
        "ada@example.org",
        "+44 20 5555 0142",
        "\n",
        "\n\n",
        " ",
        ", ",
        " - ",
        "(",
        ")",
        "- ",
        "# ",
        "**",
        "| ",
        "Education",
        "Experience",
        "University of Lagos",
        "MIT",
        "MIT License",
        "清华大学",
        "جامعة القاهرة",
        "B.Sc",
        "GPA 3.9/4.0",
        "2012 - 2016",
        "May 2019",
        "since 2018",
        "2000 requests",
        "for 4 years",
        "4 years of logs",
        "five years of experience",
        "Lagos, Nigeria",
        "Berlin",
        "in Jordan",
        "Jordan form",
        "Brazilian",
        "Portuguese",
        "Nationality: Kenyan",
        "aged 34",
        "Cut p95 from 2.1 s to 300 ms.",
        "My name is Ada Example",
        "I",
        "the",
        "ﬁve",
        "’",
        "é",
        "中",
        "\u200b",
        "https://ada.dev/x",
    ]
)
TEXT = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)
MARK = re.compile("|".join(re.escape(mark) for mark in PLACEHOLDERS.values()))
KIND = st.sampled_from([DocumentKind.PROFILE, DocumentKind.WRITING])


def application(text: str, kind: DocumentKind = DocumentKind.PROFILE) -> Application:
    if kind is DocumentKind.PROFILE:
        return Application(name="x", profile=Document(id="profile", kind=kind, text=text))
    document = Document(id="writing/1", kind=kind, text=text)
    return Application(name="x", writing=(TextResponse(item="1", document=document),))


def blind_of(separated):
    return next(iter(separated.blind.documents().values()))


def finding(block, quote: str, start: int) -> Finding:
    place = Place(block=block.id, start=start, end=start + len(quote))
    return Finding(rule="any", effect=Effect.NOTE, message="", quote=quote, place=place)


@given(TEXT, KIND)
def test_the_ledger_and_the_map_fit_both_texts(text, kind):
    separated = separate(application(text, kind))
    blind = blind_of(separated)
    for mask in separated.ledger.masked:
        assert blind.text[mask.blind_start : mask.blind_end] == PLACEHOLDERS[mask.kind]
        assert 0 <= mask.start < mask.end <= len(text)
        assert mask.why
    covered = sum(anchor.length for document in separated.ledger.maps for anchor in document.anchors)
    assert covered == sum(block.end - block.start for block in blind.blocks)


@given(TEXT, KIND)
def test_separating_again_keeps_what_is_masked_and_shows_nothing_more(text, kind):
    once = blind_of(separate(application(text, kind)))
    lines = [once.block_text(block) for block in once.blocks]
    again = blind_of(separate(application("\n\n".join(lines), kind)))
    assert (MARK.search(once.text) is None) or MARK.search(again.text)
    shown, more = (Counter(re.findall(r"\w+", MARK.sub(" ", text))) for text in (once.text, again.text))
    assert not more - shown


def test_what_a_label_masked_keeps_its_kind():
    once = blind_of(separate(application("NATIONALITY:0@0.0")))
    assert once.text == blind_of(separate(application(once.text))).text == "NATIONALITY:[contact]"


@pytest.mark.parametrize("case", [*targets(), *survivors()], ids=lambda case: case.text[-40:])
def test_separating_again_changes_nothing(case):
    once = blind_of(separate(application(case.text)))
    lines = [once.block_text(block) for block in once.blocks]
    assert blind_of(separate(application("\n\n".join(lines)))).text == once.text


@given(TEXT, KIND, st.data())
def test_a_located_quote_stands_in_the_original_and_shows_nothing_masked(text, kind, data):
    given_application = application(text, kind)
    separated = separate(given_application)
    blind = blind_of(separated)
    if not blind.blocks:
        return
    block = data.draw(st.sampled_from(blind.blocks))
    start = data.draw(st.integers(0, block.end - block.start - 1))
    end = data.draw(st.integers(start + 1, block.end - block.start))
    quote = blind.block_text(block)[start:end]
    located = locate(finding(block, quote, start), given_application, separated)
    assert located.document == blind.id
    assert text[located.document_start : located.document_end] == located.quote
    for mask in separated.ledger.masked:
        assert located.document_end <= mask.start or mask.end <= located.document_start or not located.quote


def test_a_quote_without_a_placeholder_comes_back_whole():
    text = "Summary\n\n* Cut **p95**   from 2.1 s to ﬁve ms.\n"
    given_application = application(text)
    separated = separate(given_application)
    blind = separated.blind.profile
    line = "Cut p95 from 2.1 s to five ms."
    block = next(block for block in blind.blocks if blind.block_text(block) == line)
    located = locate(finding(block, line, 0), given_application, separated)
    assert located.quote == "Cut **p95**   from 2.1 s to ﬁve ms."


def test_a_quote_over_a_placeholder_is_narrowed_to_its_longest_stretch():
    text = "Summary\n\nMoved from Lagos, Nigeria to a team that shipped 14 releases."
    given_application = application(text)
    separated = separate(given_application)
    blind = separated.blind.profile
    block = blind.blocks[1]
    located = locate(finding(block, blind.block_text(block), 0), given_application, separated)
    assert located.quote == "to a team that shipped 14 releases."


def test_code_and_item_findings_pass_through():
    given_application = application("Summary\n\nx")
    place = Place(file="src/main.py", line=3, end_line=4, item="retry")
    given_finding = Finding(rule="any", effect=Effect.NOTE, message="m", quote="x = 1", place=place)
    located = locate(given_finding, given_application, separate(given_application))
    assert (located.quote, located.place, located.document) == ("x = 1", place, "")


def test_a_repeated_block_is_led_to_the_item_the_finding_names():
    same = "It was my mistake: I shipped without a rollback."
    responses = tuple(
        TextResponse(
            item=item, document=Document(id=f"interview/{item}", kind=DocumentKind.INTERVIEW, text=same)
        )
        for item in ("one", "two")
    )
    given_application = Application(name="x", interview=responses)
    separated = separate(given_application)
    block = separated.blind.interview[1].document.blocks[0]
    place = Place(block=block.id, start=0, end=len(same), item="two")
    found = Finding(rule="any", effect=Effect.NOTE, message="", quote=same, place=place)
    assert locate(found, given_application, separated).document == "interview/two"


def test_what_is_not_text_passes_and_identity_keeps_what_was_masked():
    code = CodeResponse(item="retry", form=SampleForm.TREE)
    given_application = Application(
        name="x",
        profile=Document(
            id="profile",
            kind=DocumentKind.PROFILE,
            text="Ada Example\n\nada@example.org\n\nSummary\n\nLived in Lagos.",
        ),
        samples=(code,),
        specialty=(EdgeResponse(item="e", answer="b"),),
    )
    separated = separate(given_application)
    assert separated.blind.samples == (code,)
    assert separated.blind.specialty[0].answer == "b"
    assert separated.identity.names == ("Ada Example",)
    assert separated.identity.contacts == ("ada@example.org",)
    assert separated.identity.places == ("Lagos",)


def test_the_name_goes_from_every_part():
    profile = Document(
        id="profile",
        kind=DocumentKind.PROFILE,
        text="Mark Okonjo\n\nmark@okonjo.dev\n\nSummary\n\nI mark labels.",
    )
    answer = Document(
        id="interview/1",
        kind=DocumentKind.INTERVIEW,
        text="Okonjo said so. We mark all; Mark all of them. I'm Mark.",
    )
    separated = separate(
        Application(name="x", profile=profile, interview=(TextResponse(item="1", document=answer),))
    )
    assert separated.blind.profile.text.splitlines() == ["[name]", "[contact]", "Summary", "I mark labels."]
    assert (
        separated.blind.interview[0].document.text
        == "[name] said so. We mark all; Mark all of them. I'm [name]."
    )


@pytest.mark.parametrize(
    ("cases", "least_masked", "least_kept"),
    [
        ([*targets(), *survivors()], 0.995, 0.995),
        ([*targets("targets_later.tsv"), *survivors("survivors_later.txt")], 0.98, 0.98),
        (documents(), 0.97, 0.98),
        (documents("documents_later.tsv"), 0.91, 0.97),
    ],
    ids=["sentences", "sentences-later", "documents", "documents-later"],
)
def test_what_must_go_goes_and_what_must_stay_stays(cases, least_masked, least_kept):
    gone = [one.ours_whole for one in outcomes(cases, lambda case: case.gone)]
    kept = [not one.ours_any for one in outcomes(cases, lambda case: case.kept)]
    assert sum(gone) / len(gone) >= least_masked
    assert sum(kept) / len(kept) >= least_kept


def test_the_head_of_a_profile_keeps_what_speaks_of_work():
    text = (
        "Ada Mwangi\n\nPrompt writer and rater | Rust, PostgreSQL | Flat 4, Ngong Road, Nakuru\n\n"
        "ada@mwangi.example.ke\n\nExperience\n\nWrote 3 rubrics."
    )
    lines = blind_of(separate(application(text))).text.splitlines()
    assert lines[:3] == ["[name]", "Prompt writer and rater | Rust, PostgreSQL | [contact]", "[contact]"]


def test_lines_of_claims_have_no_head():
    text = "Shipped PostgreSQL Backups\n\nLed six annotators\n\nTaught Nurses SQL"
    assert blind_of(separate(application(text))).text == text.replace("\n\n", "\n")


def test_a_claim_alone_is_no_name():
    assert separate(application("React Native")).blind.profile.text == "React Native"


def test_every_rule_says_why():
    assert all(why.endswith(".") for why in table("rules").values())


def test_every_kind_has_a_placeholder():
    assert set(PLACEHOLDERS) == set(MaskKind)


@pytest.mark.parametrize("name", ["राहुल शर्मा", "রাহুল শর্মা", "முத்து குமார்", "สมชาย แสงทอง", "مُحَمَّد علي"])
def test_a_name_goes_with_the_signs_of_its_script(name):
    text = f"My name is {name} and I rate answers. Built the parser in Python."
    assert (
        separate(application(text)).blind.profile.text
        == "My name is [name] and I rate answers. Built the parser in Python."
    )
