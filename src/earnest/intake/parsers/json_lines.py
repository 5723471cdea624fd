"""JSON lines -> one JSON object a line, or why a line is none."""

import json

from earnest.errors import InputError
from earnest.intake.decoding import decode
from earnest.intake.parsers.blocks import Bounds, Refused, RefusedTooLarge

_DEEPEST = 16


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"lines": [[number, object or null, reason]]}`: `reason` is "" where there is an object.

    Blank lines are left out. Raises `Refused` for what is no text and `RefusedTooLarge` for too many lines.
    """
    try:
        lines = decode(content, "").text.split("\n")
    except InputError:
        raise Refused("its bytes are no text; save it as UTF-8") from None
    if len(lines) > bounds["line_items"]:
        raise RefusedTooLarge(f"more than {bounds['line_items']} lines; hand in one line for each item")
    read = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return {"lines": [[number, *_object(line)] for number, line in read]}


def _object(line: str) -> tuple[object, str]:
    try:
        value = json.loads(line)
        if not isinstance(value, dict):
            return None, "not a JSON object"
        if _depth(value) > _DEEPEST:
            return None, f"nested deeper than {_DEEPEST}"
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        return None, f"nested deeper than {_DEEPEST}"
    except ValueError as error:
        return None, f"not JSON ({' '.join(str(error).split())[:120]})"
    return value, ""


def _depth(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return 0
    return 1 + max((_depth(part) for part in value), default=0)
