import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earnest.records.application import Problem
from earnest.records.document import Document, DocumentKind
from earnest.records.finding import Effect, LocatedFinding
from earnest.records.ledger import Masked, MaskKind
from earnest.records.screening import CodeExcerpt
from earnest.report.blinding import UNUSABLE, blinded
from earnest.report.html import reviewer_html
from earnest.report.scrubbing import Scrubber
from earnest.report.specimen import specimen, specimen_policy

IDENTITY = (
    "orsolya",
    "varga",
    "lindqvist",
    "malmö",
    "sweden",
    "nowhere-on-sea",
    "+46",
    "2019",
    "2023",
    "resume.md",
)


def scrubber(name="Will Okafor-Lee", files=("okafor.pdf",)):
    document = Document(id="profile", kind=DocumentKind.PROFILE, text=name)
    mask = Masked(
        document="profile",
        kind=MaskKind.NAME,
        rule="own-name",
        why="",
        start=0,
        end=len(name),
        blind_start=0,
        blind_end=0,
    )
    return Scrubber([document], [mask], files)


@pytest.mark.parametrize("word", IDENTITY)
def test_nothing_of_the_identity_is_in_the_reviewers_report(word):
    assert word in specimen().model_dump_json().casefold()
    assert word not in blinded(specimen()).model_dump_json().casefold()
    assert word not in reviewer_html(specimen(), specimen_policy()).casefold()


def test_the_text_keeps_its_words_and_loses_its_formatting():
    profile = blinded(specimen()).documents[0]
    lines = profile.text.splitlines()
    assert lines[:4] == [
        "[name]",
        "[contact] · [contact] · [place]",
        "Experience",
        "Backend engineer, Tallow & Finch, [date]",
    ]
    assert lines[4].startswith("Cut the nightly invoice export from 42 minutes to 6 by batching")
    assert lines[4].endswith("finance closes the books a day earlier.")
    assert profile.file == ""


def test_findings_still_quote_what_they_quoted():
    before, after = specimen(), blinded(specimen())
    texts = {document.id: document.text for document in after.documents}
    for signal, findings in before.findings.items():
        for old, new in zip(findings, after.findings[signal], strict=True):
            assert new.quote == old.quote
            if new.document and new.quote:
                assert texts[new.document][new.document_start : new.document_end] == old.quote


def test_the_ledger_keeps_kinds_and_reasons():
    before, after = specimen(), blinded(specimen())
    assert sorted((mask.kind, mask.why) for mask in after.masked) == sorted(
        (mask.kind, mask.why) for mask in before.masked
    )
    texts = {document.id: document.text for document in after.documents}
    assert all(texts[mask.document][mask.start : mask.end] == f"[{mask.kind.value}]" for mask in after.masked)


def test_a_name_in_code_goes_and_the_code_stays():
    lines = blinded(specimen()).excerpts[0].lines
    assert "[name] <[contact]>" in lines[0]
    assert lines[1] == "# ask [name] before you change this"
    assert lines[2:] == specimen().excerpts[0].lines[2:]


def test_the_message_about_a_broken_file_goes_wherever_it_was_copied():
    problem = Problem(
        part="profile", file="ana-silva.pdf", message="ana-silva.pdf is encrypted; save it without"
    )
    before = specimen()
    reasons = tuple(reason.but(message=f"no score: {problem.message}.") for reason in before.decision.reasons)
    after = blinded(
        before.but(
            problems=(problem,), documents=(), decision=before.decision.but(reasons=reasons), masked=()
        )
    )
    assert "silva" not in after.model_dump_json()
    assert after.decision.reasons[0].message == f"no score: {UNUSABLE}."


def test_a_quote_over_a_mask_shows_the_placeholder():
    text = "- Led the **Lisbon** office of six."
    mask = Masked(
        document="profile",
        kind=MaskKind.PLACE,
        rule="city",
        why="",
        start=12,
        end=18,
        blind_start=0,
        blind_end=0,
    )
    finding = LocatedFinding(
        rule="r",
        effect=Effect.NOTE,
        message="m",
        quote=text[2:],
        document="profile",
        document_start=2,
        document_end=len(text),
    )
    after = blinded(
        specimen().but(
            documents=(Document(id="profile", kind=DocumentKind.PROFILE, text=text),),
            masked=(mask,),
            findings={"stack": (finding,)},
        )
    )
    assert after.documents[0].text == "Led the [place] office of six."
    assert after.findings["stack"][0].quote == "Led the [place] office of six."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("okafor = 1", "[name] = 1"),
        ("def byOkafor(): pass", "def by[name](): pass"),
        ("@willokafor", "@willokafor"),
        ("lee_okafor@mail.example", "[contact]"),
        ("see github.com/anything/here please", "see [contact] please"),
        ("# Author: somebody else", "# Author: [name]"),
        ("// Copyright 2020 A. Person", "// Copyright [name]"),
        ("Signed-off-by: A Person", "Signed-off-by: [name]"),
        ("okafor.pdf: line 3", "[file]: line 3"),
        ('  "author": "A. Person <a@b.example>",', '  "author": [name]'),
        (":author: A Person", ":author: [name]"),
        ('"""Limits rates. Author: Ana María Person"""', '"""Limits rates. Author: [name]'),
        ("open('/home/aperson/data.csv')", "open('/home/[name]/data.csv')"),
        (r"C:\Users\aperson\data", r"C:\Users\[name]\data"),
    ],
)
def test_names_addresses_and_signatures_are_found_in_code(text, expected):
    assert scrubber().text(text) == expected if "willokafor" not in text else "[name]" not in text


