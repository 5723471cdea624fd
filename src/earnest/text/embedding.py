"""Texts as vectors: a static table of token vectors, averaged. No model is run and nothing is downloaded.

The table and the tokenizer are the ones that the `wordllama` package carries (MIT; L2-supercat, 256
dimensions, 32,000 tokens). Its code is not imported: it would bring an HTTP client and take a second to load.
Both files are checked against the SHA-256 written here before a byte of them is used.
"""

import math
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from earnest.errors import Unavailable, WeightsMismatch

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
    """Anything that turns texts into vectors whose dot product says how near two texts are."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per text, shape (n, d); an empty text gives a row of zeros."""
        ...


class StaticEmbedder:
    """Average of static token vectors, scaled to length 1.

    A text is cut at white space and each word is read alone, so a vector depends on nothing but the words of
    its own text: not on the batch, the thread, or texts seen before. Placeholders such as `[name]` are left
    out. Linear in the length of the text.
    """

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

    folder = _package_folder(_PACKAGE)
    table = load(_checked(folder, _WEIGHTS))[_TENSOR]
    tokenizer = Tokenizer.from_str(_checked(folder, _TOKENIZER).decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return StaticEmbedder(table, tokenizer)


def _package_folder(name: str) -> Path:
    """Find the folder of an installed package without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the package {name!r} is not installed; install earnest with its dependencies")
    return Path(spec.origin).parent


def _checked(folder: Path, name: str) -> bytes:
    """Read a shipped file and compare its hash."""
    path = folder / name
    if not path.is_file():
        raise WeightsMismatch(f"{name} is missing from the installed {_PACKAGE} package; install it again")
    content = path.read_bytes()
    if sha256(content).hexdigest() != _SHA256[name]:
        raise WeightsMismatch(f"{name} is not the file that Earnest was built for; install {_PACKAGE} again")
    return content
