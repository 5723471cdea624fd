import numpy as np
import pytest

from earnest.matching.passages import Asked, Passage, Passages, asked, open_passages, passages_of, whole


class Words:
    """Vectors by first letter: two texts are near where their words begin alike."""

    name = "first letters"
    dimensions = 26

    def embed(self, texts):
        rows = np.array(
            [[sum(word[0] == chr(97 + n) for word in text.split()) for n in range(26)] for text in texts],
            dtype=np.float32,
        ).reshape(-1, 26)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


DOCUMENTS = [
    passages_of([("apple avocado", 1.0), ("bear bee", 1.0)], 2),
    passages_of([("apple bear", 1.0)], 2),
    passages_of([], 2),
    passages_of([("cat cow", 1.0)], 2),
]
HELD = Passages.of(DOCUMENTS, Words())
ALL = np.arange(len(DOCUMENTS))


def near(query, held=HELD, rows=ALL):
    return held.nearness(asked(passages_of(query, 2), Words()), rows)


def test_each_passage_counts_by_the_nearest_on_the_other_side():
    found = near([("apple avocado", 1.0), ("cat cow", 1.0)])
    assert found == pytest.approx([(1 / 2 + 1 / 2) / 2, (0.7071 / 2 + 0.7071) / 2, 0.0, 0.75], abs=0.01)


def test_a_passage_counts_by_its_credit():
    plain, discounted = (
        near([("apple ant", 1.0), ("cat cow", 1.0)]),
        near([("apple ant", 1.0), ("cat cow", 0.1)]),
    )
    assert discounted[3] < plain[3] / 2
    assert discounted[0] > plain[0]


def test_some_documents_are_compared_as_they_are_among_all():
    query = [("apple bear", 1.0), ("cow", 1.0)]
    assert near(query, rows=np.array([1, 3])).tobytes() == near(query)[[1, 3]].tobytes()
    assert near(query, rows=ALL[:0]).shape == (0,)


def test_many_documents_are_compared_in_blocks_to_the_same_numbers():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(40_000, 26)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    many = Passages(whole(rows), np.arange(0, 40_001, 4))
    query = Asked(whole(rows[:3]).astype(np.float32), np.ones(3))
    found = many.nearness(query, np.arange(10_000))
    alone = np.concatenate([many.nearness(query, np.array([row])) for row in range(0, 10_000, 97)])
    assert found[::97].tobytes() == alone.tobytes()
    assert found.argmax() == 0


def test_passages_are_joined_kept_saved_and_opened(tmp_path):
    keep = np.array([True, False, True, True])
    query = [("apple bear", 1.0)]
    assert near(query, HELD.kept(keep), np.arange(3)).tobytes() == near(query)[keep].tobytes()
    both = HELD.joined(HELD)
    assert near(query, both, np.arange(8)).tobytes() == np.tile(near(query), 2).tobytes()
    HELD.save(tmp_path)
    assert near(query, open_passages(tmp_path)).tobytes() == near(query).tobytes()


def test_a_text_without_words_has_one_empty_passage():
    assert passages_of([], 5) == (Passage("", 1.0),)
    assert near([]).tolist() == [0.0] * len(DOCUMENTS)