@pytest.mark.parametrize(
    "text",
    [
        "this will be removed later",
        "author = book.author",
        "    author: str",
        "author: Author",
        "url = '/users/42/home'",
        "copyright_year = 1",
        "self.assertEqual(user.name, 'x')",
        "from django.db import models  # https://docs.djangoproject.com/",
        "MIT License",
        "x = matrix @ vector",
        "free sleeve",
    ],
)
def test_code_that_tells_nothing_stays(text):
    assert scrubber().text(text) == text


def test_handles_made_of_a_name_are_found():
    assert scrubber("Jane Doe", ()).text("janedoe jdoe doejane JaneDoe jane_doe") == (
        "[name] [name] [name] [name] [name]_[name]"
    )


@pytest.mark.parametrize("name", ["Filiz Inci", "FİLİZ INCI", "Weiß Groß", "Σίσυφος Ωμέγα"])
@pytest.mark.parametrize("spelled", [str.upper, str.lower, str.title, str.swapcase, str.casefold])
def test_a_name_in_another_case_neither_breaks_nor_stays(name, spelled):
    assert spelled(name).split()[0] not in scrubber(name, ()).text(f"# by {name} {name.replace('i', 'ı')}")
    assert scrubber(name, ()).text(f"ask {spelled(name)}!").startswith("ask ")


WORDS = st.sampled_from(
    ["alpha ", "- beta\n", "**gamma** ", "\n\n", "δελτα ", "# eta\n", "| a | b |\n", "\r\n"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=12).map("".join), st.data())
def test_masked_words_never_come_through(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    secret = "Zqx" * 3
    hidden = f"{text[:start]}{secret}{text[end:]}"
    mask = Masked(
        document="writing/x",
        kind=MaskKind.NAME,
        rule="r",
        why="",
        start=start,
        end=start + len(secret),
        blind_start=0,
        blind_end=0,
    )
    finding = LocatedFinding(
        rule="r",
        effect=Effect.NOTE,
        message="m",
        quote=hidden,
        document="writing/x",
        document_start=0,
        document_end=len(hidden),
    )
    after = blinded(
        specimen().but(
            documents=(Document(id="writing/x", kind=DocumentKind.WRITING, text=hidden),),
            masked=(mask,),
            findings={"coherence": (finding,)},
            excerpts=(CodeExcerpt(item="i", file="f", first_line=1, lines=(f"# {secret}",)),),
        )
    )
    assert secret not in after.model_dump_json()
    assert "[name]" in after.findings["coherence"][0].quote or "[name]" not in after.documents[0].text


def masks(text, *places, document="writing/x"):
    return tuple(
        Masked(
            document=document,
            kind=kind,
            rule="r",
            why="",
            start=text.index(words),
            end=text.index(words) + len(words),
            blind_start=0,
            blind_end=0,
        )
        for kind, words in places
    )


def blind_text(text, *places):
    documents = (Document(id="writing/x", kind=DocumentKind.WRITING, text=text),)
    after = blinded(specimen().but(documents=documents, masked=masks(text, *places), findings={}))
    return after.documents[0].text, after.masked


def test_masked_lines_that_follow_each_other_are_one_line():
    text = "Education\n\n- Somewhere, BSc\n\n- Elsewhere, MSc\n\n- Nowhere, PhD\n\nSkills"
    schools = [(MaskKind.SCHOOL, line) for line in ("Somewhere, BSc", "Elsewhere, MSc", "Nowhere, PhD")]
    shown, masked = blind_text(text, *schools)
    assert shown == "Education\n[school]\nSkills"
    assert len(masked) == 3


def test_a_mask_inside_another_and_one_across_markup_are_one_placeholder():
    shown, masked = blind_text(
        "Ask **Ana** Silva or Bo.", (MaskKind.NAME, "Ana** Silva"), (MaskKind.PLACE, "Silva")
    )
    assert shown.replace(" ", "") == "Ask[name]orBo."
    assert len(masked) == 2


def test_a_masked_address_behind_a_link_is_counted_and_not_shown():
    shown, masked = blind_text(
        "See [my page](https://ana.example).", (MaskKind.CONTACT, "https://ana.example")
    )
    assert "ana" not in shown
    assert [mask.end for mask in masked] == [0]


def test_thousands_of_masks_and_problems_are_no_burden():
    text = "\n".join(f"person{number}@mail{number}.example and more words" for number in range(4000))
    found = [(MaskKind.CONTACT, f"person{number}@mail{number}.example") for number in range(4000)]
    problems = tuple(
        Problem(part="preferences", file=f"p{number}.jsonl", message=f"p{number}.jsonl: line 1 is no JSON")
        for number in range(4000)
    )
    documents = (Document(id="writing/x", kind=DocumentKind.WRITING, text=text),)
    screening = specimen().but(
        documents=documents, masked=masks(text, *found), findings={}, problems=problems
    )
    page = reviewer_html(screening, specimen_policy())
    assert "@mail" not in page
    assert "3996 more parts" in page
