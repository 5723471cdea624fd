"""The part of JSON Schema that an item may ask for. A word that is not here is an error of the item."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from earnest.records.base import Record

_Type = Literal["object", "array", "string", "number", "integer", "boolean", "null"]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


class Schema(Record):
    """What a JSON value must be. Names are those of JSON Schema 2020-12; each that is given must hold."""

    model_config = ConfigDict(populate_by_name=True)

    type: _Type | tuple[_Type, ...] | None = None
    properties: dict[str, "Schema"] = {}
    required: tuple[str, ...] = ()
    additional_properties: bool = Field(default=True, alias="additionalProperties")
    items: "Schema | None" = None
    min_items: int | None = Field(default=None, alias="minItems")
    max_items: int | None = Field(default=None, alias="maxItems")
    enum: tuple[JsonValue, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = Field(default=None, alias="minLength")
    max_length: int | None = Field(default=None, alias="maxLength")


def misfit(value: JsonValue, schema: Schema, where: str = "the value") -> str:
    """Say where a value is not as the schema asks; "" where it fits.

    >>> misfit({"n": 1.5}, Schema(type="object", properties={"n": Schema(type="integer")}))
    'n is no integer'
    >>> misfit([], Schema(type="array", minItems=1)), misfit(True, Schema(type="number"))
    ('the value has 0 entries, at least 1 are asked for', 'the value is no number')
    """
    types = (schema.type,) if isinstance(schema.type, str) else schema.type
    if types is not None and not any(_is(value, one) for one in types):
        return f"{where} is no {' or '.join(types)}"
    if schema.enum is not None and not any(_same(value, one) for one in schema.enum):
        return f"{where} is none of {list(schema.enum)}"
    if isinstance(value, dict):
        return _object(value, schema, where)
    if isinstance(value, list):
        return _array(value, schema, where)
    return _scalar(value, schema, where)


def _is(value: JsonValue, name: str) -> bool:
    """Say whether a value is of a type: a truth value is no number, and 1.0 is an integer."""
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[name])


def _same(one: JsonValue, other: JsonValue) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _object(value: dict[str, JsonValue], schema: Schema, where: str) -> str:
    absent = [name for name in schema.required if name not in value]
    if absent:
        return f"{where} has no {', '.join(absent)}"
    more = [name for name in value if name not in schema.properties]
    if more and not schema.additional_properties:
        return f"{where} has {', '.join(more)}, which nobody asked for"
    found = (misfit(value[name], one, name) for name, one in schema.properties.items() if name in value)
    return next((wrong for wrong in found if wrong), "")


def _array(value: list[JsonValue], schema: Schema, where: str) -> str:
    count = len(value)
    if schema.min_items is not None and count < schema.min_items:
        return f"{where} has {count} entries, at least {schema.min_items} are asked for"
    if schema.max_items is not None and count > schema.max_items:
        return f"{where} has {count} entries, at most {schema.max_items} are asked for"
    if schema.items is None:
        return ""
    found = (misfit(one, schema.items, f"{where}[{number}]") for number, one in enumerate(value))
    return next((wrong for wrong in found if wrong), "")


def _scalar(value: JsonValue, schema: Schema, where: str) -> str:
    if isinstance(value, str):
        size, least, most, unit = len(value), schema.min_length, schema.max_length, " characters"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        size, least, most, unit = value, schema.minimum, schema.maximum, ""  # type: ignore[assignment]
    else:
        return ""
    if least is not None and size < least:
        return f"{where} is {size}{unit}, at least {least} is asked for"
    if most is not None and size > most:
        return f"{where} is {size}{unit}, at most {most} is asked for"
    return ""
