from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from earnest.errors import Unavailable
from earnest.matching import embedders
from earnest.matching.embedders import embedder_named, static_embedder
from earnest.text import minilm

TEXTS = ["Rewrote billing in Go on Postgres 15.", "", "Cared for 30 patients.", "and the", "Go Go Go"] * 60


@pytest.fixture(params=["static", "minilm"])
def embedder(request):
    if request.param == "minilm" and not minilm.is_installed():
        pytest.skip("the quality model is not installed")
    return embedder_named(request.param)


def test_rows_are_unit_or_zero(embedder):
    rows = embedder.embed(TEXTS[:3])
    assert rows.shape == (3, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 1], atol=1e-6)


def test_equal_bytes_for_any_batch_and_any_number_of_threads(embedder):
    texts = TEXTS if embedder is static_embedder() else TEXTS[:10]
    together = embedder.embed(texts)
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    with ThreadPoolExecutor(4) as pool:
        threads = np.concatenate(list(pool.map(lambda text: embedder.embed([text]), texts)))
    assert together.tobytes() == alone.tobytes() == threads.tobytes()


def test_words_that_were_forgotten_give_the_same_vector(monkeypatch):
    before = static_embedder().embed(TEXTS[:1])
    monkeypatch.setattr(embedders, "_REMEMBERED", 0)
    assert static_embedder().embed(TEXTS[:1]).tobytes() == before.tobytes()


def test_near_in_meaning_is_nearer(embedder):
    rows = embedder.embed(
        [
            "Wrote SQL queries for the data warehouse.",
            "Built reports on a PostgreSQL database.",
            "Nursed the sick at night.",
        ]
    )
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_the_quality_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(minilm, "find_spec", lambda _: None)
    minilm.minilm_embedder.cache_clear()
    with pytest.raises(Unavailable, match=r"earnest\[minilm\]"):
        minilm.minilm_embedder()
    with pytest.raises(Unavailable, match="choose static"):
        embedder_named("other")
