"""Names: the candidate's own, read from the head of the profile, then every later mention of it.

Names of other people are not sought: they belong to the story that is told, and nothing sure tells them from products.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from earnest.blind.masks import Line, Mask
from earnest.blind.vocabulary import alternatives, words
from earnest.blind.words_of_line import Word, fold, joined
from earnest.records.ledger import MaskKind

_EMAIL = re.compile(r"([\w.+\-]{1,64})@[\w\-]{1,63}\.[\w.\-]{2,80}")
_PART = re.compile(r"[^|•·,;:()\[\]/\d@]+")
_PARTICLES = frozenset(
    "de da do dos das del della di van von der den bin binti ibn al el abu ould mac mc o la le st y".split()
)
_TITLES = re.compile(r"^(?:(?:mr|mrs|ms|miss|dr|prof|eng|ing|sr|sra|herr|frau|mme)\.?\s+)+", re.IGNORECASE)
_SAID = re.compile(
    r"(?:\b(?:my name is|my name's|me llamo|mi nombre es|meu nome é|je m'appelle|ich heiße|mi chiamo|меня зовут|benim adım|nama saya)\s+)"
    r"([^\W\d_][\w'\-]*(?:\s+(?-i:[A-ZÀ-ÞА-Я])[\w'\-]*){0,3})",
    re.IGNORECASE,
)
_PERSON_BEFORE = frozenset("i'm am is regards sincerely thanks signed by called named hi hello dear".split())
_UNCASED_NAME = re.compile(r"[\u0590-\u1cff\u3040-\u9fff\uac00-\ud7af\s.·\u200c\u200d]{2,25}")
_FIRST_LINES = 6


@dataclass(frozen=True)
class Person:
    """The candidate's name: its parts folded, in the order they were written; empty where none was found."""

    parts: tuple[str, ...] = ()
    written: str = ""


def find_person(lines: Sequence[Line]) -> Person:
    """Read the candidate's name from the first lines of a profile.

    A line is a name when it is two to five capitalised words of which none belongs to headings, titles or tools. The
    first line counts where more lines follow; a later line or a single word only when the e-mail address agrees.
    """
    head = lines[:_FIRST_LINES]
    local = " ".join(fold(match.group(1)) for line in head for match in _EMAIL.finditer(line.text))
    for line in head:
        labelled = _name_label().match(line.text)
        if labelled:
            return _person(labelled.group(1))
    for place, line in enumerate(head):
        part = _PART.match(line.text)
        words_of_part = _TITLES.sub("", part.group().strip(" -")) if part else ""
        if not _is_name(words_of_part):
            continue
        agrees = any(len(piece) > 2 and piece in local for piece in fold(words_of_part).split())
        several = len(words_of_part.split()) > 1 or _UNCASED_NAME.fullmatch(words_of_part)
        if agrees or (
            place == 0 and several and len(lines) > 1 and not part_of_sentence(line.text, words_of_part)
        ):
            return _person(words_of_part)
    return Person()


def part_of_sentence(text: str, part: str) -> bool:
    """Say whether the part is only the beginning of a longer clause."""
    return len(text.split()) > len(part.split()) + 12


@cache
def _name_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('name_labels')})\s*[:：]\s*([^|•·,;\[\]\d@]{{2,60}})", re.IGNORECASE
    )


def _person(written: str) -> Person:
    written = written.strip(" .-")
    return Person(tuple(fold(part.strip(".")) for part in written.split() if part.strip(".")), written)


def _is_name(text: str) -> bool:
    if _UNCASED_NAME.fullmatch(text) and text.strip():
        return len(text) <= 20 and len(text.split()) <= 4 and text.strip() not in _headings()
    pieces = text.split()
    if not 1 <= len(pieces) <= 5 or len(text) > 50:
        return False
    return all(_fits(piece) for piece in pieces) and any(len(piece.strip(".")) > 1 for piece in pieces)


@cache
def _headings() -> frozenset[str]:
    return words("education_headings") | words("language_headings") | words("other_headings")


def _fits(piece: str) -> bool:
    bare = fold(piece.strip(".'"))
    if bare in _PARTICLES:
        return True
    parts = re.split(r"['\-]", piece.strip("."))
    capital = all(
        part[:1].isupper()
        and part.isalpha()
        and (part.isupper() or part[1:].islower() or part[:2] in {"Mc", "Ma", "De", "Di", "Le"})
        for part in parts
        if part
    )
    return capital and bare not in words("not_names")


def find_names(line: Line, person: Person) -> Iterator[Mask]:
    """Yield every mention of the candidate, and what a text itself introduces as a name."""
    for match in _SAID.finditer(line.text):
        yield Mask(*match.span(1), MaskKind.NAME, "introduced-name")
    if not person.parts:
        return
    if not person.written.isascii() and _UNCASED_NAME.fullmatch(person.written):
        for match in re.finditer(re.escape(person.written), line.text):
            yield Mask(*match.span(), MaskKind.NAME, "own-name")
        return
    yield from _mentions(line, person)


def _mentions(line: Line, person: Person) -> Iterator[Mask]:
    own = {piece for part in person.parts for piece in re.split(r"['\-]", part)}
    place = 0
    while place < len(line.words):
        end = place
        while (
            end < len(line.words)
            and line.words[end].fold in own
            and _written_as_name(line.words[end])
            and (
                end == place
                or joined(line.text, line.words[end - 1], line.words[end])
                or line.text[line.words[end - 1].end : line.words[end].start] in {", ", ". "}
            )
        ):
            end += 1
        while end > place and line.words[end - 1].fold in _PARTICLES:
            end -= 1
        if end > place and _means_person(line, place, end):
            yield Mask(line.words[place].start, line.words[end - 1].end, MaskKind.NAME, "own-name")
        place = max(end, place + 1)


def _written_as_name(word: Word) -> bool:
    return word.capital or word.fold in _PARTICLES


def _means_person(line: Line, first: int, last: int) -> bool:
    """Say whether own-name words mean the person: two of them do, a long rare one does, "Will" alone does not."""
    meaningful = [word for word in line.words[first:last] if word.fold not in _PARTICLES]
    if len(meaningful) > 1:
        return True
    if not meaningful:
        return False
    word = meaningful[0]
    before = line.text[: word.start].split()[-1:] or [""]
    if word.fold in words("word_names") or word.fold in words("not_names") or len(word.fold) < 3:
        return before[0].lower().strip(",") in _PERSON_BEFORE and first > 0
    return True
