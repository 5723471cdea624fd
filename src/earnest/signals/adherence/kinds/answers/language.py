"""Whether an answer is in the language that was asked for."""

from earnest.signals.adherence.kinds.answers.reading import Answer, paragraphs
from earnest.signals.adherence.kinds.kind import Outcome, kept, missed, undecidable
from earnest.text.language import language_of

_PARAGRAPH_WORDS = 12


def judge_language(answer: Answer, code: str) -> Outcome:
    """Decide whether the whole answer is in one language; a long paragraph in another one misses."""
    wanted = code.lower().partition("-")[0]
    for paragraph in paragraphs(answer.text):
        found = language_of(paragraph) if len(paragraph.split()) >= _PARAGRAPH_WORDS else ""
        if found and found != wanted:
            return missed(f"a paragraph is in {found!r}", [answer.place(answer.text.find(paragraph))])
    found = language_of(answer.text)
    if not found:
        return undecidable("the language cannot be told from its script and function words")
    if found == wanted:
        return kept(f"the answer is in {found!r}")
    return missed(f"the answer is in {found!r}")
