"""Ordinary writers: one Markdown text as PDF, DOCX, HTML and plain text, the way people's editors would save it.

`write(markdown, kind)` is what scripts use; the tests also ask for other styles of PDF (columns, hyphenation ...).
"""

import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

import docx
import reportlab
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    HRFlowable,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from earnest.text.layout import block_spans, block_text

KINDS = ("pdf", "docx", "html", "txt", "md")


@dataclass(frozen=True)
class Run:
    """Text of one look; "\\n" is a hard line break."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


@dataclass
class Node:
    """A block: kind is heading, paragraph, list, item, table, row, cell or rule; `level` is of a heading."""

    kind: str
    level: int = 0
    ordered: bool = False
    runs: list[Run] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def write(markdown: str, kind: str) -> bytes:
    """Return the text as a file of a kind: pdf, docx, html, txt or md."""
    if kind == "md":
        return markdown.encode()
    return _WRITERS[kind](nodes(markdown))


def markdown_of(text: str) -> str:
    """Return Markdown with the same blocks as a text that was read out of any format; list items stay items."""
    parts: list[str] = []
    for spans in block_spans(text):
        start = spans[0].start
        line = text[text.rfind("\n", 0, start) + 1 : start]
        words = _SPECIAL.sub(r"\\\g<0>", " ".join(block_text(text, spans).split()))
        words = _NUMBERED.sub(r"\g<1>\\.", words)
        parts.append(f"- {words}\n" if _ITEM.match(line) else f"\n{words}\n\n")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip() + "\n"


_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~]|^[-+](?=\s)")
_NUMBERED = re.compile(r"^(\d+)\.(?=\s)")
_ITEM = re.compile(r"\s*[-*+•]\s")

# Markdown -> nodes --------------------------------------------------------------------------------------------

_KINDS = {
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "heading": "heading",
    "paragraph": "paragraph",
    "blockquote": "quote",
}


def nodes(markdown: str) -> list[Node]:
    """Return the blocks of a Markdown text."""
    root = Node("root")
    stack = [root]
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "inline":
            stack[-1].runs = list(_runs(token.children or []))
        elif token.type == "hr":
            stack[-1].below.append(Node("rule"))
        elif name not in _KINDS:
            assert name in {"thead", "tbody"}, f"the writers do not know {token.type}"
        elif token.nesting == 1:
            node = Node(_KINDS[name], int(token.tag[1]) if name == "heading" else 0, name == "ordered_list")
            stack[-1].below.append(node)
            stack.append(node)
        else:
            stack.pop()
    return root.below


_LOOKS = {"strong": "bold", "em": "italic"}
_TEXTS = {"softbreak": " ", "hardbreak": "\n"}


def _runs(tokens: list[Token]) -> Iterator[Run]:
    look: dict[str, object] = {}
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type in {"text", "code_inline", *_TEXTS}:
            text = _TEXTS.get(token.type, token.content)
            yield Run(text, **{**look, "code": token.type == "code_inline"})
        elif name == "link":
            look["link"] = str(token.attrs["href"]) if token.nesting == 1 else ""
        else:
            assert name in _LOOKS, f"the writers do not know {token.type}"
            look[_LOOKS[name]] = token.nesting == 1


# Plain text ---------------------------------------------------------------------------------------------------


def write_text(blocks: list[Node], width: int = 76) -> bytes:
    """Wrapped at `width` columns, headings underlined, list items hanging, table columns four spaces apart."""
    return "".join(_text_lines(blocks, width, "")).encode()


def _text_lines(blocks: list[Node], width: int, indent: str) -> Iterator[str]:
    for node in blocks:
        if node.kind == "heading":
            yield f"{node.text}\n{('=' if node.level == 1 else '-') * max(3, _width(node.text))}\n\n"
        elif node.kind in {"paragraph", "quote"}:
            yield "\n".join(_wrapped(part, width, indent, indent) for part in node.text.split("\n")) + "\n\n"
        elif node.kind == "list":
            yield from _text_list(node, width, indent)
            yield "" if indent else "\n"
        elif node.kind == "table":
            yield "\n".join("    ".join(cell.text for cell in row.below) for row in node.below) + "\n\n"
        else:
            yield "-" * width + "\n\n"


def _text_list(node: Node, width: int, indent: str) -> Iterator[str]:
    for number, item in enumerate(node.below, start=1):
        mark = f"{number}. " if node.ordered else "- "
        hang = indent + " " * len(mark)
        yield _wrapped(item.below[0].text, width, indent + mark, hang) + "\n"
        yield from _text_lines(item.below[1:], width, hang)


def _wrapped(text: str, width: int, first: str, rest: str) -> str:
    """Break at spaces, and between Chinese characters, where the next one would not fit."""
    lines, line = [], first
    for part in re.findall(r"[\u2e80-\uffef] ?|(?:(?![\u2e80-\uffef])\S)+ ?| ", text):
        if (
            _width(line + part.rstrip()) > width
            and line.strip() not in {"", first.strip()}
            and part[0] not in "，。；、"
        ):
            lines.append(line.rstrip())
            line = rest
        line += part
    return "\n".join([*lines, line.rstrip()])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


# HTML ---------------------------------------------------------------------------------------------------------


def write_html(blocks: list[Node]) -> bytes:
    """A page with a style sheet, a script and the tags an editor would use."""
    head = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Resume</title>'
        "<style>body { font: 11pt serif } h1, h2 { color: #234 }</style>"
        '<script>var notSeen = "never read";</script></head>\n<body>\n'
    )
    return (head + "".join(_html(blocks)) + "</body></html>\n").encode()


def _html(blocks: list[Node]) -> Iterator[str]:
    for node in blocks:
        inside = "".join(_html_run(run) for run in node.runs)
        below = node.below
        if node.kind == "item":
            inside, below = "".join(_html_run(run) for run in below[0].runs), below[1:]
        tag = _html_tag(node)
        yield "<hr>\n" if tag == "hr" else f"<{tag}>{inside}{''.join(_html(below))}</{tag}>\n"


def _html_tag(node: Node) -> str:
    if node.kind == "heading":
        return f"h{node.level}"
    if node.kind == "list":
        return "ol" if node.ordered else "ul"
    return {"paragraph": "p", "item": "li", "table": "table", "row": "tr", "cell": "td"}.get(node.kind, "hr")


def _html_run(run: Run) -> str:
    text = html.escape(run.text).replace("\n", "<br>\n")
    for tag, wanted in (("code", run.code), ("em", run.italic), ("strong", run.bold)):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    return f'<a href="{html.escape(run.link)}">{text}</a>' if run.link else text


# DOCX ---------------------------------------------------------------------------------------------------------


def write_docx(blocks: list[Node]) -> bytes:
    """Styles of Word for headings and lists, a table, links, a footer with a page number."""
    document = docx.Document()
    _docx(document, blocks, 0)
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("Page ")
    field_run = OxmlElement("w:fldSimple")
    field_run.set(qn("w:instr"), "PAGE")
    footer._p.append(field_run)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _docx(document, blocks: list[Node], depth: int) -> None:
    for node in blocks:
        if node.kind == "heading":
            _docx_runs(document.add_heading(level=node.level), node.runs)
        elif node.kind == "list":
            style = ("List Number" if node.ordered else "List Bullet") + (f" {depth + 1}" if depth else "")
            for item in node.below:
                _docx_runs(document.add_paragraph(style=style), item.below[0].runs)
                _docx(document, item.below[1:], depth + 1)
        elif node.kind == "table":
            _docx_table(document.add_table(len(node.below), len(node.below[0].below)), node.below)
        else:
            _docx_runs(document.add_paragraph(), node.runs)


def _docx_table(table, rows: list[Node]) -> None:
    for row, cells in zip(rows, table.rows, strict=True):
        for cell, place in zip(row.below, cells.cells, strict=True):
            _docx_runs(place.paragraphs[0], cell.runs)


def _docx_runs(paragraph, runs: list[Run]) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.link:
            link = OxmlElement("w:hyperlink")
            link.append(made._r)
            paragraph._p.append(link)


# PDF ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PdfStyle:
    """How a PDF looks. `sidebar` puts the blocks under these headings into a narrow left column."""

    size: float = 10.5
    leading: float = 1.25
    margin: float = 56
    justified: bool = False
    ligatures: bool = False
    smart: bool = False
    breaks: tuple[str, ...] = ()  # words with hyphens where they may be hyphenated
    header: str = ""
    footer: bool = True
    columns: int = 1
    font: str = "Helvetica"
    grid: bool = True


def write_pdf(blocks: list[Node], style: PdfStyle = PdfStyle()) -> bytes:
    """Text set by ReportLab, with a page number and, from the second page on, a header."""
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, title="Resume", invariant=1)
    document.addPageTemplates(
        PageTemplate(frames=_frames(style), onPage=lambda canvas, _: _margins(canvas, style))
    )
    document.build(list(_flowables(blocks, style)))
    return file.getvalue()


def _frames(style: PdfStyle) -> list[Frame]:
    width, height = A4
    gutter = 24
    each = (width - 2 * style.margin - gutter * (style.columns - 1)) / style.columns
    return [
        Frame(style.margin + n * (each + gutter), style.margin, each, height - 2 * style.margin, 0, 0, 0, 0)
        for n in range(style.columns)
    ]


def _margins(canvas, style: PdfStyle) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    page = canvas.getPageNumber()
    if style.footer:
        canvas.drawCentredString(A4[0] / 2, 28, f"Page {page}")
    if style.header and page > 1:
        canvas.drawString(style.margin, A4[1] - 34, style.header)
    canvas.restoreState()


def _paragraph(node: Node, style: PdfStyle, size: float = 0.0, bold: bool = False, **more) -> Paragraph:
    """Chinese is broken between characters, other text between words."""
    look = _paragraph_style(style, size or style.size, **more)
    if any(font == _CHINESE for font, _ in _by_script(node.text)):
        look.wordWrap = "CJK"
    return Paragraph(_markup(node.runs, style, bold=bold), look)


def _paragraph_style(style: PdfStyle, size: float, **more) -> ParagraphStyle:
    return ParagraphStyle(
        "x",
        fontName=_font(style, False),
        fontSize=size,
        leading=size * style.leading,
        alignment=4 if style.justified and "spaceBefore" not in more else 0,
        embeddedHyphenation=1 if style.breaks else 0,
        **more,
    )


def _flowables(blocks: list[Node], style: PdfStyle) -> Iterator[object]:
    for node in blocks:
        yield from _flowable(node, style)


def _flowable(node: Node, style: PdfStyle) -> Iterator[object]:
    space = Spacer(1, style.size * 0.5)
    if node.kind == "heading":
        size = style.size * (2.0, 1.4, 1.15)[min(node.level, 3) - 1]
        yield _paragraph(node, style, size, bold=True, spaceBefore=size * 0.6, spaceAfter=size * 0.3)
    elif node.kind == "paragraph":
        yield _paragraph(node, style, spaceAfter=style.size * 0.6)
    elif node.kind == "list":
        yield from (_list(node, style), space)
    elif node.kind == "table":
        rows = [[_paragraph(cell, style) for cell in row.below] for row in node.below]
        lines = [("GRID", (0, 0), (-1, -1), 0.5, "#888888")] if style.grid else []
        yield from (Table(rows, style=[*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]), space)
    else:
        yield HRFlowable(width="100%")


def _list(node: Node, style: PdfStyle) -> ListFlowable:
    items = [
        ListItem([_paragraph(item.below[0], style), *_flowables(item.below[1:], style)])
        for item in node.below
    ]
    if node.ordered:
        return ListFlowable(
            items, bulletType="1", bulletFormat="%s.", bulletFontSize=style.size, leftIndent=18
        )
    return ListFlowable(items, bulletType="bullet", start="•", bulletFontSize=style.size, leftIndent=16)


def _font(style: PdfStyle, bold: bool) -> str:
    if style.font == "Vera":
        for name, file in (("Vera", "Vera"), ("Vera-Bold", "VeraBd")):
            if name not in pdfmetrics.getRegisteredFontNames():
                path = Path(reportlab.__file__).parent / "fonts" / f"{file}.ttf"
                pdfmetrics.registerFont(TTFont(name, str(path)))
        return "Vera-Bold" if bold else "Vera"
    return f"{style.font}-Bold" if bold else style.font


def _markup(runs: list[Run], style: PdfStyle, bold: bool = False) -> str:
    parts: list[str] = []
    for run in runs:
        text = _typeset(run.text, style)
        face = "Courier" if run.code else _font(style, bold or run.bold)
        parts.append("".join(_faced(part, face, other) for other, part in _by_script(text)))
    return "".join(parts)


def _typeset(text: str, style: PdfStyle) -> str:
    for word in style.breaks:
        text = text.replace(word.replace("~", ""), word.replace("~", "\u00ad"))
    if style.ligatures:
        text = text.replace("fi", "\ufb01").replace("fl", "\ufb02")
    if style.smart:
        text = (
            text.replace("'", "\u2019")
            .replace(' "', " \u201c")
            .replace('"', "\u201d")
            .replace(" - ", " \u2013 ")
        )
    return text


class NoFont(LookupError):
    """No font at hand draws a letter."""


def _by_script(text: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of text with the font that draws them; "" is the font of the style."""
    for font, letters in groupby(text, key=_font_for):
        yield font, "".join(letters)


@cache
def _font_for(letter: str) -> str:
    if "\u2e80" <= letter <= "\uffef" and letter not in "\ufb01\ufb02":
        return _CHINESE
    if letter in "\u00ad\ufb01\ufb02" or letter.encode("cp1252", errors="ignore"):
        return ""
    for path in (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", _DEJAVU):
        if path.exists() and ord(letter) in (font := TTFont(path.stem, str(path))).face.charToGlyph:
            pdfmetrics.registerFont(font)
            return path.stem
    raise NoFont(f"no font at hand draws {letter!r}")


_CHINESE = "STSong-Light"
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def _faced(text: str, face: str, other: str) -> str:
    if other == _CHINESE and other not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_CHINESE))
    escaped = html.escape(text, quote=False).replace("\n", "<br/>")
    return f'<font name="{other or face}">{escaped}</font>'


_WRITERS: dict[str, Callable[[list[Node]], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "html": write_html,
    "txt": write_text,
}
