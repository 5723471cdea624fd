"""Named things: tools, products and proper nouns, by the shape of the word.

CamelCase, digits or dots inside a word, capitals in mid-sentence. Initialisms that every profile has (API,
KPI, ...) stand in `lexicons/generic_nouns.txt` and name nothing.
"""

from collections.abc import Sequence
from functools import cache

from earnest.text.segment import Span
from earnest.text.tokens import Tag, Token
from earnest.text.wordlist import table_of, words_of


def names(tokens: Sequence[Token]) -> list[Span]:
    """Return the named things in the tokens of one sentence; a row of names is one span.

    >>> from earnest.text.tokens import tokenize
    >>> text = "Moved the API from MySQL to Aurora with Open Banking people."
    >>> [span.of(text) for span in names(tokenize(text))]
    ['MySQL', 'Aurora', 'Open Banking']
    """
    found: list[Span] = []
    previous = -2
    for place, token in enumerate(tokens):
        if token.tag is not Tag.NAME or _names_nothing(tokens, place):
            continue
        if previous == place - 1 and found:
            found[-1] = Span(found[-1].start, token.end)
        else:
            found.append(token.span)
        previous = place
    return found


def _names_nothing(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    stem = token.lower.removesuffix("'s")
    if stem in words_of("generic_nouns") or stem in words_of("people"):
        return True
    touches_number = (
        place > 0 and tokens[place - 1].tag is Tag.NUMBER and tokens[place - 1].end == token.start
    )
    return touches_number or stem in calendar_words() or (len(stem) < 2)


@cache
def calendar_words() -> frozenset[str]:
    """Return the names of months and weekdays, in lower case."""
    return frozenset(table_of("units")["words"]["month"].split()) | words_of("weekdays")
