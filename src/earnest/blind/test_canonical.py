"""Canonical text and its way back."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

import earnest.blind.canonical
import earnest.blind.contacts
import earnest.blind.masks
import earnest.blind.words_of_line
from earnest.blind.canonical import canonical_block

TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("abc XYZ012 ,.-–—’“”ﬁﬂ\u00a0\u200b\u0301éя中한ا्क\u1161\t\n")),
    max_size=80,
)


@pytest.mark.parametrize(
    "module",
    [earnest.blind.canonical, earnest.blind.masks, earnest.blind.words_of_line],
    ids=lambda module: module.__name__,
)
def test_doctests(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


def level(text: str) -> str:
    return canonical_block(text, [(0, len(text))]).text


@pytest.mark.parametrize(
    ("given_text", "levelled"),
    [
        ("ﬁve ﬂags", "five flags"),
        ("cut – by “half”", 'cut - by "half"'),
        ("one—two", "one - two"),
        ("wide\u00a0\u2003 space", "wide space"),
        ("cafe\u0301", "café"),
        ("10³ and ½", "10³ and ½"),
        ("zero\u200bwidth so\u00adft", "zerowidth soft"),
        ("ＦＵＬＬ １２", "FULL 12"),
        ("\u1112\u1161\u11ab", "한"),
        ("क्षत्रिय", "क्षत्रिय"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_levelled(given_text, levelled):
    assert level(given_text) == levelled


@given(TEXT)
def test_levelling_twice_is_levelling_once(text):
    assert level(level(text)) == level(text)


@given(TEXT)
def test_runs_cover_the_text_and_ascend(text):
    block = canonical_block(text, [(0, len(text))])
    at, source = 0, 0
    for run in block.runs:
        assert run.at == at
        assert run.length > 0
        assert source <= run.start <= run.end <= len(text)
        at, source = run.at + run.length, run.end
    assert at == len(block.text)


@given(TEXT, st.data())
def test_a_slice_levels_to_what_it_came_from(text, data):
    block = canonical_block(text, [(0, len(text))])
    words = [place for place, character in enumerate(f" {block.text}") if character == " "]
    if not block.text:
        return
    start = data.draw(st.sampled_from(words))
    end = block.text.find(" ", start)
    end = len(block.text) if end < 0 else end
    if start < end:
        assert level(block.source(start, end).of(text)) == block.text[start:end]
