"""Application -> BlindApplication, Identity and the ledger of what was masked and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from earnest.blind.canonical import CanonicalBlock, canonical_block
from earnest.blind.contacts import find_contacts
from earnest.blind.dates import find_dates
from earnest.blind.durations import find_durations
from earnest.blind.masks import PLACEHOLDERS, Line, Mask, settled
from earnest.records.application import Application, BlindApplication
from earnest.records.document import BlindDocument, Document, blind_document
from earnest.records.identity import Identity
from earnest.records.ledger import Anchor, DocumentMap, Ledger, Masked, MaskKind
from earnest.records.response import BlindTextResponse, TextResponse

DETECTORS = (find_contacts, find_dates, find_durations)


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
    parted: list[_Parted] = []
    profile = _kept(parted, application.profile) if application.profile is not None else None
    blind = BlindApplication(
        profile=profile,
        samples=application.samples,
        preferences=application.preferences,
        interview=_responses(parted, application.interview),
        writing=_responses(parted, application.writing),
        specialty=application.specialty,
        specialty_name=application.specialty_name,
        problems=application.problems,
    )
    ledger = Ledger(
        masked=tuple(mask for part in parted for mask in part.masked), maps=tuple(part.map for part in parted)
    )
    return Separated(blind, _identity(parted), ledger)


def _responses(parted: list[_Parted], responses: Iterable[TextResponse]) -> tuple[BlindTextResponse, ...]:
    return tuple(
        BlindTextResponse(item=response.item, prompt=response.prompt, document=_kept(parted, response.document))
        for response in responses
    )


def _kept(parted: list[_Parted], document: Document) -> BlindDocument:
    parted.append(_part(document))
    return parted[-1].document


def _part(document: Document) -> _Parted:
    blocks = [canonical_block(document.text, spans) for spans in _block_spans(document.text)]
    pieces = [_Piece(block, settled(block.text, _masks(block, document))) for block in blocks if block.text]
    lines: list[str] = []
    masked: list[Masked] = []
    anchors: list[Anchor] = []
    at = 0
    for piece in pieces:
        line = "".join(piece.parts())
        if not line.strip():
            continue
        masked.extend(piece.ledger(document.id, at))
        anchors.extend(piece.anchors(at))
        lines.append(line)
        at += len(line) + 1
    words = tuple((mask.kind, document.text[mask.start : mask.end]) for mask in masked)
    return _Parted(
        blind_document(document.id, document.kind, lines),
        tuple(masked),
        DocumentMap(document=document.id, anchors=tuple(anchors)),
        words,
    )


def _masks(block: CanonicalBlock, document: Document) -> Iterator[Mask]:
    line = Line(block.text, document.kind)
    for find in DETECTORS:
        yield from find(line)


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
                why=mask.rule,
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


def _identity(parted: list[_Parted]) -> Identity:
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


def _block_spans(text: str) -> list[list[tuple[int, int]]]:
    """Stand-in: each non-empty line is a block."""
    import re
    return [[(m.start(1), m.end(1))] for m in re.finditer(r"^[ \t]*(?:[#>*+•·\-]+[ \t]+)?(\S.*?)[ \t]*$", text, re.MULTILINE)]
