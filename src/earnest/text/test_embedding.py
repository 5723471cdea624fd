"""The embedding: unit rows, independent of batch and order, and refused when a file was changed."""

import doctest
import subprocess
import sys

import numpy as np
import pytest

from earnest.errors import Unavailable, WeightsMismatch
from earnest.text import embedding
from earnest.text.checked import checked_content, checked_file

TEXTS = [
    "The cache was stale.",
    "",
    "Our cache served old pages.",
    "Bake the bread at 230 degrees.",
    "[name]",
]


def test_doctests():
    assert doctest.testmod(embedding).failed == 0


def test_rows_are_unit_or_zero():
    rows = embedding.default_embedder().embed(TEXTS)
    assert rows.shape == (5, 256)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 1, 0], atol=1e-6)


def test_near_in_meaning_is_near():
    rows = embedding.default_embedder().embed(TEXTS)
    assert rows[0] @ rows[2] > rows[0] @ rows[3] + 0.2


def test_a_row_does_not_depend_on_the_batch():
    embedder = embedding.default_embedder()
    together = embedder.embed(TEXTS)
    alone = np.vstack([embedder.embed([text]) for text in reversed(TEXTS)])[::-1]
    assert together.tobytes() == alone.tobytes()


def test_matches_whole_text_tokenisation():
    """Words read alone give the tokens of the whole text: the vectors are those that were trained."""
    embedder = embedding.default_embedder()
    text = "We didn't roll back: p95 rose to 2.1 s, and naïve retries (3x) made it worse."
    whole = embedder._tokenizer.encode(text, add_special_tokens=False).ids
    assert [token for word in text.split() for token in embedder._tokens(word)] == whole


def test_placeholders_do_not_count():
    plain, masked = embedding.default_embedder().embed(["I led the audit at", "I led the audit at [school]."])
    assert plain.tobytes() == masked.tobytes()


def test_an_endless_word_is_cut():
    assert embedding.default_embedder().embed(["x" * 2_000_000]).shape == (1, 256)


def test_a_changed_file_is_refused(tmp_path):
    changed = tmp_path / "weights" / "l2_supercat_256.safetensors"
    changed.parent.mkdir()
    changed.write_bytes(b"not the weights")
    with pytest.raises(WeightsMismatch, match="install"):
        checked_content(changed, embedding._SHA256["weights/l2_supercat_256.safetensors"], "wordllama")
    with pytest.raises(WeightsMismatch, match="missing"):
        checked_content(tmp_path / "absent", "0", "wordllama")


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(Unavailable, match="no_such_package"):
        checked_file("no_such_package", "weights", "0")


def test_a_weighted_sum_is_that_of_its_words():
    embedder = embedding.default_embedder()
    both = embedder.weighted("cache bread", {"cache": 2.0, "bread": 0.5}.__getitem__)
    cache, bread = (embedder.weighted(word, lambda _: 1.0) for word in ("cache", "bread"))
    assert np.allclose(both, 2 * cache + 0.5 * bread)
    assert not embedder.weighted("[name] ", lambda _: 1.0).any()


def test_loading_does_not_import_the_package_or_an_http_client():
    code = (
        "import sys; from earnest.text.embedding import default_embedder; default_embedder();"
        "print(sorted({'wordllama', 'requests', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
