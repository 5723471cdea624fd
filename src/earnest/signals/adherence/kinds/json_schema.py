"""A JSON value against a schema: the keywords of JSON Schema 2020-12 that need no pattern and no other file.

What is not known here (`pattern`, `format`, `$ref`, ...) raises `CannotDecide`; nothing passes unread. Linear
in the value times the schema.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import JsonValue

from earnest.signals.adherence.kinds.case import CannotDecide

Schema = dict[str, JsonValue]
_NOTES = frozenset(
    {"title", "description", "default", "examples", "$schema", "$id", "$comment", "deprecated"}
)
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "integer": (int,),
}


def problems(value: JsonValue, schema: JsonValue, where: str = "$") -> Iterator[str]:
    """Yield what of a value does not fit a schema, each with its place (`$.a[0]`).

    Raises `CannotDecide` for a keyword that nothing here reads.
    """
    if schema is True:
        return
    if schema is False:
        yield f"{where}: nothing is allowed here"
        return
    if not isinstance(schema, dict):
        raise CannotDecide(f"the schema at {where} is neither an object nor true or false")
    for keyword, wanted in schema.items():
        if keyword in _NOTES or keyword == "additionalProperties":
            continue
        if keyword not in _CHECKS:
            raise CannotDecide(f"the schema uses {keyword!r}, which is not read here")
        yield from _CHECKS[keyword](value, wanted, where)
    yield from _additional(value, schema, where)


def _type(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    names = [name for name in (wanted if isinstance(wanted, list) else [wanted]) if isinstance(name, str)]
    if not names or any(name not in _TYPES for name in names):
        raise CannotDecide(f"the schema names a type {wanted!r}")
    if not any(_is_of(value, name) for name in names):
        yield f"{where}: is no {' or '.join(names)}"


def _is_of(value: JsonValue, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if isinstance(value, float) and name == "integer":
        return value.is_integer()
    return isinstance(value, _TYPES[name])


def _listed(wanted: JsonValue) -> list[JsonValue]:
    if not isinstance(wanted, list):
        raise CannotDecide(f"the schema has {str(wanted)[:40]!r} where a list belongs")
    return wanted


def _named(wanted: JsonValue) -> Schema:
    if not isinstance(wanted, dict):
        raise CannotDecide(f"the schema has {str(wanted)[:40]!r} where an object belongs")
    return wanted


def _number(wanted: JsonValue) -> float:
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        raise CannotDecide(f"the schema has {str(wanted)[:40]!r} where a number belongs")
    return wanted


def _same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values are equal as JSON: true is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _enum(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if not any(_same(value, one) for one in _listed(wanted)):
        yield f"{where}: is none of the values that are allowed"


def _const(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if not _same(value, wanted):
        yield f"{where}: is not {json.dumps(wanted)[:60]}"


def _required(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{where}: {name!r} is absent" for name in _listed(wanted) if name not in value)


def _properties(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, schema in _named(wanted).items():
            if name in value:
                yield from problems(value[name], schema, f"{where}.{name}")


def _additional(value: JsonValue, schema: Schema, where: str) -> Iterator[str]:
    if "additionalProperties" in schema and isinstance(value, dict):
        known = schema.get("properties", {})
        for name, held in value.items():
            if not isinstance(known, dict) or name not in known:
                yield from problems(held, schema["additionalProperties"], f"{where}.{name}")


def _items(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, held in enumerate(value):
            yield from problems(held, wanted, f"{where}[{place}]")


def _unique(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if wanted and isinstance(value, list):
        texts = [json.dumps(held, sort_keys=True) for held in value]
        if len(set(texts)) < len(texts):
            yield f"{where}: holds a value twice"


def _bound(
    kind: str, size: Callable[[Any], float], fits: Callable[[float, float], bool], said: str
) -> Callable[[JsonValue, JsonValue, str], Iterator[str]]:
    def check(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
        if _is_of(value, kind) and not fits(size(value), _number(wanted)):
            yield f"{where}: {said} {wanted}"

    return check


def _all_of(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    for schema in _listed(wanted):
        yield from problems(value, schema, where)


def _any_of(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if not any(_fits(value, schema, where) for schema in _listed(wanted)):
        yield f"{where}: fits none of {len(_listed(wanted))} schemas"


def _one_of(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    count = sum(_fits(value, schema, where) for schema in _listed(wanted))
    if count != 1:
        yield f"{where}: fits {count} of {len(_listed(wanted))} schemas, not one"


def _not(value: JsonValue, wanted: JsonValue, where: str) -> Iterator[str]:
    if _fits(value, wanted, where):
        yield f"{where}: fits a schema that it must not fit"


def _fits(value: JsonValue, schema: JsonValue, where: str) -> bool:
    return not list(problems(value, schema, where))


_CHECKS: dict[str, Callable[[JsonValue, JsonValue, str], Iterator[str]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "required": _required,
    "properties": _properties,
    "items": _items,
    "uniqueItems": _unique,
    "minItems": _bound("array", len, lambda size, limit: size >= limit, "holds fewer items than"),
    "maxItems": _bound("array", len, lambda size, limit: size <= limit, "holds more items than"),
    "minLength": _bound("string", len, lambda size, limit: size >= limit, "has fewer characters than"),
    "maxLength": _bound("string", len, lambda size, limit: size <= limit, "has more characters than"),
    "minProperties": _bound("object", len, lambda size, limit: size >= limit, "has fewer names than"),
    "maxProperties": _bound("object", len, lambda size, limit: size <= limit, "has more names than"),
    "minimum": _bound("number", float, lambda size, limit: size >= limit, "is below"),
    "maximum": _bound("number", float, lambda size, limit: size <= limit, "is above"),
    "exclusiveMinimum": _bound("number", float, lambda size, limit: size > limit, "is not above"),
    "exclusiveMaximum": _bound("number", float, lambda size, limit: size < limit, "is not below"),
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
}
