"""TOML -> a JSON object."""

import json
import tomllib

from earnest.errors import InputError
from earnest.intake.decoding import decode
from earnest.intake.parsers.blocks import Bounds, Refused


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"value": {...}}`; dates and times become text. Raises `Refused` for what is no TOML."""
    del bounds
    try:
        value = tomllib.loads(decode(content, "").text)
    except InputError:
        raise Refused("its bytes are no text; save it as UTF-8") from None
    except ValueError as error:
        raise Refused(f"not valid TOML ({' '.join(str(error).split())[:200]}); mend it") from None
    return {"value": json.loads(json.dumps(value, default=str))}
