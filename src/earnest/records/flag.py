"""What integrity found: for a person to look at, never a score."""

from enum import StrEnum

from earnest.records.base import Record


class UnseenText(Record):
    """Text that is in a file and that nobody sees who looks at it. It is never scored.

    `how` says why it is not seen. `aside` is true for what was never meant for the page: properties of the
    file, comments, alternative texts.
    """

    part: str
    file: str
    how: str
    text: str
    aside: bool = False


class FlagKind(StrEnum):
    """What a flag is about."""

    HIDDEN_TEXT = "hidden-text"
    INVISIBLE_CHARACTERS = "invisible-characters"
    LOOK_ALIKE_LETTERS = "look-alike-letters"
    MACHINE_INSTRUCTION = "machine-instruction"


class Flag(Record):
    """One thing that a person should look at, with its text. It changes no score and declines nobody.

    `part` is as in `records.application.Problem`; `file` and `where` say what to open and look for.
    """

    kind: FlagKind
    part: str
    file: str
    where: str = ""
    text: str
    message: str
