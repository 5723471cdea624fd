"""The word lists of accountability, read once from `lexicon.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from earnest.text.lexicon import Phrases


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of one list."""
    words: str = _table()[name]
    return frozenset(words.split())


@cache
def phrase_list(name: str) -> Phrases:
    """Return one list of phrases, ready to be looked for."""
    return Phrases(_table()[name])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
