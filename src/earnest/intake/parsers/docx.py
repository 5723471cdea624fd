"""DOCX -> blocks: what a person sees when the document is open, in reading order.

Read: paragraphs, list items, tables, text boxes, insertions, links, symbols, notes, and a page header or
footer where it says something that the body does not.
Not read: deletions, hidden text (`w:vanish`), comments, field codes, alternative texts.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from earnest.intake.parsers.blocks import Block, BlockKind, Bounds, Refused, RefusedTooLarge, checked
from earnest.intake.parsers.running import says_more
from earnest.intake.parsers.xml import attribute, child, children, local, parse_xml

_CHUNK = 1 << 16
_SMALL = 1 << 20
_OTHER_OFFICE = {"xl/": "a spreadsheet (.xlsx)", "ppt/": "a presentation (.pptx)", "word/": "a Word document"}
_OFF = frozenset({"0", "false", "off", "none"})
_SYMBOLS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_THROUGH = frozenset(
    {"ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "moveTo"}
)


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"blocks": [[kind, text], ...]}`. Raises `Refused` or `RefusedTooLarge`."""
    package = _Package(content, bounds)
    document = package.xml("word/document.xml")
    body = child(document, "body")
    if body is None:
        raise Refused("is a Word document without a body; save it again from your editor")
    reader = _Reader(_Styles.of(package))
    blocks = list(reader.blocks(body))
    blocks += [block for part in package.notes() for block in reader.blocks(part)]
    said = " ".join(block.text for block in blocks)
    before, after = (list(_running(package, reader, kind, said)) for kind in ("header", "footer"))
    return {"blocks": checked([*before, *blocks, *after], bounds)}


class _Package:
    """The members of the ZIP archive, unpacked within the limits."""

    def __init__(self, content: bytes, bounds: Bounds) -> None:
        self.bounds = bounds
        self._left = bounds["unpacked_bytes"]
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise Refused(
                "is a broken Word document or ZIP archive; save it again from your editor"
            ) from error
        self._check()

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > self.bounds["members"]:
            raise RefusedTooLarge(f"holds more than {self.bounds['members']} members; save it again as .docx")
        self.names = {info.filename: info for info in infos}
        if "word/document.xml" not in self.names:
            self._refuse_other()
        if sum(info.file_size for info in infos) > self.bounds["unpacked_bytes"]:
            raise self._bomb()
        for info in infos:
            if info.file_size > _SMALL and info.file_size > self.bounds["ratio"] * max(1, info.compress_size):
                raise self._bomb()

    def _refuse_other(self) -> None:
        if "EncryptedPackage" in self.names:
            raise Refused("is encrypted; save it without a password")
        for start, called in _OTHER_OFFICE.items():
            if any(name.startswith(start) for name in self.names):
                raise Refused(f"is {called} without readable text; save the document as .docx or PDF")
        raise Refused("is a ZIP archive, not a document; unpack it and hand in the document inside")

    def _bomb(self) -> RefusedTooLarge:
        mebibytes = self.bounds["unpacked_bytes"] >> 20
        return RefusedTooLarge(
            f"unpacks to more than {mebibytes} MiB or {self.bounds['ratio']} times its size;"
            " save it again smaller"
        )

    def read(self, name: str) -> bytes:
        """Return a member. What the archive says of its size is not believed."""
        info = self.names[name]
        if info.flag_bits & 1:
            raise Refused("is encrypted; save it without a password")
        parts: list[bytes] = []
        try:
            with self._zip.open(info) as file:
                while part := file.read(_CHUNK):
                    self._left -= len(part)
                    if self._left < 0:
                        raise self._bomb()
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise Refused("is broken (a part cannot be unpacked); save it again from your editor") from error
        return b"".join(parts)

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name), self.bounds["xml_depth"], name)

    def optional_xml(self, name: str) -> etree._Element | None:
        return self.xml(name) if name in self.names else None

    def notes(self) -> Iterator[etree._Element]:
        """Yield the footnotes and endnotes that somebody wrote."""
        for kind in ("footnote", "endnote"):
            root = self.optional_xml(f"word/{kind}s.xml")
            for note in children(root, kind) if root is not None else ():
                if attribute(note, "type") in {"", "normal"}:
                    yield note

    def running(self, kind: str) -> Iterator[etree._Element]:
        """Yield the page headers or footers."""
        for name in sorted(self.names):
            if name.startswith(f"word/{kind}") and name.endswith(".xml"):
                yield self.xml(name)


