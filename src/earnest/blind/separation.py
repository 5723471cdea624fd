"""Application -> BlindApplication, Identity and the ledger of what was masked and why."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from earnest.blind.canonical import CanonicalBlock, canonical_block
from earnest.blind.contacts import find_contacts
from earnest.blind.dates import find_dates
from earnest.blind.durations import find_durations
from earnest.blind.education import lines_of, whole_lines
from earnest.blind.header import header_masks
from earnest.blind.labels import find_labelled
from earnest.blind.masks import PLACEHOLDERS, Line, Mask, settled
from earnest.blind.names import Person, find_names, find_person
from earnest.blind.personal import find_birth
from earnest.blind.places import find_nationalities, find_places
from earnest.blind.schools import find_schools
from earnest.blind.vocabulary import table
from earnest.records.application import Application, BlindApplication
from earnest.records.document import BlindDocument, Document, blind_document
from earnest.records.identity import Identity
from earnest.records.ledger import Anchor, DocumentMap, Ledger, Masked, MaskKind
from earnest.records.response import BlindTextResponse, TextResponse
from earnest.text.layout import block_spans

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


def separate(application: Application) -> Separated:
    """Separate who somebody is from what they can do."""
    canonical = {document.id: _blocks(document) for document in _documents(application)}
    person = Person()
    if application.profile is not None:
        lines = list(lines_of(canonical[application.profile.id], application.profile.kind))
        person = find_person(lines, [_identified(line) for line in lines[:_HEAD]])
    parted = {
        document.id: _part(document, canonical[document.id], person) for document in _documents(application)
    }
    blind = BlindApplication(
        profile=parted[application.profile.id].document if application.profile is not None else None,
        samples=application.samples,
        preferences=application.preferences,
        interview=_responses(parted, application.interview),
        writing=_responses(parted, application.writing),
        specialty=application.specialty,
        specialty_name=application.specialty_name,
        problems=application.problems,
    )
    ledger = Ledger(
        masked=tuple(mask for part in parted.values() for mask in part.masked),
        maps=tuple(part.map for part in parted.values()),
    )
    return Separated(blind, _identity(parted.values()), ledger)


def _documents(application: Application) -> list[Document]:
    profile = [application.profile] if application.profile is not None else []
    return profile + [response.document for response in (*application.interview, *application.writing)]


def _blocks(document: Document) -> list[CanonicalBlock]:
    blocks = (canonical_block(document.text, spans) for spans in block_spans(document.text))
    return [block for block in blocks if block.text]


def _responses(
    parted: Mapping[str, _Parted], responses: Iterable[TextResponse]
) -> tuple[BlindTextResponse, ...]:
    return tuple(
        BlindTextResponse(
            item=response.item, prompt=response.prompt, document=parted[response.document.id].document
        )
        for response in responses
    )


def _part(document: Document, blocks: Sequence[CanonicalBlock], person: Person) -> _Parted:
    lines = list(lines_of(blocks, document.kind))
    found = [list(_masks(line, person)) for line in lines]
    headed = header_masks(lines, found)
    found = [
        settled(line.text, [*masks, *more]) for line, masks, more in zip(lines, found, headed, strict=True)
    ]
    builder = _Builder(document)
    for block, masks in zip(blocks, whole_lines(lines, found), strict=True):
        builder.add(_Piece(block, masks))
    return builder.finished()


def _identified(line: Line) -> bool:
    """Say whether something besides a name identifies a person in the line."""
    kinds = {MaskKind.CONTACT, MaskKind.BIRTH, MaskKind.SCHOOL, MaskKind.PLACE, MaskKind.NATIONALITY}
    return any(mask.kind in kinds for mask in _masks(line, Person()))


def _masks(line: Line, person: Person) -> Iterator[Mask]:
    return (mask for mask in _detected(line, person) if _says_more(line.text[mask.start : mask.end]))


def _says_more(text: str) -> bool:
    """Say whether a text holds more than placeholders: what is blind already keeps its kind."""
    return any(character.isalnum() for character in _PLACEHOLDER.sub("", text))


def _detected(line: Line, person: Person) -> Iterator[Mask]:
    for start, piece in _pieces(line):
        for find in DETECTORS:
            yield from _shifted(find(piece), start)
        yield from _shifted(find_names(piece, person), start)


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
