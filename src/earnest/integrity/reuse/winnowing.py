"""Fingerprints of a row of tokens by winnowing.

Schleimer, Wilkerson & Aiken, Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD 2003: of every
`window` hashes of `gram` tokens in a row the smallest is kept, so two rows that share gram + window - 1
tokens share a fingerprint.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

_BASE = 1_000_003
_MODULUS = (1 << 61) - 1


def fingerprints(tokens: Sequence[str], gram: int, window: int) -> Iterator[tuple[int, int]]:
    """Yield (hash, index of the first token of its gram), each kept gram once, in order."""
    last = -1
    held: deque[tuple[int, int]] = deque()
    for place, value in enumerate(_rolling(tokens, gram)):
        while held and held[-1][0] >= value:
            held.pop()
        held.append((value, place))
        if held[0][1] <= place - window:
            held.popleft()
        if place >= window - 1 and held[0][1] != last:
            last = held[0][1]
            yield held[0]


def _rolling(tokens: Sequence[str], gram: int) -> Iterator[int]:
    top = pow(_BASE, gram - 1, _MODULUS)
    value = 0
    for place, token in enumerate(tokens):
        if place >= gram:
            value = (value - top * _hashed(tokens[place - gram])) % _MODULUS
        value = (value * _BASE + _hashed(token)) % _MODULUS
        if place >= gram - 1:
            yield _mixed(value)


def _mixed(value: int) -> int:
    """Spread a rolling hash, so that which gram is smallest does not depend on its last token."""
    value ^= value >> 31
    value = (value * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    return value ^ (value >> 29)


@lru_cache(maxsize=4096)
def _hashed(token: str) -> int:
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
