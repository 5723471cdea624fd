"""Kinds of the published instruction sets IFEval (25 ids) and IFBench (58 ids), under their own names.

Each is decided on the answer text, by what its words say. Where the published check differs from its own
words, these follow the words; the section "Answers" of the signal's README lists the differences.
"""

from typing import Any

from earnest.signals.adherence.kinds.answers import (
    formats,
    keywords,
    layout,
    lengths,
    ratios,
    tasks,
    wordplay,
)
from earnest.signals.adherence.kinds.kind import Kind

KINDS: tuple[Kind[Any], ...] = tuple(
    kind for group in (keywords, lengths, layout, formats, ratios, wordplay, tasks) for kind in group.KINDS
)
