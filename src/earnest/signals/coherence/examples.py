"""Examples of rules in a few words: an invented essay, changed in one way.

A text that begins with `essay` names `example_essay.md` (paragraphs count from 1) and says, between
semicolons, what was done to it:

    essay; without 6-7; 1 to the end; from 6: other; woven with other; add: A new last paragraph.

`other` is `example_other.md`. Every other text is taken as it stands.
"""

import re
from functools import cache
from itertools import zip_longest
from pathlib import Path

from earnest.errors import BadRecord
from earnest.signals.signal import Line

PROMPT = "Should every database migration be rehearsed? Take a position and say where it fails."
_BASES = frozenset({"essay", "diary"})
_WITHOUT = re.compile(r"without (\d{1,2})(?:-(\d{1,2}))?")
_TO_END = re.compile(r"(\d{1,2}) to the end")
_FROM = re.compile(r"from (\d{1,2}): other")
_ADD = "add: "


def example(text: str) -> Line:
    """Make a line of the JSON-lines interface from an example. Raises `BadRecord` for an unknown step."""
    steps = [step.strip() for step in text.strip().rstrip(".").split(";")]
    if steps[0] not in _BASES:
        return {"id": "example", "prompt": "", "text": text}
    paragraphs = list(_paragraphs(f"example_{steps[0]}"))
    for step in steps[1:]:
        paragraphs = _changed(paragraphs, step)
    return {"id": "example", "prompt": PROMPT, "text": "\n\n".join(paragraphs)}


def _changed(paragraphs: list[str], step: str) -> list[str]:
    if match := _WITHOUT.fullmatch(step):
        first, last = int(match[1]) - 1, int(match[2] or match[1])
        return paragraphs[:first] + paragraphs[last:]
    if match := _TO_END.fullmatch(step):
        at = int(match[1]) - 1
        return [*paragraphs[:at], *paragraphs[at + 1 :], paragraphs[at]]
    if match := _FROM.fullmatch(step):
        return paragraphs[: int(match[1]) - 1] + list(_paragraphs("example_other"))
    if step == "woven with other":
        pairs = zip_longest(paragraphs, _paragraphs("example_other"))
        return [one for pair in pairs for one in pair if one is not None]
    if step.startswith(_ADD):
        return [*paragraphs, step.removeprefix(_ADD) + "."]
    raise BadRecord(f"an example of coherence holds steps such as 'without 6-7': {step!r}")


@cache
def _paragraphs(name: str) -> tuple[str, ...]:
    text = Path(__file__).with_name(f"{name}.md").read_text(encoding="utf-8")
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())
