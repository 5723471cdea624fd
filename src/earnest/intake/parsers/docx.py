"""DOCX -> blocks: what a person sees when the document is open, in reading order.

Read: paragraphs, list items, tables, text boxes, insertions, links, symbols, notes, and a page header or
footer where it says something that the body does not.
Not read: deletions, field codes, alternative texts. Told apart, and no part of the text: runs that nobody
sees (`docx_looks`), comments and the properties of the file.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from earnest.intake.parsers.blocks import (
    Block,
    BlockKind,
    Bounds,
    Refused,
    RefusedTooLarge,
    Unseen,
    checked,
    unseen,
)
from earnest.intake.parsers.colours import WHITE, Colour, colour
from earnest.intake.parsers.docx_looks import Look, Styles, look, paragraph_away, shading, shape_away
from earnest.intake.parsers.running import says_more
from earnest.intake.parsers.xml import attribute, child, children, local, parse_xml

_CHUNK = 1 << 16
_SMALL = 1 << 20
_OTHER_OFFICE = {"xl/": "a spreadsheet (.xlsx)", "ppt/": "a presentation (.pptx)", "word/": "a Word document"}
_NO_FILL = frozenset({"0", "f", "false", "none"})
_ASIDE = {"a comment": "word/comments.xml", "a property of the document": "docProps/core.xml"}
_SYMBOLS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_THROUGH = frozenset(
    {"ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "moveTo"}
)


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"blocks": [[kind, text], ...], "unseen": [[how, text], ...], "aside": [[how, text], ...]}`.

    Raises `Refused` or `RefusedTooLarge`.
    """
    package = _Package(content, bounds)
    document = package.xml("word/document.xml")
    body = child(document, "body")
    if body is None:
        raise Refused("is a Word document without a body; save it again from your editor")
    reader = _Reader(Styles.of(package.optional_xml("word/styles.xml")), _page_ground(document))
    blocks = list(reader.blocks(body))
    blocks += [block for part in package.notes() for block in reader.blocks(part)]
    said = " ".join(block.text for block in blocks)
    before, after = (list(_running(package, reader, kind, said)) for kind in ("header", "footer"))
    found = checked([*before, *blocks, *after], bounds)
    if not found and reader.unseen:
        raise Refused("holds text, but none that can be seen; save it again from your editor")
    aside = [*package.aside(), *_marginal(document)]
    return {"blocks": found, "unseen": unseen(reader.unseen), "aside": unseen(aside)}


def _marginal(document: etree._Element) -> Iterator[Unseen]:
    """Yield what the body holds and does not show: alternative texts, and what was deleted."""
    for element in document.iter("*"):
        name = local(element)
        if name == "docPr":
            for attribute_name in ("descr", "title"):
                yield Unseen("an alternative text", element.get(attribute_name) or "")
        elif name == "delText":
            yield Unseen("a deletion", element.text or "")


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

    def aside(self) -> Iterator[Unseen]:
        """Yield comments and the properties of the file."""
        for how, name in _ASIDE.items():
            root = self.optional_xml(name)
            for part in root if root is not None else ():
                yield Unseen(how, " ".join(text for text in part.itertext() if isinstance(text, str)))

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


def _page_ground(document: etree._Element) -> Colour:
    return colour(attribute(child(document, "background"), "color")) or WHITE


