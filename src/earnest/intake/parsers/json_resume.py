"""JSON Resume 1.0 -> blocks, in the order of its schema: a heading for each section, then its entries."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from earnest.errors import InputError
from earnest.intake.decoding import decode
from earnest.intake.parsers.blocks import Block, BlockKind, Bounds, Refused, checked, words_of

_Entry = Mapping[str, object]


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"blocks": [[kind, text], ...]}`. Raises `Refused` for what is no JSON Resume."""
    try:
        value = json.loads(decode(content, "").text)
    except InputError:
        raise Refused("its bytes are no text; save it as UTF-8") from None
    except ValueError as error:
        where = " ".join(str(error).split())[:120]
        raise Refused(f"is broken JSON ({where}); export it again as JSON Resume") from None
    blocks = list(_resume(value)) if isinstance(value, dict) else []
    if not blocks:
        names = ", ".join(("basics", *_SECTIONS))
        raise Refused(f"is JSON but no JSON Resume 1.0; it needs at least one of {names}")
    return {"blocks": checked(blocks, bounds)}


def _resume(resume: _Entry) -> Iterator[Block]:
    basics = resume.get("basics")
    if isinstance(basics, dict):
        yield from _basics(basics)
    for name, read in _SECTIONS.items():
        section = resume.get(name)
        blocks = list(chain.from_iterable(read(entry) for entry in _entries(section)))
        if blocks:
            yield Block(BlockKind.HEADING, name.capitalize())
            yield from blocks


def _entries(section: object) -> list[_Entry]:
    return [entry for entry in section if isinstance(entry, dict)] if isinstance(section, list) else []


def _basics(basics: _Entry) -> Iterator[Block]:
    yield from (Block(BlockKind.HEADING, name) for name in words_of(basics, "name"))
    yield from _paragraphs(words_of(basics, "label", "email", "phone", "url"))
    location = basics.get("location")
    if isinstance(location, dict):
        place = words_of(location, "address", "postalCode", "city", "region", "countryCode")
        yield from _paragraphs([", ".join(place)])
    for profile in _entries(basics.get("profiles")):
        yield from _paragraphs([" ".join(words_of(profile, "network", "username", "url"))])
    yield from _texts(basics, "summary")


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    return (Block(BlockKind.PARAGRAPH, line) for line in lines if line)


def _texts(entry: _Entry, *keys: str) -> Iterator[Block]:
    """Yield each line of the texts under `keys`; a blank line or a line end ends a paragraph."""
    for key in keys:
        text = entry.get(key)
        if isinstance(text, str):
            yield from _paragraphs([" ".join(line.split()) for line in text.splitlines()])


def _items(entry: _Entry, *keys: str) -> Iterator[Block]:
    for key in keys:
        found = entry.get(key)
        for text in found if isinstance(found, list) else ():
            if isinstance(text, str) and text.strip():
                yield Block(BlockKind.ITEM, " ".join(text.split()))


def _dates(entry: _Entry) -> list[str]:
    return [" - ".join(words_of(entry, "startDate", "endDate"))]


def _head(entry: _Entry, *keys: str) -> Iterator[Block]:
    title = ", ".join(words_of(entry, *keys))
    if title:
        yield Block(BlockKind.HEADING, title)


def _work(entry: _Entry) -> Iterator[Block]:
    yield from _head(entry, "position", "name", "organization")
    yield from _paragraphs([*words_of(entry, "location", "url"), *_dates(entry)])
    yield from _texts(entry, "description", "summary")
    yield from _items(entry, "highlights")


def _project(entry: _Entry) -> Iterator[Block]:
    yield from _head(entry, "name", "entity")
    yield from _paragraphs([*words_of(entry, "url"), *_dates(entry)])
    yield from _texts(entry, "description", "summary")
    yield from _items(entry, "highlights")
    yield from _paragraphs([_listed(entry, "roles"), _listed(entry, "keywords")])


def _education(entry: _Entry) -> Iterator[Block]:
    yield from _head(entry, "studyType", "area", "institution")
    yield from _paragraphs([*words_of(entry, "url", "score"), *_dates(entry)])
    yield from _items(entry, "courses")


def _award(entry: _Entry) -> Iterator[Block]:
    yield from _head(entry, "title", "name", "awarder", "issuer", "publisher")
    yield from _paragraphs(words_of(entry, "date", "releaseDate", "url"))
    yield from _texts(entry, "summary")


def _skill(entry: _Entry) -> Iterator[Block]:
    name = " ".join(words_of(entry, "name", "language"))
    level = words_of(entry, "level", "fluency")
    named = f"{name} ({level[0]})" if name and level else name or "".join(level)
    yield from _one_item(": ".join(part for part in (named, _listed(entry, "keywords")) if part))


def _reference(entry: _Entry) -> Iterator[Block]:
    yield from _head(entry, "name")
    yield from _texts(entry, "reference")


def _one_item(text: str) -> Iterator[Block]:
    if text:
        yield Block(BlockKind.ITEM, text)


def _listed(entry: _Entry, key: str) -> str:
    return ", ".join(block.text for block in _items(entry, key))


_SECTIONS: Mapping[str, Callable[[_Entry], Iterator[Block]]] = {
    "work": _work,
    "volunteer": _work,
    "projects": _project,
    "education": _education,
    "awards": _award,
    "certificates": _award,
    "publications": _award,
    "skills": _skill,
    "languages": _skill,
    "interests": _skill,
    "references": _reference,
}
