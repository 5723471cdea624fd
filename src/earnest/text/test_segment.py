import doctest

import pytest

from earnest.text import segment
from earnest.text.segment import sentences


@pytest.mark.parametrize(
    "text", ["." * 500_000 + "x", ".)" * 300_000, "?!" * 200_000 + "a", ".'" * 300_000 + "b"]
)
def test_a_run_of_stops_that_ends_no_sentence_takes_no_more_than_its_length(text):
    assert [span.of(text)[-1] for span in sentences(text)][-1] == text[-1]


def test_the_examples_of_docstrings_hold():
    assert doctest.testmod(segment).failed == 0
