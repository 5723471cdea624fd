"""Application -> flags, in the order of its parts."""

import re
from collections.abc import Iterator
from itertools import islice

from earnest.integrity.characters import invisible
from earnest.integrity.code import remarks
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.records.flag import Flag, FlagKind, UnseenText
from earnest.text.instructions import instructions, judges_in_keywords, plainly
from earnest.text.layout import block_spans
from earnest.text.lookalikes import fold
from earnest.text.segment import Span

MOST_FLAGS = 200
_SHOWN = 500
_FEWEST_WORDS = 2
_FEWEST_CLIPPED = 7
"""Labels for screen readers ("skip to content") are honest; a longer text that is clipped away is none."""
_CLIPPED = "clipped away"
_WHY = {
    "list": "a heap of words in place of sentences; it was not scored",
    "code": "words in disguise, such as base64 or letters turned round; they were not scored",
    "role": "text that speaks to or as a machine or a grader; it was not scored",
}
_TELLS = "a sentence that tells the reader what to make of the candidate; it was not scored"
_WORDS = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[._\-/]+")


def inspect(application: Application) -> tuple[Flag, ...]:
    """Return what a person should look at; at most `MOST_FLAGS`."""
    documents = list(_documents(application))
    visible = [" ".join(_words(document.text)) for document in documents]
    return tuple(
        islice(
            (
                *_hidden(application, visible),
                *(flag for document in documents for flag in _in_text(document)),
                *_in_code(application),
                *_in_names(application),
                *_in_short_answers(application),
            ),
            MOST_FLAGS,
        )
    )


def _documents(application: Application) -> Iterator[Document]:
    if application.profile is not None:
        yield application.profile
    yield from (response.document for response in (*application.interview, *application.writing))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.lower())


def _hidden(application: Application, visible: list[str]) -> Iterator[Flag]:
    for unseen in application.unseen:
        orders = _addresses_reader(unseen.text)
        if orders:
            message = f"{unseen.how}: words that tell the reader what to make of the candidate; not scored"
            yield _flag(FlagKind.MACHINE_INSTRUCTION, unseen, message)
        elif not unseen.aside and _says_something(unseen, visible):
            message = f"text that nobody sees who looks at the page ({unseen.how}); it was not scored"
            yield _flag(FlagKind.HIDDEN_TEXT, unseen, message)


def _addresses_reader(text: str) -> bool:
    return any(found.how != "list" for found in instructions(text)) or judges_in_keywords(text)


def _orders(text: str) -> bool:
    """Say whether a short answer or a comment tells the reader what to make of the writer."""
    return any(found.how not in {"praise", "list"} for found in instructions(text))


def _says_something(unseen: UnseenText, visible: list[str]) -> bool:
    """Say whether a hidden text holds words that are not there to be seen as well."""
    words = _words(unseen.text)
    fewest = _FEWEST_CLIPPED if unseen.how.startswith(_CLIPPED) else _FEWEST_WORDS
    return len(words) >= fewest and not any(" ".join(words) in text for text in visible)


def _flag(kind: FlagKind, unseen: UnseenText, message: str) -> Flag:
    return Flag(kind=kind, part=unseen.part, file=unseen.file, text=unseen.text[:_SHOWN], message=message)


def _in_text(document: Document) -> Iterator[Flag]:
    part, file, text = document.kind.value, document.file, document.text
    for shown in invisible(text):
        yield Flag(
            kind=FlagKind.INVISIBLE_CHARACTERS,
            part=part,
            file=file,
            where=document.id,
            text=shown.text[:_SHOWN],
            message=f"{shown.how}; they are left out of what is scored",
        )
    words = fold(text).words
    if words:
        yield Flag(
            kind=FlagKind.LOOK_ALIKE_LETTERS,
            part=part,
            file=file,
            where=document.id,
            text=", ".join(span.of(text) for span in words[:20])[:_SHOWN],
            message=f"{len(words)} words mix letters that look alike; they were read in one script",
        )
    yield from _set_aside(document)


def _set_aside(document: Document) -> Iterator[Flag]:
    """Yield the sentences that separation leaves out, of paragraphs without their line breaks."""
    in_profile = document.kind is DocumentKind.PROFILE
    blocks = list(block_spans(document.text))
    paragraphs = [" ".join(span.of(document.text) for span in spans) for spans in blocks]
    for block in (*paragraphs, *_between(document.text, [span for spans in blocks for span in spans])):
        for found in instructions(block):
            if found.is_set_aside(in_profile=in_profile):
                yield Flag(
                    kind=FlagKind.MACHINE_INSTRUCTION,
                    part=document.kind.value,
                    file=document.file,
                    where=document.id,
                    text=found.span.of(block)[:_SHOWN],
                    message=_WHY.get(found.how, _TELLS),
                )


def _between(text: str, spans: list[Span]) -> Iterator[str]:
    """Yield what markup keeps out of the text: addresses and titles of links, alternative texts."""
    at = 0
    for start, end in (*sorted(spans), (len(text), len(text))):
        words = text[at:start]
        if len(words.split()) >= _FEWEST_WORDS:
            yield words
        at = max(at, end)


def _in_code(application: Application) -> Iterator[Flag]:
    for sample in application.samples:
        files = [(file.path, file.content) for file in sample.tree.files] or [("patch", sample.patch)]
        for path, content in files:
            for line, remark in remarks(content):
                if _orders(remark):
                    yield Flag(
                        kind=FlagKind.MACHINE_INSTRUCTION,
                        part="samples",
                        file=f"samples/{sample.item}/{path}",
                        where=f"line {line}",
                        text=remark[:_SHOWN],
                        message="a comment or string that tells the reader what to make of the code",
                    )


def _in_names(application: Application) -> Iterator[Flag]:
    files = [document.file for document in _documents(application)]
    for sample in application.samples:
        files += [sample.item, *(file.path for file in sample.tree.files)]
    for name in dict.fromkeys((application.name, *files)):
        if _addresses_reader(_SEPARATORS.sub(" ", plainly(name))):
            yield Flag(
                kind=FlagKind.MACHINE_INSTRUCTION,
                part="application",
                file=name[:_SHOWN],
                text=name[:_SHOWN],
                message="a file name that tells the reader what to make of the candidate",
            )


def _in_short_answers(application: Application) -> Iterator[Flag]:
    answers = [("specialty", response.item, response.answer) for response in application.specialty]
    for part, item, answer in (*answers, ("application", "specialty", application.specialty_name)):
        if _orders(answer):
            yield Flag(
                kind=FlagKind.MACHINE_INSTRUCTION,
                part=part,
                file=f"{part}.jsonl" if part == "specialty" else "application.toml",
                where=item[:_SHOWN],
                text=answer[:_SHOWN],
                message="an answer that tells the reader what to make of the candidate",
            )
