"""Language pairs as translators write them: EN>DE, en-hi, FR → EN-US.

A pair of two-letter codes is one only with an arrow between, or with English on one side: "HR/IT" is two
departments. `language_codes.toml` holds the codes.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_PAIR = re.compile(
    r"(?<![\w.-])(?P<left>[A-Z]{2}|[a-z]{2})(?:[-_][A-Z]{2})?"
    r"(?P<sign>\s?(?:<?->|>|→|⇒|<>|⇄|↔|⟷)\s?|/|–|-)"
    r"(?P<right>[A-Z]{2}|[a-z]{2})(?:[-_][A-Z]{2})?(?![\w-])"
)
_ARROWS = frozenset(">→⇒⇄↔⟷")


class Named(NamedTuple):
    """A natural language that a code names, at `text[start:end]`."""

    name: str
    start: int
    end: int


def coded_languages(text: str) -> Iterator[Named]:
    """Yield the languages of the pairs in a text, in order.

    >>> [one.name for one in coded_languages("EN>DE and en-hi, not HR/IT, pt-BR or en-US")]
    ['English', 'German', 'English', 'Hindi']
    """
    codes = language_codes()
    for pair in _PAIR.finditer(text):
        left, right = pair["left"].lower(), pair["right"].lower()
        known = left in codes and right in codes and left != right
        same_case = pair["left"].isupper() == pair["right"].isupper()
        if known and same_case and ("en" in {left, right} or _ARROWS & set(pair["sign"])):
            for side in ("left", "right"):
                yield Named(codes[pair[side].lower()], pair.start(side), pair.end(side))


@lru_cache(maxsize=1)
def language_codes() -> Mapping[str, str]:
    """Return the names of languages by their codes."""
    path = Path(__file__).with_name("language_codes.toml")
    codes: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["codes"]
    return codes
