"""Files that are not read: each gives one line with its name, what is wrong and what to do."""

import io
import zipfile
import zlib

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from earnest.errors import InputError, TooLarge, UnreadableFile
from earnest.intake.limits import limits
from earnest.intake.profile import read_document
from earnest.records.application import SubmittedFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(draw, **options) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, **options)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def archive(*members, stored: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return file.getvalue()


def document(body: str, before: str = "") -> bytes:
    return archive(("word/document.xml", f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"))


def text(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def one_page(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Ada Example, invented")


def many_pages(canvas: Canvas) -> None:
    for number in range(limits().document.pages + 1):
        canvas.drawString(72, 700, f"Page {number}")
        canvas.showPage()


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "grey")), 0, 0, 500, 700)


def flate_bomb() -> bytes:
    """A page whose content stream unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    stream = packer.compress(b"BT /F1 12 Tf 50 700 Td (x) Tj ET ")
    stream += b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1024)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
    ]
    file = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return file + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF"


def entities(depth: int) -> str:
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE bomb [<!ENTITY e0 "boom">{declared}]>'


PLAIN_PDF = pdf(one_page)
PLAIN_DOCX = document(text("Ada Example, invented"))
DEPTH = limits().document.xml_depth

REFUSED = {
    "empty.pdf": (b"", "is empty"),
    "blank.md": (b" \n\t\n", "is empty"),
    "broken.pdf": (PLAIN_PDF[:300], "is a broken PDF; export it again"),
    "encrypted.pdf": (pdf(one_page, encrypt=StandardEncryption("secret")), "is encrypted; save it without"),
    "scan.pdf": (pdf(scan), "is a scan, its pages are pictures without text; .*OCR"),
    "drawn.pdf": (pdf(lambda canvas: canvas.line(0, 0, 99, 99)), "without any text; export it again"),
    "long.pdf": (pdf(many_pages), "has 61 pages and at most 60 are read"),
    "bomb.pdf": (flate_bomb(), "is broken or needs too much memory|takes more than|without any text"),
    "zip.pdf": (archive(("a.txt", "x")), "its content is a Word document or another ZIP archive, not a PDF"),
    "words.pdf": (b"Just words", "its content is not a PDF as its name says"),
    "pdf.docx": (PLAIN_PDF, "its content is a PDF, not a Word document"),
    "pdf.md": (PLAIN_PDF, "its content is a PDF, not text"),
    "broken.docx": (PLAIN_DOCX[: len(PLAIN_DOCX) // 2], "is a broken Word document or ZIP archive; save it"),
    "bomb.docx": (document(text("A" * 90_000_000)), "unpacks to more than 64 MiB or 150 times its size"),
    "entities.docx": (document(text("&e9;"), entities(10)), "is broken|declares XML entities"),
    "external.docx": (
        document(text("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "declares XML entities, which no editor does",
    ),
    "deep.docx": (document("<w:sdt>" * (DEPTH + 1) + "</w:sdt>" * (DEPTH + 1)), "is nested too deeply"),
    "crowded.docx": (archive(*((f"{n}", "") for n in range(2001))), "holds more than 2000 members"),
    "markup.docx": (document("<w:p>"), "is not valid XML"),
    "sheet.docx": (archive(("xl/workbook.xml", "")), "is a spreadsheet"),
    "archive.zip": (archive(("a.txt", "x")), "is a ZIP archive, not a document; unpack it"),
    "letter.odt": (
        archive(("mimetype", "application/vnd.oasis.opendocument.text"), stored=True),
        "is an OpenDocument file",
    ),
    "old.doc": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512),
        "is an old Word document .* save it as .docx",
    ),
    "rich.rtf": (rb"{\rtf1 Ada}", "is an RTF document; save it as"),
    "photo.png": (bytes.fromhex("89504e470d0a1a0a") + bytes(64), "is a picture and holds no text"),
    "photo.pdf": (bytes.fromhex("ffd8ffe0") + bytes(64), "is a picture and holds no text"),
    "packed.gz": (bytes.fromhex("1f8b0800") + bytes(64), "is a packed archive; unpack it"),
    "source.tex": (rb"\documentclass{article}", "is LaTeX source; hand in the PDF"),
    "noise.md": (bytes(range(256)) * 40, "its bytes are no text"),
    "drawing.svg": (b'<?xml version="1.0"?><svg/>', "is XML; hand in"),
    "broken.json": (b'{"basics": {', "is broken JSON"),
    "other.json": (b'{"name": "Ada"}', "is JSON but no JSON Resume 1.0; it needs"),
    "list.json": (b"[1, 2]", "is JSON but no JSON Resume"),
    "deep.json": (b'{"basics":' + b"[" * 100_000, "is nested too deeply"),
    "deep.html": (b"<html><body>" + b"<div>" * 5000 + b"deep", "is nested too deeply"),
    "hidden.html": (b"<html><body hidden>Ada</body></html>", "holds text, but none that a browser shows"),
    "long.txt": (b"word " * 100_000, "holds more than 400000 characters"),
    "long.html": (b"<html><body>" + b"word " * 100_000, "holds more than 400000 characters"),
    "large.pdf": (b"%PDF-1.7" + bytes(limits().document.file_bytes), "larger than 16 MiB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_line_says_what_is_wrong_and_what_to_do(name):
    content, expected = REFUSED[name]
    with pytest.raises((UnreadableFile, TooLarge), match=f"^{name}: .*(?:{expected})") as caught:
        read_document(SubmittedFile(path=name, content=content))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_only_the_owner_password_does_not_keep_anybody_from_reading():
    content = pdf(one_page, encrypt=StandardEncryption("", ownerPassword="secret"))
    assert "Ada Example" in read_document(SubmittedFile(path="a.pdf", content=content)).text


def test_no_external_entity_is_ever_read():
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Ada &x; end</p></body></html>'
    read = read_document(SubmittedFile(path="a.html", content=page)).text
    assert "root" not in read
    assert "Ada" in read


def test_what_only_begins_like_another_kind_is_text():
    for words in (
        b"BMW was my first employer.",
        b"MZ and II are initials.",
        b"RIFF raff",
        b"%PDF is a format.",
    ):
        assert read_document(SubmittedFile(path="a.md", content=words)).text == words.decode()


def test_a_name_with_line_breaks_and_directions_stays_one_line():
    with pytest.raises(InputError) as caught:
        read_document(SubmittedFile(path="a\n\u202eb📄.pdf", content=b""))
    assert str(caught.value).startswith("a\ufffd\ufffdb📄.pdf: is empty")
