"""The practice pack, proved with the real constraints, tests and programs beside the keys."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from earnest.bank import find_pack
from earnest.bank.checking import CheckState, check_pack
from earnest.bank.pair_checks import check_balance
from earnest.cli.bank import run_script
from earnest.records.answer_key import EdgeKey, PairKey
from earnest.records.item import CodingItem, EdgeItem, ItemKind, PairItem
from earnest.signals.adherence import decide, run_item_tests

INTERVIEW = {"failure", "missed-deadline", "wrong-decision", "conflict", "feedback", "broke-production"}
NO_RUNNER = {"go", "rust", "shell"}  # a compiler or a shell may be absent
ABSENT = ("no Go on this machine", "no Rust (", "no C compiler in", "no shell in")
LONGFORM = {"caching", "evaluation", "migration", "review-policy"}


@cache
def proof():
    return check_pack(find_pack("practice"), decide, run_item_tests, run_script)


@pytest.fixture
def checked(socket_enabled):  # the sandbox is probed with a server on this machine that nobody may reach
    return proof()


def of(kind):
    return [item for item in find_pack("practice").items.values() if isinstance(item, kind)]


def test_nothing_fails(checked):
    assert [line for line in checked if line.state is CheckState.FAILED] == []


def test_whatever_can_be_run_was_run(checked):
    languages = {item.id: item.language for item in of(CodingItem)}
    waiting = [
        f"{line.item}: {line.message}"
        for line in checked
        if line.state is CheckState.NOT_RUN
        and not (languages.get(line.item) in NO_RUNNER and any(name in line.message for name in ABSENT))
    ]
    if any("isolation" in line or "Node.js" in line for line in waiting):
        pytest.skip("; ".join(sorted({line.partition(": ")[2] for line in waiting})))
    assert waiting == []


def test_the_pack_holds_what_a_screen_needs():
    pack = find_pack("practice")
    counts = Counter(item.kind for item in pack.items.values())
    assert counts[ItemKind.PAIR] == 60
    assert counts[ItemKind.CODING] == 24
    assert {item.language for item in of(CodingItem)} == {
        "python",
        "typescript",
        "sql",
        "go",
        "rust",
        "shell",
    }
    assert all(1 <= len(item.constraints) <= 3 for item in of(CodingItem))
    assert {
        name.removeprefix("interview-") for name in pack.items if name.startswith("interview-")
    } == INTERVIEW
    assert {name.removeprefix("long-") for name in pack.items if name.startswith("long-")} == LONGFORM
    specialties = Counter(item.specialty for item in of(EdgeItem))
    assert set(specialties) == {"python", "javascript", "sql"}
    assert min(specialties.values()) >= 12


def test_half_of_the_pairs_have_the_longer_option_right_in_either_position():
    pack = find_pack("practice")
    cells = Counter(
        (pack.key(item.id, PairKey).key.value, len(item.option_a) > len(item.option_b))
        for item in of(PairItem)
    )
    assert cells == {("a", True): 15, ("a", False): 15, ("b", True): 15, ("b", False): 15}


def test_no_threshold_on_how_much_longer_an_option_is_tells_the_key():
    """The best rule "the longer one up to a ratio, the shorter one beyond" or its reverse, fitted here."""
    pack = find_pack("practice")
    pairs = []
    for item in of(PairItem):
        a, b = len(item.option_a) + 1, len(item.option_b) + 1
        longer = "a" if a > b else "b"
        pairs.append((max(a, b) / min(a, b), longer == pack.key(item.id, PairKey).key.value))
    best = 0.0
    for bound, _ in pairs:
        right = sum(longer_right == (ratio <= bound) for ratio, longer_right in pairs)
        best = max(best, right / len(pairs), 1 - right / len(pairs))
    assert best <= 0.6


def test_the_letter_of_an_edge_item_tells_nothing():
    pack = find_pack("practice")
    letters = Counter(pack.key(item.id, EdgeKey).answer for item in of(EdgeItem))
    assert set(letters) == {"a", "b", "c", "d"}
    assert max(letters.values()) <= 0.33 * letters.total()


def test_the_constraints_catch_every_mutant_and_copies_are_no_answers(checked):
    page = (Path(__file__).parents[1] / "packs" / "README.md").read_text(encoding="utf-8")
    said = [line.message for line in checked if line.message.startswith("mutants caught by all kinds: ")]
    caught, _, made = said[0].rpartition(": ")[2].partition(" of ")
    assert caught == made
    assert f"{caught} of {made} in this pack" in page
    words = [line.message.split() for line in checked if "answers copied from one to another" in line.message]
    assert len(words) == len(of(CodingItem))
    missing, failing = (sum(int(one[place]) for one in words) for place in (10, 15))
    assert f"Of {missing + failing} answers" in page
    assert f"another {missing} miss a" in page
    assert f"the other {failing}, of one item" in page


def test_the_page_counts_the_coding_items_by_language():
    page = (Path(__file__).parents[1] / "packs" / "README.md").read_text(encoding="utf-8")
    counts = Counter(item.language for item in of(CodingItem))
    said = ", ".join(
        f"{counts[language]} {name}"
        for language, name in (
            ("python", "Python"),
            ("typescript", "TypeScript"),
            ("go", "Go"),
            ("rust", "Rust"),
            ("sql", "SQL"),
            ("shell", "shell"),
        )
    )
    assert f"{counts.total()} coding items ({said})" in page


def test_the_page_shows_the_figures_that_the_check_prints():
    page = (Path(__file__).parents[1] / "packs" / "README.md").read_text(encoding="utf-8")
    for line in check_balance(find_pack("practice")):
        rule, _, figures = line.message.partition(" is right in ")
        assert f"| {rule} | {figures.partition(',')[0].replace(' pairs', '')} |" in page
    counts = Counter(item.provenance.source.partition(" ")[0] for item in of(PairItem))
    assert f"{counts['written']} pairs were written for Earnest, {counts['LLMBar']} are from" in page
    assert f"and {counts['EvalBiasBench']} from" in page
