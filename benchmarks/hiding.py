"""Documents that hold a text nobody sees: writers of PDF, Word and HTML, one for each way to hide."""

import html
import io
from collections.abc import Callable

from docx import Document
from docx.shared import Pt, RGBColor
from reportlab.lib.colors import Color
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen import canvas

_FONT, _SIZE, _LEADING = "Helvetica", 10, 13
_Draw = Callable[[canvas.Canvas, str], None]


def _pdf(draw: _Draw) -> Callable[[str, str], bytes]:
    def write(markdown: str, hidden: str) -> bytes:
        file = io.BytesIO()
        page = canvas.Canvas(file, pagesize=(595, 842), invariant=1)
        page.setFont(_FONT, _SIZE)
        y = 800
        for paragraph in markdown.splitlines():
            for line in simpleSplit(paragraph.lstrip("#").strip(), _FONT, _SIZE, 480):
                if y < 60:
                    page.showPage()
                    page.setFont(_FONT, _SIZE)
                    y = 800
                page.drawString(57, y, line)
                y -= _LEADING
            y -= 4
        if hidden:
            draw(page, " ".join(hidden.split()))
        page.save()
        return file.getvalue()

    return write


def _coloured(*colour: float) -> _Draw:
    def draw(page: canvas.Canvas, text: str) -> None:
        page.setFillColor(Color(*colour))
        page.drawString(57, 40, text)

    return draw


def _invisible(page: canvas.Canvas, text: str) -> None:
    words = page.beginText(57, 40)
    words.setTextRenderMode(3)
    words.textLine(text)
    page.drawText(words)


def _tiny(page: canvas.Canvas, text: str) -> None:
    page.setFont(_FONT, 1)
    page.drawString(57, 40, text)


def _beyond(page: canvas.Canvas, text: str) -> None:
    page.drawString(57, -60, text)


def _covered(page: canvas.Canvas, text: str) -> None:
    page.drawString(57, 40, text)
    page.setFillColorRGB(1, 1, 1)
    page.rect(0, 30, 595, 30, fill=1, stroke=0)


def _clipped(page: canvas.Canvas, text: str) -> None:
    path = page.beginPath()
    path.rect(0, 0, 5, 5)
    page.clipPath(path, stroke=0)
    page.drawString(57, 40, text)


def _word(hide: Callable[[object], None]) -> Callable[[str, str], bytes]:
    def write(markdown: str, hidden: str) -> bytes:
        document, file = Document(), io.BytesIO()
        for line in filter(None, (line.strip() for line in markdown.splitlines())):
            if line.startswith("- "):
                document.add_paragraph(line[2:], style="List Bullet")
            else:
                document.add_paragraph(line.lstrip("#").strip())
        if hidden:
            hide(document.add_paragraph().add_run(" ".join(hidden.split())).font)
        document.save(file)
        return file.getvalue()

    return write


def _set(name: str, value: object) -> Callable[[object], None]:
    return lambda font: setattr(font, name, value)


def _white(font: object) -> None:
    font.color.rgb = RGBColor(255, 255, 255)


def _html(style: str) -> Callable[[str, str], bytes]:
    def write(markdown: str, hidden: str) -> bytes:
        body = "".join(
            f"<p>{html.escape(line.strip())}</p>" for line in markdown.splitlines() if line.strip()
        )
        tail = f'<p style="{style}">{html.escape(hidden)}</p>' if hidden else ""
        return f"<!doctype html><html><body>{body}{tail}</body></html>".encode()

    return write


HIDDEN: dict[str, tuple[str, Callable[[str, str], bytes]]] = {
    "PDF, white": ("pdf", _pdf(_coloured(1, 1, 1))),
    "PDF, transparent": ("pdf", _pdf(_coloured(0, 0, 0, 0.01))),
    "PDF, invisible mode": ("pdf", _pdf(_invisible)),
    "PDF, one point": ("pdf", _pdf(_tiny)),
    "PDF, off the page": ("pdf", _pdf(_beyond)),
    "PDF, under a shape": ("pdf", _pdf(_covered)),
    "PDF, clipped": ("pdf", _pdf(_clipped)),
    "Word, hidden": ("docx", _word(_set("hidden", True))),
    "Word, white": ("docx", _word(_white)),
    "Word, one point": ("docx", _word(_set("size", Pt(1)))),
    "HTML, display none": ("html", _html("display:none")),
    "HTML, off the page": ("html", _html("position:absolute;left:-9999px")),
    "HTML, no size": ("html", _html("font-size:0")),
    "HTML, white": ("html", _html("color:#fff")),
    "Markdown, a comment": ("md", lambda markdown, hidden: f"{markdown}\n<!-- {hidden} -->\n".encode()),
}
