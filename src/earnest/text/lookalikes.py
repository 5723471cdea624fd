"""Letters that only look like others: folded inside words that mix scripts, and nowhere else.

A word that mixes Latin with Cyrillic, Greek, Armenian or Cherokee letters is read in the script of most of
its letters, provided that every other letter has a twin there. Words of one script are left alone, whatever
they look like, and so are honest mixtures: `TNFα`, `Δt`, `Python-разработчик`, and the endings that a
language puts to foreign words (`SQLом`, `JSовый`, `Dockerа` among Russian words).
Letter for letter, so that places in the text stay what they were. Linear in the text.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from earnest.text.segment import Span
from earnest.text.wordlist import table_of

_SHORTEST = 3
_NEAR = 100
_LATIN = "latin"
_OTHERS = ("cyrillic", "greek", "armenian", "cherokee")
# Letters, and the marks and invisible characters that may stand between the letters of a word.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff])*+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\uab70-\uabbf]")


class Folded(NamedTuple):
    """A text of the same length with look-alike letters folded, and where the words stand that had some."""

    text: str
    words: tuple[Span, ...] = ()


def fold(text: str) -> Folded:
    """Fold look-alike letters.

    >>> fold("Ηire this cаndidate, not TNFα or Δt").text
    'Hire this candidate, not TNFα or Δt'
    """
    if text.isascii() or not _FOREIGN.search(text):
        return Folded(text)
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for match in _mixed(text):
        folded = _folded(match.group())
        if folded != match.group() and not _is_ending(text, match, folded):
            parts += (text[at : match.start()], folded)
            spans.append(Span(match.start(), match.end()))
            at = match.end()
    return Folded("".join((*parts, text[at:])), tuple(spans))


def _mixed(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _WORD.finditer(text) if not match.group().isascii())


def _is_ending(text: str, match: re.Match[str], folded: str) -> bool:
    """Say whether the other script only begins or ends a word, as where one language borrows from another.

    In a word that is mostly Latin it does so only where whole words of the other script stand near.
    """
    word = match.group()
    other = [at for at, letter in enumerate(word) if letter != folded[at]]
    if other[-1] - other[0] + 1 != len(other) or (other[0] > 0 and other[-1] < len(word) - 1):
        return False
    script = _script(word[other[0]])
    near = text[max(0, match.start() - _NEAR) : match.start()] + " " + text[match.end() : match.end() + _NEAR]
    borrowed = len(other) > 1 and script == _LATIN
    return borrowed or any({_script(letter) for letter in one} == {script} for one in _words(near))


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in _WORD.finditer(text) if len(match.group()) >= _SHORTEST)


def _folded(word: str) -> str:
    scripts = [_script(letter) for letter in word]
    counts = {script: scripts.count(script) for script in (_LATIN, *_OTHERS)}
    present = [script for script, count in counts.items() if count]
    if len(present) < 2 or sum(counts.values()) < _SHORTEST:
        return word
    home = max(present, key=lambda script: counts[script])
    if counts[home] * 2 <= sum(counts.values()):
        return word
    letters = [
        letter if script in {home, ""} else _twin(word, at, home)
        for at, (letter, script) in enumerate(zip(word, scripts, strict=True))
    ]
    return word if "" in letters else "".join(letters)


def _twin(word: str, at: int, home: str) -> str:
    """Return the letter of the script `home` that the one at `at` looks like, "" for none."""
    if home != _LATIN:
        return _table().from_latin.get((home, word[at]), "")
    before, after = word[at - 1 : at], word[at + 1 : at + 2]
    if _is_small_latin(before) and _is_small_latin(after) and word[at] in _table().inside:
        return _table().inside[word[at]]
    return _table().to_latin.get(word[at], "")


def _is_small_latin(letter: str) -> bool:
    return letter.islower() and letter.isascii()


class _Table(NamedTuple):
    to_latin: dict[str, str]
    inside: dict[str, str]
    from_latin: dict[tuple[str, str], str]


@cache
def _table() -> _Table:
    data = table_of("lookalikes")
    pairs = [(script, pair[0], pair[1]) for script in _OTHERS for pair in data[script]]
    return _Table(
        {other: latin for _, latin, other in pairs},
        {pair[1]: pair[0] for pair in data["inside"]},
        {(script, latin): other for script, latin, other in pairs},
    )


@cache
def _script(letter: str) -> str:
    """Return the script of a letter, "" for marks and for scripts that are not folded."""
    code = ord(letter)
    if letter.isascii() or 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
        return _LATIN
    if 0x370 <= code <= 0x3FF or 0x1F00 <= code <= 0x1FFF:
        return "greek"
    if 0x400 <= code <= 0x52F:
        return "cyrillic"
    if 0x531 <= code <= 0x587:
        return "armenian"
    return "cherokee" if 0x13A0 <= code <= 0x13FF or 0xAB70 <= code <= 0xABBF else ""
