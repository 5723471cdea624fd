"""Page headers and footers: which of them say something that the pages themselves do not."""

import re

_WORD = re.compile(r"[^\W\d_]++")
_NUMBERS = re.compile(r"\d++")
_EMPTY_WORDS = frozenset(
    "page seite pagina página p pg of von de di sur resume résumé cv curriculum vitae lebenslauf"
    " confidential continued profile application".split()
)


def says_more(line: str, said: str) -> bool:
    """Say whether a page header or footer holds a word that `said` does not; page numbers hold none.

    >>> says_more("Ada Example, page 2 of 3", "Ada Example, engineer"), says_more("ada@example.org", "Ada")
    (False, True)
    """
    words = {word.casefold() for word in _WORD.findall(line)} - _EMPTY_WORDS
    return bool(words - {word.casefold() for word in _WORD.findall(said)})


def without_numbers(line: str) -> str:
    """Return the line as it is on every page: each number as `#`.

    >>> without_numbers("Page 2 of 13")
    'Page # of #'
    """
    return _NUMBERS.sub("#", line)
