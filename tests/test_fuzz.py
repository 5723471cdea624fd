"""Random texts and damaged files through the line up to Evidence: those that once failed, and a few more.

`python -m benchmarks fuzz` runs as many as one likes.
"""

import itertools

import pytest
from benchmarks.fuzz import files_cases, texts_case, through

from earnest.bank import find_pack
from earnest.records.application import Submission, SubmittedFile
from earnest.signals import Context

CONTEXT = Context(pack=find_pack("practice"))
# Seeds whose texts once ended in an error (headings alone as an essay) or took seconds (runs of stops).
FOUND = (
    *(1099511627924, 1099511627935, 1099511627942, 1099511628071, 1099511628103, 1099511628465),
    *(7696581396542, 7696581396601, 7696581396750, 7696581396829, 7696581396878, 7696581397285),
)


@pytest.mark.parametrize("seed", FOUND)
def test_what_once_failed_ends_in_evidence(seed):
    assert through(texts_case(seed), CONTEXT) == ""


def test_random_texts_end_in_evidence_or_one_line():
    told = [through(texts_case(seed), CONTEXT) for seed in range(60)]
    assert sum(not line for line in told) > 50
    assert all("\n" not in line for line in told)


def test_damaged_files_end_in_evidence_or_one_line():
    told = [through(submission, CONTEXT) for submission in itertools.islice(files_cases(60, 5), 60)]
    assert 5 < sum(not line for line in told) < 60


@pytest.mark.parametrize("text", ["# One\n\n## Two\n\n# Three\n", "...", "\u200b", "0", "- \n- \n", "```\n"])
def test_texts_of_next_to_nothing_end_in_evidence(text):
    files = (
        SubmittedFile(path="profile.md", content=b"Built the export in Python for 40 people."),
        SubmittedFile(path="interview.md", content=f"## q1\n{text}x".encode()),
        SubmittedFile(path="writing/a.md", content=text.encode()),
    )
    assert through(Submission(name="a", files=files), CONTEXT) == ""
