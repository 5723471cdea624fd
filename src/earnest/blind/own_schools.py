"""The candidate's own schools: what the profile calls them is a school wherever else it stands.

A list does not know every school, and an education section does; so its names are sought in the whole
application, as the candidate's name is.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from earnest.blind.gazetteer_file import gazetteer_file
from earnest.blind.masks import Line, Mask
from earnest.blind.schools import names_thing
from earnest.blind.vocabulary import words
from earnest.blind.words_of_line import LOOSE_GAP, key, longest_by_first, phrases_in
from earnest.matching.gazetteer import gazetteer
from earnest.records.ledger import MaskKind
from earnest.text.wordlist import words_of

_SHORTEST = 3
_MOST = 24
_LONGEST = 90


def own_schools(lines: Sequence[Line], masks: Sequence[Sequence[Mask]]) -> tuple[str, ...]:
    """Return the keys of the schools that a profile names; `masks` are those of the lines, unsettled."""
    found: dict[str, None] = {}
    for line, inside in zip(lines, masks, strict=True):
        for mask in inside:
            if mask.kind is MaskKind.SCHOOL and mask.rule not in {"degree-name", "exam"}:
                found.update(dict.fromkeys(_keys_of(line.text[mask.start : mask.end])))
    return tuple(list(found)[:_MOST])


def _keys_of(name: str) -> Iterator[str]:
    """Yield a name's key, and that of what stands before a comma or a bracket in it."""
    for written in (name, name.partition("(")[0], name.partition(",")[0], name.partition("(")[2]):
        phrase = key(written[:_LONGEST])
        if _is_telling(phrase, written.strip(" ()")):
            yield phrase


@lru_cache(maxsize=4096)
def _is_telling(phrase: str, written: str) -> bool:
    """Say whether a name is one anywhere: it holds more than words of any text, places or technologies."""
    ordinary = words_of("common_words") | words("fields", "schools") | words("weak_stems", "schools")
    pieces = [piece for piece in phrase.split() if piece not in ordinary and not piece.isdigit()]
    if not pieces or gazetteer().plain(written):
        return False
    if " " in phrase:
        return True
    return len(phrase) >= _SHORTEST and phrase not in gazetteer_file("towns").names and written.isupper()


@lru_cache(maxsize=64)
def _longest(schools: tuple[str, ...]) -> dict[str, int]:
    return longest_by_first(schools)


def find_own_schools(line: Line, schools: tuple[str, ...]) -> Iterator[Mask]:
    """Yield every mention of the candidate's schools."""
    if not schools:
        return
    for first, last in phrases_in(line.text, line.words, schools, _longest(schools), LOOSE_GAP):
        span = line.words[first:last]
        if not span[0].text[0].islower() and not names_thing(line, span[0].start, last):
            yield Mask(span[0].start, span[-1].end, MaskKind.SCHOOL, "own-school")
