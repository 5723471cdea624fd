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


class MirroredAnswer(Record):
    """A pair that was given twice, the second time with its options the other way round.

    Both choices name the option as the item has it, so a steady rater gives the same one twice.
    """

    item: str
    choice: Choice
    mirrored: Choice

    @property
    def steady(self) -> bool:
        """Whether the same option was chosen both times."""
        return self.choice is self.mirrored


class OpenAnswer(Record):
    """A choice in a pair without an objective key: shown, never scored."""

    item: str
    choice: Choice
    confidence: float | None = Field(default=None, ge=0.0, le=1.0)


class PreferenceEvidence(Record):
    """The choices sorted by item, and the items of the responses that the pack does not know.

    `mirrored`, `open` and `pretest` (items only) are beside the score.
    """

    answers: tuple[PairAnswer, ...] = ()
    mirrored: tuple[MirroredAnswer, ...] = ()
    open: tuple[OpenAnswer, ...] = ()
    pretest: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
