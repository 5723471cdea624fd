from hypothesis import given, settings
from hypothesis import strategies as st

from earnest.records.document import Document, DocumentKind
from earnest.records.finding import Effect, LocatedFinding
from earnest.records.ledger import Masked, MaskKind
from earnest.report.marking import lines, paragraphs

TEXT = "Cut the export from 42 minutes to 6.\nTold nobody.\n\nמה שלומך"


def document(text=TEXT):
    return Document(id="profile", kind=DocumentKind.PROFILE, text=text)


def found(start, end, effect=Effect.NOTE, where="profile"):
    return LocatedFinding(
        rule="r", effect=effect, message="m", document=where, document_start=start, document_end=end
    )


def mask(start, end):
    return Masked(
        document="profile",
        kind=MaskKind.DATE,
        rule="r",
        why="w",
        start=start,
        end=end,
        blind_start=0,
        blind_end=0,
    )


def marked(cut, number):
    """The words between the start and the end of one finding."""
    inside, words = False, []
    for line in cut:
        for run in line:
            inside = inside or number in run.starts
            if inside:
                words.append(run.text)
            if number in run.ends:
                return "\n".join("".join(words).split("\n"))
        if inside:
            words.append("\n")
    return "".join(words)


def spans(length):
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)


@settings(deadline=None)
@given(st.lists(spans(len(TEXT)), max_size=8), st.lists(spans(len(TEXT)), max_size=3))
def test_runs_hold_every_character_once_and_each_finding_its_words(places, hidden):
    findings = [(number, found(start, end)) for number, (start, end) in enumerate(places, start=1)]
    cut = lines(document(), findings, [mask(start, end) for start, end in hidden])
    assert "\n".join("".join(run.text for run in line) for line in cut) == TEXT
    for number, (start, end) in enumerate(places, start=1):
        assert marked(cut, number) == TEXT[start:end]
        assert sum(number in run.ends for line in cut for run in line) == 1


def test_the_gravest_effect_is_shown_where_findings_overlap():
    cut = lines(document(), [(1, found(0, 20, Effect.STRENGTH)), (2, found(8, 14, Effect.WEAKNESS))], [])
    assert [(run.text, run.effect) for run in cut[0]][:3] == [
        ("Cut the ", "strength"),
        ("export", "weakness"),
        (" from ", "strength"),
    ]


def test_findings_of_other_texts_and_behind_the_end_do_no_harm():
    cut = lines(
        document("short"), [(1, found(0, 5, where="other")), (2, found(90, 90)), (3, found(2, 900))], []
    )
    assert "".join(run.text for run in cut[0]) == "short"
    assert [run.ends for run in cut[0]][-1] == (2,)


def test_an_empty_text_still_carries_its_points():
    assert [run.ends for line in lines(document(""), [(1, found(0, 0))], []) for run in line] == [(1,)]


def test_lines_that_were_wrapped_are_one_paragraph():
    text = (
        "# Work\r\n\r\n- Cut the nightly export to 80 partner shops from 3 hours to 11 minutes,\r\n"
        "  by streaming rows with a cursor\r\n- Wrote docs\r\n"
    )
    cut = lines(document(text), [(1, found(40, 120))], [])
    told = [
        ["".join(run.text for run in line).strip() for line in paragraph]
        for paragraph in paragraphs(text, cut)
    ]
    assert told == [
        ["# Work"],
        [""],
        [
            "- Cut the nightly export to 80 partner shops from 3 hours to 11 minutes,",
            "by streaming rows with a cursor",
        ],
        ["- Wrote docs"],
        [""],
    ]


@given(st.text(alphabet="ab -#*|\n\r", max_size=60), st.lists(spans(60), max_size=4))
def test_paragraphs_lose_no_line(text, places):
    findings = [(number, found(start, end)) for number, (start, end) in enumerate(places, start=1)]
    cut = lines(document(text), findings, [])
    assert [line for paragraph in paragraphs(text, cut) for line in paragraph] == cut
