"""From responses and the bank to the rows of the evidence; a pack made from the items of one JSON line."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue, ValidationError

from earnest.bank import Pack
from earnest.errors import BadRecord, UnknownName
from earnest.records.answer_key import PairKey
from earnest.records.evidence.preference import (
    MirroredAnswer,
    OpenAnswer,
    PairAnswer,
    PreferenceEvidence,
)
from earnest.records.item import ItemKind, PairItem, Pool, Provenance
from earnest.records.response import Choice, PairResponse
from earnest.text.segment import words

_MARKDOWN = re.compile(r"^[ \t]{0,3}(?:#{1,6} |[-*+] |\d{1,3}[.)] |> |```)|\*\*|__|`", re.MULTILINE)


def join(responses: Sequence[PairResponse], pack: Pack) -> PreferenceEvidence:
    """Join each response with its item and key; of two responses to one item the first counts.

    Items that the pack does not know as pairs are listed, not scored, and so are open pairs (which have no
    key), pretest pairs and the second, mirrored showing of a pair. Another known item without its key is the
    pack's fault and raises `PackError`.
    """
    answers: dict[str, PairAnswer] = {}
    open_: dict[str, OpenAnswer] = {}
    pretest: set[str] = set()
    unknown: set[str] = set()
    for response in responses:
        item = pack.items.get(response.item)
        if not isinstance(item, PairItem):
            unknown.add(response.item)
        elif item.open:
            open_.setdefault(item.id, _open(response))
        elif item.pretest:
            pretest.add(item.id)
        elif item.id not in answers and not response.mirrored:
            answers[item.id] = _answer(response, item, pack.key(item.id, PairKey).key)
    return PreferenceEvidence(
        answers=tuple(answers[item] for item in sorted(answers)),
        mirrored=tuple(_mirrored(responses, answers)),
        open=tuple(open_[item] for item in sorted(open_)),
        pretest=tuple(sorted(pretest)),
        unknown=tuple(sorted(unknown)),
    )


def _open(response: PairResponse) -> OpenAnswer:
    return OpenAnswer(item=response.item, choice=response.choice, confidence=response.confidence)


def _mirrored(
    responses: Sequence[PairResponse], answers: Mapping[str, PairAnswer]
) -> Iterator[MirroredAnswer]:
    """Yield both choices of every pair that was given in both orders, by item."""
    second: dict[str, Choice] = {}
    for response in responses:
        if response.mirrored:
            second.setdefault(response.item, response.choice)
    for item in sorted(second.keys() & answers.keys()):
        yield MirroredAnswer(item=item, choice=answers[item].choice, mirrored=second[item])


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
    """Make a pack from a list of `{"id", "prompt", "option_a", "option_b", "key"}`; "key": null is open."""
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
        items[item.id] = item
        if key is not None:
            keys[item.id] = key
    return Pack(
        id="line", version="0", title="Items of this line", pool=Pool.PRACTICE, items=items, keys=keys
    )


def _item(given: Mapping[str, JsonValue], place: int) -> tuple[PairItem, PairKey | None]:
    texts = [given.get(name) for name in ("id", "prompt", "option_a", "option_b")]
    key = given.get("key", "")
    if not all(isinstance(text, str) for text in texts) or key not in {"a", "b", None}:
        raise BadRecord(
            f'item {place} is not {{"id", "prompt", "option_a", "option_b", "key": "a", "b" or null}}'
        )
    identity, prompt, option_a, option_b = (str(text) for text in texts)
    item = PairItem(
        id=identity,
        kind=ItemKind.PAIR,
        prompt=prompt,
        option_a=option_a,
        option_b=option_b,
        open=key is None,
        pretest=given.get("pretest") is True,
        provenance=Provenance(licence="unknown", source="the line itself"),
    )
    return item, None if key is None else PairKey(item=identity, key=Choice(str(key)))
