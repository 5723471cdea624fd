"""What preference may know: choices between two options, joined with the key and with how they look."""

from pydantic import Field

from earnest.records.base import Record
from earnest.records.response import Choice


class PairAnswer(Record):
    """One choice.

    `doublings` is log2 of the length of option_a over that of option_b, in characters: 1.0 where a is twice
    as long. `markdown` counts the markdown marks of option_a less those of option_b. `words` counts what
    had to be read: the prompt and both options.
    """

    item: str
    key: Choice
    choice: Choice
    doublings: float
    markdown: int = 0
    words: int = Field(default=0, ge=0)
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)
    seconds: float | None = Field(default=None, ge=0.0)

    @property
    def correct(self) -> bool:
        """Whether the better option was chosen."""
        return self.choice is self.key


class PreferenceEvidence(Record):
    """The choices sorted by item, and the items of the responses that the pack does not know."""

    answers: tuple[PairAnswer, ...] = ()
    unknown: tuple[str, ...] = ()
