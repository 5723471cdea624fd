"""What accountability may know: the sentences of answers, and what the two readers saw in them."""

from enum import StrEnum

from pydantic import Field

from earnest.records.base import Record


class MarkKind(StrEnum):
    """What a detector saw in a sentence."""

    FAILURE = "failure"  # something went wrong
    COST = "cost"  # and somebody or something paid for it
    OWN_CAUSE = "own_cause"  # the writer did it, or left it undone
    LESSON_SPECIFIC = "lesson_specific"
    LESSON_GENERIC = "lesson_generic"
    LESSON_TIED = "lesson_tied"  # one that many failures teach, about a thing that this story has told
    CHANGE = "change"  # a change in how the writer works
    HELD = "held"  # a sign that the change held
    PROMISE = "promise"  # a change that is only announced
    DISGUISE = "disguise"  # a strength that poses as a failure
    PRAISE = "praise"  # what praise of oneself leans on: a virtue, an excess, what others say of one
    DENIAL = "denial"  # no failure at all
    BLAME = "blame"  # somebody or something else did it


class Role(StrEnum):
    """What a sentence does in an answer, as far as its grammar and its place say."""

    SITUATION = "situation"
    FAILURE = "failure"  # what went wrong and what it cost
    OWN_CAUSE = "own_cause"
    REPAIR = "repair"
    LESSON = "lesson"
    PLATITUDE = "platitude"
    CHANGE = "change"
    BLAME = "blame"
    SELF_PRAISE = "self_praise"


class Mark(Record):
    """One thing seen: offsets in the text of the block, and how sure the pattern is (0..1)."""

    kind: MarkKind
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    strength: float = Field(ge=0.0, le=1.0)


class Sentence(Record):
    """One sentence: `text` is `block_text[start:end]`, `roles` are probabilities (not exclusive), `content`
    counts its words that no platitude is made of. `own_past` and `own_present` say that the writer, or a
    group with the writer in it, acts in a main clause; `present` that anything holds in the present there;
    `for_others` that somebody else is told what to do.
    """

    block: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    marks: tuple[Mark, ...] = ()
    roles: dict[Role, float] = {}
    content: int = Field(default=0, ge=0)
    own_past: bool = False
    own_present: bool = False
    present: bool = False
    for_others: bool = False


class Answer(Record):
    """One answer about a failure, in reading order."""

    item: str
    words: int = Field(ge=0)
    sentences: tuple[Sentence, ...] = ()


class AccountabilityEvidence(Record):
    """The answers, by item. `foreign` names the items answered in another language than English."""

    answers: tuple[Answer, ...] = ()
    foreign: tuple[str, ...] = ()