def _running(package: _Package, reader: "_Reader", kind: str, said: str) -> Iterator[Block]:
    seen: set[str] = set()
    for root in package.running(kind):
        for block in reader.blocks(root):
            if block.text not in seen and says_more(block.text, said):
                seen.add(block.text)
                yield block


@dataclass
class _Styles:
    """What paragraph and character styles say: list item, heading, hidden."""

    items: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, package: _Package) -> "_Styles":
        found = cls()
        root = package.optional_xml("word/styles.xml")
        based_on: dict[str, str] = {}
        for style in children(root, "style") if root is not None else ():
            name = attribute(style, "styleId")
            based_on[name] = attribute(child(style, "basedOn"), "val")
            found._read(style, name)
        for group in (found.items, found.headings, found.hidden):
            for name in based_on:
                if _inherits(name, group, based_on):
                    group.add(name)
        return found

    def _read(self, style: etree._Element, name: str) -> None:
        properties = child(style, "pPr")
        if child(properties, "numPr") is not None:
            self.items.add(name)
        title = attribute(child(style, "name"), "val").lower()
        if child(properties, "outlineLvl") is not None or title.startswith(("heading", "title")):
            self.headings.add(name)
        if _is_on(child(child(style, "rPr"), "vanish")):
            self.hidden.add(name)


def _inherits(name: str, group: set[str], based_on: dict[str, str]) -> bool:
    for _ in range(16):
        if name in group:
            return True
        name = based_on.get(name, "")
        if not name:
            return False
    return False


def _is_on(flag: etree._Element | None) -> bool:
    return flag is not None and attribute(flag, "val").lower() not in _OFF


class _Reader:
    """Walks the body; `boxes` are the text boxes met in the paragraph that is being read."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _THROUGH or name == "customXml":
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        kind = self._kind(properties, style)
        boxes: list[etree._Element] = []
        hidden = style in self._styles.hidden
        text = "".join(self._runs(paragraph, hidden, boxes))
        for number, line in enumerate(text.split("\n")):
            yield Block(BlockKind.PARAGRAPH if number else kind, _levelled(line))
        for box in boxes:
            yield from self.blocks(box)

    def _kind(self, properties: etree._Element | None, style: str) -> BlockKind:
        numbering = child(properties, "numPr")
        if numbering is not None:
            # numId 0 takes a paragraph out of the list its style puts it into.
            is_item = attribute(child(numbering, "numId"), "val") != "0"
        else:
            is_item = style in self._styles.items
        if style in self._styles.headings:
            return BlockKind.HEADING
        return BlockKind.ITEM if is_item else BlockKind.PARAGRAPH

    def _runs(self, parent: etree._Element, hidden: bool, boxes: list[etree._Element]) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "r":
                if not self._is_hidden(element, hidden):
                    yield from _run(element, boxes)
            elif name in _THROUGH:
                yield from self._runs(element, hidden, boxes)
            elif name in {"oMath", "oMathPara"}:
                yield "".join(piece.text or "" for piece in element.iter() if local(piece) == "t")

    def _is_hidden(self, run: etree._Element, hidden: bool) -> bool:
        properties = child(run, "rPr")
        flag = child(properties, "vanish")
        if flag is not None:
            return _is_on(flag)
        return hidden or attribute(child(properties, "rStyle"), "val") in self._styles.hidden

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in _rows(table):
            cells = [list(self.blocks(cell)) for cell in _cells(row)]
            texts = [[block.text for block in cell if block.text.strip()] for cell in cells]
            if all(len(cell) <= 1 for cell in texts):
                yield Block(BlockKind.ROW, "\t".join(cell[0] for cell in texts if cell))
            else:
                yield from (block for cell in cells for block in cell)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in _THROUGH:
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if local(element) == "tc":
            if not _is_merged(element):
                yield element
        elif local(element) in _THROUGH:
            yield from _cells(element)


def _is_merged(cell: etree._Element) -> bool:
    """Say whether a cell only continues the one above it."""
    merge = child(child(cell, "tcPr"), "vMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _run(run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    for element in run:
        name = local(element)
        if name == "t":
            yield (element.text or "").replace("\n", " ").replace("\t", " ")
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "sym":
            yield _symbol(element)
        elif name in _SYMBOLS:
            yield _SYMBOLS[name]
        elif name in {"drawing", "pict", "AlternateContent"}:
            boxes.extend(_boxes(element))


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return ""


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of text boxes; of two renderings of one thing only the first."""
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            yield inner
        elif name != "Fallback":
            yield from _boxes(inner)


def _levelled(line: str) -> str:
    """Return a line with white space levelled and tabs as the borders of cells."""
    cells: Iterable[str] = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
