import subprocess
import sys

import numpy as np
import pytest

from earnest.errors import Unavailable
from earnest.matching import nearest
from earnest.matching.nearest import VectorIndex, open_vectors
from earnest.text import minilm


def unit(count, dimensions=16, seed=1):
    rows = np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


HELD, ASKED = unit(600), unit(20, seed=2)


def plain(queries, rows, k, allowed=None):
    near = queries.astype(np.float64) @ rows.astype(np.float64).T
    if allowed is not None:
        near[:, ~allowed] = -np.inf
    return np.argsort(-near, axis=1, kind="stable")[:, :k]


def recall(found, wanted):
    return np.mean(
        [len(set(left) & set(right)) / len(right) for left, right in zip(found, wanted, strict=True)]
    )


def graph(vectors):
    if not nearest.has_usearch():
        pytest.skip("usearch is not installed")
    return VectorIndex(vectors).with_graph()


def test_exact_search_finds_what_comparing_all_finds():
    found = VectorIndex(HELD).search(ASKED, 10)
    assert (found.rows == plain(ASKED, HELD, 10)).all()
    assert (np.diff(found.similarities, axis=1) <= 0).all()


def test_a_search_does_not_depend_on_how_many_are_asked_at_once():
    together = VectorIndex(HELD).search(ASKED, 10)
    alone = [VectorIndex(HELD).search(one[None, :], 10) for one in ASKED]
    assert together.rows.tobytes() == np.concatenate([one.rows for one in alone]).tobytes()
    assert together.similarities.tobytes() == np.concatenate([one.similarities for one in alone]).tobytes()


@pytest.mark.parametrize("share", [0.5, 0.02])
def test_a_filter_is_applied_before_the_best_are_counted(share):
    allowed = np.random.default_rng(3).random(len(HELD)) < share
    found = VectorIndex(HELD).search(ASKED, 10, allowed)
    assert (found.rows == plain(ASKED, HELD, 10, allowed)).all()


@pytest.mark.parametrize("share", [0.5, 0.15, 0.02])
def test_a_filter_costs_the_graph_no_recall(share):
    allowed = np.random.default_rng(3).random(len(HELD)) < share
    found = graph(HELD).search(ASKED, 10, allowed)
    assert allowed[found.rows].all()
    assert recall(found.rows, plain(ASKED, HELD, 10, allowed)) >= 0.95


def test_a_graph_is_saved_opened_added_to_and_taken_from(tmp_path):
    made = graph(HELD[:500])
    made.save(tmp_path)
    opened = open_vectors(tmp_path)
    assert opened.is_approximate
    assert (opened.search(ASKED, 10).rows == made.search(ASKED, 10).rows).all()
    keep = np.arange(600) % 3 > 0
    changed = opened.added(HELD[500:]).kept(keep)
    assert len(changed) == keep.sum()
    assert recall(changed.search(ASKED, 10).rows, plain(ASKED, HELD[keep], 10)) >= 0.95


def test_exact_vectors_are_saved_and_opened(tmp_path):
    VectorIndex(HELD).save(tmp_path)
    assert (open_vectors(tmp_path).search(ASKED, 5).rows == VectorIndex(HELD).search(ASKED, 5).rows).all()


def test_the_graph_and_the_quality_model_live_in_one_process():
    if not (nearest.has_usearch() and minilm.is_installed()):
        pytest.skip("usearch or the quality model is not installed")
    code = (
        "import numpy as np; from earnest.matching.nearest import VectorIndex;"
        "from earnest.text.minilm import minilm_embedder;"
        "VectorIndex(np.eye(8, dtype=np.float32)).with_graph(); print(minilm_embedder().embed(['a']).shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(1, 384)"


def test_nothing_to_ask_and_nothing_to_find():
    assert VectorIndex(HELD).search(ASKED[:0], 5).rows.shape == (0, 5)
    assert VectorIndex(HELD[:0]).search(ASKED, 5).rows.shape == (20, 0)


def test_without_usearch_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(nearest, "find_spec", lambda _: None)
    with pytest.raises(Unavailable, match=r"earnest\[index\]"):
        VectorIndex(HELD).with_graph()
