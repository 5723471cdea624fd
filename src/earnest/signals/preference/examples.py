"""Examples of rules in a few words, turned into a line of the JSON-lines interface with invented items.

One row of groups, each `COUNT x RIGHT: CHOSE`, separated by ";":

    20 x longer: right; 20 x shorter: longer; 90 % sure; 2 s

"4 x mirrored: kept" (or changed) gives the first pairs a second time with their options the other way round.

RIGHT says which option is the better one (longer, shorter, first, second; unknown: the pack does not hold
it; open: it has no key), CHOSE which one was taken (right, wrong, longer, shorter, first, second). What RIGHT
leaves open alternates. "90 % sure" and "2 s" hold for all answers.
"""

import json
import re
from collections.abc import Iterator
from itertools import cycle, islice

from pydantic import JsonValue

from earnest.errors import BadRecord
from earnest.signals.signal import Line

_GROUP = re.compile(
    r"(\d{1,3}) x (longer|shorter|first|second|unknown|open): (right|wrong|longer|shorter|first|second)"
)
_MIRRORED = re.compile(r"(\d{1,3}) x mirrored: (kept|changed)")
_SURE = re.compile(r"(\d{1,3}) % sure")
_SECONDS = re.compile(r"(\d{1,4}(?:\.\d)?) s")
_SHORT = "It closes the file when the block ends."
_LONG = (
    "It closes the file when the block ends, whatever happens in it, and that is why people like to use it."
)


def example(text: str) -> Line:
    """Make a line from an example: the line itself as JSON, or groups as described above."""
    if text.lstrip().startswith("{"):
        line: Line = json.loads(text)
        return line
    parts = [part.strip() for part in text.strip().rstrip(".").split(";")]
    groups = [match for part in parts if (match := _GROUP.fullmatch(part))]
    mirrored = [match for part in parts if (match := _MIRRORED.fullmatch(part))]
    sure = next((match for part in parts if (match := _SURE.fullmatch(part))), None)
    seconds = next((match for part in parts if (match := _SECONDS.fullmatch(part))), None)
    if len(groups) + len(mirrored) + bool(sure) + bool(seconds) != len(parts):
        raise BadRecord(f"an example of preference holds groups such as '20 x longer: right': {text!r}")
    extra: dict[str, JsonValue] = {}
    if sure is not None:
        extra["confidence"] = int(sure[1]) / 100
    if seconds is not None:
        extra["seconds"] = float(seconds[1])
    line = _line(groups, extra)
    return {**line, "responses": [*_list(line), *_again(_list(line), mirrored)]} if mirrored else line


def _list(line: Line) -> list[JsonValue]:
    responses = line["responses"]
    return responses if isinstance(responses, list) else []


def _again(responses: list[JsonValue], groups: list[re.Match[str]]) -> Iterator[JsonValue]:
    """Answer the first pairs a second time, mirrored."""
    left = iter(responses)
    for group in groups:
        for response in islice(left, int(group[1])):
            if isinstance(response, dict):
                first = response["choice"]
                other = "b" if first == "a" else "a"
                yield {**response, "mirrored": True, "choice": first if group[2] == "kept" else other}


def _line(groups: list[re.Match[str]], extra: dict[str, JsonValue]) -> Line:
    items: list[JsonValue] = []
    responses: list[JsonValue] = []
    for group in groups:
        arrangements = cycle([(True, True), (True, False), (False, True), (False, False)])
        for _ in range(int(group[1])):
            right_is_longer, right_is_first = next(arrangements)
            right_is_longer = {"longer": True, "shorter": False}.get(group[2], right_is_longer)
            right_is_first = {"first": True, "second": False}.get(group[2], right_is_first)
            identity = f"pair-{len(responses) + 1:03}"
            if group[2] == "unknown":
                responses.append({"item": identity, "choice": "a", **extra})
                continue
            item = _item(identity, longer=right_is_longer, first=right_is_first)
            items.append({**item, "key": None} if group[2] == "open" else item)
            choice = _choice(group[3], longer=right_is_longer, first=right_is_first)
            responses.append({"item": identity, "choice": choice, **extra})
    line: dict[str, JsonValue] = {"id": "example", "items": items, "responses": responses}
    return line if len(items) == len(responses) else {**line, "skip_unknown": True}


def _item(identity: str, *, longer: bool, first: bool) -> dict[str, JsonValue]:
    better, worse = (_LONG, _SHORT) if longer else (_SHORT, _LONG)
    option_a, option_b = (better, worse) if first else (worse, better)
    return {
        "id": identity,
        "prompt": "What does a with block do for a file?",
        "option_a": option_a,
        "option_b": option_b,
        "key": "a" if first else "b",
    }


def _choice(chosen: str, *, longer: bool, first: bool) -> str:
    takes_first = {
        "right": first,
        "wrong": not first,
        "longer": longer == first,
        "shorter": longer != first,
        "first": True,
        "second": False,
    }[chosen]
    return "a" if takes_first else "b"
