"""Presents: a clause without a verb gets the form that agrees with its subject; a clause with one is left alone."""

import doctest

import pytest

from earnest.text import presents
from earnest.text.presents import with_presents
from earnest.text.tokens import Tag, tokenize


def found(text):
    tokens = tokenize(text)
    read = with_presents(tokens)
    return [token.text for token, before in zip(read, tokens, strict=True) if token != before]


def test_doctests():
    assert doctest.testmod(presents).failed == 0


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Boards stand in the room they're meant for, three weeks, and the contract says so.", ["stand"]),
        ("Messages about a flat go to two people, and one of us answers.", ["go"]),
        ("Two people count, both sign, and it goes to the bank.", ["count", "sign"]),
        ("Contracts need two signatures.", ["need"]),
        ("The scanner runs on my laptop before a commit exists.", ["runs"]),
        ("Users report problems and the developers fix them.", ["report", "fix"]),
    ],
)
def test_a_clause_without_a_verb_gets_one(text, verbs):
    assert found(text) == verbs


@pytest.mark.parametrize(
    "text",
    [
        "The test results were wrong and two orders had to be sent again.",
        "We lost the report of the last quarter.",
        "I checked the release notes for changes.",
        "A change of plan.",
        "Responsible for the design of forms",
    ],
)
def test_a_clause_with_a_verb_or_without_a_subject_is_left_alone(text):
    assert found(text) == []


def test_only_the_tag_changes():
    tokens = tokenize("Forms and sprays ride with me.")
    assert [token.span for token in with_presents(tokens)] == [token.span for token in tokens]
    assert with_presents([]) == []
    assert all(token.tag is not Tag.VERB or token.lemma for token in with_presents(tokens))
