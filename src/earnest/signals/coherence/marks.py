"""What one sentence does in an argument: claims, backs, limits. Words of any subject, never the only ground
of a judgement.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from earnest.text.inflect import Form
from earnest.text.lexicon import Phrases, Standing, cues, standing
from earnest.text.names import names
from earnest.text.quantities import MEASURED, quantities
from earnest.text.tokens import Tag, Token, tokenize

_LONGEST = 4_000  # characters of one sentence that are looked at


class Marks(NamedTuple):
    """How much a sentence claims, backs and limits (0..1), and whether it announces the end."""

    claim: float
    backing: float
    limiting: float
    concluding: bool


def marks_of(sentence: str) -> Marks:
    """Return the marks of one sentence.

    >>> marks_of("A dry run should come first, because it is cheaper than a repair.").claim > 0.6
    True
    >>> marks_of("In March the dry run on 4,000 orders found 31 broken rows.").backing > 0.5
    True
    >>> marks_of("It fails when the copy is old, and then it is worse than nothing.").limiting > 0.6
    True
    """
    tokens = tokenize(sentence[:_LONGEST])
    if not tokens:
        return Marks(0.0, 0.0, 0.0, False)
    where = standing(tokens)
    asked = sentence.rstrip(" \"')").endswith("?")
    ties = _Ties(
        cause=bool(cues("cause").find_among(tokens, where)),
        contrast=bool(_phrases("contrast").find_among(tokens, where)),
        told=any(token.form is Form.PAST and token.tag is Tag.VERB for token in tokens),
    )
    return Marks(
        claim=0.0 if asked else _claim(tokens, where, ties),
        backing=0.0 if asked else _backing(tokens, where, ties),
        limiting=_limiting(tokens, where, ties),
        concluding=bool(_phrases("concluding").find(tokens[:6])),
    )


class _Ties(NamedTuple):
    """Whether a sentence names a cause or a contrast, and whether it tells what happened."""

    cause: bool
    contrast: bool
    told: bool


def _claim(tokens: list[Token], where: Standing, ties: _Ties) -> float:
    hits = len(_phrases("claim").find_among(tokens, where))
    tied = ties.cause or ties.contrast
    short = len(tokens) < 5
    return _bounded(0.2 + 0.3 * min(hits, 2) + 0.2 * tied - 0.25 * ties.told - 0.2 * short)


def _backing(tokens: list[Token], where: Standing, ties: _Ties) -> float:
    measured = any(one.kind in MEASURED for one in quantities(tokens))
    named = len(names(tokens))
    shown = bool(cues("example").find_among(tokens, where))
    return _bounded(0.4 * measured + 0.2 * min(named, 2) + 0.3 * shown + 0.2 * ties.cause + 0.2 * ties.told)


def _limiting(tokens: list[Token], where: Standing, ties: _Ties) -> float:
    limits = len(_phrases("limit").find_among(tokens, where))
    if limits == 0:
        return 0.0
    conditional = bool(_phrases("condition").find_among(tokens, where))
    return _bounded(0.3 * min(limits, 2) + 0.3 * conditional + 0.15 * ties.contrast)


def _bounded(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


@cache
def _phrases(name: str) -> Phrases:
    path = Path(__file__).with_name("cues.toml")
    return Phrases(tomllib.loads(path.read_text(encoding="utf-8"))[name])
