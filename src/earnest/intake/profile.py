"""One document of any known kind -> its text. The kind is told by the content, never by the name alone."""

from earnest.errors import UnreadableFile
from earnest.intake.decoding import Decoded, decode
from earnest.records.application import SubmittedFile


def read_document(file: SubmittedFile) -> Decoded:
    """Return the text of a document as a person would read it out of the file."""
    read_text = decode(file.content, file.path)
    if not read_text.text.strip():
        raise UnreadableFile(f"{file.path}: is empty; hand in a file with text in it")
    return read_text
