import doctest
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earnest.text import layout, markup
from earnest.text.layout import block_spans, block_text, space_between

PROSE = (
    "Built the ingestion pipeline in Python and Go that reads events from 14 sources and writes them to"
    " PostgreSQL; p95 fell from 2.1 s to 300 ms. Nobody had measured it before, so I wrote the load generator"
    " first and kept it in the repository."
)


def blocks(text: str) -> list[str]:
    return [" ".join(block_text(text, spans).split()) for spans in block_spans(text)]


def test_doctests() -> None:
    assert doctest.testmod(layout).failed == 0
    assert doctest.testmod(markup).failed == 0


@pytest.mark.parametrize("width", [50, 60, 72, 78, 80, 100, 118])
@pytest.mark.parametrize("hang", ["", "  "])
def test_wrapping_at_any_width_gives_the_same_blocks(width: int, hang: str) -> None:
    claims = [PROSE, "Short claim.", PROSE[:170], "x" * 30 + " " + PROSE]
    listed = "\n".join(
        textwrap.fill(claim, width, initial_indent="- ", subsequent_indent=hang, break_on_hyphens=False)
        for claim in claims
    )
    prose = "\n\n".join(textwrap.fill(claim, width, break_on_hyphens=False) for claim in claims)
    assert blocks("EXPERIENCE\n" + listed) == ["EXPERIENCE", *claims]
    assert blocks(prose) == claims
    assert blocks("\r\n".join(prose.split("\n"))) == claims


def test_lines_that_were_not_wrapped_stay_apart() -> None:
    lines = ["Ada Example", "ada@example.org", "Berlin, Germany", "+49 30 000000"]
    assert blocks("\n".join(lines)) == lines
    claims = [
        "Cut the nightly batch from 6 hours to 40 minutes by reading partitions.",
        "Wrote the migration guide that twelve teams followed in the same week.",
        "Found the leak that had restarted the gateway every night for a year.",
    ]
    assert blocks("\n".join(claims)) == claims
    paragraphs = [PROSE, PROSE[:150], PROSE + " " + PROSE]
    assert blocks("\n".join(paragraphs)) == paragraphs


def test_markdown_joins_soft_breaks_and_keeps_hard_ones() -> None:
    assert blocks("# T\n\nOne sentence.\nAnother one.\n") == ["T", "One sentence. Another one."]
    assert blocks("# T\n\nOne.  \nTwo\\\nThree<br>Four\n") == ["T", "One.", "Two", "Three", "Four"]


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Title\n=====\nBody", ["Title", "Body"]),
        ("## Work ##\n***\n> quoted **text**\n> goes on", ["Work", "quoted text goes on"]),
        ("1. one\n2. two\n   - deep\n- [x] done\n* [ ] open", ["one", "two", "deep", "done", "open"]),
        ("• a\n▪ b\n– c\n\uf0b7 d\no e\n✓f", ["a", "b", "c", "d", "e", "f"]),
        ("| A | B |\n|---|:-:|\n| **c** | d \\| e |", ["A", "B", "c", "d | e"]),
        ("A | B\n--- | ---\nc | d", ["A", "B", "c", "d"]),
        ("Python | Go | Rust", ["Python | Go | Rust"]),
        ("+-----+----+\n| a   | b  |\n+-----+----+", ["a", "b"]),
        ("Engineer, Acme\t2019", ["Engineer, Acme", "2019"]),
        ("Engineer, Acme          2019", ["Engineer, Acme", "2019"]),
        ("```py\n- a **b**\n```\nafter", ["- a **b**", "after"]),
        ("```\nnever closed\n- a", ["never closed", "a"]),
        ("<!-- hidden\nstill -->\nseen", ["seen"]),
        ("[docs]: https://x.example/y\nseen", ["seen"]),
        ("A. Example, engineer", ["A. Example, engineer"]),
        (
            ">90% coverage\n-5% cost\n+1 555 0100\n#1 in sales",
            [">90% coverage", "-5% cost", "+1 555 0100", "#1 in sales"],
        ),
        ("", []),
        ("\n \n***\n- \n#\n", []),
    ],
)
def test_marks_of_lines(given_text: str, expected: list[str]) -> None:
    assert blocks(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Used **Go**, _C_ and ***Rust***.", "Used Go, C and Rust."),
        ("`a*b*` and ``x`y``", "a*b* and x`y"),
        ('[docs](http://x/(a) "t i"), ok', "docs, ok"),
        ("![me](me.png)Ada [![ci](a)](b)", "Ada"),
        ("<https://x.example/a> <a@b.example>", "https://x.example/a a@b.example"),
        ("a<b>c</b> List<String> x < y", "ac List<String> x < y"),
        ("R&amp;D&nbsp;lab", "R&D lab"),
        (
            "2 * 3 * 4, snake_case_name, __init__, *args, **kwargs",
            "2 * 3 * 4, snake_case_name, __init__, *args, **kwargs",
        ),
        ("count(*) and SELECT *, 5* hotel, ~5 ~~old~~", "count(*) and SELECT *, 5* hotel, ~5 old"),
        ("1\\. not a list \\*", "1. not a list *"),
        ("[1] and [a][b] stay", "[1] and [a][b] stay"),
    ],
)
def test_inline_marks(given_text: str, expected: str) -> None:
    assert blocks(given_text) == [expected]


def test_a_number_inside_a_wrapped_sentence_is_no_list() -> None:
    text = (
        "We moved the whole fleet of build machines over to the new kernel series in\n"
        "12. Nothing broke after that, and the team has kept the same routine to this\n"
        "day, which is what I am proud of. The old series is gone from every rack and\n"
        "nobody has asked for it since."
    )
    assert len(blocks(text)) == 1


def test_broken_words() -> None:
    assert not space_between("cross-\nfunctional", 6, 7)
    assert space_between("pre-\nand post-", 4, 5)
    assert not space_between("数据\n处理", 2, 3)


@given(st.text(alphabet='ab *_`[]()<>!#|-=~\\\n\t"&;1.•:/', max_size=120))
def test_spans_ascend_are_not_empty_and_stand_in_the_text(text: str) -> None:
    at = 0
    for spans in block_spans(text):
        assert spans
        for span in spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
        assert block_text(text, spans).strip() == block_text(text, spans) != ""


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        "_a",
        "`",
        "[",
        "](",
        '[a](x "',
        "<a ",
        "&amp",
        "# ",
        "- ",
        "> ",
        "|",
        "--- |",
        "\\",
        "```\n",
        "a" * 50 + " ",
        "1. ",
        "<!--",
    ],
)
def test_no_text_takes_more_than_linear_time(unit: str) -> None:
    # Not a timing: a quadratic pattern would need hours for these, and the run would never end.
    text = unit * (1_000_000 // len(unit))
    block_spans(text)
