import io

import pytest
from rich.console import Console

from earnest.records.decision import Outcome
from earnest.report.specimen import specimen, specimen_policy
from earnest.report.terminal import SUMMARY_ROWS, Summary, print_screening


def printed(screening, width, **kwargs):
    console = Console(file=io.StringIO(), width=width, **kwargs)
    print_screening(screening, specimen_policy(), console)
    return console.file.getvalue()


def summary(width, count=3):
    console, table = Console(file=io.StringIO(), width=width), Summary()
    for _ in range(count):
        table.add(specimen())
    table.print(console)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(len(line) for line in printed(specimen(), width).splitlines()) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_decision_limit_change_scores_and_reasons_are_there(width):
    text = " ".join(printed(specimen(), width).replace("│", " ").split())
    assert "? Review" in text
    assert "What holds it back most: Reads carefully 0.50 ± 0.08" in text
    assert "→ Read the ticket once more" in text
    assert "0.81 ± 0.11" in text
    assert "no score Not given: no specialty" in text
    assert "[constraint-missed report.py:3]" in text
    assert "8 spans were masked" in text


def test_a_strength_is_shown_beside_the_weaknesses():
    text = printed(specimen(), 100)
    claims = text[text.index("\nConcrete claims") : text.index("\nHonest about failure")]
    assert claims.count("\n - ") == 2
    assert claims.count("\n + ") == 1


def test_a_pipe_gets_plain_text_and_a_terminal_the_same_words():
    plain = printed(specimen(), 80)
    assert "\x1b" not in plain
    coloured = printed(specimen(), 80, force_terminal=True, color_system="standard")
    assert "\x1b[" in coloured
    assert printed(specimen(), 80, force_terminal=True, no_color=True, color_system=None) == plain


def test_control_characters_of_a_candidate_never_reach_the_terminal():
    screening = specimen()
    hostile = screening.but(
        name="x\x1b]0;owned\x07\u202e",
        findings={
            "stack": tuple(found.but(quote="\x1b[2J\r\u202equote") for found in screening.findings["stack"])
        },
    )
    text = printed(hostile, 80)
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
    assert "‹U+001B›" in text


def test_markup_of_rich_in_a_name_stays_text():
    assert "[red]Ana[/red]" in printed(specimen().but(name="[red]Ana[/red]"), 80)


@pytest.mark.parametrize("width", [80, 120])
def test_the_summary_has_a_row_each_with_errors_and_the_limiting_signal(width):
    text = summary(width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert text.count("0.50*") == 3
    assert text.count("±0.08") == 3
    assert text.count("? review") == 3
    assert "3 screened: 3 review" in text


def test_a_large_batch_keeps_its_first_rows_and_counts_all():
    text = summary(120, SUMMARY_ROWS + 5)
    assert text.count("? review") == SUMMARY_ROWS
    assert "and 5 more" in text
    assert f"{SUMMARY_ROWS + 5} screened" in text


@pytest.mark.parametrize("outcome", list(Outcome))
def test_outcomes_differ_without_colour(outcome):
    screening = specimen()
    text = printed(screening.but(decision=screening.decision.but(outcome=outcome)), 80)
    symbols = {Outcome.ADVANCE: "✓", Outcome.REVIEW: "?", Outcome.INCOMPLETE: "…", Outcome.DECLINE: "✕"}
    assert f"{symbols[outcome]} {outcome.value.capitalize()}" in text
