"""From responses and the bank to the rows of the evidence; a pack made from the items of one JSON line."""

import math
import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue, ValidationError

from earnest.bank import Pack
from earnest.errors import BadRecord, UnknownName
from earnest.records.answer_key import PairKey
from earnest.records.evidence.preference import PairAnswer, PreferenceEvidence
from earnest.records.item import ItemKind, PairItem, Pool, Provenance
from earnest.records.response import Choice, PairResponse
from earnest.text.segment import words

_MARKDOWN = re.compile(r"^[ \t]{0,3}(?:#{1,6} |[-*+] |\d{1,3}[.)] |> |```)|\*\*|__|`", re.MULTILINE)


def join(responses: Sequence[PairResponse], pack: Pack) -> PreferenceEvidence:
    """Join each response with its item and key; of two responses to one item the first counts.

    Items that the pack does not know as pairs are listed, not scored. A known item without its key is the
    pack's fault and raises `PackError`.
    """
    answers: dict[str, PairAnswer] = {}
    unknown: set[str] = set()
    for response in responses:
        item = pack.items.get(response.item)
        if not isinstance(item, PairItem):
            unknown.add(response.item)
        elif response.item not in answers:
            answers[response.item] = _answer(response, item, pack.key(item.id, PairKey).key)
    return PreferenceEvidence(
        answers=tuple(answers[item] for item in sorted(answers)), unknown=tuple(sorted(unknown))
    )


def _answer(response: PairResponse, item: PairItem, key: Choice) -> PairAnswer:
    return PairAnswer(
        item=item.id,
        key=key,
        choice=response.choice,
        doublings=round(math.log2((len(item.option_a) + 1) / (len(item.option_b) + 1)), 6),
        markdown=len(_MARKDOWN.findall(item.option_a)) - len(_MARKDOWN.findall(item.option_b)),
        words=sum(len(words(text)) for text in (item.prompt, item.option_a, item.option_b)),
        confidence=response.confidence,
        seconds=response.seconds,
    )


def read_responses(given: JsonValue, pack: Pack, *, skip_unknown: bool = False) -> tuple[PairResponse, ...]:
    """Read the "responses" of a line.

    Raises `BadRecord` for a malformed one and, unless `skip_unknown`, `UnknownName` for an unknown item.
    """
    if not isinstance(given, list):
        raise BadRecord('preference needs {"id", "responses"}: "responses" is missing or not a list')
    responses = [_response(one, place) for place, one in enumerate(given, start=1)]
    for response in responses:
        if not skip_unknown and not isinstance(pack.item(response.item), PairItem):
            raise UnknownName(f"item {response.item!r} of pack {pack.id!r} is no answer pair")
    return tuple(responses)


def _response(given: JsonValue, place: int) -> PairResponse:
    if not isinstance(given, dict):
        raise BadRecord(f"response {place} is not an object")
    try:
        return PairResponse.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadRecord(f"response {place}, field {field!r}: {first['msg']}") from error


def pack_of(given: JsonValue) -> Pack:
    """Make a pack from a list of `{"id", "prompt", "option_a", "option_b", "key"}`."""
    if not isinstance(given, list):
        raise BadRecord('"items" is not a list of {"id", "prompt", "option_a", "option_b", "key"}')
    items: dict[str, PairItem] = {}
    keys: dict[str, PairKey] = {}
    for place, one in enumerate(given, start=1):
        if not isinstance(one, dict):
            raise BadRecord(f"item {place} is not an object")
        item, key = _item(one, place)
        if item.id in items:
            raise BadRecord(f"two items have the id {item.id!r}")
        items[item.id], keys[item.id] = item, key
    return Pack(
        id="line", version="0", title="Items of this line", pool=Pool.PRACTICE, items=items, keys=keys
    )


def _item(given: Mapping[str, JsonValue], place: int) -> tuple[PairItem, PairKey]:
    texts = [given.get(name) for name in ("id", "prompt", "option_a", "option_b", "key")]
    if not all(isinstance(text, str) for text in texts) or texts[4] not in {"a", "b"}:
        raise BadRecord(f'item {place} is not {{"id", "prompt", "option_a", "option_b", "key": "a" or "b"}}')
    identity, prompt, option_a, option_b, key = (str(text) for text in texts)
    item = PairItem(
        id=identity,
        kind=ItemKind.PAIR,
        prompt=prompt,
        option_a=option_a,
        option_b=option_b,
        provenance=Provenance(licence="unknown", source="the line itself"),
    )
    return item, PairKey(item=identity, key=Choice(key))
