"""Texts as vectors: a static table of token vectors, averaged. No model is run and nothing is downloaded.

The table and the tokenizer are the ones that the `wordllama` package carries (MIT; L2-supercat, 256
dimensions, 32,000 tokens). Its code is not imported: it would bring an HTTP client and take a second to load.
Both files are checked against the SHA-256 written here before a byte of them is used.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from earnest.text.checked import checked_file

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

_PACKAGE = "wordllama"
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_SHA256 = {
    _WEIGHTS: "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    _TOKENIZER: "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
}
_TENSOR = "embedding.weight"
_LONGEST_WORD = 64  # characters of a word that are read; nothing that long is a word
_REMEMBERED = 50_000  # words whose tokens are kept
_PLACEHOLDER_LONGEST = 16  # characters of "[nationality]" and its like


class Embedder(Protocol):
    """Anything that turns texts into vectors whose dot product says how near two texts are.

    A row depends on its own text alone: not on the batch, the order or the number of threads.
    """

    @property
    def name(self) -> str:
        """What made the vectors; vectors of two names cannot be compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, d); an empty text gives a row of zeros."""
        ...


class StaticEmbedder:
    """Average of static token vectors, scaled to length 1.

    A text is cut at white space and each word is read alone, so a vector depends on nothing but the words of
    its own text: not on the batch, the thread, or texts seen before. Placeholders such as `[name]` are left
    out. Linear in the length of the text.
    """

    name = "wordllama l2-supercat-256"

    def __init__(self, table: npt.NDArray[np.float16], tokenizer: "Tokenizer") -> None:
        """Take `table` of shape (tokens, d) and the tokenizer whose ids count its rows."""
        self._table = table
        self._tokenizer = tokenizer
        self._ids: dict[str, tuple[int, ...]] = {}

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, d), float32; a text without words gives a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = self._vector(text)
        return rows

    def total(self, text: str) -> tuple[npt.NDArray[np.float64], int]:
        """Return the sum of the token vectors of a text, shape (d,), and the number of its tokens.

        Unlike the rows of `embed` a sum keeps the length of the vectors, which is greater for rarer words.
        """
        ids = [token for word in text.split() if not _is_placeholder(word) for token in self._tokens(word)]
        return self._sum(ids), len(ids)

    def weighted(self, text: str, weigh: Callable[[str], float]) -> npt.NDArray[np.float64]:
        """Return the sum of the mean token vector of each word times `weigh(word)`, shape (d,).

        A word is what stands between white space, as it is written.
        """
        ids: list[int] = []
        shares: list[float] = []
        for word in text.split():
            tokens = () if _is_placeholder(word) else self._tokens(word)
            if tokens:
                ids.extend(tokens)
                shares.extend([weigh(word) / len(tokens)] * len(tokens))
        total = np.zeros(self.dimensions)
        for first in range(0, len(ids), 4096):
            rows = self._table[ids[first : first + 4096]].astype(np.float64)
            total += (rows * np.array(shares[first : first + 4096])[:, None]).sum(axis=0)
        return total

    def _vector(self, text: str) -> npt.NDArray[np.float64]:
        total, tokens = self.total(text)
        if not tokens:
            return total
        length = math.sqrt(math.fsum(float(value) ** 2 for value in total))
        return total / length if length else total

    def _sum(self, ids: Sequence[int]) -> npt.NDArray[np.float64]:
        """Add the rows in their order in double precision, in slices: a long text needs little memory."""
        total = np.zeros(self.dimensions)
        for first in range(0, len(ids), 4096):
            total += self._table[ids[first : first + 4096]].astype(np.float64).sum(axis=0)
        return total

    def _tokens(self, word: str) -> tuple[int, ...]:
        known = self._ids.get(word)
        if known is None:
            encoded = self._tokenizer.encode(word[:_LONGEST_WORD], add_special_tokens=False)
            known = tuple(encoded.ids)
            if len(self._ids) < _REMEMBERED:
                self._ids[word] = known
        return known


def _is_placeholder(word: str) -> bool:
    """Say whether a word is a placeholder of the separation, with or without punctuation around it.

    >>> [_is_placeholder(word) for word in ("[name],", "([date])", "list[int]", "[1]")]
    [True, True, False, False]
    """
    if len(word) > _PLACEHOLDER_LONGEST + 4 or "[" not in word:
        return False
    inner = word.strip("().,;:!?\"'–—-")
    return inner.startswith("[") and inner.endswith("]") and inner[1:-1].isalpha() and inner.islower()


@cache
def default_embedder() -> StaticEmbedder:
    """Return the shipped embedder, loaded once for each process.

    Raises `Unavailable` if the package with the weights is not installed, `WeightsMismatch` if a file is not
    the one whose hash we know.
    """
    from safetensors.numpy import load  # noqa: PLC0415  only who embeds pays for these two
    from tokenizers import Tokenizer  # noqa: PLC0415

    weights, pieces = (checked_file(_PACKAGE, name, _SHA256[name]) for name in (_WEIGHTS, _TOKENIZER))
    table = load(weights)[_TENSOR]
    tokenizer = Tokenizer.from_str(pieces.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return StaticEmbedder(table, tokenizer)
