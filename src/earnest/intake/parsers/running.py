"""Page headers and footers: which of them say something that the pages themselves do not."""

import re

_WORD = re.compile(r"[^\W\d_]++")
_NUMBERS = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
"""Numbers of pages; a year is none."""
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


def says_again(line: str, said: str) -> bool:
    """Say whether a line has words, and all of them stand in `said`.

    >>> says_again("Ada Example, page 2", "Ada Example, engineer"), says_again("2014 - 2018", "2014 - 2018")
    (True, False)
    """
    return bool(_WORD.search(line)) and not says_more(line, said)


def without_numbers(line: str) -> str:
    """Return the line as it is on every page: each number of up to three digits as `#`.

    >>> without_numbers("Page 2 of 13")
    'Page # of #'
    """
    return _NUMBERS.sub("#", line)
