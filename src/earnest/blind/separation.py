"""Application -> BlindApplication, Identity and the ledger of what was masked and why."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from earnest.blind.answers import OwnWords, is_explanation, own_words, without_own
from earnest.blind.canonical import CanonicalBlock, canonical_block
from earnest.blind.contacts import find_contacts
from earnest.blind.dates import find_dates
from earnest.blind.durations import find_durations
from earnest.blind.education import lines_of, whole_lines
from earnest.blind.header import header_masks
from earnest.blind.labels import find_labelled
from earnest.blind.masks import PLACEHOLDERS, Line, Mask, settled
from earnest.blind.names import Person, find_names, find_person
from earnest.blind.own_schools import find_own_schools, own_schools
from earnest.blind.personal import find_birth
from earnest.blind.places import find_nationalities, find_places
from earnest.blind.schools import find_schools
from earnest.blind.vocabulary import table
from earnest.blind.words_of_line import words_in
from earnest.records.application import Application, BlindApplication
from earnest.records.document import BlindDocument, Document, DocumentKind, blind_document
from earnest.records.identity import Identity
from earnest.records.ledger import Anchor, DocumentMap, Ledger, Masked, MaskKind
from earnest.records.response import BlindTextResponse, EdgeResponse, TextResponse
from earnest.text.instructions import instructions
from earnest.text.layout import block_spans
from earnest.text.lookalikes import fold
from earnest.text.segment import Span

DETECTORS = (
    find_contacts,
    find_birth,
    find_schools,
    find_dates,
    find_durations,
    find_places,
    find_nationalities,
    find_labelled,
)
_SCHOOL_LINE = PLACEHOLDERS[MaskKind.SCHOOL]
_PLACEHOLDER = re.compile("|".join(re.escape(mark) for mark in sorted(PLACEHOLDERS.values())))
_HEAD = 8
_LONGEST_PIECE = 2000


@dataclass(frozen=True)
class Separated:
    """The three parts of a separated application. Only `blind` may reach a signal."""

    blind: BlindApplication
    identity: Identity
    ledger: Ledger


@dataclass(frozen=True)
class _Parted:
    document: BlindDocument
    masked: tuple[Masked, ...]
    map: DocumentMap
    words: tuple[tuple[MaskKind, str], ...]


def separate(application: Application, found: "Found | None" = None) -> Separated:
    """Separate who somebody is from what they can do.

    `found` is what earlier calls found in lines: handed in again, a line that comes back costs nothing.
    """
    found = found if found is not None else Found()
    person = person_of(application, found)
    parted = {document.id: found.parted(document, person) for document in _documents(application)}
    blind = BlindApplication(
        profile=parted[application.profile.id].document if application.profile is not None else None,
        samples=application.samples,
        preferences=application.preferences,
        interview=_responses(parted, application.interview),
        writing=_responses(parted, application.writing),
        specialty=tuple(_blind_answer(response, person, found) for response in application.specialty),
        specialty_name=application.specialty_name,
        problems=application.problems,
    )
    ledger = Ledger(
        masked=tuple(mask for part in parted.values() for mask in part.masked),
        maps=tuple(part.map for part in parted.values()),
    )
    return Separated(blind, _identity(parted.values()), ledger)


def own_words_of(response: EdgeResponse, person: Person, found: "Found") -> list[OwnWords]:
    """Return what an explanation of an edge case tells of its writer."""
    if not is_explanation(response.answer):
        return []
    document = Document(id="specialty", kind=DocumentKind.SPECIALTY, text=response.answer)
    return list(own_words(_marked(document, person, found)))


def _blind_answer(response: EdgeResponse, person: Person, found: "Found") -> EdgeResponse:
    words = own_words_of(response, person, found)
    return response.but(answer=without_own(response.answer, words)) if words else response


class Marked(NamedTuple):
    """One canonical block and its settled masks."""

    block: CanonicalBlock
    masks: list[Mask]


def marked_blocks(application: Application, found: "Found") -> dict[str, list[Marked]]:
    """Return the blocks of every document, by its id, with what is identity in them."""
    person = person_of(application, found)
    return {document.id: _marked(document, person, found) for document in _documents(application)}


def person_of(application: Application, found: "Found") -> Person:
    """Return the candidate as the profile names them."""
    if application.profile is None:
        return Person()
    lines = list(lines_of(found.blocks(application.profile), application.profile.kind))
    person = find_person(lines, [_identified(line, found) for line in lines[:_HEAD]])
    return replace(person, schools=own_schools(lines, [found.impersonal(line) for line in lines]))


def _documents(application: Application) -> list[Document]:
    profile = [application.profile] if application.profile is not None else []
    return profile + [response.document for response in (*application.interview, *application.writing)]


def _blocks(document: Document) -> list[CanonicalBlock]:
    """Return the blocks of what is scored: no sentence that tells the reader what to make of the writer.

    Letters that only look like others are read as those (`text.lookalikes`).
    """
    text = fold(document.text).text
    blocks = (_block(text, spans, document.kind) for spans in block_spans(text))
    return [block for block in blocks if block.text]


def _block(text: str, spans: list[Span], kind: DocumentKind) -> CanonicalBlock:
    block = canonical_block(text, spans)
    orders = [
        block.source(found.span.start, found.span.end)
        for found in instructions(block.text)
        if found.is_set_aside(in_profile=kind is DocumentKind.PROFILE)
    ]
    return canonical_block(text, _without(spans, orders)) if orders else block


def _without(spans: Iterable[Span], orders: list[Span]) -> Iterator[Span]:
    """Yield what is left of the spans of one block; both are in the order of the text."""
    for start, end in spans:
        at = start
        for order in orders:
            if order.start >= end or order.end <= at:
                continue
            if order.start > at:
                yield Span(at, order.start)
            at = max(at, min(order.end, end))
        if at < end:
            yield Span(at, end)


def _responses(
    parted: Mapping[str, _Parted], responses: Iterable[TextResponse]
) -> tuple[BlindTextResponse, ...]:
    return tuple(
        BlindTextResponse(
            item=response.item, prompt=response.prompt, document=parted[response.document.id].document
        )
        for response in responses
    )


def _marked(document: Document, person: Person, found: "Found") -> list[Marked]:
    blocks = found.blocks(document)
    lines = list(lines_of(blocks, document.kind))
    masks = [found.masks(line, person) for line in lines]
    headed = header_masks(lines, masks)
    joined = [
        settled(line.text, [*inside, *more]) for line, inside, more in zip(lines, masks, headed, strict=True)
    ]
    return [Marked(block, masks) for block, masks in zip(blocks, whole_lines(lines, joined), strict=True)]


def _part(document: Document, marked: Iterable[Marked]) -> _Parted:
    builder = _Builder(document)
    for block, masks in marked:
        builder.add(_Piece(block, masks))
    return builder.finished()


class Found:
    """What was found in texts and lines: it depends on them and the candidate's name alone."""

    def __init__(self) -> None:
        self._blocks: dict[Document, list[CanonicalBlock]] = {}
        self._parted: dict[tuple[Document, Person], _Parted] = {}
        self._words: dict[Document, frozenset[str]] = {}
        self._impersonal: dict[Line, list[Mask]] = {}
        self._names: dict[tuple[Line, Person], list[Mask]] = {}

    def blocks(self, document: Document) -> list[CanonicalBlock]:
        """Return the canonical blocks of a document."""
        if document not in self._blocks:
            self._blocks[document] = _blocks(document)
        return self._blocks[document]

    def parted(self, document: Document, person: Person) -> _Parted:
        """Return a document parted into what is blind and what is not."""
        here = replace(person, schools=tuple(self._schools_in(document, person)))
        if (document, here) not in self._parted:
            self._parted[document, here] = _part(document, _marked(document, here, self))
        return self._parted[document, here]

    def _schools_in(self, document: Document, person: Person) -> Iterator[str]:
        """Yield those of the candidate's schools that may stand in a document: it has the first word."""
        if person.schools and document not in self._words:
            words = (word.fold for block in self.blocks(document) for word in words_in(block.text))
            self._words[document] = frozenset(words)
        return (name for name in person.schools if name.partition(" ")[0] in self._words[document])

    def masks(self, line: Line, person: Person) -> list[Mask]:
        """Return the masks of a line, unsettled."""
        name = replace(person, schools=())
        named = self._names.get((line, name))
        if named is None:
            named = list(_telling(line, _pieces_masks(line, lambda piece: find_names(piece, name))))
            self._names[line, name] = named
        return [*self.impersonal(line), *named, *find_own_schools(line, person.schools)]

    def impersonal(self, line: Line) -> list[Mask]:
        """Return the masks that do not need to know who the candidate is."""
        masks = self._impersonal.get(line)
        if masks is None:
            masks = list(_telling(line, _pieces_masks(line, _detected)))
            self._impersonal[line] = masks
        return masks