class _Reader:
    """Walks the body; `boxes` are the text boxes met in the paragraph that is being read.

    `_ground` is the colour behind what is being read, None where that cannot be known.
    """

    def __init__(self, styles: Styles, ground: Colour | None) -> None:
        self.unseen: list[Unseen] = []
        self._styles = styles
        self._ground = ground

    def _on(self, ground: Colour | None, parent: etree._Element) -> list[Block]:
        """Read blocks that stand on a ground of their own."""
        before, self._ground = self._ground, ground
        try:
            return list(self.blocks(parent))
        finally:
            self._ground = before

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
        boxes: list[tuple[etree._Element, Colour | None]] = []
        ground = shading(properties) or self._styles.grounds.get(style)
        below = self._styles.looks.get(style, Look())
        if ground is not None:
            below = Look(ground=ground).over(below)
        text = "".join(self._runs(paragraph, below, boxes))
        away = paragraph_away(properties)
        if away:
            self.unseen.append(Unseen(away, text))
            text = ""
        for number, line in enumerate(text.split("\n")):
            yield Block(BlockKind.PARAGRAPH if number else kind, _levelled(line))
        for box, fill in boxes:
            yield from self._on(fill, box)

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

    def _runs(
        self, parent: etree._Element, below: Look, boxes: list[tuple[etree._Element, Colour | None]]
    ) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "r":
                why = self._look(element, below).why_unseen(self._ground)
                found: list[tuple[etree._Element, Colour | None]] = []
                text = "".join(_run(element, found, self._ground))
                self._place(element, found, [] if why else boxes)
                if why:
                    self.unseen.append(Unseen(why, text))
                else:
                    yield text
            elif name in _THROUGH:
                yield from self._runs(element, below, boxes)
            elif name in {"oMath", "oMathPara"}:
                yield "".join(piece.text or "" for piece in element.iter() if local(piece) == "t")

    def _place(
        self,
        run: etree._Element,
        found: list[tuple[etree._Element, Colour | None]],
        boxes: list[tuple[etree._Element, Colour | None]],
    ) -> None:
        """Add the text boxes of a run, or tell what is in those that stand off the page."""
        away = next((why for shape in run.iter() if (why := shape_away(shape))), "") if found else ""
        if away:
            self.unseen += [Unseen(away, block.text) for box, fill in found for block in self._on(fill, box)]
        else:
            boxes += found

    def _look(self, run: etree._Element, below: Look) -> Look:
        properties = child(run, "rPr")
        if properties is None:
            return below
        style = self._styles.looks.get(attribute(child(properties, "rStyle"), "val"), Look())
        return look(properties).over(style).over(below)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        style = attribute(child(child(table, "tblPr"), "tblStyle"), "val")
        ground = None if style in self._styles.shaded else self._ground
        for row in _rows(table):
            cells = [self._on(shading(child(cell, "tcPr")) or ground, cell) for cell in _cells(row)]
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


def _run(
    run: etree._Element, boxes: list[tuple[etree._Element, Colour | None]], ground: Colour | None
) -> Iterator[str]:
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
            boxes.extend(_boxes(element, ground))


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return ""


def _boxes(element: etree._Element, ground: Colour | None) -> Iterator[tuple[etree._Element, Colour | None]]:
    """Yield the contents of text boxes and what is behind them; of two renderings only the first."""
    for inner in element:
        name = local(inner)
        if name == "txbxContent":
            yield inner, ground
        elif name != "Fallback":
            yield from _boxes(inner, _fill(inner, ground))


def _fill(shape: etree._Element, ground: Colour | None) -> Colour | None:
    """Return what a shape puts behind its text: a colour, nothing (`ground`), or what is not known (None)."""
    if local(shape) == "wsp":
        fills = {local(part): part for part in child(shape, "spPr") or ()}
        if "solidFill" in fills:
            return colour(attribute(child(fills["solidFill"], "srgbClr"), "val"))
        is_open = "noFill" in fills or ("gradFill" not in fills and child(shape, "style") is None)
        return ground if is_open and not {"blipFill", "pattFill", "grpFill"} & set(fills) else None
    filled = shape.get("fillcolor") if isinstance(shape.tag, str) else None
    if filled is not None and (shape.get("filled") or "t").lower() not in _NO_FILL:
        return colour(filled.partition(" ")[0])
    return ground


def _levelled(line: str) -> str:
    """Return a line with white space levelled and tabs as the borders of cells."""
    cells: Iterable[str] = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
