"""HTML -> blocks: what a person sees in a browser without scripts.

Not read: scripts, styles, templates, form controls. Told apart, and no part of the text: what attributes and
the plain rules of `<style>` keep from being seen (`html_looks`), comments, alternative texts and the head.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from earnest.errors import InputError
from earnest.intake.decoding import decode
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
from earnest.intake.parsers.html_looks import Seen, Sheet, is_apart, is_parted
from earnest.intake.parsers.xml import local

_SKIPPED = frozenset(
    "head script style template noscript title meta link object embed iframe canvas svg math audio video map"
    " select option datalist textarea input button dialog area base param source track frame frameset"
    " noframes rp".split()
)
_KEPT_BACK = frozenset(
    "template noscript svg audio video canvas object select datalist textarea dialog rp".split()
)
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_BREAKS = frozenset(
    "html body p div section article header footer main nav aside address blockquote figure figcaption ul ol"
    " dl pre hr table thead tbody tfoot caption tr td th form fieldset legend details summary center br menu"
    " hgroup search h1 h2 h3 h4 h5 h6 li dd dt".split()
)


_CHARSET = re.compile(rb"<meta[^<>]*?charset\s*+=\s*+[\"']?([A-Za-z0-9_.:\-]++)", re.IGNORECASE)
_ENCODINGS = (
    "cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-5 iso8859-7"
    " iso8859-9 iso8859-15 koi8-r koi8-u gbk gb2312 gb18030 big5 shift_jis euc_jp euc_kr iso2022_jp mac-roman"
).split()
_SPACE = re.compile(r"[ \t\n\r\f]++")


def prepare() -> None:
    """Load the encodings pages are written in: a fork opens no files."""
    for name in _ENCODINGS:
        codecs.lookup(name)


def parse(content: bytes, bounds: Bounds) -> dict[str, object]:
    """Return `{"blocks": [[kind, text], ...], "unseen": [[how, text], ...], "aside": ..., "note": ...}`.

    Raises `Refused` or `RefusedTooLarge`.
    """
    text, note = _decoded(content)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    if root is None:
        raise Refused("holds nothing a person would see; export it again or hand in text")
    aside = list(_aside(root))
    etree.strip_tags(root, etree.Comment)
    walk = _Walk(Sheet(root), bounds["xml_depth"])
    walk.element(root, _Inside())
    walk.flush()
    blocks = checked(walk.blocks, bounds)
    if not blocks and walk.unseen:
        raise Refused("holds text, but none that a browser shows; export it again or hand in text")
    return {"blocks": blocks, "unseen": unseen(walk.unseen), "aside": unseen(aside), "note": note}


def _aside(root: etree._Element) -> Iterator[Unseen]:
    """Yield comments, alternative texts and what the head says, as far as it is words."""
    yield from (Unseen("a comment", comment.text or "") for comment in root.iter(etree.Comment))
    for element in root.iter("*"):
        name = local(element).lower()
        if name == "title":
            yield Unseen("the page's title", element.text or "")
        elif name == "meta" and element.get("name"):
            yield Unseen("the page's properties", element.get("content") or "")
        elif name in _KEPT_BACK and not _is_open(element, name):
            yield Unseen(
                "not shown by a browser",
                " ".join(words for words in element.itertext("*") if isinstance(words, str)),
            )
        elif name == "input":
            yield Unseen("not shown by a browser", element.get("value") or "")
        for attribute in _SPOKEN:
            if element.get(attribute):
                yield Unseen("an alternative text", element.get(attribute) or "")


def _is_open(element: etree._Element, name: str) -> bool:
    """Say whether an element is a dialog that stands open."""
    return name == "dialog" and element.get("open") is not None


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text by what the page says of its encoding, where it says something that works."""
    declared = _CHARSET.search(content, 0, 4096)
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(declared.group(1).decode("ascii")), ""
        except (LookupError, UnicodeDecodeError, OSError):
            pass
    try:
        read = decode(content, "")
    except InputError:
        raise Refused("its bytes are no text; save it as UTF-8") from None
    return read.text, read.note.removeprefix(": ")


class _Inside(NamedTuple):
    """What holds inside an element; `apart`: its children are no part of one another's block."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    apart: bool = False
    seen: Seen = Seen()


class _Walk:
    """Collects blocks, and what is not seen; `parts` is the text of the block being read."""

    def __init__(self, sheet: Sheet, depth: int) -> None:
        self.blocks: list[Block] = []
        self.unseen: list[Unseen] = []
        self._sheet = sheet
        self._depth = depth
        self._parts: list[str] = []
        self._kind = BlockKind.PARAGRAPH

    def element(self, element: etree._Element, where: _Inside) -> None:
        """Walk an element and what follows inside it."""
        if where.level > self._depth:
            raise RefusedTooLarge("is nested too deeply; export it again, simpler")
        name = local(element).lower()
        if not name or (name in _SKIPPED and not _is_open(element, name)):
            return
        declared = self._sheet.declared(element, name)
        seen = where.seen.inside(element, declared)
        if name == "tr" and self._row(element, where._replace(seen=seen)):
            return
        inner = _Inside(_kind_of(name, where.kind), where.level + 1, is_parted(declared), seen)
        breaks = where.apart or name in _BREAKS or is_apart(declared)
        if breaks:
            self.flush()
            self._kind = inner.kind
        self._text(element.text, inner)
        for below in element:
            self.element(below, inner)
            self._text(below.tail, inner)
        if breaks:
            self.flush()
            self._kind = where.kind

    def _text(self, text: str | None, where: _Inside) -> None:
        if not text:
            return
        if where.seen.why:
            self.unseen.append(Unseen(where.seen.why, text))
            return
        if where.kind is not BlockKind.CODE:
            self._parts.append(_SPACE.sub(" ", text))
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
                self._kind = where.kind
            self._parts.append(line)

    def flush(self) -> None:
        """End the block that is being read."""
        text = "".join(self._parts)
        self._parts.clear()
        text = text.rstrip() if self._kind is BlockKind.CODE else " ".join(text.split())
        if text.strip():
            self.blocks.append(Block(self._kind, text))
            if self._kind is BlockKind.ITEM:
                self._kind = BlockKind.PARAGRAPH

    def _row(self, row: etree._Element, where: _Inside) -> bool:
        """Read a table row as one block of cells; False where a cell holds more than one block."""
        cells: list[str] = []
        hidden: list[Unseen] = []
        for cell in row:
            walk = _Walk(self._sheet, self._depth)
            walk.element(cell, _Inside(level=where.level + 1, seen=where.seen))
            walk.flush()
            if len(walk.blocks) > 1:
                return False
            cells += [block.text for block in walk.blocks]
            hidden += walk.unseen
        self.flush()
        self.unseen += hidden
        self.blocks.append(Block(BlockKind.ROW, "\t".join(cells)))
        return True


def _kind_of(name: str, kind: BlockKind) -> BlockKind:
    if name in _HEADINGS:
        return BlockKind.HEADING
    if name in _ITEMS:
        return BlockKind.ITEM
    return BlockKind.CODE if name == "pre" else kind