def _identified(line: Line, found: Found) -> bool:
    """Say whether something besides a name identifies a person in the line."""
    kinds = {MaskKind.CONTACT, MaskKind.BIRTH, MaskKind.SCHOOL, MaskKind.PLACE, MaskKind.NATIONALITY}
    return any(mask.kind in kinds for mask in found.impersonal(line))


def _telling(line: Line, masks: Iterable[Mask]) -> Iterator[Mask]:
    return (mask for mask in masks if _says_more(line.text[mask.start : mask.end]))


def _says_more(text: str) -> bool:
    """Say whether a text holds more than placeholders: what is blind already keeps its kind."""
    return any(character.isalnum() for character in _PLACEHOLDER.sub("", text))


def _detected(piece: Line) -> Iterator[Mask]:
    return (mask for find in DETECTORS for mask in find(piece))


def _pieces_masks(line: Line, find: Callable[[Line], Iterable[Mask]]) -> Iterator[Mask]:
    for start, piece in _pieces(line):
        yield from _shifted(find(piece), start) if start else find(piece)


def _pieces(line: Line) -> Iterator[tuple[int, Line]]:
    """Cut a very long line at spaces, so that what a detector compares stays bounded.

    What a cut splits is lost.
    """
    start = 0
    while len(line.text) - start > _LONGEST_PIECE:
        cut = line.text.rfind(". ", start + _LONGEST_PIECE // 2, start + _LONGEST_PIECE) + 2
        if cut == 1:
            cut = line.text.rfind(" ", start + _LONGEST_PIECE // 2, start + _LONGEST_PIECE) + 1
        cut = cut or start + _LONGEST_PIECE
        yield start, replace(line, text=line.text[start:cut])
        start = cut
    yield start, replace(line, text=line.text[start:]) if start else line


def _shifted(masks: Iterable[Mask], by: int) -> Iterator[Mask]:
    return (Mask(mask.start + by, mask.end + by, mask.kind, mask.rule) for mask in masks)


class _Builder:
    """Puts the blind lines of one document together with the ledger and the way back."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines: list[str] = []
        self.masked: list[Masked] = []
        self.anchors: list[Anchor] = []
        self.at = 0

    def add(self, piece: "_Piece") -> None:
        line = "".join(piece.parts())
        if not line.strip():
            return
        if line == _SCHOOL_LINE and self.lines and self.lines[-1] == _SCHOOL_LINE:
            # One school or three, in two lines or in six: the blind text does not tell.
            self.masked.extend(piece.ledger(self.document.id, self.at - len(line) - 1))
            return
        self.masked.extend(piece.ledger(self.document.id, self.at))
        self.anchors.extend(piece.anchors(self.at))
        self.lines.append(line)
        self.at += len(line) + 1

    def finished(self) -> _Parted:
        text = self.document.text
        return _Parted(
            blind_document(self.document.id, self.document.kind, self.lines),
            tuple(self.masked),
            DocumentMap(document=self.document.id, anchors=tuple(self.anchors)),
            tuple((mask.kind, text[mask.start : mask.end]) for mask in self.masked),
        )


@dataclass(frozen=True)
class _Piece:
    """A canonical block with its settled masks."""

    block: CanonicalBlock
    masks: list[Mask]

    def parts(self) -> Iterator[str]:
        at = 0
        for mask in self.masks:
            yield self.block.text[at : mask.start]
            yield PLACEHOLDERS[mask.kind]
            at = mask.end
        yield self.block.text[at:]

    def ledger(self, document: str, offset: int) -> Iterator[Masked]:
        shift = offset
        for mask in self.masks:
            length = len(PLACEHOLDERS[mask.kind])
            source = self.block.source(mask.start, mask.end)
            yield Masked(
                document=document,
                kind=mask.kind,
                rule=mask.rule,
                why=table("rules")[mask.rule],
                start=source.start,
                end=source.end,
                blind_start=mask.start + shift,
                blind_end=mask.start + shift + length,
            )
            shift += length - (mask.end - mask.start)

    def anchors(self, offset: int) -> Iterator[Anchor]:
        shift, at = offset, 0
        for mask in self.masks:
            yield from self._kept(at, mask.start, shift)
            length = len(PLACEHOLDERS[mask.kind])
            source = self.block.source(mask.start, mask.end)
            yield Anchor(blind_start=mask.start + shift, length=length, start=source.start, end=source.end)
            shift += length - (mask.end - mask.start)
            at = mask.end
        yield from self._kept(at, len(self.block.text), shift)

    def _kept(self, start: int, end: int, shift: int) -> Iterator[Anchor]:
        at = start
        while at < end:
            run = self.block.runs[self.block.run_index(at)]
            stop = min(end, run.at + run.length)
            source = self.block.source(at, stop)
            yield Anchor(blind_start=at + shift, length=stop - at, start=source.start, end=source.end)
            at = stop


def _identity(parted: Iterable[_Parted]) -> Identity:
    found: dict[MaskKind, dict[str, None]] = {}
    for part in parted:
        for kind, words in part.words:
            found.setdefault(kind, {})[" ".join(words.split())] = None

    def of(*kinds: MaskKind) -> tuple[str, ...]:
        return tuple(word for kind in kinds for word in found.get(kind, ()))

    return Identity(
        names=of(MaskKind.NAME),
        contacts=of(MaskKind.CONTACT),
        schools=of(MaskKind.SCHOOL),
        places=of(MaskKind.PLACE),
        nationalities=of(MaskKind.NATIONALITY),
        dates=of(MaskKind.DATE, MaskKind.BIRTH),
        durations=of(MaskKind.DURATION),
    )
