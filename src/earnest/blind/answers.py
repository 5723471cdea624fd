"""Explanations of edge cases: who writes them is masked, what they explain stays as it was written."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from earnest.blind.canonical import CanonicalBlock
from earnest.blind.masks import PLACEHOLDERS, Mask
from earnest.records.ledger import MaskKind
from earnest.text.segment import Span

_LEAST_WORDS = 6
"""What has fewer is a letter, a value or a name of the subject."""
_ALWAYS = frozenset({MaskKind.NAME, MaskKind.SCHOOL, MaskKind.CONTACT, MaskKind.BIRTH})
_OWN = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b")
_END = re.compile(r"[.!?](?=\s|$)")


class OwnWords(NamedTuple):
    """What tells of the writer: its place in the answer as it was given, and its mask in the block."""

    span: Span
    block: CanonicalBlock
    mask: Mask


def is_explanation(answer: str) -> bool:
    """Say whether an answer is a text, not a letter or a value.

    >>> is_explanation("b"), is_explanation("It runs in my head: the loop is awaited twice")
    (False, True)
    """
    return len(answer.split(None, _LEAST_WORDS)) >= _LEAST_WORDS


def own_words(marked: Iterable[tuple[CanonicalBlock, list[Mask]]]) -> Iterator[OwnWords]:
    """Yield what tells of the writer of an answer, in order.

    A place, a people, a date and a span of time do only in a sentence that speaks of the writer: a leap year
    and an American option belong to what is explained.
    """
    for block, masks in marked:
        for mask in masks:
            if mask.kind in _ALWAYS or _OWN.search(_sentence(block.text, mask)):
                yield OwnWords(block.source(mask.start, mask.end), block, mask)


def without_own(answer: str, words: Iterable[OwnWords]) -> str:
    """Return the answer with placeholders where it tells of the writer."""
    return replaced(answer, ((word.span, PLACEHOLDERS[word.mask.kind]) for word in words))


def replaced(text: str, changes: Iterable[tuple[Span, str]]) -> str:
    """Return a text with each span, in order and apart, replaced."""
    parts: list[str] = []
    at = 0
    for span, new in changes:
        parts += (text[at : span.start], new)
        at = span.end
    return "".join((*parts, text[at:]))


def _sentence(text: str, mask: Mask) -> str:
    before = [found.end() for found in _END.finditer(text, 0, mask.start)]
    after = _END.search(text, mask.end)
    return text[before[-1] if before else 0 : after.end() if after else len(text)]
