"""What the first and the last paragraphs do: set a time, announce, name, point back, invite.

An opening says when, names who, and announces; it has nothing to point back to and nothing yet to deny. A
last paragraph turns to the reader. Each count is compared with the rate at which the same text does it, so
that a writer who points back a lot, or names nobody, is not taken for one who does it out of place.
"""

import math
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from earnest.signals.coherence.reading import ReadSentence, Stretch

_KINDS = ("dated", "announcing", "inviting", "pointing", "denying", "linking", "addressing")


def opener_values(found: Sequence[ReadSentence], blocks: Sequence[Stretch]) -> dict[str, float]:
    """Return by kind how often the first, the last and the last but one of `blocks` does it.

    (count - expected) / sqrt(expected + 1), where the rate of all blocks and the content words of the block
    give what is expected. `sentence_` values are counts in the first sentence over the root of its content
    words.
    """
    counts = [_counts(found[one.first : one.last]) for one in blocks]
    sizes = [one.content for one in blocks]
    values = {}
    for place, at in (("first", 0), ("last", -1), ("before_last", -2)):
        for kind in counts[0]:
            rate = (sum(count[kind] for count in counts) + 0.5) / max(1, sum(sizes))
            expected = rate * sizes[at]
            values[f"{place}_{kind}"] = (counts[at][kind] - expected) / math.sqrt(expected + 1.0)
    opening = found[blocks[0].first]
    for kind, count in _counts([opening]).items():
        values[f"sentence_{kind}"] = count / math.sqrt(len(opening.stems) + 1.0)
    return values


NO_OPENERS = {
    f"{place}_{kind}": 0.0
    for place in ("first", "last", "before_last", "sentence")
    for kind in (*_KINDS, "named")
}
"""The values of a text in which no first and last blocks can be told."""


def _counts(sentences: Sequence[ReadSentence]) -> dict[str, int]:
    known, counts = _words(), dict.fromkeys((*_KINDS, "named"), 0)
    for one in sentences:
        counts["named"] += one.named
        for word in one.said:
            for kind in known.get(word, ()):
                counts[kind] += 1
    return counts


@cache
def _words() -> dict[str, list[str]]:
    """Return the kinds of each cue word."""
    table = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))
    known: dict[str, list[str]] = {}
    for kind in _KINDS:
        for word in table[kind]:
            known.setdefault(word, []).append(kind)
    return known
