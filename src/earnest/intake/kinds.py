"""What kind of document some bytes are. The content tells; a name that promises another kind is an error."""

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path, PurePosixPath

from earnest.errors import UnreadableFile
from earnest.records.base import Record

_PDF = re.compile(rb"%PDF-\d")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_HTML = re.compile(
    r"\s*+(?:<\?xml[^<>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(r"\s*+\{\s*+\"")
_XML = re.compile(r"\s*+<\?xml\b|\s*+<svg\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|li|table|section|article|header|main|span|br)\b[^<>]*+>", re.IGNORECASE
)


class Kind(StrEnum):
    """The kinds of documents that are read. PLAIN is Markdown and plain text, which need no parser."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    JSON = "json"
    PLAIN = "plain"


class _Refused(Record):
    starts: tuple[str, ...]
    says: str


class _Packaged(Record):
    type: str
    says: str


class _Kinds(Record):
    refused: tuple[_Refused, ...]
    packaged: tuple[_Packaged, ...]
    promised: Mapping[str, str]
    called: Mapping[str, str]


@cache
def _kinds() -> _Kinds:
    path = Path(__file__).with_name("kinds.toml")
    return _Kinds.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def binary_kind(content: bytes, file: str) -> Kind | None:
    """Return PDF or DOCX by the first bytes, None for what may be text.

    Raises `UnreadableFile` for kinds that are not read, saying what to do, and for a name that promises
    another kind than the content is.
    """
    kind = _by_magic(content, file)
    promised = _kinds().promised.get(_ending(file))
    found = "text" if kind is None else kind.value
    if promised is not None and promised != found:
        called = _kinds().called
        wrong = (
            f"is not {called[promised]}" if kind is None else f"is {called[found]}, not {called[promised]}"
        )
        raise UnreadableFile(
            f"{file}: its content {wrong} as its name says;"
            " export it again, or rename it if the content is right"
        )
    return kind


def _by_magic(content: bytes, file: str) -> Kind | None:
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        _check_package(content, file)
        return Kind.DOCX
    if _PDF.search(content, 0, 1024):
        return Kind.PDF
    for refused in _kinds().refused:
        if any(_begins(content, bytes.fromhex(start)) for start in refused.starts):
            raise UnreadableFile(f"{file}: {refused.says}")
    return None


def _begins(content: bytes, start: bytes) -> bool:
    """Say whether content is of a kind; a few letters do not make it so ("BMW ...", "RIFF ...")."""
    if not content.startswith(start):
        return False
    return len(start) > 4 or not start.isascii() or b"\x00" in content[:512]


def _check_package(content: bytes, file: str) -> None:
    """Refuse an OpenDocument file or an e-book, whose first member names its type."""
    if content[30:38] == b"mimetype":
        for packaged in _kinds().packaged:
            if content[38:].startswith(packaged.type.encode()):
                raise UnreadableFile(f"{file}: {packaged.says}")


def text_kind(text: str, file: str) -> Kind:
    """Return whether text is HTML, JSON, or Markdown or plain text.

    Raises `UnreadableFile` for XML of another kind.
    """
    head, ending = text[:4096], _ending(file)
    if _HTML.match(head) or (ending in {"html", "htm", "xhtml"} and _TAG.search(text)):
        return Kind.HTML
    if _XML.match(head):
        raise UnreadableFile(f"{file}: is XML; hand in PDF, DOCX, Markdown, HTML or text")
    if ending == "json" or _OBJECT.match(head):
        return Kind.JSON
    return Kind.PLAIN


def _ending(file: str) -> str:
    return PurePosixPath(file).suffix[1:].lower()
