"""An application: the bytes, the parsed fields, and the parsed fields after separation."""

from earnest.records.base import Record
from earnest.records.document import BlindDocument, Document
from earnest.records.flag import UnseenText
from earnest.records.response import (
    BlindTextResponse,
    CodeResponse,
    EdgeResponse,
    PairResponse,
    TextResponse,
)
from earnest.records.tree import FileMode


class SubmittedFile(Record):
    """One file of a submission: its relative path and its bytes, nothing parsed yet.

    A symbolic link is never followed: its `content` is where it points to.
    """

    path: str
    content: bytes
    mode: FileMode = FileMode.REGULAR


class Submission(Record):
    """What was handed in, as bytes. `name` labels outputs and is never scored."""

    name: str
    files: tuple[SubmittedFile, ...]


class Problem(Record):
    """A part of a submission that could not be used: one line for a person, the other parts go on.

    `part` is one of profile, samples, preferences, interview, writing, specialty, application.
    """

    part: str
    file: str
    message: str


class Application(Record):
    """The parsed fields of one submission. A part that was not given is None or empty.

    `unseen` holds what the files say where nobody sees it; no other field has any of it.
    """

    name: str
    profile: Document | None = None
    samples: tuple[CodeResponse, ...] = ()
    preferences: tuple[PairResponse, ...] = ()
    interview: tuple[TextResponse, ...] = ()
    writing: tuple[TextResponse, ...] = ()
    specialty: tuple[EdgeResponse, ...] = ()
    specialty_name: str = ""
    problems: tuple[Problem, ...] = ()
    unseen: tuple[UnseenText, ...] = ()


class BlindApplication(Record):
    """What the signals may read: an application without its identity and its formatting."""

    profile: BlindDocument | None = None
    samples: tuple[CodeResponse, ...] = ()
    preferences: tuple[PairResponse, ...] = ()
    interview: tuple[BlindTextResponse, ...] = ()
    writing: tuple[BlindTextResponse, ...] = ()
    specialty: tuple[EdgeResponse, ...] = ()
    specialty_name: str = ""
    problems: tuple[Problem, ...] = ()

    def documents(self) -> dict[str, BlindDocument]:
        """Return every blind text of the application by its id."""
        texts = [response.document for response in (*self.interview, *self.writing)]
        if self.profile is not None:
            texts.append(self.profile)
        return {document.id: document for document in texts}
