"""What coherence may know: the sentences of long answers, their passages, and how these relate."""

from pydantic import Field

from earnest.records.base import Record

Share = Field(ge=0.0, le=1.0)


class EssaySentence(Record):
    """One sentence: `text` is `block_text[start:end]`, `word` the position of its first word in the essay.

    `central` and `asked` say how near it is to the rest of the essay and to the prompt (0..1; `asked` is 0
    without a prompt), `claim` how much it has the form of a claim, `backing` of evidence and `limiting` of
    a limit or an objection (0..1). `paragraph` counts the blocks of the essay.
    """

    block: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    paragraph: int = Field(ge=0)
    word: int = Field(ge=0)
    words: int = Field(ge=0)
    central: float = Share
    asked: float = Share
    claim: float = Share
    backing: float = Share
    limiting: float = Share
    concluding: bool = False
    heading: bool = False


class Passage(Record):
    """A stretch of running text of about `words` words, however its paragraphs are cut.

    `first:last` are its sentences, `paragraph` the one it begins in. Links are similarities in 0..1: to the
    candidate thesis, to the nearest of the passages just before, to what stands before it in the first part
    of the essay, to all the others.
    """

    first: int = Field(ge=0)
    last: int = Field(ge=0)
    paragraph: int = Field(ge=0)
    word: int = Field(ge=0)
    words: int = Field(ge=0)
    to_thesis: float = Share
    to_last: float = Share
    to_before: float = Share
    to_rest: float = Share


class Paragraph(Record):
    """One block of running text: `first:last` are its sentences. `to_thesis` and `to_rest` as for
    passages.
    """

    first: int = Field(ge=0)
    last: int = Field(ge=0)
    word: int = Field(ge=0)
    words: int = Field(ge=0)
    to_thesis: float = Share
    to_rest: float = Share


class Relations(Record):
    """How the passages of one essay relate as a whole, by name: the features that `rubric.toml` weighs.

    `break_passage` is the passage before which the essay falls most clearly apart.
    """

    values: dict[str, float] = {}
    break_passage: int = Field(default=0, ge=0)


class Essay(Record):
    """One long answer. `thesis` is the index of the candidate sentence, `conclusion` of the first sentence
    of the end.

    `words` counts all of it, `words_read` what was read of it.
    """

    item: str
    words: int = Field(ge=0)
    words_read: int = Field(ge=0)
    prompted: bool = False
    thesis: int = Field(default=0, ge=0)
    conclusion: int = Field(default=0, ge=0)
    sentences: tuple[EssaySentence, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    passages: tuple[Passage, ...] = ()
    relations: Relations = Relations()


class CoherenceEvidence(Record):
    """The long answers, by item. `foreign` names the items answered in another language than English."""

    essays: tuple[Essay, ...] = ()
    foreign: tuple[str, ...] = ()
