"""Items that a line of the JSON-lines interface brings along, beside those of the pack."""

from dataclasses import replace

from pydantic import JsonValue

from earnest.errors import BadRecord
from earnest.records.answer_key import Claim, EdgeKey
from earnest.records.base import Record
from earnest.records.item import Ask, EdgeItem, ItemKind, Provenance
from earnest.signals.signal import Context


class InlineItem(Record):
    """One item as it stands in a line: what is asked, the options if there are any, and the key."""

    id: str
    specialty: str
    prompt: str = ""
    options: dict[str, str] = {}
    answer: str
    accepted: tuple[str, ...] = ()
    why: str = ""
    difficulty: float | None = None
    points: tuple[Claim, ...] = ()
    refuted: tuple[Claim, ...] = ()


def with_items(given: JsonValue, context: Context) -> Context:
    """Return the context with the items of a line added to its pack."""
    if given is None:
        return context
    if not isinstance(given, list):
        raise BadRecord('"items" is not a list')
    inline = [InlineItem.model_validate(one) for one in given]
    repeated = {one.id for one in inline} & set(context.pack.items)
    if repeated or len({one.id for one in inline}) < len(inline):
        raise BadRecord("two items have the same id: " + ", ".join(sorted(repeated) or ["in the line"]))
    origin = Provenance(licence="LicenseRef-unknown", source="the line itself")
    items = {
        one.id: EdgeItem(
            id=one.id,
            kind=ItemKind.EDGE,
            prompt=one.prompt,
            specialty=one.specialty,
            ask=Ask.EXPLAIN if one.points else Ask.PREDICT,
            options=one.options,
            difficulty=one.difficulty,
            provenance=origin,
        )
        for one in inline
    }
    keys = {
        one.id: EdgeKey(
            item=one.id,
            answer=one.answer,
            accepted=one.accepted,
            why=one.why,
            points=one.points,
            refuted=one.refuted,
        )
        for one in inline
    }
    pack = replace(context.pack, items={**context.pack.items, **items}, keys={**context.pack.keys, **keys})
    return replace(context, pack=pack)
