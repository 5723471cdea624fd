"""Tokens, verb groups and quantities: what is read where a list of words alone would misread."""

import doctest

import pytest

from earnest.text import clauses, content, inflect, lexicon, links, names, quantities, tokens
from earnest.text.clauses import Agent, Tense, verb_groups
from earnest.text.quantities import Kind
from earnest.text.tokens import Tag, tokenize

MODULES = (clauses, content, inflect, lexicon, links, names, quantities, tokens)


def tags(text):
    return {token.text: token.tag for token in tokenize(text)}


def groups(text):
    return [(group.agent, group.lemma) for group in verb_groups(tokenize(text))]


def read(text):
    return [
        (one.kind, one.span.of(text), one.counted.of(text) if one.counted else "")
        for one in quantities.quantities(tokenize(text))
    ]


@pytest.mark.parametrize("module", MODULES, ids=[module.__name__.rpartition(".")[2] for module in MODULES])
def test_doctests(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The shop had to close for two days.", "shop"),
        ("Shop would not open.", "Shop"),
        ("The release must wait.", "release"),
        ("Moved the data into one table a night.", "table"),
        ("It gave us problems.", "problems"),
        ("The project lead must report weekly.", "lead"),
    ],
)
def test_a_noun_that_could_be_a_verb_is_a_noun_where_a_verb_cannot_stand(text, word):
    assert tags(text)[word] is Tag.NOUN


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I order it on the first of each month.", "order"),
        ("I now shelve them by size.", "shelve"),
        ("She plaits the dough at four.", "plaits"),
        ("Release the valve before you open the lid.", "Release"),
        ("Change the oil every spring.", "Change"),
    ],
)
def test_what_follows_a_subject_or_begins_an_order_is_a_verb(text, word):
    assert tags(text)[word] is Tag.VERB


def test_a_subject_with_or_without_its_article_reads_alike():
    assert groups("The shop had to close.") == groups("Shop had to close.")
    assert groups("The shop had to close.")[0][0] is Agent.THING


def test_a_past_goes_on_after_an_aside_in_the_present():
    found = verb_groups(tokenize("I thought they take too long and refused to write any."))
    assert [(one.agent, one.lemma) for one in found if one.tense is Tense.PAST] == [
        (Agent.I, "think"),
        (Agent.I, "refuse"),
    ]
    assert groups("They take long and refused.")[-1] == (Agent.OTHER, "refuse")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The parser fails on 1 in 5 files.", (Kind.RATIO, "1 in 5", "files")),
        ("It fails 1 in 5.", (Kind.RATIO, "1 in 5", "5")),
        ("Nine out of 10 patients came back.", (Kind.RATIO, "Nine out of 10", "patients")),
        ("Cut 3 of the 12 steps.", (Kind.RATIO, "3 of the 12", "steps")),
    ],
)
def test_a_part_of_a_whole_is_one_quantity(text, expected):
    assert read(text) == [expected]


def test_two_numbers_that_are_no_part_and_whole_stay_two():
    kinds = [kind for kind, *_ in read("Cut 3 steps in 2019 and shipped it in 10 minutes.")]
    assert kinds == [Kind.COUNT, Kind.YEAR, Kind.MEASURE]
    assert [kind for kind, *_ in read("Moved 12 of 5 apples.")] == [Kind.BARE, Kind.COUNT]


@pytest.mark.parametrize("unit", ["1 in ", "I now ", "one ", "9 of ", "the ", "they take and refused "])
def test_no_text_takes_more_than_linear_time(unit):
    # Not a timing: a quadratic step would need hours for these, and the run would never end.
    held = tokenize(unit * (120_000 // len(unit)))
    assert verb_groups(held) is not None
    assert quantities.quantities(held) is not None
