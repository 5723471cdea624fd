"""HTML -> blocks: what a person sees in a browser without scripts.

Not read: scripts, styles, templates, comments, alternative texts, form controls, and what `hidden`,
`display: none` or `visibility: hidden` hides, in attributes and in simple rules of `<style>`.
"""

import codecs
import re
from collections.abc import Iterator
from enum import Enum, auto

from lxml import etree

from earnest.errors import InputError
from earnest.intake.decoding import decode
from earnest.intake.parsers.blocks import Block, BlockKind, Bounds, Refused, RefusedTooLarge, checked
from earnest.intake.parsers.xml import local

_SKIPPED = frozenset(
    "head script style template noscript title meta link object embed iframe canvas svg math audio video map"
    " select option datalist textarea input button dialog area base param source track frame frameset"
    " noframes".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_BREAKS = frozenset(
    "html body p div section article header footer main nav aside address blockquote figure figcaption ul ol"
    " dl pre hr table thead tbody tfoot caption tr td th form fieldset legend details summary center br menu"
    " hgroup search h1 h2 h3 h4 h5 h6 li dd dt".split()
)


class _Look(Enum):
    HIDDEN = auto()
    APART = auto()
    PARTED = auto()


_Selector = tuple[str, str, str]
"""Tag, class and id; "" where a selector does not name it."""
_LOOKS = {
    _Look.HIDDEN: re.compile(
        r"(?:^|[;\s])(?:display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse))\b", re.IGNORECASE
    ),
    _Look.APART: re.compile(
        r"(?:^|[;\s])(?:display\s*+:\s*+(?:block|flex|grid|table|list-item)|float\s*+:\s*+(?:left|right))\b",
        re.IGNORECASE,
    ),
    _Look.PARTED: re.compile(r"(?:^|[;\s])display\s*+:\s*+(?:inline-)?+(?:flex|grid)\b", re.IGNORECASE),
}
"""What declarations hide an element, set it apart, and set its children apart."""
_CHARSET = re.compile(rb"<meta[^<>]*?charset\s*+=\s*+[\"']?([A-Za-z0-9_.:\-]++)", re.IGNORECASE)
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*+)?(?:\.(?P<cls>[\w\-]++)|#(?P<id>[\w\-]++))?", re.IGNORECASE)
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
    """Return `{"blocks": [[kind, text], ...], "note": ...}`. Raises `Refused` or `RefusedTooLarge`."""
    text, note = _decoded(content)
    parser = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    if root is None:
        raise Refused("holds nothing a person would see; export it again or hand in text")
    walk = _Walk(_Sheet(root), bounds["xml_depth"])
    walk.element(root, BlockKind.PARAGRAPH, 0)
    walk.flush()
    return {"blocks": checked(walk.blocks, bounds), "note": note}


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


class _Walk:
    """Collects blocks; `parts` is the text of the block being read."""

    def __init__(self, sheet: "_Sheet", depth: int) -> None:
        self.blocks: list[Block] = []
        self._sheet = sheet
        self._depth = depth
        self._parts: list[str] = []
        self._kind = BlockKind.PARAGRAPH

    def element(self, element: etree._Element, kind: BlockKind, level: int, *, apart: bool = False) -> None:
        """Walk an element and what follows inside it; `apart`: its neighbours are no part of its block."""
        if level > self._depth:
            raise RefusedTooLarge("is nested too deeply; export it again, simpler")
        name = local(element).lower()
        if not name or name in _SKIPPED or self._is_hidden(element, name):
            return
        if name == "tr" and self._row(element, level):
            return
        inner = _kind_of(name, kind)
        breaks = apart or name in _BREAKS or self._sheet.has(element, name, _Look.APART)
        parted = self._sheet.has(element, name, _Look.PARTED)
        if breaks:
            self.flush()
            self._kind = inner
        self._text(element.text, inner)
        for below in element:
            self.element(below, inner, level + 1, apart=parted)
            self._text(below.tail, inner)
        if breaks:
            self.flush()
            self._kind = kind

    def _text(self, text: str | None, kind: BlockKind) -> None:
        if not text:
            return
        if kind is not BlockKind.CODE:
            self._parts.append(_SPACE.sub(" ", text))
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush()
                self._kind = kind
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

    def _row(self, row: etree._Element, level: int) -> bool:
        """Read a table row as one block of cells; False where a cell holds more than one block."""
        cells: list[str] = []
        for cell in row:
            walk = _Walk(self._sheet, self._depth)
            walk.element(cell, BlockKind.PARAGRAPH, level + 1)
            walk.flush()
            if len(walk.blocks) > 1:
                return False
            cells += [block.text for block in walk.blocks]
        self.flush()
        self.blocks.append(Block(BlockKind.ROW, "\t".join(cells)))
        return True

    def _is_hidden(self, element: etree._Element, name: str) -> bool:
        return element.get("hidden") is not None or self._sheet.has(element, name, _Look.HIDDEN)


def _kind_of(name: str, kind: BlockKind) -> BlockKind:
    if name in _HEADINGS:
        return BlockKind.HEADING
    if name in _ITEMS:
        return BlockKind.ITEM
    return BlockKind.CODE if name == "pre" else kind


class _Sheet:
    """What simple rules of `<style>` say: which elements nobody sees, and which stand apart from others."""

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[_Look, set[_Selector]] = {look: set() for look in _Look}
        for style in root.iter("style"):
            for selectors, body in _rules(style.text or ""):
                looks = [look for look in _Look if _LOOKS[look].search(body)]
                chosen = set(_simple(selectors)) if looks else set()
                for look in looks:
                    self._found[look] |= chosen

    def has(self, element: etree._Element, name: str, look: "_Look") -> bool:
        """Say whether an element looks so, by its own `style` or by a rule."""
        if _LOOKS[look].search(element.get("style") or ""):
            return True
        selectors = self._found[look]
        if not selectors:
            return False
        classes = ["", *(element.get("class") or "").split()[:64]]
        own = {(tag, cls, "") for tag in ("", name) for cls in classes}
        own |= {(tag, "", element.get("id") or "") for tag in ("", name)}
        return not selectors.isdisjoint(own)


def _simple(selectors: str) -> Iterator[_Selector]:
    for selector in selectors.split(","):
        match = _SIMPLE.fullmatch(selector.strip())
        if match and match.group():
            yield match["tag"] or "", match["cls"] or "", match["id"] or ""


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of the rules outside `@media` and the like."""
    level, start, head, inside = 0, 0, "", False
    for match in re.finditer(r"[{};]|/\*(?:[^*]|\*(?!/))*+\*/", css):
        mark = match.group()
        if mark == "{":
            if level == 0:
                head = css[start : match.start()].strip()
                inside = not head.startswith("@")
            level, start = level + 1, match.end()
        elif mark == "}":
            if level == 1 and inside:
                yield head, css[start : match.start()]
            level, start = max(0, level - 1), match.end()
        elif level == 0:
            start = match.end()
