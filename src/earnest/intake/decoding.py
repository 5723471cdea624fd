"""Bytes -> text, by byte order mark, then UTF-8, then UTF-16 without a mark, then Windows-1252."""

import codecs
import re
from typing import NamedTuple

from earnest.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Decoded(NamedTuple):
    """The text, and a note for a person where the encoding had to be guessed ("" otherwise)."""

    text: str
    note: str = ""


def decode(content: bytes, file: str) -> Decoded:
    r"""Return the text of a file without its byte order mark; line ends stay as they are.

    Raises `UnreadableFile` where the bytes are no text.

    >>> decode(b"\xef\xbb\xbfna\xc3\xafve", "a.txt").text, decode("naïve".encode("cp1252"), "a.txt").text
    ('naïve', 'naïve')
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strict(content[len(mark) :], encoding, file))
    guess = _utf16_without_mark(content[:4096])
    if guess:
        return Decoded(_strict(content, guess, file))
    try:
        return Decoded(_text(content.decode("utf-8"), file))
    except UnicodeDecodeError:
        return _windows(content, file)


def _windows(content: bytes, file: str) -> Decoded:
    text = content.decode("cp1252", errors="replace")
    strange = text.count("\ufffd") + len(_CONTROL.findall(text))
    if strange * 100 > len(text):
        raise _no_text(file)
    note = f"{file}: not UTF-8, was read as Windows-1252; save it as UTF-8 if letters look wrong"
    return Decoded(text, note)


def _strict(content: bytes, encoding: str, file: str) -> str:
    try:
        return _text(content.decode(encoding), file)
    except UnicodeDecodeError:
        raise _no_text(file) from None


def _text(text: str, file: str) -> str:
    sample = text[:65536]
    if len(_CONTROL.findall(sample)) * 100 > len(sample):
        raise _no_text(file)
    return text


def _no_text(file: str) -> UnreadableFile:
    return UnreadableFile(f"{file}: its bytes are no text; save it as UTF-8 text, PDF or DOCX")


def _utf16_without_mark(sample: bytes) -> str:
    """Return the byte order when nearly every second byte is zero, as in Latin text in UTF-16."""
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    low, high = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if high * 10 > pairs * 7 and low * 10 < pairs:
        return "utf-16-le"
    if low * 10 > pairs * 7 and high * 10 < pairs:
        return "utf-16-be"
    return ""
