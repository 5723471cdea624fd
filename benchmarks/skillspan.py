"""SkillSpan's job ads (kris927b/SkillSpan, MIT): sentences, marked spans, employers' tags."""

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_TAGS = "technologies"  # the heading above an employer's tags
_NO_TAGS = re.compile(r"[A-Z]{2}|:")


class Line(NamedTuple):
    """One sentence of an ad with its marked spans: skills (what is done) and knowledge (what is known)."""

    text: str
    skills: tuple[str, ...]
    knowledge: tuple[str, ...]


class Ad(NamedTuple):
    """One ad without the line of employers' tags, and those tags."""

    id: str
    lines: tuple[Line, ...]
    tags: frozenset[str]

    def texts(self) -> list[str]:
        """Return the lines."""
        return [line.text for line in self.lines]

    def marked(self) -> frozenset[str]:
        """Return the knowledge that annotators marked, as written, in lower case."""
        found = (_plain(span) for line in self.lines for span in line.knowledge)
        return frozenset(span for span in found if len(span) > 1)


def read_ads(folder: Path, splits: Sequence[str]) -> list[Ad]:
    rows: dict[str, list[Line]] = {}
    for split in splits:
        for line in (folder / f"{split}.json").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found = Line(
                " ".join(row["tokens"]),
                tuple(_spans(row["tokens"], row["tags_skill"])),
                tuple(_spans(row["tokens"], row["tags_knowledge"])),
            )
            rows.setdefault(f"{split}-{row['source']}-{row['idx']}", []).append(found)
    return [_without_tags(name, lines) for name, lines in rows.items()]


def _without_tags(name: str, lines: Sequence[Line]) -> Ad:
    kept, tags, heading = [], set(), False
    for line in lines:
        if heading and not _NO_TAGS.search(line.text):
            tags |= set(line.text.lower().split()) - {".", ","}
        elif line.text.strip(" :").lower() != _TAGS:
            kept.append(line)
        heading = line.text.strip(" :").lower() == _TAGS
    return Ad(name, tuple(kept), frozenset(tags))


def _spans(tokens: Sequence[str], marks: Sequence[str]) -> Iterator[str]:
    """Yield the spans that begin with B and go on with I."""
    held: list[str] = []
    for token, mark in zip([*tokens, ""], [*marks, "O"], strict=True):
        if held and not mark.startswith("I"):
            yield " ".join(held)
            held = []
        if mark.startswith("B") or (mark.startswith("I") and held):
            held.append(token)


def _plain(span: str) -> str:
    return re.sub(r"[^a-z0-9+#. ]", "", span.lower()).strip(" .")


def relevance(sets: Sequence[frozenset[str]]) -> npt.NDArray[np.float64]:
    """Return the overlap of each pair of sets, 0..1: shared over all members, each by its rarity.

    Every ad is relevant to itself in full.
    """
    total = len(sets)
    counts = Counter(name for one in sets for name in one)
    rare = {name: math.log(1 + (total - n + 0.5) / (n + 0.5)) for name, n in counts.items()}
    found = np.eye(total)
    for row, left in enumerate(sets):
        for column, right in enumerate(sets):
            if row != column and left & right:
                found[row, column] = _weight(left & right, rare) / _weight(left | right, rare)
    return found


def _weight(names: Iterable[str], rare: dict[str, float]) -> float:
    return math.fsum(rare[name] for name in sorted(names))


_FRAMES = (
    "Shipped {0} for the billing of a wholesaler and cut failed runs from 12 to 3 a week.",
    "Took over a service that nobody understood, moved it to {0}, and wrote down why each step was safe.",
    "Traced a slow nightly run with {0} to one join and brought it from 40 to 6 minutes.",
    "Maintained {0} for three internal teams; on call every fourth week.",
    "Reviewed 200 changes in {0} and kept a list of the mistakes that came back.",
    "Set up {0} from nothing for a depot with 60 users.",
    "Taught two colleagues {0} by pairing on real tickets.",
    "Replaced a script of 900 lines by {0} and deleted the old one a month later.",
    "Wrote the test plan for {0} and found 14 defects before the release.",
    "Kept {0} running through the move of two halls without a lost order.",
    "Built a report on {0} that the night shift reads instead of calling.",
    "Answered 30 questions a month about {0} and turned the five commonest into a page.",
    "Rewrote the part of {0} that woke people up; it has been quiet since spring.",
    "Compared two ways of doing {0} on last year's orders and chose the duller one.",
    "Split one large module with {0} into four that can be tested alone.",
    "Measured {0} for six weeks before I touched it, which saved a rewrite.",
)


def other_way(ad: Ad) -> Ad:
    """Return an ad whose halves have changed places: the profile's lines are the listing."""
    return Ad(f"{ad.id}, other way", ad.lines[1:], ad.tags)


def listing_half(ad: Ad) -> str:
    """Return every second line: the listing."""
    return "\n".join(line.text for line in ad.lines[0::2])


def own_half(ad: Ad) -> str:
    """Return the other lines that say something of the work: a profile in the employer's words."""
    return "\n".join(line.text for line in ad.lines[1::2] if line.skills or line.knowledge)


def claims_of(names: Sequence[str], seed: str, most: int = len(_FRAMES)) -> list[str]:
    """Return invented claims about the names, one or two in each, in an order that the seed makes."""
    chosen = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    frames = chosen.sample(_FRAMES, len(_FRAMES))
    left, found = list(names), []
    for frame in frames[:most]:
        if left:
            held = [left.pop(0) for _ in range(min(len(left), chosen.choice((1, 2))))]
            found.append(frame.format(" and ".join(held)))
    return found


def written(ad: Ad) -> str:
    """Return an invented profile: claims about the knowledge marked in the other half, then a list."""
    names = list(dict.fromkeys(span.strip(" ,.()") for line in ad.lines[1::2] for span in line.knowledge))
    random.Random(ad.id).shuffle(names)  # noqa: S311 - a benchmark, not a secret
    claims = claims_of(names, ad.id, 10)
    rest = [name for name in names if not any(name in claim for claim in claims)]
    return "\n".join([*claims, *([f"Skills: {', '.join(rest)}"] if rest else [])])


def usable(ad: Ad) -> bool:
    """Say whether both halves of an ad hold enough to be told apart."""
    return len(ad.lines) >= 6 and own_half(ad).count("\n") >= 2 and written(ad).count("\n") >= 2
