"""One document of any known kind -> its text. The kind is told by the content, never by the name alone."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from earnest.errors import TooLarge, UnreadableFile
from earnest.intake import markdown
from earnest.intake.decoding import Decoded, decode
from earnest.intake.kinds import Kind, binary_kind, text_kind
from earnest.intake.limits import limits, size
from earnest.intake.names import shown
from earnest.intake.parsing import parse
from earnest.records.application import SubmittedFile
from earnest.records.base import Record
from earnest.records.flag import UnseenText

_BULLET = "• "
_FENCE = "```"


class _Parsed(Record):
    """What a parser answers: the kind and the text of each block, what nobody sees, a note for a person."""

    blocks: tuple[tuple[str, str], ...]
    unseen: tuple[tuple[str, str], ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    note: str = ""


class ReadText(NamedTuple):
    """The text of a document, a note for a person ("" for none), and what nobody sees of it."""

    text: str
    note: str = ""
    unseen: tuple[UnseenText, ...] = ()


def read_document(file: SubmittedFile, part: str = "profile") -> ReadText:
    """Return the text of a document as a person would read it out of the file.

    Markdown and plain text stay as they are, without comments. Of PDF, DOCX, HTML and JSON Resume each
    paragraph becomes a line, list items begin with a bullet, and the cells of a table row stand on one line,
    tabs between them.
    Raises `UnreadableFile` or `TooLarge`, one line each, for what cannot be read.
    """
    content, name = file.content, shown(file.path)
    bound = limits().document.file_bytes
    if len(content) > bound:
        raise TooLarge(f"{name}: larger than {size(bound)}; export it smaller")
    if not content.strip():
        raise UnreadableFile(f"{name}: is empty; hand in a file with text in it")
    kind = binary_kind(content, name)
    if kind is None:
        read_text = decode(content, name)
        kind = text_kind(read_text.text, name)
        if kind is Kind.PLAIN:
            return _checked(_plain(read_text, file.path, part), name)
    parsed = _Parsed.model_validate(parse(kind.value, content, name))
    note = f"{name}: {parsed.note}" if parsed.note else ""
    unseen = tuple(
        UnseenText(part=part, file=file.path, how=how, text=text, aside=aside)
        for aside, found in ((False, parsed.unseen), (True, parsed.aside))
        for how, text in found
    )
    return _checked(ReadText("\n\n".join(_paragraphs(parsed.blocks)), note, unseen), name)


def _plain(read_text: Decoded, file: str, part: str) -> ReadText:
    seen = markdown.seen(read_text.text)
    unseen = tuple(
        UnseenText(part=part, file=file, how=markdown.HOW, text=comment) for comment in seen.comments
    )
    return ReadText(seen.text, read_text.note, unseen)


def _checked(read_text: ReadText, name: str) -> ReadText:
    if not read_text.text.strip():
        raise UnreadableFile(f"{name}: is empty; hand in a file with text in it")
    most = limits().document.characters
    if len(read_text.text) > most:
        raise TooLarge(f"{name}: holds more than {most} characters; hand in a shorter one")
    return read_text


def _paragraphs(blocks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield stretches of text that a blank line parts: `text.layout` finds the same blocks in them again."""
    for kind, group in groupby(blocks, key=lambda block: block[0]):
        texts = [text for _, text in group]
        if kind == "item":
            yield "\n".join(f"{_BULLET}{text}" for text in texts)
        elif kind == "code":
            yield "\n".join((_FENCE, *texts, _FENCE))
        elif kind == "row" and all("\t" in text for text in texts):
            yield "\n".join(texts)
        else:
            yield from texts
